// rpds's `RedBlackTreeMap`, a tree whose clones share their nodes.
//
// Numbers stand for the keys and values: shared entries live once in two maps,
// so that the ledger, which counts an entry for each, could not be balanced.
// `insert_mut` and `remove_mut` give no value back, so the adapter looks it up
// first. Its only way to show itself is `Display`.

use krate::RedBlackTreeMapSync;
use map_oracle::case::Order;
use map_oracle::subject::{Bounds, Ends, Subject, Support, numbers, walk_ends};
use map_oracle::subject_methods;

type Inner = RedBlackTreeMapSync<u64, u32>;

/// `RedBlackTreeMap` of rpds.
pub struct Map(Inner);

impl Map {
    fn from_map(map: Inner) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u64;
    type Value = u32;

    const NAME: &'static str = "rpds-tree";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(Inner::new_sync())
    }

    fn insert(&mut self, key: u64, value: u32) -> Option<u32> {
        let before = self.0.get(&key).copied();
        self.0.insert_mut(key, value);
        before
    }

    fn remove(&mut self, key: &u64) -> Option<u32> {
        let before = self.0.get(key).copied();
        assert_eq!(
            self.0.remove_mut(key),
            before.is_some(),
            "what remove_mut answers"
        );
        before
    }

    fn len(&self) -> usize {
        self.0.size()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn range(&self, (from, to): Bounds<'_, u64>, ends: Ends) -> Vec<(u32, u32)> {
        let range = self.0.range::<u64, _>((from.cloned(), to.cloned()));
        walk_ends(range, ends, false, |(key, value)| numbers(key, value))
    }

    fn successor(&self, key: &u64) -> Option<(u32, u32)> {
        use std::ops::Bound::{Excluded, Unbounded};
        let mut range = self.0.range::<u64, _>((Excluded(*key), Unbounded));
        range.next().map(|(key, value)| numbers(key, value))
    }

    fn predecessor(&self, key: &u64) -> Option<(u32, u32)> {
        let mut range = self.0.range::<u64, _>(..*key);
        range.next_back().map(|(key, value)| numbers(key, value))
    }

    subject_methods! { 0:
        get, iter,
        get_mut, get_key_value, contains_key, index,
        from_iter, clone, clone_from, eq,
        keys, values, rev, first(first), last(last);
        by hand: insert, remove, len, range, neighbours
    }
}
