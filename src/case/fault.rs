//! Faults: which call of user code inside an op goes wrong.
//!
//! A fault belongs to one step of a case. While that step's op runs, the
//! `k`-th call of one kind of user code panics, or every `k`-th call lies; if
//! there is no `k`-th call, nothing happens and the op is judged as usual.
//! After a panic the map must be usable. After a lie it may answer anything,
//! panic, or iterate without end, but must not touch memory that is not its
//! own.

use std::fmt;

/// The user code that a map calls back into, and what it does wrong.
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
    /// The hasher: its construction, `finish` and drop, counted together.
    Hasher,
    /// `PartialEq::eq` or `Ord::cmp` of two keys, which answers the opposite
    /// in place of a panic.
    EqLie,
    /// `Hash::hash` of a key, which writes other bits in place of a panic.
    HashLie,
}

impl FaultKind {
    /// Every kind, in the order of the byte form.
    pub const ALL: [FaultKind; 8] = [
        FaultKind::Hash,
        FaultKind::Eq,
        FaultKind::Clone,
        FaultKind::Drop,
        FaultKind::Closure,
        FaultKind::Hasher,
        FaultKind::EqLie,
        FaultKind::HashLie,
    ];

    /// Those that panic.
    pub const PANICS: [FaultKind; 6] = [
        FaultKind::Hash,
        FaultKind::Eq,
        FaultKind::Clone,
        FaultKind::Drop,
        FaultKind::Closure,
        FaultKind::Hasher,
    ];

    /// Whether it panics; the others lie.
    #[must_use]
    pub fn panics(self) -> bool {
        !matches!(self, FaultKind::EqLie | FaultKind::HashLie)
    }

    /// The words for it in the text form: what it does, and what it strikes.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        let verb = if self.panics() { "panic" } else { "lie" };
        (verb, self.name())
    }

    /// The word for the user code that it strikes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FaultKind::Hash | FaultKind::HashLie => "hash",
            FaultKind::Eq | FaultKind::EqLie => "eq",
            FaultKind::Clone => "clone",
            FaultKind::Drop => "drop",
            FaultKind::Closure => "closure",
            FaultKind::Hasher => "hasher",
        }
    }
}

/// The `call`-th call of `kind` panics, counted from 1; for a kind that lies,
/// each `call`-th call of the op does.
///
/// `call` lies in 1..=[`Fault::MAX_CALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// Which user code goes wrong.
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
        let (verb, code) = self.kind.words();
        write!(f, "{verb} {code} {}", self.call)
    }
}
