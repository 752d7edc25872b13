/*!
The guide: how a map is checked, from the first adapter to the last case.

Nothing but prose lives here, and code that is run with the tests, so that the
prose stays true. The pages can be read in any order; this is the one for a
first time:

1. this page: the idea;
2. [`first_adapter`]: your map under test, in ten lines or by hand;
3. [`failure`]: reading one, making it small, seeing what happened;
4. [`known`]: going on behind a failure that is known;
5. [`profiles`]: what is drawn, and how a check proves that it looked;
6. [`faults`]: panics and lies at every call;
7. [`exhaustive`]: every sequence of a few ops;
8. [`fuzzing`]: libFuzzer, and the way back from its bytes;
9. [`corpus`]: cases that are kept, and the grammar of their files;
10. [`limits`]: what is *not* checked;
11. [`go_map`]: how Go's map is built, in pictures;
12. [`insides`]: what only the map itself can check, and closures of its own;
13. [`catalogue`]: adapters of some seventy published maps, by what is special in them.

In a hurry: `map-oracle init`, in the folder of your crate, writes a test, a
fuzz target and a corpus to start from.

# The idea

A map is easy to describe. It answers like a sorted list of pairs would, only
faster. So there is always a second opinion: a
[`BTreeMap`](std::collections::BTreeMap), the *model*. Both are told to do the
same, and after every single thing that they did they are compared.

That much is old, and what most test suites of maps do somewhere. It finds less
than one would think, for three reasons, and this crate is made of the answers
to them.

**Good hashes hide bad maps.** Whatever is difficult in a hash map happens when
keys collide: chains, tombstones, probing past them, wrapping around. With a
good hasher and few keys they hardly ever do. Here the hash of a key is not
computed from it; it is written in the case, next to the ops:

```
use map_oracle::case::Case;

let case: Case = "map-oracle case 1
hash low 9 seed 7              # all keys agree in nine bits
pin 3 = 0xff00000000000001     # except this one
insert_run 0 len 40            # one long chain
remove_run 8 len 16            # with a hole in it
get 39
".parse()?;
assert_eq!(case.plan.hash(3), 0xff00_0000_0000_0001);
assert_eq!(case.plan.hash(0) & 0x1ff, case.plan.hash(1) & 0x1ff);
# Ok::<(), map_oracle::case::CaseError>(())
```

**Right answers hide wrong steps.** A map can drop a key twice, leak a value or
lose its place when a comparison panics, and still answer each question rightly.
So the keys and values are instruments ([`probe`](crate::probe)). Each is
followed from its birth to its drop, and each call that the map makes, of `Hash`,
`Eq`, `Clone`, `Drop`, a closure or the hasher, can be told to panic.

**Random tests miss what they were written for.** Nobody notices when a
generator ceases to reach a growth during an iteration. Here a batch of cases
states what it *reached*, and fails if that falls short ([`profiles`]).

# One case, every door

What is run is a [`Case`](crate::case::Case): a hash plan, a capacity to ask
for, and a list of ops. It is plain data and holds all that a run depends on; no
seed, no clock, no thread comes in. It has a text form, which every failure
prints, and a byte form, which fuzzers mutate. Whoever finds a failure, be it a
test, a fuzzer, proptest or you with an editor, hands on the same thing:

```
use map_oracle::case::Case;
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::subject::StdHashMap;

let runner = Runner::of::<StdHashMap>();

// From a seed, through bytes, through text: it remains the same case.
let drawn = Profile::Mixed.case(runner.ops, runner.max_key, 30, 1);
let fuzzed = Case::from_bytes(&drawn.to_bytes());
let kept: Case = fuzzed.to_string().parse()?;
assert_eq!(kept, drawn);

let reach = runner.run(&kept).expect("std's map is right");
assert!(reach.get(map_oracle::case::Mark::OPS) > 0);
# Ok::<(), map_oracle::case::CaseError>(())
```

And nothing that a map cannot do is drawn for it: an adapter says which ops its
map has, and a case from elsewhere is brought to those, each foreign op replaced
by the nearest one, so that cases can be shared among maps that differ.
*/

pub mod catalogue;
pub mod corpus;
pub mod exhaustive;
pub mod failure;
pub mod faults;
pub mod first_adapter;
pub mod fuzzing;
pub mod go_map;
pub mod insides;
pub mod known;
pub mod limits;
pub mod profiles;
