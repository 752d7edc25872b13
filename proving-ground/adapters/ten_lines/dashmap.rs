// dashmap 6: hash maps behind locks, on one thread. What it hands out are guards.
// After a panic in user code the map is only dropped: where the drop of a parameter
// panics, the compiler forgets what was to be returned, here a lock
// (rust-lang/rust#47949).

use krate::{DashMap, Entry};

map_oracle::subject! {
    pub struct Map("dashmap", DashMap<Key, Value, PlanState>);
    new: |hint| DashMap::with_capacity_and_hasher_and_shard_amount(hint, PlanState::default(), 4);
    ops: get_mut, get_key_value(get, |guard| guard.pair()), contains_key, clone, debug, into_iter, clear, retain,
        remove(|map, key| map.remove(key).map(|(_, value)| value)), remove_entry(|map, key| map.remove(key)),
        iter(iter, |guard| guard.pair()), iter_mut(iter_mut, |mut guard| guard.pair_mut()), extend, from_iter,
        entry(Entry: replace, remove, remove_entry, peek, fill), or_insert, or_insert_with, and_modify,
        insert_entry(|map, key, value| map.entry(key).insert(value)), try_reserve, shrink_to_fit, capacity;
    promises: { usable_after_panic: false }
}
