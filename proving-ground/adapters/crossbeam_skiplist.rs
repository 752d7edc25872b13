// crossbeam-skiplist 0.1: a concurrent sorted map, on one thread.
//
// Numbers stand for the keys and values: what is removed is dropped at some later
// time, so that the ledger could not be balanced. `insert` gives no old value back,
// so the adapter looks it up first.

use krate::SkipMap;
use krate::map::Entry;
use map_oracle::case::Order;
use map_oracle::subject::{
    Bounds, End, Ends, Pair, Subject, Support, Visit, numbers, take_some, walk, walk_ends,
};
use map_oracle::subject_methods;

/// `SkipMap` of crossbeam-skiplist.
pub struct Map(SkipMap<u64, u32>);

impl Map {
    fn from_map(map: SkipMap<u64, u32>) -> Self {
        Map(map)
    }
}

fn shown(entry: Entry<'_, u64, u32>) -> (u32, u32) {
    numbers(entry.key(), entry.value())
}

fn pair(entry: Entry<'_, u64, u32>) -> (u64, u32) {
    (*entry.key(), *entry.value())
}

impl Subject for Map {
    type Key = u64;
    type Value = u32;

    const NAME: &'static str = "crossbeam-skiplist";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(SkipMap::new())
    }

    fn insert(&mut self, key: u64, value: u32) -> Option<u32> {
        let before = self.get(&key);
        let after = *self.0.insert(key, value).value();
        assert_eq!(after, value, "what insert shows");
        before
    }

    fn get(&self, key: &u64) -> Option<u32> {
        self.0.get(key).map(|entry| *entry.value())
    }

    fn get_key_value(&self, key: &u64) -> Option<(u32, u32)> {
        self.0.get(key).map(shown)
    }

    fn contains_key(&self, key: &u64) -> bool {
        self.0.contains_key(key)
    }

    fn remove(&mut self, key: &u64) -> Option<u32> {
        self.0.remove(key).map(|entry| *entry.value())
    }

    fn remove_entry(&mut self, key: &u64) -> Option<Pair<Self>> {
        self.0.remove(key).map(pair)
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.0.iter(), false, |entry| {
            visit(entry.key(), entry.value())
        });
    }

    fn each_from(&self, ends: Ends) -> Vec<(u32, u32)> {
        walk_ends(self.0.iter(), ends, false, shown)
    }

    fn into_entries(self, take: usize, end: End) -> Vec<Pair<Self>> {
        take_some(self.0.into_iter(), take, end)
    }

    fn first(&self) -> Option<(u32, u32)> {
        self.0.front().map(shown)
    }

    fn last(&self) -> Option<(u32, u32)> {
        self.0.back().map(shown)
    }

    fn pop_first(&mut self) -> Option<Pair<Self>> {
        self.0.pop_front().map(pair)
    }

    fn pop_last(&mut self) -> Option<Pair<Self>> {
        self.0.pop_back().map(pair)
    }

    fn range(&self, (from, to): Bounds<'_, u64>, ends: Ends) -> Vec<(u32, u32)> {
        let range = self.0.range::<u64, _>((from.cloned(), to.cloned()));
        walk_ends(range, ends, false, shown)
    }

    fn successor(&self, key: &u64) -> Option<(u32, u32)> {
        let after = std::ops::Bound::Excluded(key);
        self.0.lower_bound(after).map(shown)
    }

    fn predecessor(&self, key: &u64) -> Option<(u32, u32)> {
        let before = std::ops::Bound::Excluded(key);
        self.0.upper_bound(before).map(shown)
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    subject_methods! { 0:
        len, from_iter, debug;
        by hand: insert, get, get_key_value, contains_key, remove, remove_entry, iter, rev,
        into_iter, first, last, pop_first, pop_last, range, neighbours, clear
    }
}
