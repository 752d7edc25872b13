//! says: `subject!` wants `struct NAME("name", MAP);`, then `new: |hint| ..;`

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    ops: clear;
}

fn main() {}
