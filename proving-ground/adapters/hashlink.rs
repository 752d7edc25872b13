// hashlink: its `LinkedHashMap`.
//
// A new value for a key moves the entry to the back, and so does a look at it by
// way of `entry`: an order that has no name here. So none is promised, and what
// asks for the first or the last entry is left out; and so is `==`, which asks for
// the same order.

use krate::LinkedHashMap;
use krate::linked_hash_map::Entry;

map_oracle::subject! {
    /// `LinkedHashMap` of hashlink.
    pub struct Map("hashlink", LinkedHashMap<Key, Value, PlanState>);
    new: |hint| LinkedHashMap::with_capacity_and_hasher(hint, PlanState::default());
    keys: Key;
    values: Value;
    source: "hashlink" {
        use krate::LinkedHashMap;
        use krate::linked_hash_map::Entry;
    };
    ops: get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify,
        extend, from_iter, clone, clone_from, debug,
        retain, drain(), into_iter, clear,
        keys, values, iter_mut, values_mut, iter_clone, rev,
        reserve, try_reserve, shrink_to_fit, capacity, nan;
    // What a panic leaves is not told.
    promises: { usable_after_panic: false }
}
