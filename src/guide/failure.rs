/*!
Reading a failure: what differs, the smallest case, what happened in it.

# What is printed

Here is a map that is wrong. Once it holds four entries, a removal takes the
last one in place of the one that was meant:

```
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use map_oracle::check::{Finding, Runner, notes};
use map_oracle::generate::Profile;
use map_oracle::hunt::{Batch, Failure, hunt};
use map_oracle::probe::{Key, Value};
use map_oracle::subject::Subject;

struct Forgetful(BTreeMap<Key, Value>);

impl Subject for Forgetful {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "forgetful";

    fn with_hint(_: usize) -> Self {
        Forgetful(BTreeMap::new())
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        match self.0.len() {
            ..4 => self.0.remove(key),
            _ => self.0.pop_last().map(|(_, value)| value),
        }
    }

    map_oracle::subject_methods! { 0: insert, get, len, iter, clear; by hand: remove }
}

let batch = Batch { profile: Profile::Mixed, cases: 100, steps: 120, seed: 1 };
let runner = Runner::of::<Forgetful>();
let tally = hunt(&runner, batch, |_| ControlFlow::Continue(()));
let Some(Failure::Found(found)) = tally.failure else { panic!("it is wrong") };
let wrong = found.divergence;
let notes = notes(&runner, &Finding::Diverged(Box::new(wrong.clone())));
assert_eq!(wrong.with_notes(&notes), "\
forgetful diverges from the model (answer) at op 2, `remove 0`
  expected: Value(Some(4))
  got:      Value(Some(7))
  key 0: hash 0x0000000000000000, slot mod 8 = 0
  hash sequential: the hash of a key is its number plus the seed
the case:

map-oracle case 1
hash sequential seed 0
insert_run 0 len 4
remove 0
");
```

The first line says which map, which check and which op, and what was asked of the
map after it, if it was not the op itself that answered wrongly: "after op 2,
`remove 0`, at the look-up of key 3". The check is one of
[`Kind`](crate::check::Kind). Then comes what the model expects and what the map
did; of two long texts only what is around their difference is shown.

Then come notes, a line each, only on what is there to explain: the hashes of the
keys in question, and the slot that each asks for in a table of eight (in a larger
one it is the same modulo eight, where the low bits say which slot); what the hash
plan means; what each planned panic or lie does; and the real keys, where a map is
filled with strings, bytes or other numbers: `keys: 16 = "aé"`. A key or value
that no case has, such as a word that is none of ours, is called "a key that nobody
made".

The rest is the case, and that is all there is to it: no seed is needed
to see it again. It is also the smallest one that was found. What was drawn was
longer ([`Found::drawn`](crate::hunt::Found) has it). The [shrinker](crate::shrink)
took away ops, then made those that were left simpler, for as long as the case
failed by the same check (and a panic with the same message).

# Seeing it again

[`suite!`](crate::suite!) saves the case under `corpus/found/`, one file for each
failure whichever test met it, and prints the line that repeats the test. Moved to
`corpus/`, it is replayed by the suite's test `corpus` from then on. To look at the case from a terminal, give your map a
command line, in `examples/oracle.rs` or a binary of its own:

```no_run
# use map_oracle::probe::{Key, PlanState, Value};
# map_oracle::subject! {
#     pub struct Mine("mine", std::collections::HashMap<Key, Value, PlanState>);
#     new: |_| Default::default();
#     ops: clear;
# }
map_oracle::main!(Mine);
```

It has the commands of `map-oracle`, for your map:

```text
replay FILE            run it again, and say what differs
explain FILE           tell it op by op: answers, the model, what changed
explain FILE --html P  the same as a page to step through
shrink FILE            make it smaller, also if it hangs or crashes
import FILES           shrink, name and file what a fuzzer found
export FILE --rust     a Rust test that knows only the map, for a bug report
```

`explain` ends at the first wrong answer and says why it is wrong. For
`GoMap`, it shows the buckets as well; any map can show a table of its own
([`Subject::table`](crate::subject::Subject::table)).

Hangs and crashes are failures like others. The command line and
[`suite!`](crate::suite!) run cases in child processes, with limits on CPU time,
memory and output. A child that crashes, exits, overflows its stack, hangs, or
prints or asks for memory without end is the failure of the case that it was in:
`SIGABRT in remove`, `hang in get`. Its case is shrunk and saved, and the run goes
on behind it in another child. A test of a suite starts its own test binary for
that, for the one test alone; it goes no further behind a hang that nobody knew
of, since each costs the 20 s of CPU time that a case may take. Under a debugger
or a sanitizer, `--in-process` and `MAP_ORACLE_IN_PROCESS=1` have all in one
process.

# A hang that is the compiler's

A panic that was planned in a `drop` can make a *map* look as if it hung that is
right. Where the last expression of a `match` or block panics while its temporaries
are dropped, the compiler forgets what had been built by then
([rust-lang/rust#47949](https://github.com/rust-lang/rust/issues/47949)): that is
leaked. Where it is the guard of a lock, the lock stays locked, and the next op
waits for ever. dashmap 6 shows it, by

```text
insert 0 = 0
entry_or_insert 0 = 0 panic drop 1
```

The key that the entry was asked for is dropped while the guard is on its way out.
Such a hang, in the op after a `panic drop`, is one to look at twice: what has to be
mended is the place that builds the guard before it drops something else. Until
then, `usable_after_panic: false` has the map dropped after each planned panic.

# From code

[`Runner::run`](crate::check::Runner::run) runs one case, and
[`shrink::minimize`](crate::shrink::minimize) makes a failing one small. Nothing is
printed, and a panic of the map is an answer like any other:

```
use map_oracle::check::{Kind, Runner};
use map_oracle::subject::StdHashMap;

let case = "map-oracle case 1\ninsert 3 = 5\nget 3\n".parse()?;
match Runner::of::<StdHashMap>().run(&case) {
    Ok(reach) => println!("right: {reach:?}"),
    Err(divergence) => assert_ne!(divergence.kind(), Kind::Answer),
}
# Ok::<(), map_oracle::case::CaseError>(())
```

# Is it my map, or my adapter?

Three checks speak of the adapter more often than of the map:

- `adapter`: it declares an op that it does not implement, or the like;
- `order`, `iterator`: a promise in `promises` that the map does not make, such as
  `fused` or `clone_keeps_order`;
- `ledger`: the adapter itself drops or clones something. An answer gives keys
  and values back, so that their drop is counted where it belongs.

A map may also state less than it does: if it cannot be used after a panic, and
says so in its documentation, `usable_after_panic: false` is the honest adapter.

What is known to be wrong can be left out, so that the next failure is found
behind it: [`known`](super::known).
*/
