//! Published map crates with known bugs, and whether map-oracle finds them.
//!
//! An oracle is worth what it catches. Each [`Specimen`] is an exact version of
//! a crate: one with a bug that is known, or a control in which there should be
//! none. All are hunted alike, with the oracle's own profiles in their order
//! and one seed; what is known of a bug is used to judge what was found, never
//! to look for it.
//!
//! A map with a bug may bring its process down or never come back. So each
//! specimen is hunted in a process of its own ([`child`]), which tells what it
//! is about to do, under the eyes of one that keeps the time ([`watch`]).

pub mod child;
pub mod specimens;
pub mod subjects;
pub mod table;
pub mod watch;

pub use specimens::{Expect, Sign, Specimen};
