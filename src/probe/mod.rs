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
//! Maps clean up otherwise where nothing is to be dropped: [`CopyKey`] and
//! [`CopyValue`] are for that. Maps that take no such keys are filled with plain numbers, strings or bytes,
//! and maps that should be tried with large or over-aligned entries with these:
//! whatever is a [`TestKey`] and a [`TestValue`].
//!
//! Keys and values are plain data, so they are `Send` and `Sync` and any map
//! takes them, also one that hands them to threads of its own. Each knows the
//! experiment that it was made in, and is followed by its ledger wherever it is
//! used and dropped. A [`Probe`] is one experiment: on the thread that starts
//! it, and on those that [enter](Probe::enter) it.

mod class;
mod copy;
mod entry;
mod experiment;
mod fault;
mod hasher;
mod key;
mod ledger;
mod name;
mod number;
mod owner;
mod shape;
mod shared;
mod strings;
mod value;
mod words;

pub use class::{TestKey, TestValue};
pub use copy::{CopyKey, CopyValue};
pub use experiment::{Entered, Probe, call_closure};
pub(crate) use experiment::{Observer, has_lied, is_said, note_broken_promise};
pub use fault::{Injected, quietly};
pub use hasher::{FaultState, PlanHasher, PlanState};
pub use key::Key;
pub(crate) use name::{KeyName, NumberName, ValueName, entry_name, entry_names};
pub(crate) use owner::end_copies;
#[cfg(all(unix, feature = "process"))]
pub(crate) use owner::own;
pub use shape::{Aligned, Boxed, Large, ZeroSized, ZeroSizedKey, ZeroSizedValue};
pub use strings::{NonEmpty, PrefixFree};
pub use value::Value;
