//! says: `first` asks for an order that the map does not promise

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: first(|map| map.iter().next());
}

fn main() {}
