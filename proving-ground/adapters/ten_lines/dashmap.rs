// dashmap 6: hash maps behind locks, on one thread. What it hands out are guards.
// After a panic in user code the map is only dropped: where the drop of a parameter
// panics, the compiler forgets what was to be returned, here a lock
// (rust-lang/rust#47949).

use krate::{DashMap, Entry};

map_oracle::subject! {
    pub struct Map("dashmap", DashMap<Key, Value, PlanState>);
    new: |hint| DashMap::with_capacity_and_hasher_and_shard_amount(hint, PlanState::default(), 4);
    ops: entry(Entry: replace, remove, remove_entry, peek, fill), remove_entry(|m, k| m.remove(k)),
        iter_mut(iter_mut, |mut guard| guard.pair_mut()), get_key_value(get, |guard| guard.pair()),
        insert_entry(|m, k, v| m.entry(k).insert(v)), remove(|m, k| m.remove(k).map(|(_, v)| v)),
        iter(iter, |guard| guard.pair()), or_insert_with, shrink_to_fit, contains_key, try_reserve,
        and_modify, into_iter, from_iter, or_insert, capacity, get_mut, retain, extend, clone,
        debug, clear;
    promises: { usable_after_panic: false }
}
