//! says: `insert` and `remove` answer an `Option` of the old value; this is `()`

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: insert(|map, key, value| { map.insert(key, value); });
}

fn main() {}
