//! says: `insert` answers the old value, or says `-> ()`, `-> bool`

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: insert -> u32;
}

fn main() {}
