/*!
Your map looks like ...: adapters of published maps to begin with.

`proving-ground/adapters` has one for each map named here, and `ten_lines` in it the
shortest. Find the family that is nearest to your map; the one that is least like
std's decides. Five families have a page of their own, with a whole adapter and a map
that is wrong in the way of its kind, to see it found: [`bounded`], [`index_keyed`],
[`concurrent`], [`persistent`], [`key_types`].

# Like std's `HashMap`

The type, filled with our keys, values and hasher, and a list of words: most are read
off the documentation of the methods. Adapters: `std_hash_map`, `hashbrown`,
`hashbrown_0_1`, `hashbrown_0_8`, `hashbrown_0_12`, `hashbrown_0_14`, `griddle`,
`small_map`, `small_map_0_1_3`, `thin_map`. A table that leaves hashing and comparing
to its user (`hashbrown_table`) is given both by the adapter.

# In the order of insertion

Say which: [`Order::Insertion`](crate::case::Order::Insertion), `InsertionSwap` if a
removal fills its gap with the last entry, `InsertionLast` if an insert moves a key that
is there to the back, `UseLast` if any use does. Only then are places, ends and
iteration judged. Adapters: `indexmap`, `ordermap`, `hashlink`, `hashlink_0_12`,
`linked_hash_map`, `ordered_hash_map`, `vecmap`, `linear_map`. Caches that are never so
full that they evict are such maps: `lru`, `lru_0_19`.

# Sorted

[`Order::Sorted`](crate::case::Order::Sorted), and `first`, `last`, `range`,
`neighbours`, `split_off` as far as they are there. Nothing is hashed; comparisons
panic and lie in the place of equality. Adapters: `std_btree_map`, `btree_slab`,
`concread_bptree`, `crossbeam_skiplist`, `gavl`, `indexset`, `litemap`, `rb_tree`,
`rbtree`, `skiplist`.

# Tries, and other maps whose keys are words

Keys are `String`, `Vec<u8>`, or one of those with a rule, such as
[`PrefixFree`](crate::probe::PrefixFree); `prefix` and `remove_prefix` ask for what only
such maps have. Adapters: `blart`, `patricia_tree`, `patricia_tree_0_10`, `qp_trie`,
`radix_trie`, `radix_trie_0_3`.

# Bounded

`max_entries` keeps cases to what fits. A map that gives back what it has no room for
says `-> Result` and `refuses: true`, and is tried beyond its bound:

```
use std::collections::BTreeMap;

use map_oracle::check;
use map_oracle::probe::{Key, Value};

/// At most four entries.
#[derive(Default)]
pub struct Four(BTreeMap<Key, Value>);

impl Four {
    fn insert(&mut self, key: Key, value: Value) -> Result<Option<Value>, (Key, Value)> {
        if self.0.len() < 4 || self.0.contains_key(&key) {
            Ok(self.0.insert(key, value))
        } else {
            Err((key, value))
        }
    }
}

map_oracle::subject! {
    pub struct Bounded("four", Four);
    new: |_| Four::default();
    ops: insert -> Result, get(|map, key| map.0.get(key)), remove(|map, key| map.0.remove(key)),
        len(|map| map.0.len()), iter(|map| map.0.iter());
    promises: { max_entries: Some(4), refuses: true }
}

let case = "map-oracle case 1\ninsert_run 0 len 4\ninsert 9 = 1\ninsert 2 = 7\n".parse()?;
check::run::<Bounded>(&case).expect("the fifth is given back");
# Ok::<(), map_oracle::case::CaseError>(())
```

`insert` alone is tried with a new key where the map is full. `entry`, and whatever
fills the map by itself, is asked there only for keys that it holds, so an adapter may
panic in an entry's refusal. Adapters: `heapless`, `heapless_0_7`, `heapless_0_8`, `heapless_0_9`,
`heapless_linear`, `micromap`, `micromap_0_0_13`, `micromap_0_0_15`.

# Keyed by an index

The keys are numbers, and places in an array or bits of a path: `keys: u32;` or `u64`.
A map that has a slot for each number up to its largest is given a key of its own, as in
[`index_keyed`], since the hash plan spreads those widely.
Plain keys are the lesser instrument, so let the values be ours. Adapters: `id_map`,
`intmap`, `intmap_1`, `intmap_3`, `intmap_3_1`, `vec_map`. Of maps that hand out their
keys, the adapter remembers which key of the case stands for which of theirs:
`slotmap`.

# Concurrent, as one thread

What is handed out are guards, and methods take `&self`. A closure reads what the guard
shows, and drops it; what a guard only lends is read by hand:

```
use std::collections::HashMap;
use std::sync::RwLock;

use map_oracle::check;
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::subject::Visit;

type Shared = RwLock<HashMap<Key, Value, PlanState>>;

map_oracle::subject! {
    pub struct Locked("locked", Shared);
    new: |_| Shared::default();
    ops: insert(|map, key, value| map.write().unwrap().insert(key, value)),
        remove(|map, key| map.write().unwrap().remove(key)),
        len(|map| map.read().unwrap().len());
    by hand: get, iter {
        fn get(&self, key: &Key) -> Option<u32> {
            self.0.read().unwrap().get(key).map(Value::get)
        }
        fn each(&self, visit: Visit<'_, Self>) {
            let map = self.0.read().unwrap();
            map.iter().for_each(|(key, value)| visit(key, value));
        }
    }
    promises: { usable_after_panic: false }
}
# let case = "map-oracle case 1\ninsert_run 0 len 9\nremove 3\n".parse()?;
# check::run::<Locked>(&case).expect("std's map is right");
# Ok::<(), map_oracle::case::CaseError>(())
```

Locks are poisoned by a panic, so most are only dropped then. Those that free lazily
say when: [`Drops`](crate::subject::Drops). Adapters: `chashmap`, `dashmap`,
`dashmap_4`, `dashmap_4_0_0_rc6`, `flurry`, `leapfrog`, `papaya`, `scc`.

# Persistent

Clones share their nodes, so that an instrument lives as long as any of them: numbers
stand for keys and values, or `Rc` of ours. Methods that return a new map are closures
that put it in the place of the old one. Adapters: `im_hash`, `im_ord`, `imbl`,
`imbl_ord`, `rpds`, `rpds_tree`; in transactions, `concread_hashtrie` and
`concread_bptree`.

# Stores, and maps with keys of several types

A map that is asked by another type than the one it stores (bytes, a borrowed form, an
`Rc` that it holds weakly) is given closures that make the one of the other: `redb`,
`ic_stable_structures`, `weak_table`.
*/

pub mod bounded;
pub mod concurrent;
pub mod index_keyed;
pub mod key_types;
pub mod persistent;
