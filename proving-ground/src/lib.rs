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
//! [sets](set). The driver builds them ([`programs`]) and hunts each subject in a
//! process of its own ([`child`]), as a map with a bug may bring its process
//! down or never come back; another one ([`watch`]) keeps the time. The
//! [`peers`] hunt in the same way.

pub mod bugs;
pub mod child;
pub mod controls;
pub mod entry;
pub mod hunts;
pub mod message;
pub mod mutants;
pub mod outcome;
pub mod peers;
pub mod programs;
pub mod read_only;
pub mod results;
pub mod set;
pub mod table;
pub mod unhinted;
pub mod watch;
