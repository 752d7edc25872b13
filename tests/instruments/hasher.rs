//! Hashers whose own clone and drop go wrong.

use std::collections::{HashMap, hash_map};
use std::hash::BuildHasher;
use std::mem;

use map_oracle::check::{Kind, Runner};
use map_oracle::probe::{FaultState, Key, PlanState, Value};
use map_oracle::subject::{End, Subject, take_some};

use super::{is_caught, passes};

/// Where a map does not bear a panic of its hasher.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weak {
    /// `clone_from` counts no entries while it clones the hasher.
    Clone,
    /// `into_iter` frees the entries, then drops the hasher; where that panics, they
    /// are freed again.
    Drop,
}

struct Hashed<S, const CLONE: bool> {
    map: HashMap<Key, Value, PlanState>,
    state: S,
    aside: bool,
}

impl<S, const CLONE: bool> Hashed<S, CLONE> {
    const WEAK: Weak = if CLONE { Weak::Clone } else { Weak::Drop };
}

/// Frees what it has once more, unless it is disarmed.
struct FreesAgain(Vec<(Key, Value)>);

impl Drop for FreesAgain {
    fn drop(&mut self) {
        for (key, _) in &self.0 {
            key.feign_drop();
        }
    }
}

impl<S: BuildHasher + Default + Clone + 'static, const CLONE: bool> Subject for Hashed<S, CLONE> {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "does not bear a panic of its hasher";

    fn with_hint(_: usize) -> Self {
        Hashed {
            map: HashMap::default(),
            state: S::default(),
            aside: false,
        }
    }
    fn len(&self) -> usize {
        if self.aside { 0 } else { self.map.len() }
    }
    fn duplicate(&self) -> Self {
        let state = self.state.clone();
        Hashed {
            map: self.map.clone(),
            state,
            aside: self.aside,
        }
    }
    fn assign_from(&mut self, source: &Self) {
        let map = source.map.clone();
        self.aside = Self::WEAK == Weak::Clone;
        self.state = source.state.clone();
        self.aside = false;
        self.map = map;
    }
    fn into_entries(self, take: usize, end: End) -> Vec<(Key, Value)> {
        let Hashed { map, state, .. } = self;
        let mut entries = FreesAgain(map.into_iter().collect());
        if Self::WEAK == Weak::Drop {
            drop(state);
        }
        take_some(mem::take(&mut entries.0).into_iter(), take, end)
    }

    map_oracle::subject_methods! { map:
        insert, remove, get, iter, clear;
        by hand: len, clone, clone_from, into_iter
    }
}

#[test]
fn a_clone_of_the_hasher_in_the_middle_of_clone_from() {
    passes(&Runner::of::<Hashed<PlanState, true>>());
    is_caught(
        &Runner::of::<Hashed<FaultState, true>>(),
        &[Kind::AfterPanic],
    );
}

#[test]
fn a_drop_of_the_hasher_after_the_entries_were_freed() {
    passes(&Runner::of::<Hashed<PlanState, false>>());
    is_caught(
        &Runner::of::<Hashed<FaultState, false>>(),
        &[Kind::AfterPanic],
    );
}

map_oracle::subject! {
    pub struct Std("std", HashMap<Key, Value, FaultState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, FaultState::default());
    ops: get_mut, remove_entry, entry(hash_map::Entry), extend, from_iter, clone, clone_from, eq,
        retain, drain(), extract_if(), into_iter, into_keys, into_values, clear, iter_mut,
        reserve, shrink_to_fit, capacity;
    promises: { fused: true }
}

map_oracle::subject! {
    pub struct Hashbrown("hashbrown", hashbrown::HashMap<Key, Value, FaultState>);
    new: |hint| hashbrown::HashMap::with_capacity_and_hasher(hint, FaultState::default());
    ops: get_mut, get_disjoint_mut, try_insert, entry(hashbrown::hash_map::Entry), extend,
        from_iter, clone, clone_from, eq, retain, drain(), extract_if(), into_iter, into_keys,
        into_values, clear, reserve, try_reserve, shrink_to_fit, shrink_to, capacity;
    promises: { fused: true, clone_keeps_order: true }
}

#[test]
fn sound_maps_bear_their_hashers() {
    passes(&Runner::of::<Std>());
    passes(&Runner::of::<Hashbrown>());
}
