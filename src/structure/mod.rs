//! What is asked of a structure under test and of its model, whatever its kind.
//!
//! The run of a case (`check`) knows no type of structure: it makes a `Specimen`
//! and a [`Model`] by what the structure's [`Blueprint`] says, and holds the one
//! against the other. A kind of structure, such as `kinds/map`, implements
//! [`Structure`] for all its subjects. So the run is compiled once, and a subject
//! costs what its own methods cost.

mod answer;
mod blueprint;
mod conduct;
mod model;
mod source;
mod specimen;
mod support;
mod table;

pub use answer::Answer;
pub use blueprint::{Blueprint, Structure};
pub use conduct::Panics;
pub(crate) use conduct::{Conduct, Merge, Turn, Twin};
pub use model::{CursorFault, Life, Model};
pub use source::Source;
pub(crate) use specimen::{Odd, Specimen};
pub use support::{Drops, Support};
pub use table::{SLOTS, Table, TableArray, TableBucket};

/// What the panic of an adapter says that promises more than it has.
pub(crate) const UNDECLARED: &str = "the adapter declares an op that it does not implement: ";

/// How the panic begins by which an iteration without end is broken off.
pub(crate) const ENDLESS: &str = "iteration does not come to an end";
