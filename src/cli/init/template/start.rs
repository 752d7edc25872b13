//! A map beside a model, op by op, with keys that choose their own hash, are
//! counted from birth to drop, and panic on demand.
//!
//! This is a starting point, on std's map. To have yours checked, change what
//! the three comments below name; `cargo test --test oracle` runs it.
//! `map_oracle::guide` tells the rest.

use std::collections::{HashMap, hash_map};

use map_oracle::probe::{Key, PlanState, Value};

map_oracle::subject! {
    // 1. Your map's type, with these keys and values, and with this hasher if
    //    it takes one: `MY_CRATE::MyMap<Key, Value, PlanState>`.
    pub struct Mine("mine", HashMap<Key, Value, PlanState>);
    // 2. An empty one, with room for `hint` entries if it can be asked for.
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    // 3. What it offers, of the words that `map_oracle::subject!` lists. The
    //    more there is, the more is checked; what is left out is never asked.
    ops: get_mut, contains_key, remove_entry, entry(hash_map::Entry), extend, from_iter,
        clone, eq, retain, drain(), into_iter, clear, keys, values, iter_mut, values_mut,
        reserve, shrink_to_fit, capacity;
}
map_oracle::suite!(Mine);
