//! Entries that are `Copy`.

use std::collections::{BTreeMap, HashMap, btree_map};
use std::hash::{BuildHasher as _, Hash};
use std::mem::needs_drop;

use map_oracle::case::Order;
use map_oracle::check::{Kind, Runner};
use map_oracle::probe::{CopyKey, CopyValue, Key, PlanState, TestKey, TestValue, Value};
use map_oracle::subject::{GoMapSubject, Subject};

use super::{is_caught, passes};

/// Sets its length aside while keys are rehashed to make room, and restores it after
/// a panic only where something must be dropped.
struct Rehashes<K, V> {
    map: HashMap<K, V, PlanState>,
    aside: bool,
}

impl<K: TestKey + Hash + Eq, V: TestValue> Subject for Rehashes<K, V> {
    type Key = K;
    type Value = V;
    const NAME: &'static str = "restores its length where something must be dropped";

    fn with_hint(_: usize) -> Self {
        Rehashes {
            map: HashMap::default(),
            aside: false,
        }
    }
    fn len(&self) -> usize {
        if self.aside { 0 } else { self.map.len() }
    }
    fn reserve(&mut self, additional: usize) {
        self.aside = !needs_drop::<(K, V)>();
        for key in self.map.keys() {
            let _ = PlanState::default().hash_one(key);
        }
        self.aside = false;
        self.map.reserve(additional);
    }

    map_oracle::subject_methods! { map:
        insert, remove, get, iter;
        by hand: len, reserve
    }
}

#[test]
fn cleaning_up_after_a_hash_only_where_something_must_be_dropped() {
    passes(&Runner::of::<Rehashes<Key, Value>>());
    is_caught(
        &Runner::of::<Rehashes<CopyKey, CopyValue>>(),
        &[Kind::AfterPanic],
    );
}

/// A map whose clone copies `Copy` entries as plain memory, and one too few: what
/// stands in the place of the last one was never written.
struct CopiesMemory(BTreeMap<CopyKey, CopyValue>);

impl Subject for CopiesMemory {
    type Key = CopyKey;
    type Value = CopyValue;
    const NAME: &'static str = "copies memory that was not written";

    fn with_hint(_: usize) -> Self {
        CopiesMemory(BTreeMap::new())
    }
    fn duplicate(&self) -> Self {
        let mut clone = self.0.clone();
        if clone.len() > 3 {
            clone.values_mut().next_back().map(CopyValue::feign_damage);
        }
        CopiesMemory(clone)
    }

    map_oracle::subject_methods! { 0:
        insert, remove, get, len, iter, clear;
        by hand: clone
    }
}

#[test]
fn memory_that_was_never_written_is_no_entry() {
    is_caught(&Runner::of::<CopiesMemory>(), &[Kind::Ledger]);
}

map_oracle::subject! {
    pub struct Hashbrown("hashbrown", hashbrown::HashMap<CopyKey, CopyValue, PlanState>);
    new: |hint| hashbrown::HashMap::with_capacity_and_hasher(hint, PlanState::default());
    keys: CopyKey;
    values: CopyValue;
    ops: get_mut, get_disjoint_mut, try_insert, entry(hashbrown::hash_map::Entry), extend,
        from_iter, clone, clone_from, eq, retain, drain(), extract_if(), into_iter, clear,
        reserve, try_reserve, shrink_to_fit, shrink_to, capacity;
    promises: { fused: true, clone_keeps_order: true }
}

// `split_off` of std's map is wrong after a panic of `Ord` (rust-lang/rust#158165).
map_oracle::subject! {
    pub struct Sorted("std-btreemap", BTreeMap<CopyKey, CopyValue>);
    new: |_| BTreeMap::new();
    keys: CopyKey;
    values: CopyValue;
    ops: get_mut, entry(btree_map::Entry), extend, from_iter, clone, eq, append, retain,
        extract_if(..), into_iter, clear, rev, first, last, pop_first, pop_last, range,
        neighbours;
    promises: { order: Order::Sorted, clone_keeps_order: true, fused: true }
}

#[test]
fn sound_maps_of_copies_are_right() {
    passes(&Runner::of::<Hashbrown>());
    passes(&Runner::of::<Sorted>());
    passes(&Runner::of::<GoMapSubject<CopyKey, CopyValue>>());
}
