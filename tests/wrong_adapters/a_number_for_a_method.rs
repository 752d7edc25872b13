//! says: `get` wants the name of a method, or a closure `|map, key| ..`; it was given `5`

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: get(5);
}

fn main() {}
