//! What a failure is: evidence, where it was found, and what tells it from others.
//!
//! A check that fails has [`Wrong`]: its [`Evidence`], and on which map. With its
//! case and its place in it that is a [`Divergence`]; a divergence, or the end of a
//! process, is a [`Finding`]; and a finding's [`Signature`] is the same for two that
//! show one bug. Sentences are made of these at the end, and nobody reads them back.

// An op that is added must be met by whoever tells ops apart.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod contrast;
mod divergence;
mod finding;
mod signature;
mod wrong;

pub use contrast::contrast;
pub use divergence::{Difference, Divergence, Kind};
pub use finding::{Ended, Finding, ProcessEnd, told_place};
#[cfg(all(unix, feature = "process"))]
pub(crate) use signature::without_numbers;
pub use signature::{Class, Signature};
pub(crate) use wrong::Wrong;
pub use wrong::{Broken, Evidence, Which};
