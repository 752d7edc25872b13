// hashbrown 0.1, from its first days: std's methods of 2018.
//
// Its `shrink_to` panics where more is asked for than there is, so it is left
// out.

use krate::HashMap;
use krate::hash_map::Entry;

map_oracle::subject! {
    /// `HashMap` of hashbrown 0.1.
    pub struct Map("hashbrown", HashMap<Key, Value, PlanState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    keys: Key;
    values: Value;
    source: "hashbrown 0.1" {
        use krate::HashMap;
        use krate::hash_map::Entry;
    };
    ops: get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify,
        extend, from_iter, clone, clone_from, eq, debug,
        retain, drain(), into_iter, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, shrink_to_fit, capacity, nan;
}
