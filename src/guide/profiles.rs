/*!
Profiles and gates: what is drawn, and how a check proves that it looked.

# Four kinds of stress

A [`Profile`](crate::generate::Profile) leans towards one kind of trouble:

- `tombstone_reuse`: keys are removed and inserted again and again, in a map
  whose size hardly changes. Slots are given up and taken anew;
- `growth_mid_iteration`: the map grows, shrinks and is emptied while iterators
  that are detached from it are open, if it has any; and is iterated over after
  each growth, if it has none;
- `overflow_chains`: keys that share a bucket or a whole hash. Chains and
  clusters are filled and thinned out;
- `mixed`: all ops in all mixtures, under all hash plans, with faults, up to
  thousands of keys.

Within a profile, each case leaves out some of the ops at random and weighs the
others anew (*swarm testing*). Rare combinations thus come in some cases often,
in place of in all cases seldom: a map that breaks only when nothing is ever
removed is found, too.

The same seed draws the same cases on every machine, for the same ops:

```
use map_oracle::case::OpSet;
use map_oracle::generate::Profile;

let case = Profile::TombstoneReuse.case(OpSet::CORE, 100, 40, 7);
assert_eq!(case, Profile::TombstoneReuse.case(OpSet::CORE, 100, 40, 7));
assert!(case.domain().iter().all(|&key| key <= 100));
```

A case that failed is kept as it is, and not as a seed: what a seed stands for
changes with each version of the generator.

# What a batch must have reached

A run counts what it comes across, under a [`Mark`](crate::case::Mark): keys
inserted anew, collisions, growths, faults that struck. Each profile names marks
that a batch of its cases must reach, its [gates](crate::generate::Gate). A batch
that misses one fails, though no answer was wrong:

```
use std::ops::ControlFlow;

use map_oracle::case::Mark;
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::{Batch, hunt};
use map_oracle::subject::StdHashMap;

let runner = Runner::of::<StdHashMap>();
let batch = Batch { profile: Profile::TombstoneReuse, cases: 300, steps: 60, seed: 1 };
let tally = hunt(&runner, batch, |_| ControlFlow::Continue(()));
assert!(tally.failure.is_none(), "{tally}");

let gates = Profile::TombstoneReuse.gates();
let gate = gates.iter().find(|gate| gate.mark == Mark::REINSERTS).unwrap();
assert!(tally.reach.get(Mark::REINSERTS) >= gate.at_least);
```

Gates count only for a subject that can report their mark
([`Runner::reports`](crate::check::Runner::reports)), and only for batches that
are large enough: cases times the most ops in one, at least
[`Gate::BATCH`](crate::generate::Gate::BATCH). A smaller one may miss a gate by
chance.

Some marks every map has, some come with an op: growths are seen by a map that
lists both `reserve` and `capacity`. Others are about the structure, which
only the map itself can tell of. A map declares a mark for each, lists them in
[`Support::marks`](crate::subject::Support::marks) and counts them in
[`Subject::reached`](crate::subject::Subject::reached). Where it has the same as
`GoMap`, whose marks are in [`go_marks`](crate::subject::go_marks), the gates on
those hold for it as well; its own are shown beside them:

```
use map_oracle::check::Runner;
use map_oracle::subject::{GoMapSubject, StdHashMap, go_marks};

assert!(Runner::of::<GoMapSubject>().reports(go_marks::TOMBSTONES_REUSED));
assert!(!Runner::of::<StdHashMap>().reports(go_marks::TOMBSTONES_REUSED));
```

`map-oracle check` prints what was reached beside each verdict, and
`map-oracle subjects` what each map can report.

# How often everything is looked at

After every op: its answer, the length, the capacity, a look-up of its key and of
one other, the count of living keys and values, and each step of a cursor. The
whole contents are compared after every op on the whole map and every fault; in
between as soon as the ops since the last time come to an eighth of what there
is to compare. [`check`](crate::check) has the precise rule.

# Other generators

proptest, quickcheck and `arbitrary` draw cases through the features of these
names. The property is one call,
[`assert_agrees`](crate::hunt::assert_agrees), and a failure ends in this crate's
own shrinker, whatever the library's own came to:

```
# #[cfg(feature = "quickcheck")] {
use map_oracle::case::Case;
use map_oracle::hunt::assert_agrees;
use map_oracle::subject::StdHashMap;

fn agrees(case: Case) -> bool {
    assert_agrees::<StdHashMap>(&case, "corpus/found");
    true
}
quickcheck::QuickCheck::new().tests(20).quickcheck(agrees as fn(Case) -> bool);
# }
```
*/
