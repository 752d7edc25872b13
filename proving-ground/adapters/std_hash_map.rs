// std's `HashMap`, of the toolchain that builds the set.

use krate::collections::HashMap;
use krate::collections::hash_map::Entry;

map_oracle::subject! {
    /// `HashMap` of std.
    pub struct Map("std", HashMap<Key, Value, PlanState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    keys: Key;
    values: Value;
    ops: get_mut, get_disjoint_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify, or_insert_with_key, insert_entry,
        extend, from_iter, clone, clone_from, eq, debug,
        retain, drain(), extract_if(), into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, try_reserve, shrink_to_fit, shrink_to, capacity, nan;
    promises: { fused: true }
}
