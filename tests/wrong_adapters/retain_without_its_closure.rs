//! says: `retain` wants the name of a method, or a closure `|map, keep| ..`

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: retain(|map| map.clear());
}

fn main() {}
