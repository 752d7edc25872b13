//! says: `remove` answers the old value, or says `-> ()` or `-> bool`

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: remove -> Result;
}

fn main() {}
