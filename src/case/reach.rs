//! What a case came across when it ran.
//!
//! A check that never met a tombstone says nothing on tombstones. Runs count
//! what they meet under a [`Mark`]; profiles name the marks that they exist
//! for, and fail if they did not meet them.

use std::fmt;

macro_rules! marks {
    ($($(#[doc = $doc:literal])* $mark:ident $fold:ident $name:literal,)*) => {
        /// Something that a run can come across.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Mark { $($(#[doc = $doc])* $mark),* }

        impl Mark {
            /// Every mark.
            pub const ALL: &'static [Mark] = &[$(Mark::$mark),*];

            /// The mark's name, as in reports.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Mark::$mark => $name),* }
            }

            fn fold(self) -> Fold {
                match self { $(Mark::$mark => Fold::$fold),* }
            }
        }
    };
}

enum Fold {
    Sum,
    Max,
}

marks! {
    /// Ops carried out.
    Ops Sum "ops",
    /// The most entries in a map.
    Entries Max "entries",
    /// Keys inserted anew after they were removed.
    Reinserts Sum "reinserts",
    /// Inserts of a new key while a neighbouring key was there with its hash.
    Collisions Sum "collisions",
    /// Times that the capacity rose.
    Growths Sum "growths",
    /// Full iterations after a growth.
    IterationsAfterGrowth Sum "iterations after growth",
    /// Planned panics that were thrown.
    Faults Sum "faults",
    /// Lies that a key told.
    Lies Sum "lies",
    /// New keys that a full map refused.
    Refusals Sum "refusals",
    /// Entries produced by cursors.
    CursorEntries Sum "cursor entries",
    /// Inserts that took a slot marked emptyOne.
    TombstonesReused Sum "tombstones reused",
    /// Removals that turned tombstones of an earlier bucket of the chain into
    /// emptyRest.
    EmptyRestAcross Sum "emptyRest across buckets",
    /// Buckets in the longest chain.
    Chain Max "longest chain",
    /// Growths to an array of the same size.
    SameSizeGrowths Sum "same-size growths",
    /// Growths that began while a cursor was open.
    GrowthsUnderCursor Sum "growths under a cursor",
    /// Growths that ended while a cursor that was open at their beginning was
    /// still open.
    GrowthsOutlived Sum "growths outlived by a cursor",
    /// Cursors opened while the map was growing.
    CursorsMidGrowth Sum "cursors opened mid-growth",
    /// Clears, and removals of the last entry, while a cursor was open.
    EmptiedUnderCursor Sum "emptied under a cursor",
    /// Growths begun while a key was in the map that is not equal to itself.
    GrowthsWithNan Sum "growths with a NaN key",
}

/// How often, or how far, each [`Mark`] was reached.
#[derive(Clone, PartialEq, Eq)]
pub struct Reach {
    counts: [u64; Mark::ALL.len()],
}

impl Default for Reach {
    fn default() -> Self {
        Reach {
            counts: [0; Mark::ALL.len()],
        }
    }
}

impl Reach {
    /// Notes `amount` for `mark`: added to what was there, or, for a mark
    /// that is a maximum, compared with it.
    pub fn note(&mut self, mark: Mark, amount: u64) {
        let count = &mut self.counts[mark as usize];
        *count = match mark.fold() {
            Fold::Sum => *count + amount,
            Fold::Max => (*count).max(amount),
        };
    }

    /// What was noted for `mark`.
    #[must_use]
    pub fn get(&self, mark: Mark) -> u64 {
        self.counts[mark as usize]
    }

    /// Adds what another run reached.
    pub fn merge(&mut self, other: &Reach) {
        for &mark in Mark::ALL {
            self.note(mark, other.get(mark));
        }
    }

    /// The marks that were reached, with their amounts.
    pub fn iter(&self) -> impl Iterator<Item = (Mark, u64)> {
        Mark::ALL
            .iter()
            .map(|&mark| (mark, self.get(mark)))
            .filter(|&(_, amount)| amount > 0)
    }
}

impl fmt::Debug for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.iter().map(|(mark, amount)| (mark.name(), amount)))
            .finish()
    }
}
