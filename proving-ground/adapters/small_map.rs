// small-map, from 0.1.5 on: eight entries inline, and a hash map for more.

use krate::SmallMap;

map_oracle::subject! {
    /// `SmallMap` of small-map.
    pub struct Map("small-map", SmallMap<8, Key, Value, PlanState, PlanState>);
    new: |hint| SmallMap::with_capacity_and_hashers(hint, PlanState::default(), PlanState::default());
    keys: Key;
    values: Value;
    supports: get_mut, get_key_value, contains_key, index, remove_entry,
        extend, from_iter, clone, clone_from, eq, debug,
        retain, into_iter, into_keys, into_values, clear,
        keys, values, iter_clone, capacity;
    support: { fused: true }
}
