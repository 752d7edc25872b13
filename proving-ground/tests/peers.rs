//! Each peer finds a plain bug, makes it small, and finds nothing in a map that is
//! right.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, btree_map, hash_map};
use std::io;

use map_oracle::subject::Subject;
use proving_ground::peers::message::Message;
use proving_ground::peers::run::hunt;
use proving_ground::peers::{FUZZER, NAMES};
use proving_ground::set::Plain;
use proving_ground::set::plain::{Key, PlanState, Value};

map_oracle::subject! {
    /// Std's hash map.
    pub struct Hash("hash", HashMap<Key, Value, PlanState>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, PlanState::default());
    keys: Key;
    values: Value;
    ops: get_mut, get_disjoint_mut, get_key_value, contains_key, index, remove_entry,
        entry(hash_map::Entry), and_modify, or_insert_with_key, insert_entry,
        extend, from_iter, clone, clone_from, eq,
        retain, drain(), extract_if(), into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut, reserve, try_reserve, shrink_to_fit, shrink_to;
}

map_oracle::subject! {
    /// Std's sorted map.
    pub struct Tree("tree", BTreeMap<Key, Value>);
    new: |_| BTreeMap::new();
    keys: Key;
    values: Value;
    ops: get_mut, contains_key, entry(btree_map::Entry), extend, append, clone, eq,
        retain, extract_if(..), into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut,
        rev, first, last, pop_first, pop_last, range, range_mut, neighbours, split_off;
    promises: { order: map_oracle::case::Order::Sorted }
}

/// A map of at most 20 entries that keeps the order of insertion; its `pop_last`
/// may lose the first of three entries as well.
pub struct Small<const WRONG: bool>(Vec<(Key, Value)>);

impl<const WRONG: bool> Small<WRONG> {
    fn place(&self, key: Key) -> Option<usize> {
        self.0.iter().position(|&(other, _)| other == key)
    }
}

impl<const WRONG: bool> Subject for Small<WRONG> {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "small";
    const SUPPORT: map_oracle::subject::Support = map_oracle::subject::Support {
        max_entries: Some(20),
        refuses: true,
        order: map_oracle::case::Order::InsertionSwap,
        ..map_oracle::subject::Support::DEFAULT
    };

    fn with_hint(_: usize) -> Self {
        Small(Vec::new())
    }
    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.insert_checked(key, value).expect("there is room")
    }
    fn insert_checked(
        &mut self,
        key: Key,
        value: Value,
    ) -> Result<Option<Value>, Option<(Key, Value)>> {
        match self.place(key) {
            Some(place) => Ok(Some(std::mem::replace(&mut self.0[place].1, value))),
            None if self.0.len() == 20 => Err(Some((key, value))),
            None => {
                self.0.push((key, value));
                Ok(None)
            }
        }
    }
    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.place(*key).map(|place| self.0.swap_remove(place).1)
    }
    fn get(&self, key: &Key) -> Option<u32> {
        self.place(*key).map(|place| self.0[place].1)
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn each(&self, visit: map_oracle::subject::Visit<'_, Self>) {
        self.0.iter().for_each(|(key, value)| visit(key, value));
    }
    fn extend(&mut self, entries: Vec<(Key, Value)>) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
    fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }
    fn first(&self) -> Option<(u32, u32)> {
        self.0.first().copied()
    }
    fn pop_last(&mut self) -> Option<(Key, Value)> {
        let last = self.0.pop();
        if WRONG && self.0.len() == 2 {
            self.0.remove(0);
        }
        last
    }

    map_oracle::subject_methods! { 0:
        drain(..), clear;
        by hand: insert, remove, get, len, iter, refusal, extend, truncate, first, pop_last
    }
}

/// What a peer tells on a map.
fn told<S: Subject + 'static>(peer: &str, budget: f64) -> Vec<Message> {
    thread_local!(static TOLD: RefCell<Vec<Message>> = const { RefCell::new(Vec::new()) });
    fn tell(message: &Message) -> io::Result<()> {
        TOLD.with_borrow_mut(|told| told.push(message.clone()));
        Ok(())
    }
    hunt(peer, Plain::of::<S>(), 1, budget, tell).expect("it is only kept");
    TOLD.take()
}

/// Those that need no program of their own.
fn peers() -> impl Iterator<Item = &'static str> {
    NAMES.iter().copied().filter(|&peer| peer != FUZZER)
}

fn is_sound<S: Subject + 'static>() {
    for peer in peers() {
        let told = told::<S>(peer, 0.3);
        let Some(Message::Over(effort)) = told.last() else {
            panic!("{peer}: {told:?}");
        };
        assert!(
            effort.cases >= 50 && effort.ops >= 1000,
            "{peer}: {effort:?}"
        );
    }
}

#[test]
fn nothing_is_found_in_a_hash_map() {
    is_sound::<Hash>();
}

#[test]
fn nothing_is_found_in_a_sorted_map() {
    is_sound::<Tree>();
}

#[test]
fn nothing_is_found_in_a_small_map_that_refuses() {
    is_sound::<Small<false>>();
}

#[test]
fn a_plain_bug_is_found_and_made_small() {
    for peer in peers() {
        let told = told::<Small<true>>(peer, 5.0);
        let failed = told.iter().find(|m| matches!(m, Message::Failed { .. }));
        let Some(Message::Failed { sign, effort, .. }) = failed else {
            panic!("{peer}: {told:?}");
        };
        assert_eq!(sign, "wrong", "{peer}");
        assert!(effort.cases >= 1 && effort.cpu > 0.0, "{peer}: {effort:?}");
        let Some(Message::Found { shrunk, .. }) = told.last() else {
            panic!("{peer}: {told:?}");
        };
        assert!((2..=6).contains(shrunk), "{peer}: {shrunk}");
    }
}

#[test]
fn a_run_is_repeated() {
    let until_it_failed = |peer| {
        let told = told::<Small<true>>(peer, 5.0);
        told.iter().find_map(|message| match message {
            Message::Failed { effort, .. } => Some((effort.cases, effort.ops)),
            _ => None,
        })
    };
    for peer in peers() {
        assert!(until_it_failed(peer).is_some(), "{peer}");
        assert_eq!(until_it_failed(peer), until_it_failed(peer), "{peer}");
    }
}
