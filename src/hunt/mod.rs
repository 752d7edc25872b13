//! Many cases on one subject: what tests, fuzz targets and the command line
//! do with the oracle.
//!
//! [`hunt`] runs a batch of a profile's cases, and fails not only on a
//! divergence but also on a gate that was not reached. [`sweep`] and
//! [`hunt_faults`] strike every call of user code, [`exhaust`] tries every
//! short sequence, and [`fuzz`] runs the one case that a fuzzer's bytes stand
//! for, and [`assert_agrees`] the one that another testing library made.
//! [`suite!`](crate::suite!), [`fuzz!`](crate::fuzz!) and
//! `main!` put that into the hands of a map's author. This
//! room joins `generate`, `check`, `shrink` and `corpus`; none of them knows of
//! the others.

mod agree;
mod batch;
mod cost;
pub(crate) mod environment;
mod fuzz;
pub(crate) mod known;
mod scope;
mod sweep;

pub use agree::assert_agrees;
pub(crate) use batch::missed_gates;
pub use batch::{Batch, Event, Failure, Found, Tally, hunt, hunt_watched};
pub(crate) use cost::cost;
pub use fuzz::{as_fuzzed, fuzz, fuzz_beside};
pub use scope::exhaust;
pub(crate) use scope::exhaust_from;
#[cfg(feature = "process")]
pub(crate) use sweep::struck;
pub(crate) use sweep::sweep_from;
pub use sweep::{hunt_faults, sweep, sweep_watched};
