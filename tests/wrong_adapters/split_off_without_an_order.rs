//! says: `split_off` asks for an order that the map does not promise

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: split_off(|map, _| std::mem::take(map));
}

fn main() {}
