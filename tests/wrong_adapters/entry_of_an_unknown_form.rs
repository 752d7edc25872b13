//! says: `erase` is nothing that `entry` lists

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::{HashMap, hash_map};

map_oracle::subject! {
    struct Mine("mine", HashMap<Key, Value, PlanState>);
    new: |_| HashMap::default();
    ops: entry(hash_map::Entry: replace, erase);
}

fn main() {}
