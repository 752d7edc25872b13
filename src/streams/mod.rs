//! Many cases on many subjects, in workers that may be brought down: everything
//! that `check` and `suite!` do.
//!
//! An [`Engine`] runs a [`Stream`] for each subject. A failure is examined
//! ([`examine`]): made small, and told from those that are known by its
//! signature. Then the stream goes on behind it. A [`Walk`] goes over every short
//! sequence of ops instead.

mod engine;
mod examine;
mod stream;
mod walk;

pub(crate) use engine::{Engine, News, Setup};
#[cfg(feature = "cli")]
pub(crate) use examine::Smallest;
pub(crate) use examine::smallest;
#[cfg(feature = "cli")]
pub(crate) use stream::{Found, Progress};
pub(crate) use stream::{Orders, Stream};
pub(crate) use walk::Walk;
#[cfg(feature = "cli")]
pub(crate) use walk::Walked;
