//! The ten lines of the README, under the suite that they write; and a test that they
//! are the README's.

#![allow(missing_docs, reason = "the lines have no room for more")]

use map_oracle::probe::{Key, PlanState, Value};
use std::collections::{HashMap, hash_map};

map_oracle::subject! {
    pub struct Mine("mine", HashMap<Key, Value, PlanState>); // your map here
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    ops: get_mut, entry(hash_map::Entry), retain, drain(), clear, clone, reserve, capacity;
}
map_oracle::suite!(Mine);

#[test]
fn these_are_the_lines_of_the_readme() {
    let readme = include_str!("../README.md");
    let (_, from) = readme
        .split_once("## Your map in ten lines")
        .expect("a section");
    let (_, code) = from.split_once("```rust\n").expect("the lines");
    let (code, _) = code.split_once("```\n").expect("their end");
    assert!(
        include_str!("readme.rs").contains(code),
        "the README says:\n{code}"
    );
}

/// Growths are asked of nobody who does not tell the capacity.
mod untold {
    use super::{HashMap, Key, PlanState, Value};

    map_oracle::subject! {
        pub struct Untold("untold", HashMap<Key, Value, PlanState>);
        new: |_| HashMap::default();
        ops: clear, reserve;
    }
}
map_oracle::suite!(untold_capacity: untold::Untold);
