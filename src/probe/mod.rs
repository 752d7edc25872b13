//! What the map under test is filled with: keys and values that are
//! instruments.
//!
//! A [`Key`] hashes as the case's plan says and compares by its number; a
//! [`Value`] holds 32 bits. Both are numbered when they come to life, and a
//! ledger follows each of them to its drop: a leak, a double drop, or a use
//! after drop shows there without any sanitizer. `Hash`, `Eq`, `Clone`, `Drop`,
//! closures and the hasher count their calls while a fault is armed, and the
//! planned one panics, or lies.
//!
//! Maps that take no such keys are filled with plain numbers, strings or bytes,
//! and maps that should be tried with large or over-aligned entries with these:
//! whatever is a [`TestKey`] and a [`TestValue`].
//!
//! Keys and values are plain data, so they are `Send` and `Sync` and any map
//! takes them. What they share lives in the thread that made them: a
//! [`Probe`] is one experiment on one thread.

mod class;
mod hasher;
mod key;
mod ledger;
mod name;
mod number;
mod owner;
mod shape;
mod value;
mod words;

pub use class::{TestKey, TestValue};
pub use hasher::{PlanHasher, PlanState};
pub use key::Key;
pub use ledger::{Injected, Probe, call_closure, quietly};
pub(crate) use ledger::{Observer, has_lied, note_broken_promise};
pub(crate) use name::{KeyName, NumberName, ValueName, entry_name, entry_names};
pub(crate) use owner::end_copies;
#[cfg(all(unix, feature = "process"))]
pub(crate) use owner::own;
pub use shape::{Aligned, Boxed, Large, ZeroSized, ZeroSizedKey, ZeroSizedValue};
pub use value::Value;
