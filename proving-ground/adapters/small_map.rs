// small-map from 0.1.4 on: few entries inline, more of them in a hash map.

use krate::SmallMap;

map_oracle::subject! {
    /// `SmallMap` of small-map.
    pub struct Map("small-map", SmallMap<8, Key, Value, PlanState>);
    new: |hint| SmallMap::with_capacity_and_hasher(hint, PlanState::default());
    keys: Key;
    values: Value;
    source: "small-map 0.1" { use krate::SmallMap; };
    ops: get_mut, get_key_value, contains_key, index, remove_entry,
        extend, from_iter, clone, clone_from, eq, debug,
        retain, into_iter, into_keys, into_values, clear, keys, values, capacity, nan;
    // What a panic leaves is not told.
    promises: { usable_after_panic: false }
}
