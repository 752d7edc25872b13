//! A kind of op, of any vocabulary.

/// A kind of op. Those of maps have names here; they are documented at
/// [`MapOp`](crate::kinds::map::MapOp).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OpKind {
    vocabulary: u8,
    code: u8,
}

impl OpKind {
    pub(crate) const fn new(vocabulary: u8, code: u8) -> OpKind {
        OpKind { vocabulary, code }
    }

    /// Its vocabulary's place in the list of them.
    pub(crate) const fn vocabulary_id(self) -> u8 {
        self.vocabulary
    }

    /// Its code in the byte form, fixed for ever.
    pub(crate) const fn code(self) -> u8 {
        self.code
    }
}
