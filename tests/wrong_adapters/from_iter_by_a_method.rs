//! says: `from_iter` wants nothing, or a closure `|entries| ..`

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: from_iter(collect);
}

fn main() {}
