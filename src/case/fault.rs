//! Faults: which call of user code inside an op goes wrong.
//!
//! A fault belongs to one step of a case. While that step's op runs, the
//! `k`-th call of one kind of user code panics, or every `k`-th call lies; if
//! there is no `k`-th call, nothing happens and the op is judged as usual.
//! After a panic the map must be usable. After a lie it may answer anything,
//! panic, or iterate without end, but must not touch memory that is not its
//! own.

use std::fmt;

use crate::vocabulary::FaultKind;

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
