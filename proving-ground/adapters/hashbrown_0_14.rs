// hashbrown 0.14.
//
// Its `get_many_mut` answers with all or nothing, which no op of ours does.

use krate::HashMap;
use krate::hash_map::Entry;

map_oracle::subject! {
    /// `HashMap` of hashbrown 0.14.
    pub struct Map("hashbrown", HashMap<Key, Value, PlanState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    keys: Key;
    values: Value;
    source: "hashbrown 0.14" {
        use krate::HashMap;
        use krate::hash_map::Entry;
    };
    ops: get_mut, get_key_value, contains_key, index, remove_entry,
        try_insert, entry(Entry), and_modify, or_insert_with_key, insert_entry(insert),
        extend, from_iter, clone, clone_from, eq, debug,
        retain, drain(), extract_if(), into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, try_reserve, shrink_to_fit, shrink_to, capacity, nan;
    promises: { fused: true }
}
