/*!
Faults and lies: user code that panics, and user code that is wrong.

# Panics

A map calls code that is not its own: `Hash`, `Eq` (or `Ord`), `Clone`, `Drop`,
closures, the hasher. Any of these calls may panic, in the middle of whatever the
map was about to do. A *fault* is written behind an op: which kind of call
panics, and the how-manieth of the op.

```
use map_oracle::case::{Case, Fault, FaultKind, Mark};
use map_oracle::check::Runner;
use map_oracle::subject::StdHashMap;

let case: Case = "map-oracle case 1
insert_run 0 len 20
remove 7 panic eq 1            # the first comparison panics
retain mod 2 is 0 panic closure 5
clear panic drop 3             # the third key or value that is dropped
".parse()?;
assert_eq!(case.steps[1].fault, Some(Fault { kind: FaultKind::Eq, call: 1 }));

let reach = Runner::of::<StdHashMap>().run(&case).expect("std's map is right");
assert_eq!(reach.get(Mark::FAULTS), 3);
# Ok::<(), map_oracle::case::CaseError>(())
```

If there is no such call, nothing happens, and the op is judged as usual. If
there is, the panic must come out of the op, and then:

- each key is as it was before the op, or as it would be after it;
- the map can be used on, and is, for the rest of the case;
- no key or value was dropped twice or is used after its drop.

Maps differ in what they promise beyond that, and say so in
[`Support`](crate::subject::Support): `keeps_entries_on_panic` (no entry is lost
but those that the op would have removed; std's map may lose some to a hasher
that panics while it grows), `frees_all_on_panic` (nothing leaks),
`usable_after_panic` (if not, the map is only dropped, and the case goes on with
an empty one).

# Lies

A key that is broken in the sense of `Hash` and `Eq` may make a map answer
anything; it must not make it touch memory that it does not own. `lie` in place
of `panic` makes each k-th comparison answer the opposite, or each k-th hash come
out different:

```
use map_oracle::case::Mark;
use map_oracle::check::Runner;
use map_oracle::subject::StdHashMap;

let case = "map-oracle case 1
insert_run 0 len 40 lie hash 3
remove_run 0 len 40 lie eq 2
".parse()?;
let reach = Runner::of::<StdHashMap>().run(&case).expect("no memory error");
assert!(reach.get(Mark::LIES) > 0);
# Ok::<(), map_oracle::case::CaseError>(())
```

From the first lie on, answers are not compared any more, and the map may panic:
in the op that was lied to, in any later one, when it is looked at, when it is
dropped. Its iteration need not come to an end either; where it does not, the case
is over. The standard library's maps allow for all of these. What counts is that no
instance is used after its drop or dropped twice: the ledger sees that without a
sanitizer, but a sanitizer sees more.

# Every call

A fault at random mostly misses the call that matters. A *sweep* runs a case
again and again, each time with one fault: in each op, each kind, each call, for
as long as there is such a call.

```
use map_oracle::case::Mark;
use map_oracle::check::Runner;
use map_oracle::hunt::sweep;
use map_oracle::subject::StdHashMap;

let case = "map-oracle case 1
insert_run 0 len 4
clone
remove 2
".parse()?;
let reach = sweep(&Runner::of::<StdHashMap>(), &case).expect("std's map is right");
assert!(reach.get(Mark::FAULTS) > 40, "{reach:?}");
# Ok::<(), map_oracle::case::CaseError>(())
```

[`suite!`](crate::suite!) sweeps small random cases in the test `faults`. By hand:

```sh
map-oracle replay corpus/range_bounds.case --faults --subject indexmap
```

So a case of your own, that only tells of an operation and names no fault, is
enough to have all of its calls struck.

# Ending early without a panic

An iterator that takes entries out may be dropped half-way, or never dropped at
all. `drain take 3` drops it after three entries, `drain_forget take 3` forgets
it (and so for `into_iter`, `extract_if`). After the latter any entry may be gone
and leaked, but none may be there twice.
*/
