//! Runs a case on a subject and on the model, side by side.
//!
//! [`run`] is the oracle. After *every* op it compares
//!
//! - what the op answered;
//! - `len`, `is_empty`, and the capacity against its promises;
//! - a look-up of the op's own key and of one other key of the case's domain;
//! - the ledger: as many live keys and values as the map has entries;
//! - each cursor's steps with the contract of an open cursor.
//!
//! The full contents (iteration as a set, a look-up of every key of the
//! domain, the subject's own invariants) are compared after every op that
//! touches the whole map, after every planned panic, and at the end. Between
//! these they are compared as soon as the ops since the last time reach an
//! eighth of what the comparison looks at, which is the entries and the domain:
//! a wrong entry that no op meets hides for at most that many ops, and with four
//! keys or fewer for none.
//!
//! Beside [`run`] stand the two ways a run fails: a [`Divergence`], and a
//! profile's gate that was not reached (see [`crate::generate`]).

// An op that is added must be met by whoever tells ops apart.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod after_lie;
mod cursors;
mod exhaustive;
mod judge;
mod leak_check;
mod notes;
mod panics;
mod recovery;
mod run;
mod runner;
mod suspect;
#[cfg(test)]
mod tests;
mod twins;
mod verify;
mod watch;

pub use crate::evidence::{
    Broken, Class, Difference, Divergence, Ended, Evidence, Finding, Kind, ProcessEnd, Signature,
    Which, contrast, told_place,
};
pub(crate) use exhaustive::{Part, Walked};
pub use exhaustive::{Scope, exhaust};
#[cfg(feature = "cli")]
pub(crate) use notes::hash_told;
pub use notes::notes;
pub use run::{run, run_to};
pub use runner::Runner;
pub use watch::{Moment, Told, run_watched};
