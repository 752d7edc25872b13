//! Random cases, and the doors through which testing libraries make them.
//!
//! A [`Profile`] is a kind of stress: it draws cases that lean towards it and
//! names the [`Gate`]s that a batch of them must have reached to mean anything.
//! Within a profile every case is drawn in swarm fashion (Groce et al., "Swarm
//! testing", 2012): it leaves out a random part of the ops and weighs the rest
//! anew, so that rare combinations come up together and not diluted.
//!
//! An [`Alphabet`] holds the ops of a scope so small that every sequence of
//! them can be tried.
//!
//! The same generator stands behind every door:
//!
//! - a seed: [`Profile::case`];
//! - proptest: `proptest::cases`, with the feature `proptest`;
//! - quickcheck: `impl quickcheck::Arbitrary for Case`, with the feature
//!   `quickcheck`;
//! - arbitrary: `impl arbitrary::Arbitrary for Case`, with the feature
//!   `arbitrary`, which reads the byte form instead, so that a fuzzer can
//!   steer.

// An op that is added must be met by whoever tells ops apart.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod alphabet;
#[cfg(feature = "arbitrary")]
mod arbitrary;
mod draw;
mod profile;
#[cfg(feature = "proptest")]
pub mod proptest;
#[cfg(feature = "quickcheck")]
mod quickcheck;
#[cfg(test)]
mod tests;

pub use alphabet::Alphabet;
pub use profile::{Gate, Profile};
