// small-map up to 0.1.3: few entries inline, more of them in a hash map.

use krate::SmallMap;

map_oracle::subject! {
    /// `SmallMap` of small-map.
    pub struct Map("small-map", SmallMap<8, Key, Value, PlanState>);
    new: |hint| SmallMap::with_capacity_and_hasher(hint, PlanState::default());
    keys: Key;
    values: Value;
    source: "small-map 0.1" { use krate::SmallMap; };
    ops: get_mut, get_key_value, remove_entry, clone, clone_from, debug, into_iter, capacity, nan;
    // What a panic leaves is not told.
    promises: { usable_after_panic: false }
}
