//! says: `-> ()` was said of a word, and its method answers `Option<map_oracle::probe::Value>`

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: insert -> ();
}

fn main() {}
