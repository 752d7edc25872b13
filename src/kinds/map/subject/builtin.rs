//! Adapters for maps that everybody knows, and that need nothing but the macro.

use std::collections::{HashMap, hash_map};

use crate::probe::{Key, PlanState, Value};

crate::subject! {
    /// Std's `HashMap`.
    pub struct StdHashMap("std-hashmap", HashMap<Key, Value, PlanState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    ops: get_mut, get_disjoint_mut, get_key_value, contains_key, index, remove_entry,
        entry(hash_map::Entry), and_modify, or_insert_with_key, insert_entry, insert_entry_then,
        extend, from_iter, clone, clone_from, eq, debug,
        retain, drain(), extract_if(), into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, try_reserve, shrink_to_fit, shrink_to, capacity, nan;
    promises: { fused: true }
}

#[cfg(feature = "hashbrown")]
crate::subject! {
    /// The crate `hashbrown`.
    pub struct Hashbrown("hashbrown", hashbrown::HashMap<Key, Value, PlanState>);
    new: |hint| hashbrown::HashMap::with_capacity_and_hasher(hint, PlanState::default());
    ops: get_mut, get_disjoint_mut, get_key_value, contains_key, index, remove_entry,
        try_insert, entry(hashbrown::hash_map::Entry), and_modify, or_insert_with_key,
        insert_entry(insert), insert_entry_then(insert), entry_ref, extend, from_iter, clone, clone_from, eq, debug,
        retain, drain(), extract_if(), into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, try_reserve, shrink_to_fit, shrink_to, capacity, nan;
    promises: { fused: true, clone_keeps_order: true }
}
