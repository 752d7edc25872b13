//! says: `insert -> Result` gives back the key and the value as its error; this is `String`

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: insert(|map, key, value| Ok::<_, String>(map.insert(key, value))) -> Result;
}

fn main() {}
