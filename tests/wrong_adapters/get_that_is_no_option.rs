//! says: a look-up (`get`, `get_mut`) answers an `Option` of the value

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: get(|map, key| &map[key]);
}

fn main() {}
