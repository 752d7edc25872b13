/*!
The first adapter: your map under test, in ten lines or by hand.

# Ten lines

The oracle drives a map through the trait [`Subject`](crate::subject::Subject).
For a map with the methods of std's, [`subject!`](crate::subject!) writes the
implementation. Put this in `tests/oracle.rs`, or have `map-oracle init` do it:

```
use std::collections::{HashMap, hash_map};

use map_oracle::probe::{Key, PlanState, Value};

map_oracle::subject! {
    pub struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    ops: get_mut, remove_entry, entry(hash_map::Entry), retain, drain(), clear, clone,
        reserve, capacity;
}
map_oracle::suite!(Mine);
# fn main() {
#     use map_oracle::{check::Runner, generate::Profile, hunt};
#     let batch = hunt::Batch { profile: Profile::Mixed, cases: 20, steps: 60, seed: 1 };
#     let tally = hunt::hunt(&Runner::of::<Mine>(), batch, |_| std::ops::ControlFlow::Continue(()));
#     assert!(tally.failure.is_none(), "{tally}");
# }
```

Three things are yours to say:

- **the type**, filled with our [`Key`](crate::probe::Key) and
  [`Value`](crate::probe::Value). A map that takes a hasher is given
  [`PlanState`](crate::probe::PlanState), which hashes as the case wants it.
  [`FaultState`](crate::probe::FaultState) does so, too, and its own clone and drop can
  be made to panic;
- **`new`**: an empty map, with room for `hint` entries if it can be asked for;
- **`ops`**: what the map offers, one word for each method or family of
  them; [`subject!`](crate::subject!) lists the words. Begin with few and add
  more: a word that is wrong does not compile, one that is missing is never
  asked for. Some take the name that the method has in your map, as
  `insert_entry(insert)`, or arguments, as `extract_if(..)`.

[`suite!`](crate::suite!) writes the tests: four profiles of random cases, panics
and lies at every call, every sequence of up to three ops over two keys, and the
corpus. `MAP_ORACLE_CASES=20000 cargo test` looks longer, and `MAP_ORACLE_SEED`
elsewhere. All of it takes a minute in a debug build and a few seconds in one
with `--release`; `[profile.test] opt-level = 2` in `Cargo.toml` has the speed of
the one and the assertions of the other.

The adapter may also stand in the library, which then depends on map-oracle, so
that fuzz targets and a command line of your own find it there:
`map-oracle init --subject my_crate::oracle::Mine`. Tests and fuzz crate that
are made with no `--subject` share the one in `tests/oracle.rs`.

# What the map promises

Behind the list of words, `promises` takes what is promised beyond right answers.
Each promise is then checked; [`Support`](crate::subject::Support) has all of
them. A sorted map says so, and offers what only sorted maps have:

```
use std::collections::{BTreeMap, btree_map};

use map_oracle::case::Order;
use map_oracle::check;
use map_oracle::probe::{Key, Value};

map_oracle::subject! {
    pub struct Sorted("sorted", BTreeMap<Key, Value>);
    new: |_| BTreeMap::new();
    ops: get_mut, entry(btree_map::Entry), retain, clear, clone,
        rev, first, last, pop_first, pop_last, range, neighbours, split_off;
    promises: { order: Order::Sorted, clone_keeps_order: true, fused: true }
}

let case = "map-oracle case 1\ninsert_run 3 len 9\nrange [5 8)\nrange (8 5]\npop_last\n";
check::run::<Sorted>(&case.parse()?).expect("std's map is right");
# Ok::<(), map_oracle::case::CaseError>(())
```

(Yes, `range (8 5]` is inverted. Such a range must panic or show nothing.)

# Other keys and values

A map that takes no keys of others is filled with numbers, strings or bytes; a
map that computes addresses should be tried with odd sizes. Any
[`TestKey`](crate::probe::TestKey) and [`TestValue`](crate::probe::TestValue)
will do:

```
use std::collections::HashMap;

use map_oracle::check;
use map_oracle::probe::{Large, Value};

map_oracle::subject! {
    pub struct Numbers("numbers", HashMap<u64, Large<Value>>);
    new: |_| HashMap::new();
    keys: u64;
    values: Large<Value>;
    ops: get_mut, clear;
}

let case = "map-oracle case 1\ninsert_run 0 len 100\nremove 7\n".parse()?;
check::run::<Numbers>(&case).expect("std's map is right");
# Ok::<(), map_oracle::case::CaseError>(())
```

A map may clean up otherwise where nothing needs a drop, so one that is generic is
worth a second adapter with [`CopyKey`](crate::probe::CopyKey) and
[`CopyValue`](crate::probe::CopyValue): they hash by plan, panic and lie, and only
their lives are not counted.

There are keys for most rules that a map may have: `u32`, `u64`, arrays of bytes such
as `[u8; 16]`, `String` and `Vec<u8>` (empty, long, prefixes of one another, parting
in the middle of a character), [`NonEmpty`](crate::probe::NonEmpty) and
[`PrefixFree`](crate::probe::PrefixFree) strings, and `Rc` or `Arc` of any key. A map
without values holds `()`.

Plain keys do not hash by plan, do not panic and are not counted: they are the
lesser instrument, for maps that leave no choice.
[`Large`](crate::probe::Large), [`Aligned`](crate::probe::Aligned),
[`Boxed`](crate::probe::Boxed) and [`ZeroSized`](crate::probe::ZeroSized) are as
good as what they wrap.

# By hand

Only six methods are asked of every map. One whose methods are called otherwise
implements the trait itself, and
[`subject_methods!`](crate::subject_methods!) writes those that fit:

```
use std::collections::BTreeMap;

use map_oracle::check;
use map_oracle::probe::{Key, Value};
use map_oracle::subject::{Subject, Support};

/// A map of at most eight entries.
pub struct Small(BTreeMap<Key, Value>);

impl Subject for Small {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "small";
    const SUPPORT: Support = Support { max_entries: Some(8), ..Support::DEFAULT };

    fn with_hint(_: usize) -> Self {
        Small(BTreeMap::new())
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        assert!(self.0.len() < 8 || self.0.contains_key(&key), "full");
        self.0.insert(key, value)
    }

    map_oracle::subject_methods! { 0:
        remove, get, len, iter, clear;
        by hand: insert
    }
}

let case = "map-oracle case 1\ninsert_run 0 len 100\nclear\n".parse()?;
check::run::<Small>(&case).expect("it is never given a ninth key");
# Ok::<(), map_oracle::case::CaseError>(())
```

`max_entries` keeps cases to so many keys; a map that *refuses* what it has no
room for, and gives it back, says so and is tried beyond that.
[`subject`](mod@crate::subject) has a whole adapter by hand, and `examples/` some to
run. Maps of other kinds, bounded, concurrent, persistent or with keys of their own
rules, have pages in the [`catalogue`](super::catalogue).
*/
