// im 15: its `OrdMap`, a B-tree whose clones share their nodes.
//
// An entry may be in several maps at once, so the ledger cannot count them: they
// are plain numbers here. `take` is what others call `truncate`.

use std::ops::Bound;

use krate::OrdMap;
use krate::ordmap::Entry;
use map_oracle::case::Order;
use map_oracle::subject::{Bounds, Ends, Pair, Subject, Support, numbers, walk_ends};
use map_oracle::subject_methods;

/// `OrdMap` of im 15.
pub struct Map(OrdMap<u32, u32>);

impl Map {
    fn from_map(map: OrdMap<u32, u32>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u32;
    type Value = u32;

    const NAME: &'static str = "im-ord";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(OrdMap::new())
    }

    fn remove_entry(&mut self, key: &u32) -> Option<Pair<Self>> {
        self.0.remove_with_key(key)
    }

    fn truncate(&mut self, len: usize) {
        self.0 = self.0.take(len);
    }

    fn first(&self) -> Option<(u32, u32)> {
        self.0.get_min().map(|(key, value)| numbers(key, value))
    }

    fn last(&self) -> Option<(u32, u32)> {
        self.0.get_max().map(|(key, value)| numbers(key, value))
    }

    fn pop_first(&mut self) -> Option<Pair<Self>> {
        let (first, rest) = self.0.without_min_with_key();
        self.0 = rest;
        first
    }

    fn pop_last(&mut self) -> Option<Pair<Self>> {
        let (last, rest) = self.0.without_max_with_key();
        self.0 = rest;
        last
    }

    fn range(&self, bounds: Bounds<'_, u32>, ends: Ends) -> Vec<(u32, u32)> {
        let range = self.0.range::<_, u32>(bounds);
        walk_ends(range, ends, false, |(key, value)| numbers(key, value))
    }

    fn successor(&self, key: &u32) -> Option<(u32, u32)> {
        let bounds = (Bound::Excluded(key), Bound::Unbounded);
        let next = self.0.range::<_, u32>(bounds).next();
        next.map(|(key, value)| numbers(key, value))
    }

    fn predecessor(&self, key: &u32) -> Option<(u32, u32)> {
        let next = self.0.range::<_, u32>(..key).next_back();
        next.map(|(key, value)| numbers(key, value))
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key, index,
        entry(Entry), and_modify,
        extend, from_iter, clone, clone_from, eq, union, debug,
        into_iter, clear, keys, values, rev;
        by hand: remove_entry, truncate, first, last, pop_first, pop_last, range, neighbours
    }
}
