//! Published map crates with known bugs, and who finds them: map-oracle and its
//! peers.
//!
//! An oracle is worth what it catches. Each subject is an exact version of a
//! crate: one with a [bug](bugs) that is known, or a [control](controls) in
//! which there should be none. All are hunted alike, with the oracle's own
//! profiles and defaults; what is known of a bug is used to judge what was
//! found, never to look for it.
//!
//! Versions of a crate that Cargo takes for compatible cannot be built
//! together, so the subjects are spread over a few programs, the
//! [sets](set). The driver builds them ([`programs`]), has each subject hunted by
//! `map-oracle check` in the program of its set, and judges what that finds
//! ([`check`]). The [`peers`] hunt in processes of their own, too, and are watched.

pub mod bugs;
pub mod check;
pub mod controls;
pub mod entry;
pub mod hunts;
pub mod mutants;
pub mod outcome;
pub mod peers;
pub mod programs;
pub mod quarry;
pub mod read_only;
pub mod results;
pub mod set;
pub mod table;
pub mod unhinted;
