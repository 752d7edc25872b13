//! says: a word says `-> bool`, or asks a question

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::HashMap;

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: contains_key(get);
}

fn main() {}
