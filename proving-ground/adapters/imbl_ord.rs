// imbl's `OrdMap`, a B-tree whose clones share their nodes.
//
// Numbers stand for the keys and values: shared entries live once in two maps,
// so that the ledger, which counts an entry for each, could not be balanced. Its
// `split_lookup`, with the entry in the middle put back, is std's `split_off`;
// `without_min` and `without_max` are its pops.

use krate::OrdMap;
use krate::ordmap::Entry;
use map_oracle::case::Order;
use map_oracle::subject::{Bounds, Ends, Pair, Subject, Support, numbers, walk_ends};
use map_oracle::subject_methods;

/// `OrdMap` of imbl.
pub struct Map(OrdMap<u64, u32>);

impl Map {
    fn from_map(map: OrdMap<u64, u32>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u64;
    type Value = u32;

    const NAME: &'static str = "imbl-ord";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        fused: true,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(OrdMap::new())
    }

    fn remove_entry(&mut self, key: &u64) -> Option<Pair<Self>> {
        self.0.remove_with_key(key)
    }

    fn first(&self) -> Option<(u32, u32)> {
        self.0.get_min().map(|(key, value)| numbers(key, value))
    }

    fn last(&self) -> Option<(u32, u32)> {
        self.0.get_max().map(|(key, value)| numbers(key, value))
    }

    fn pop_first(&mut self) -> Option<Pair<Self>> {
        let (entry, rest) = self.0.without_min_with_key();
        self.0 = rest;
        entry
    }

    fn pop_last(&mut self) -> Option<Pair<Self>> {
        let (entry, rest) = self.0.without_max_with_key();
        self.0 = rest;
        entry
    }

    fn range(&self, bounds: Bounds<'_, u64>, ends: Ends) -> Vec<(u32, u32)> {
        let range = self.0.range::<_, u64>(bounds);
        walk_ends(range, ends, true, |(key, value)| numbers(key, value))
    }

    fn successor(&self, key: &u64) -> Option<(u32, u32)> {
        let next = self.0.get_next(&key.checked_add(1)?);
        next.map(|(key, value)| numbers(key, value))
    }

    fn predecessor(&self, key: &u64) -> Option<(u32, u32)> {
        let previous = self.0.get_prev(&key.checked_sub(1)?);
        previous.map(|(key, value)| numbers(key, value))
    }

    fn split_off(&mut self, key: &u64) -> Self {
        let (below, at, mut above) = self.0.split_lookup(key);
        if let Some(value) = at {
            above.insert(*key, value);
        }
        self.0 = below;
        Map(above)
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key, index,
        entry(Entry), and_modify,
        extend, from_iter, clone, clone_from, eq, union, debug,
        into_iter, clear,
        keys, values, iter_clone, rev;
        by hand: remove_entry, first, last, pop_first, pop_last, range, neighbours, split_off
    }
}
