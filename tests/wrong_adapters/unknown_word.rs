//! says: `inser` is no word of `subject!`

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: inser;
}

fn main() {}
