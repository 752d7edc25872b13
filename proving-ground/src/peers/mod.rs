//! The peers of map-oracle: other libraries for random tests, each used as its
//! documentation suggests and as one would write a test of a map with it in an
//! afternoon.
//!
//! They drive the same adapters with plain keys and values and a hasher that is
//! the same in every run, draw from the ops that the map offers, and compare
//! with a `BTreeMap` ([`trial`]). What is known of a bug is told to nobody; and in
//! a peer's favour, whatever fails on a subject with a bug counts as that bug. The
//! keys are 0 to 255, so that they meet again. The runs are repeated with other
//! seeds until the time is up, but for the two that show what a library does by
//! default. Nothing is kept on disk from one run to the next.

#[cfg(feature = "fuzz")]
pub mod driven;
#[cfg(feature = "fuzz")]
mod field;
#[cfg(feature = "peers")]
mod fuzzer;
#[cfg(feature = "peers")]
pub mod hegel;
#[cfg(feature = "fuzz")]
pub mod libfuzzer;
#[cfg(feature = "peers")]
mod log;
pub mod message;
#[cfg(feature = "fuzz")]
pub mod ops;
#[cfg(feature = "peers")]
mod proptest;
#[cfg(feature = "peers")]
mod quickcheck;
#[cfg(feature = "peers")]
pub mod run;
#[cfg(feature = "peers")]
mod state_machine;
#[cfg(feature = "fuzz")]
pub mod trial;
mod watch;

/// The number of ops in what a peer made of its finding.
#[cfg(feature = "peers")]
type Shrunk = Option<usize>;

/// The word that starts a peer.
pub const COMMAND: &str = "peer";
/// The peer that needs a program of its own.
pub const FUZZER: &str = "cargo-fuzz";
/// All of them.
pub const NAMES: &[&str] = &[
    "proptest",
    "proptest-looped",
    "quickcheck",
    "quickcheck-looped",
    "proptest-state-machine",
    "hegel",
    FUZZER,
];
