/*!
Going on behind a finding: lists of known failures, and how to leave out what is
known to be wrong.

A map with one bug has others, and the first one is met again and again before
any other is. It takes time to mend it, or it is not yours to mend. `check` and
[`suite!`](crate::suite!) go on behind each failure by themselves, and tell it
once. From one run to the next a failure is stepped over if it is listed, or if
what it needs is left out, at run time and in words: nothing is built anew, and
the adapter stays as it is.

# Known failures

What is known is listed in `known-failures.toml`, in the folder `corpus` of the
crate:

```toml
[[failure]]
subject = "mine"                        # any subject, if this is left out
signature = "lost key after remove"     # as reports print it
reason = "tombstones, see the issue"
link = "https://example.org/issues/12"  # may be left out
```

The signature is what a failure has in common with others like it: what failed,
the op that did it, and the fault that was planned. It stands in the first line of
each failure, behind the subject, and is that of its smallest case. A field that
nobody knows, a missing reason or a failure that is listed twice is an error, in
one line with its place.

Who meets a listed failure makes its case small, as with any other, counts it and
goes on:

- `check` says how often each was met, and of each that was not:
  `was not met: mended? take it out of corpus/known-failures.toml`.
- A test of [`suite!`](crate::suite!) does not fail by it, and prints how often it
  was met (`cargo test -- --nocapture` shows it). It does not say what it did not
  meet: each test meets only some, and none knows of the others. To find stale
  entries is for `check`. Gates are not judged in a test that met one.
- A fuzz target passes the case over, and says so on stderr at the first, the tenth,
  the hundredth time. It looks for the file in the folder `corpus` of the crate
  around the fuzz crate, then in that of the fuzz crate itself. One that brings the
  process down cannot be passed over there: leave its op out.

In tests and fuzz targets, `MAP_ORACLE_KNOWN` in the environment names another
file. The feature `process` reads it; `map-oracle init` asks for that.

# Leaving out, on the command line

`check` (with `--exhaustive`, too), `draw`, `shrink`, `import`, `explain`,
`export` and `corpus` take three options:

```text
--without OP,...     leave out these ops and checks
--only OP,...        keep only these ops
--faults KIND,...    plan only these faults; none for no fault at all
```

Ops are called as in a case, `entry_*` stands for all that begin so, and an op
that calls the same method goes along: `--without remove` leaves out
`remove_run`. [`Without`](crate::case::Without) has the whole table. A word that
is none is told in one line, with the one that was meant.

`replay` takes `--without` and `--only`; its own `--faults` strikes every call.

No op is exempt. `get` and `iter` are what every map must have, and what the
oracle itself looks at a map with. So `--without get` leaves out the look-ups
after each op, too, and `--without iter` the comparison of contents by
iteration. What is left in a map after a panic cannot be told without iteration:
a run then goes on with an empty map.

Beside the ops there are four checks with a name of their own, `len`, `drop`,
`capacity` and `invariants`. Without `drop`, maps are leaked.

A case from elsewhere, be it a file or a fuzzer's, is brought to what is left:
each op that is left out becomes the nearest one that is not, or is dropped where
there is none, and a fault that is left out is taken away.

Where anything is left out, gates are not judged: nobody knows what can be
reached without some ops. The report says so, and the lines that repeat a run
hold the options.

# Leaving out, in a test suite

```
# mod hidden {
use std::collections::HashMap;
use map_oracle::probe::{Key, PlanState, Value};

map_oracle::subject! {
    pub struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: get_mut, drain(), clear;
}
// Issue 17: a drain that is forgotten.
map_oracle::suite!(Mine, without: "drain_forget");
# }
```

`without`, `only` and `faults` may each be there. Tests and fuzz targets also
read three variables of the environment, `MAP_ORACLE_WITHOUT`,
`MAP_ORACLE_ONLY` and `MAP_ORACLE_FAULTS`, in the same words:

```text
MAP_ORACLE_WITHOUT='get_mut, entry_*' cargo test oracle
MAP_ORACLE_FAULTS=none cargo fuzz run oracle
```

What is left out is what the macro leaves out and what the environment does.

# From code

```
use map_oracle::case::Without;
use map_oracle::check::Runner;
use map_oracle::subject::StdHashMap;

let without = Without::parse(Some("iter, len"), None, Some("drop, lie"))?;
let runner = Runner::of::<StdHashMap>().without(without);
let case = "map-oracle case 1\ninsert 3 = 5 panic hash 1\niter\nremove 3\n".parse()?;
assert!(runner.run(&case).is_ok());
# Ok::<(), Box<dyn std::error::Error>>(())
```

# Is it the right thing to leave out?

The less, the better. One iterator that does not bear to be forgotten is
`--without drain_forget`; with `usable_after_panic: false` in the adapter
nothing would be checked after a panic any more. A map that leaks when a
comparison panics is `--faults hash,clone,drop,closure,hasher,lie`, and the
comparisons are still made. And what cannot be mended because the map is meant to
be so belongs into the adapter, as one of the promises that it does not make
([`Support`](crate::subject::Support)).
*/
