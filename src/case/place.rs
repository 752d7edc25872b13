//! A place in a case while it runs: the step, and what is being asked of the
//! map there.

use std::fmt;

/// What is asked of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Doing {
    /// It is being made, before the first step.
    #[default]
    Make,
    /// The step's own op.
    Op,
    /// What the oracle builds beside the map for an op on two of them.
    Prepare,
    /// `len` and `is_empty`, after the op.
    Len,
    /// `capacity`, after the op.
    Capacity,
    /// A look-up of this key by the oracle, after the op.
    LookUp(u32),
    /// An iteration by the oracle, after the op.
    Iterate,
    /// The adapter's own check of the structure.
    Invariants,
    /// The map is dropped.
    Drop,
}

impl Doing {
    /// The word for what is called, where it is not the step's op: as in
    /// `--without`.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        Some(match self {
            Doing::Op | Doing::Prepare => return None,
            Doing::Make => "new",
            Doing::Len => "len",
            Doing::Capacity => "capacity",
            Doing::LookUp(_) => "get",
            Doing::Iterate => "iter",
            Doing::Invariants => "invariants",
            Doing::Drop => "drop",
        })
    }
}

impl fmt::Display for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Doing::Make => "making the map",
            Doing::Op => "the op",
            Doing::Prepare => "building the other map of the op",
            Doing::Len => "len",
            Doing::Capacity => "capacity",
            Doing::LookUp(key) => return write!(f, "the look-up of key {key}"),
            Doing::Iterate => "iteration",
            Doing::Invariants => "the check of the map's structure",
            Doing::Drop => "the drop of the map",
        })
    }
}

/// A step, by its index, and what is being done there. Before the first step
/// the index is 0; at the end, where the map is dropped, it is the number of
/// steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// The index of the step, from 0.
    pub step: usize,
    /// What is being asked of the map.
    pub doing: Doing,
}
