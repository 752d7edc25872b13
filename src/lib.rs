/*!
A randomised model oracle for maps, and a faithful copy of Go's classic runtime
map as the first map under test.

# Overview

A map that loses one key in a billion is worse than no map. This crate drives
*any* Rust map through random sequences of operations beside a
[`BTreeMap`](std::collections::BTreeMap) and compares after every one of them,
with keys that choose their own hash, are counted from birth to drop, and panic
on demand.

- [`case`] is the experiment as plain data: ops, a hash plan, planned panics.
  It has a text form for people and a byte form for fuzzers.
- [`probe`] holds the keys and values, [`model`] says what a right map answers.
- [`subject`](mod@subject) is the interface that a map is checked through. The macro
  [`subject!`] writes it for a map with std's methods.
- [`check`] runs one case on a map and on the model. It is the oracle proper.
- [`generate`] draws cases, by seed or for proptest, quickcheck and arbitrary.
- [`hunt`] runs many cases and asks what they reached; [`shrink`] makes a
  failing one small; [`corpus`] keeps it in a file, and `campaign` what a long
  run found. [`suite`](mod@suite) is the tests of a crate.
- Two rooms are inside: `process` runs cases in child processes, so that a map
  may crash, and `streams` goes on behind each finding and tells them apart.
- [`guide`] is the manual: from a first adapter to a case in the corpus.
- [`gomap`] is the map: buckets of eight slots, tombstones, overflow chains,
  incremental growth, and iteration that survives all of it. It knows nothing
  of the oracle, nor the oracle of it. `conform` plays recordings of the real
  runtime on it.

# Example: test your map

```
use std::collections::{HashMap, hash_map};

use map_oracle::probe::{Key, PlanState, Value};

map_oracle::subject! {
    /// The map under test.
    pub struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    ops: get_mut, entry(hash_map::Entry), retain, drain(), clear, clone, reserve, capacity;
}
map_oracle::suite!(Mine);
# fn main() {
#     let runner = map_oracle::check::Runner::of::<Mine>();
#     let batch = map_oracle::hunt::Batch {
#         profile: map_oracle::generate::Profile::Mixed, cases: 20, steps: 100, seed: 1,
#     };
#     let tally = map_oracle::hunt::hunt(&runner, batch, |_| std::ops::ControlFlow::Continue(()));
#     assert!(tally.failure.is_none(), "{tally}");
# }
```

[`suite!`] writes the tests; [`fuzz!`] writes a fuzz target, and `main!` a
command line for the map.

# What a check promises, and what not

After every op the answer, the length and some look-ups are compared, and all
contents at short intervals ([`check`] says when). A map may answer anything
after one of its keys has *lied* (an `Eq` that changes its mind, a `Hash` that
disagrees with it); from there on only memory errors count: an instance that is
used after its drop or dropped twice. A case that crashes, exits, overflows the
stack, or does not come to an end is a failure like any other for [`suite!`] and
the command line, which run cases in child processes and limit their CPU time.
Not checked: maps under several threads, allocators that fail, iterators that are
open while the map changes (unless the map has detached cursors), and the time an
op takes.

# When a map is wrong

The failure names the op, what was expected and what was got, and prints the
smallest case that was found to fail the same way:

```text
indexmap diverges from the model (panic) at op 2, `retain mod 2 is 0 panic closure 2`
  expected: no panic
  got:      panic: assertion `left == right` failed

map-oracle case 1
hash sequential seed 0
insert_run 31 len 2
retain mod 2 is 0 panic closure 2
```

Saved to a file, it replays with `map-oracle replay FILE` on any machine: a case
holds everything that a run depends on. `map-oracle explain FILE` tells it op by
op, in the terminal or, with `--html OUT`, as a page to step through.

# Features

- `cli` *(default)*: the command `map-oracle`, and `cli` to make one for your
  own map.
- `process` *(default, part of `cli`)*: cases run in child processes, on Unix, and
  lists of known failures are read. Without it [`suite!`] runs its cases in the
  test's own process, which a map that crashes ends.
- `conform` *(default, part of `cli`)*: recordings of Go's runtime, played on
  `GoMap`, and facts about its map.
- `proptest`, `quickcheck`, `arbitrary` *(default)*: cases for these libraries.
- `hashbrown`, `indexmap` *(default)*: these crates' maps as subjects.

Without them the crate depends on `fastrand` and `thiserror` alone.
*/

#[cfg(feature = "process")]
pub mod campaign;
pub mod case;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "conform")]
pub mod conform;
pub mod corpus;
mod evidence;
pub mod generate;
pub mod gomap;
pub mod guide;
pub mod hunt;
pub mod kinds;
pub mod probe;
#[cfg_attr(
    not(feature = "cli"),
    allow(dead_code, unused_imports, reason = "the command line uses more of it")
)]
mod process;
pub mod reduce;
#[cfg(feature = "cli")]
pub mod report;
pub mod shrink;
#[cfg_attr(
    not(feature = "cli"),
    allow(dead_code, unused_imports, reason = "the command line uses more of it")
)]
mod streams;
pub mod structure;
pub mod suite;
mod vocabulary;

pub use kinds::map::{model, subject};

/// The README's code is compiled with the doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
