//! hashbrown 0.1.3, from its first days: std's methods of 2018.
//!
//! Its `shrink_to` panics where more is asked for than there is, so it is left
//! out.

use hashbrown_0_1::HashMap;
use hashbrown_0_1::hash_map::Entry;
use map_oracle::probe::{Key, PlanState, Value};

map_oracle::subject! {
    /// hashbrown 0.1.3.
    pub struct Hashbrown013("hashbrown-0.1.3", HashMap<Key, Value, PlanState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    source: "hashbrown 0.1.3" {
        use hashbrown_0_1::HashMap;
        use hashbrown_0_1::hash_map::Entry;
    };
    supports: get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify,
        extend, from_iter, clone, clone_from, eq, debug,
        retain, drain(), into_iter, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, shrink_to_fit, capacity, nan;
}
