//! A type of structures, as data.

use std::fmt;

use super::conduct::Conduct;
use super::{Model, Source, Specimen, Support};
use crate::case::{OpKind, OpSet, Order, Standing, Vocabulary, Without};
use crate::probe::Probe;

/// A type of structures that can be checked.
///
/// Nobody implements it by hand: it is there for every type with the trait of its
/// kind, such as [`Subject`](crate::subject::Subject) for maps.
pub trait Structure: 'static {
    /// What a run must know of it.
    const BLUEPRINT: &'static Blueprint;
}

/// All that a run must know of a type of structures.
pub struct Blueprint {
    pub(crate) name: &'static str,
    /// The vocabulary of its cases.
    pub(crate) vocabulary: &'static Vocabulary,
    /// What it offers, as far as its keys allow for it.
    pub(crate) ops: OpSet,
    pub(crate) support: &'static Support,
    /// The largest key that a case for it may name.
    pub(crate) max_key: u16,
    /// Whether the ledger counts its keys, and whether its values.
    pub(crate) followed: [bool; 2],
    /// Whether its keys are counted only when the maps are gone.
    pub(crate) shares_keys: bool,
    /// Whether the calls of its keys are counted, and can be made to go wrong.
    pub(crate) has_planned_keys: bool,
    /// Whether a case's plan decides how it sees the hashes of its keys.
    pub(crate) hashes_by_plan: bool,
    /// Whether it tells its capacity, by which growths are seen.
    pub(crate) tells_capacity: bool,
    /// The words of its adapter, each with its arguments.
    pub(crate) words: &'static [(&'static str, &'static str)],
    /// How it is written in a program of its own, if that is known.
    pub(crate) source: fn() -> Option<Source>,
    /// The `Debug` form of the key of a number.
    pub(crate) shown_key: fn(&Probe, u32) -> String,
    /// How the run of an op is conducted.
    pub(crate) conduct: fn(OpKind) -> Conduct,
    /// Makes an empty one, with room for so many entries.
    pub(crate) make: fn(usize) -> Box<dyn Specimen>,
    /// The model of an empty one.
    pub(crate) model: fn() -> Box<dyn Model>,
}

impl Blueprint {
    /// What of its ops is left to be asked.
    pub(crate) fn ops_left(&self, without: &Without) -> OpSet {
        let left = self.ops.without(without.ops());
        // What it kept is to be seen by iteration alone.
        if without.leaves_out(Standing::Iteration) && self.support.order == Order::Any {
            left.without(OpSet::of(&[OpKind::Truncate]))
        } else {
            left
        }
    }
}

impl fmt::Debug for Blueprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blueprint")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
