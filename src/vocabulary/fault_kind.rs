//! The user code that a structure calls back into, and what it does wrong.

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
