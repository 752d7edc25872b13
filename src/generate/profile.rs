//! The profiles: what each leans towards, and what it must have reached.

use std::fmt;

use super::draw::Draw;
use crate::case::{Case, Mark, Op, OpKind, OpSet, Spread};

/// A kind of stress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Profile {
    /// Keys removed and inserted again and again in a map whose size hardly
    /// changes: slots are given up and taken anew.
    TombstoneReuse,
    /// Cursors open while the map grows, shrinks and is emptied under them.
    GrowthMidIteration,
    /// Keys that share a bucket or a whole hash: long chains and clusters,
    /// filled and thinned out.
    OverflowChains,
    /// All ops in all mixtures, under all hash plans, up to thousands of keys.
    Mixed,
}

/// Something that a batch of a profile's cases must have reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// What.
    pub mark: Mark,
    /// How often, or how far, in the whole batch.
    pub at_least: u64,
}

impl Gate {
    /// Gates count for batches of at least this much: cases times the most
    /// steps in one. Smaller ones may miss a gate by chance.
    pub const BATCH: usize = 12_000;
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} >= {}", self.mark.name(), self.at_least)
    }
}

const fn gate(mark: Mark, at_least: u64) -> Gate {
    Gate { mark, at_least }
}

impl Profile {
    /// Every profile.
    pub const ALL: [Profile; 4] = [
        Profile::TombstoneReuse,
        Profile::GrowthMidIteration,
        Profile::OverflowChains,
        Profile::Mixed,
    ];

    /// The profile's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Profile::TombstoneReuse => "tombstone_reuse",
            Profile::GrowthMidIteration => "growth_mid_iteration",
            Profile::OverflowChains => "overflow_chains",
            Profile::Mixed => "mixed",
        }
    }

    /// The profile of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|p| p.name() == name)
    }

    /// What a batch of at least [`Gate::BATCH`] must have reached, as far as
    /// the subject can report it. What a map tells of its structure is named
    /// here as Go's map does, and asked of every map that has such a mark.
    #[must_use]
    pub fn gates(self) -> &'static [Gate] {
        match self {
            Profile::TombstoneReuse => {
                &const {
                    [
                        gate(Mark::REINSERTS, 20),
                        gate(Mark::how_often("tombstones reused"), 20),
                    ]
                }
            }
            Profile::GrowthMidIteration => {
                &const {
                    [
                        gate(Mark::GROWTHS, 20),
                        gate(Mark::ENTRIES, 100),
                        gate(Mark::ITERATIONS_AFTER_GROWTH, 20),
                        gate(Mark::CURSOR_ENTRIES, 50),
                        gate(Mark::how_often("growths under a cursor"), 20),
                        gate(Mark::how_often("growths outlived by a cursor"), 10),
                        gate(Mark::how_often("cursors opened mid-growth"), 5),
                        gate(Mark::how_often("walks overtaken by evacuation"), 5),
                        gate(Mark::how_often("emptied under a cursor"), 2),
                    ]
                }
            }
            Profile::OverflowChains => {
                &const {
                    [
                        gate(Mark::COLLISIONS, 10),
                        gate(Mark::how_far("longest chain"), 3),
                        gate(Mark::how_often("emptyRest across buckets"), 5),
                        gate(Mark::how_often("same-size growths"), 1),
                    ]
                }
            }
            Profile::Mixed => {
                &const {
                    [
                        gate(Mark::ENTRIES, 1_025),
                        gate(Mark::GROWTHS, 10),
                        gate(Mark::FAULTS, 5),
                        gate(Mark::REINSERTS, 10),
                        gate(Mark::how_often("growths with a NaN key"), 1),
                        gate(Mark::LIES, 1),
                        gate(Mark::REFUSALS, 5),
                    ]
                }
            }
        }
    }

    /// The case that this seed stands for: up to `steps` steps of `ops` (of those of
    /// one vocabulary, if they are of several), with
    /// keys up to `max_key`. The same arguments give the same case on every
    /// machine.
    ///
    /// ```
    /// use map_oracle::case::OpSet;
    /// use map_oracle::generate::Profile;
    ///
    /// let case = Profile::Mixed.case(OpSet::CORE, 100, 50, 7);
    /// assert_eq!(case, Profile::Mixed.case(OpSet::CORE, 100, 50, 7));
    /// assert!(case.steps.iter().all(|step| OpSet::CORE.contains(step.op.kind())));
    /// ```
    #[must_use]
    pub fn case(self, ops: OpSet, max_key: u16, steps: usize, seed: u64) -> Case {
        Draw::new(self, ops, max_key, seed).case(steps)
    }

    /// Bends a case that came from a fuzzer to this profile, changing it only
    /// where it has nothing of the profile's character: a hash plan that lets
    /// keys collide, or a cursor that is open.
    #[must_use]
    pub fn bend(self, mut case: Case) -> Case {
        let spread = case.plan.spread;
        match self {
            Profile::OverflowChains
                if !matches!(spread, Spread::Distinct(_) | Spread::LowBits(_)) =>
            {
                case.plan.spread = Spread::LowBits(Spread::MAX_LOW_BITS);
            }
            Profile::TombstoneReuse if spread == Spread::Sequential => {
                case.plan.spread = Spread::LowBits(3);
            }
            Profile::GrowthMidIteration => {
                let opens = |op: Op| matches!(op.kind(), OpKind::CursorOpen | OpKind::CursorStep);
                if !case.steps.iter().any(|step| opens(step.op)) {
                    let middle = case.steps.len() / 2;
                    let open = Op::from_parts(OpKind::CursorOpen, 0, 0);
                    case.steps.insert(middle, open.into());
                }
            }
            Profile::TombstoneReuse | Profile::OverflowChains | Profile::Mixed => {}
        }
        case
    }
}
