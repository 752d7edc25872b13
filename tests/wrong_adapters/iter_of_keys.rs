//! says: an entry is shown as a pair of its key and its value

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: iter(|map| map.keys());
}

fn main() {}
