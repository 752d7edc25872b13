//! Keys behind a counted pointer.

use std::collections::{BTreeMap, btree_map};
use std::mem;
use std::rc::Rc;
use std::sync::Arc;

use map_oracle::case::Order;
use map_oracle::check::{Kind, Runner};
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::subject::Subject;

use super::{is_caught, passes};

/// A removal leaks a clone of the key. Nothing is wrong with the entries.
struct Leaks(BTreeMap<Rc<Key>, Value>);

impl Subject for Leaks {
    type Key = Rc<Key>;
    type Value = Value;
    const NAME: &'static str = "leaks a pointer";

    fn with_hint(_: usize) -> Self {
        Leaks(BTreeMap::new())
    }
    fn remove(&mut self, key: &Rc<Key>) -> Option<Value> {
        let (key, value) = self.0.remove_entry(key)?;
        mem::forget(key);
        Some(value)
    }

    map_oracle::subject_methods! { 0:
        insert, get, len, iter;
        by hand: remove
    }
}

#[test]
fn a_pointer_that_was_leaked_keeps_its_key() {
    is_caught(&Runner::of::<Leaks>(), &[Kind::Ledger]);
}

map_oracle::subject! {
    pub struct Sorted("std-btreemap", BTreeMap<Rc<Key>, Value>);
    new: |_| BTreeMap::new();
    keys: Rc<Key>;
    ops: get_mut, entry(btree_map::Entry), extend, from_iter, clone, clone_from, eq, append,
        retain, extract_if(..), into_iter, clear, rev, first, last, pop_first, pop_last, range,
        neighbours;
    promises: { order: Order::Sorted, clone_keeps_order: true, fused: true }
}

map_oracle::subject! {
    pub struct Hashbrown("hashbrown", hashbrown::HashMap<Arc<Key>, Value, PlanState>);
    new: |hint| hashbrown::HashMap::with_capacity_and_hasher(hint, PlanState::default());
    keys: Arc<Key>;
    ops: get_mut, entry(hashbrown::hash_map::Entry), extend, from_iter, clone, clone_from, eq,
        retain, drain(), extract_if(), into_iter, into_keys, clear, reserve, shrink_to_fit,
        capacity;
    promises: { fused: true, clone_keeps_order: true }
}

/// Also where clones of maps share all of their keys.
#[test]
fn sound_maps_of_pointers_are_right() {
    passes(&Runner::of::<Sorted>());
    passes(&Runner::of::<Hashbrown>());
}
