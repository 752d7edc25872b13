//! Many cases on one subject: what tests, fuzz targets and the command line
//! do with the oracle.
//!
//! [`hunt`] runs a batch of a profile's cases, and fails not only on a
//! divergence but also on a gate that was not reached. [`fuzz`] runs the one
//! case that a fuzzer's bytes stand for, [`assert_agrees`] the one that another
//! testing library made. This room joins `generate`, `check`, `shrink` and
//! `corpus`; none of them knows of it.

mod agree;
mod batch;
mod fuzz;

pub use agree::assert_agrees;
pub use batch::{Batch, Event, Failure, Found, Tally, hunt, hunt_watched};
pub use fuzz::{as_fuzzed, fuzz};
