// papaya 0.2: a concurrent hash map, on one thread.
//
// Numbers stand for the keys and values: what is removed is dropped at some later
// time, so that the ledger could not be balanced. The hash plan still decides every
// hash, as it decides the numbers. Values are replaced, not written.

use krate::HashMap;
use map_oracle::probe::call_closure;
use map_oracle::subject::{Pair, Select, Subject, Support, Visit, numbers, walk};
use map_oracle::subject_methods;

type Inner = HashMap<u64, u32, PlanState>;

/// `HashMap` of papaya.
pub struct Map(Inner);

impl Map {
    fn from_map(map: Inner) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u64;
    type Value = u32;

    const NAME: &'static str = "papaya";
    const SUPPORT: Support = Support::DEFAULT;

    fn with_hint(hint: usize) -> Self {
        Map(Inner::with_capacity_and_hasher(hint, PlanState::default()))
    }

    fn insert(&mut self, key: u64, value: u32) -> Option<u32> {
        self.0.pin().insert(key, value).copied()
    }

    fn try_insert(&mut self, key: u64, value: u32) -> Result<u32, (u32, u32)> {
        let pinned = self.0.pin();
        let tried = pinned.try_insert(key, value);
        tried
            .copied()
            .map_err(|error| (*error.current, error.not_inserted))
    }

    fn get(&self, key: &u64) -> Option<u32> {
        self.0.pin().get(key).copied()
    }

    fn get_mut(&mut self, key: &u64, payload: u32) -> Option<u32> {
        let before = self.get(key);
        let after = self.0.pin().update(*key, |_| payload).copied();
        assert_eq!(after, before.map(|_| payload), "what update answers");
        before
    }

    fn get_key_value(&self, key: &u64) -> Option<(u32, u32)> {
        let pinned = self.0.pin();
        pinned
            .get_key_value(key)
            .map(|(key, value)| numbers(key, value))
    }

    fn contains_key(&self, key: &u64) -> bool {
        self.0.pin().contains_key(key)
    }

    fn remove(&mut self, key: &u64) -> Option<u32> {
        self.0.pin().remove(key).copied()
    }

    fn remove_entry(&mut self, key: &u64) -> Option<Pair<Self>> {
        let pinned = self.0.pin();
        pinned.remove_entry(key).map(|(key, value)| (*key, *value))
    }

    fn and_modify(&mut self, key: u64, value: u32) -> u32 {
        let modify = |_: &u32| {
            call_closure();
            value
        };
        *self.0.pin().update_or_insert(key, modify, value)
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.0.pin().iter(), false, |(key, value)| visit(key, value));
    }

    fn each_key(&self, visit: &mut dyn FnMut(&u64)) {
        walk(self.0.pin().keys(), false, visit);
    }

    fn each_value(&self, visit: &mut dyn FnMut(&u32)) {
        walk(self.0.pin().values(), false, visit);
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0.pin().retain(|key, value| {
            let mut value = *value;
            keep(key, &mut value)
        });
    }

    fn extend(&mut self, entries: Vec<Pair<Self>>) {
        Extend::extend(&mut &self.0, entries);
    }

    fn clear(&mut self) {
        self.0.pin().clear();
    }

    fn reserve(&mut self, additional: usize) {
        self.0.pin().reserve(additional);
    }

    subject_methods! { 0:
        len, from_iter, clone, clone_from, eq, debug;
        by hand: insert, try_insert, get, get_mut, get_key_value, contains_key, remove,
        remove_entry, and_modify, iter, keys, values, retain, extend, clear, reserve
    }
}
