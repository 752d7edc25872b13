//! How the run of an op is conducted.
//!
//! Most ops are carried out on the structure and on its model, and the answers are
//! compared. Those that need a second structure, or an iterator that stays open
//! while the structure changes, are conducted by the run itself, which is the same
//! for every kind of structure.

/// Whether a right structure panics at an op.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panics {
    /// It does not.
    Never,
    /// It may.
    Maybe,
    /// It must.
    Always,
}

/// How the run of an op is conducted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conduct {
    /// It is carried out on the map and on the model, and the answers are
    /// compared.
    Plain,
    /// It is on a cursor.
    Cursor(Turn),
    /// It makes a clone, which may live on in the place of the map.
    Clone { lives_on: bool },
    /// `clone_from`, onto the other map or onto one that holds a run.
    CloneFrom { to_other: bool },
    /// `==` with another map.
    Equal(Twin),
    /// Another map is merged into this one.
    Merge(Merge),
    /// It splits the map, and the upper part may live on.
    Split { lives_on: bool },
    /// The map and the other one change places.
    Swap,
}

/// What is done with a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It is opened anew.
    Open,
    /// It is stepped, and opened first if it is not open.
    Step,
    /// It is closed.
    Close,
}

/// What a map is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Twin {
    /// A map that was given the same entries.
    Copy,
    /// One that lacks the op's key if this one has it, and the other way round.
    Toggled,
    /// One with another value at the op's key.
    Changed,
    /// The other map.
    Other,
}

/// How two maps become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Merge {
    /// `append` of a map that holds a run.
    Append,
    /// `append` of the other map.
    AppendOther,
    /// `union` with a map that holds a run.
    Union,
}
