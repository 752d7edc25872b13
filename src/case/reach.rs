//! What a case came across when it ran.
//!
//! A check that never met a tombstone says nothing on tombstones. Runs count
//! what they meet under a [`Mark`]; profiles name the marks that they exist
//! for, and fail if they did not meet them.

use std::collections::BTreeMap;
use std::fmt;

/// Something that a run can come across.
///
/// What every run counts by itself is a constant here. What only the map can
/// tell of its structure is a mark of the map's own: a constant beside the
/// adapter, listed in [`Support::marks`](crate::subject::Support::marks).
///
/// ```
/// use map_oracle::case::{Mark, Reach};
///
/// const SPLITS: Mark = Mark::how_often("splits of a node");
/// const DEPTH: Mark = Mark::how_far("levels of the tree");
///
/// let mut reach = Reach::default();
/// for depth in [2, 3, 2] {
///     reach.note(SPLITS, 1);
///     reach.note(DEPTH, depth);
/// }
/// assert_eq!((reach.get(SPLITS), reach.get(DEPTH)), (3, 3));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark {
    /// Its place among [`Mark::COMMON`], or after all of these.
    place: usize,
    name: &'static str,
    fold: Fold,
}

/// What several amounts come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Fold {
    Sum,
    Max,
}

impl Mark {
    /// A mark that says how often something was met. It goes by its name.
    #[must_use]
    pub const fn how_often(name: &'static str) -> Mark {
        Mark::new(Mark::COMMON.len(), name, Fold::Sum)
    }

    /// A mark that says how far something went at most. It goes by its name.
    #[must_use]
    pub const fn how_far(name: &'static str) -> Mark {
        Mark::new(Mark::COMMON.len(), name, Fold::Max)
    }

    const fn new(place: usize, name: &'static str, fold: Fold) -> Mark {
        Mark { place, name, fold }
    }

    /// The mark's name, as in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name
    }
}

macro_rules! common {
    ($($(#[doc = $doc:literal])* $mark:ident $fold:ident $name:literal,)*) => {
        #[allow(
            non_camel_case_types,
            clippy::upper_case_acronyms,
            reason = "they count the constants"
        )]
        enum Place { $($mark),* }

        impl Mark {
            $(
                $(#[doc = $doc])*
                pub const $mark: Mark = Mark::new(Place::$mark as usize, $name, Fold::$fold);
            )*

            /// Those that the run itself counts.
            pub const COMMON: &'static [Mark] = &[$(Mark::$mark),*];
        }
    };
}

common! {
    /// Ops carried out.
    OPS Sum "ops",
    /// The most entries in a map.
    ENTRIES Max "entries",
    /// Keys inserted anew after they were removed.
    REINSERTS Sum "reinserts",
    /// Inserts of a new key while a neighbouring key was there with its hash.
    COLLISIONS Sum "collisions",
    /// Times that the capacity rose.
    GROWTHS Sum "growths",
    /// Full iterations after a growth.
    ITERATIONS_AFTER_GROWTH Sum "iterations after growth",
    /// Planned panics that were thrown.
    FAULTS Sum "faults",
    /// Lies that a key told.
    LIES Sum "lies",
    /// New keys that a full map refused.
    REFUSALS Sum "refusals",
    /// Entries produced by cursors.
    CURSOR_ENTRIES Sum "cursor entries",
}

/// How often, or how far, each [`Mark`] was reached.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Reach {
    common: [u64; Mark::COMMON.len()],
    /// What maps told of their own marks.
    own: BTreeMap<Mark, u64>,
}

impl Reach {
    /// Notes `amount` for `mark`: added to what was there, or, for a mark
    /// that is a maximum, compared with it.
    pub fn note(&mut self, mark: Mark, amount: u64) {
        if amount == 0 {
            return;
        }
        let count = match self.common.get_mut(mark.place) {
            Some(count) => count,
            None => self.own.entry(mark).or_default(),
        };
        *count = match mark.fold {
            Fold::Sum => *count + amount,
            Fold::Max => (*count).max(amount),
        };
    }

    /// What was noted for `mark`.
    #[must_use]
    pub fn get(&self, mark: Mark) -> u64 {
        let own = || self.own.get(&mark);
        self.common.get(mark.place).or_else(own).map_or(0, |&n| n)
    }

    /// Adds what another run reached.
    pub fn merge(&mut self, other: &Reach) {
        for (mark, amount) in other.iter() {
            self.note(mark, amount);
        }
    }

    /// The marks that were reached, with their amounts: first those that the
    /// run counts, then the others by their names.
    pub fn iter(&self) -> impl Iterator<Item = (Mark, u64)> {
        let common = Mark::COMMON.iter().zip(&self.common);
        common
            .chain(&self.own)
            .map(|(&mark, &amount)| (mark, amount))
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
