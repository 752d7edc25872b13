//! Planned panics: which call of user code inside an op unwinds.
//!
//! A fault belongs to one step of a case. While that step's op runs, the
//! `k`-th call of one kind of user code panics; if there is no `k`-th call,
//! nothing happens and the op is judged as usual.

use std::fmt;

/// The user code that a map calls back into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FaultKind {
    /// `Hash::hash` of a key.
    Hash,
    /// `PartialEq::eq` of two keys (or `Ord::cmp`, in ordered maps).
    Eq,
    /// `Clone::clone` of a key or a value.
    Clone,
    /// `Drop::drop` of a key or a value.
    Drop,
    /// A closure that was handed to the op.
    Closure,
}

impl FaultKind {
    /// Every kind, in the order of the byte form.
    pub const ALL: [FaultKind; 5] = [
        FaultKind::Hash,
        FaultKind::Eq,
        FaultKind::Clone,
        FaultKind::Drop,
        FaultKind::Closure,
    ];

    /// The word for it in the text form.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FaultKind::Hash => "hash",
            FaultKind::Eq => "eq",
            FaultKind::Clone => "clone",
            FaultKind::Drop => "drop",
            FaultKind::Closure => "closure",
        }
    }
}

/// The `call`-th call of `kind` panics, counted from 1.
///
/// `call` lies in 1..=[`Fault::MAX_CALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// Which user code panics.
    pub kind: FaultKind,
    /// At which of its calls, counted from 1 at the start of the op.
    pub call: u16,
}

impl Fault {
    /// The latest call that can be told to panic: more than a growth of the
    /// largest run makes.
    pub const MAX_CALL: u16 = 1 << 13;
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panic {} {}", self.kind.name(), self.call)
    }
}
