//! Adapters for maps that everybody knows.

use std::collections::{BTreeMap, HashMap, btree_map, hash_map};

use crate::probe::{Key, PlanState, Value};

crate::subject! {
    /// Std's `HashMap`.
    pub struct StdHashMap("std-hashmap", HashMap<Key, Value, PlanState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    supports: get_mut, get_key_value, contains_key, index, remove_entry,
        entry(hash_map::Entry), and_modify, or_insert_with_key, insert_entry,
        extend, from_iter, clone, clone_from, eq,
        retain, drain(), extract_if(), into_iter, clear,
        keys, values, iter_mut, values_mut,
        reserve, shrink_to_fit, capacity, nan;
}

crate::subject! {
    /// Std's `BTreeMap`.
    pub struct StdBTreeMap("std-btreemap", BTreeMap<Key, Value>);
    new: |_| BTreeMap::new();
    supports: get_mut, get_key_value, contains_key, index, remove_entry,
        entry(btree_map::Entry), and_modify, or_insert_with_key, insert_entry,
        extend, from_iter, clone, clone_from, eq,
        retain, extract_if(..), into_iter, clear,
        keys, values, iter_mut, values_mut;
}

#[cfg(feature = "hashbrown")]
crate::subject! {
    /// The crate `hashbrown`.
    pub struct Hashbrown("hashbrown", hashbrown::HashMap<Key, Value, PlanState>);
    new: |hint| hashbrown::HashMap::with_capacity_and_hasher(hint, PlanState::default());
    supports: get_mut, get_key_value, contains_key, index, remove_entry,
        entry(hashbrown::hash_map::Entry), and_modify, or_insert_with_key, insert_entry(insert),
        extend, from_iter, clone, clone_from, eq,
        retain, drain(), extract_if(), into_iter, clear,
        keys, values, iter_mut, values_mut,
        reserve, shrink_to_fit, capacity, nan;
}
