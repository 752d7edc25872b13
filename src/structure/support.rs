//! What a subject says about itself, beside the ops that it offers.

use crate::case::{Mark, Order};

/// When a map drops what was removed from it, replaced or cleared.
///
/// Whatever it says, nothing is dropped twice or used after its drop, and no entry's
/// key or value is dropped while it is in the map: as many live as there are entries,
/// at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Drops {
    /// Before the op ends. As many live as there are entries.
    #[default]
    AtOnce,
    /// At some time, but at the latest with the map: maps that free lazily, or keep
    /// copies of their own.
    WithTheMap,
    /// At some time, maybe after the map: it leaves them to a collector that all maps
    /// share.
    AtAnyTime,
}

/// What a subject promises, and what it does not.
#[derive(Clone, Copy, Debug)]
pub struct Support {
    /// The most entries that it holds, if it is bounded. Cases are given no
    /// more keys than this, unless it [refuses](Support::refuses) some.
    pub max_entries: Option<u16>,
    /// A new key for a map that is full is given back by
    /// [`insert_checked`](crate::subject::Subject::insert_checked), and nothing is lost.
    pub refuses: bool,
    /// The order of iteration.
    pub order: Order,
    /// A clone iterates in the order of its original.
    pub clone_keeps_order: bool,
    /// Iterators that have ended stay so.
    pub fused: bool,
    /// What iterators say of their length is right: `size_hint`, and `len` where
    /// they have it. As a rule it is; a map whose iterators say anything at all is
    /// taken at its word by `size_hints: false`, and only what they show is judged.
    pub size_hints: bool,
    /// After a panic in user code, or after a draining iterator was forgotten,
    /// the map can still be used. One that cannot is only dropped then, and the
    /// case goes on with an empty one.
    pub usable_after_panic: bool,
    /// After a panic in user code no entry is missing but those that the op
    /// would have removed. Std's maps do not promise this: a hasher that
    /// panics while they rehash may cost entries.
    pub keeps_entries_on_panic: bool,
    /// After a panic in user code nothing is leaked. That is hard to keep: where
    /// the drop of a parameter panics after the result was written, the compiler
    /// itself leaks the result (rust-lang/rust#47949).
    pub frees_all_on_panic: bool,
    /// When what was removed is dropped.
    pub drops: Drops,
    /// The marks of its own that [`reached`](crate::subject::Subject::reached) can
    /// report; others that it notes are not counted. A profile's gate counts
    /// only for subjects that can report its mark.
    pub marks: &'static [Mark],
}

impl Support {
    /// A map that promises no more than std's maps do.
    pub const DEFAULT: Support = Support {
        max_entries: None,
        refuses: false,
        order: Order::Any,
        clone_keeps_order: false,
        fused: false,
        size_hints: true,
        usable_after_panic: true,
        keeps_entries_on_panic: false,
        frees_all_on_panic: false,
        drops: Drops::AtOnce,
        marks: &[],
    };

    /// The largest key that a case for this subject may name, if it takes keys
    /// up to `last`. A map that refuses entries is given a third more keys than
    /// it can hold.
    #[must_use]
    pub const fn max_key(&self, last: u16) -> u16 {
        let most = match self.max_entries {
            Some(most) if self.refuses => most + most.div_ceil(3),
            Some(most) => most.saturating_sub(1),
            None => u16::MAX,
        };
        if most < last { most } else { last }
    }
}
