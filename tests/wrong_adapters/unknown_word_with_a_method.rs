//! says: `frobnicate(put)` is nothing that `subject!` takes

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: frobnicate(put);
}

fn main() {}
