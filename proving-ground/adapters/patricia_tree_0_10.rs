// patricia_tree 0.10: a trie of byte strings.
//
// It keeps no keys but the bytes on its paths, and makes them anew to show them.

use krate::PatriciaMap;
use map_oracle::case::Order;
use map_oracle::subject::{Subject, Support, Visit, VisitMut, walk};
use map_oracle::subject_methods;

/// `PatriciaMap` of patricia_tree.
pub struct Map(PatriciaMap<Value>);

impl Map {
    fn from_map(map: PatriciaMap<Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Vec<u8>;
    type Value = Value;

    const NAME: &'static str = "patricia_tree";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(PatriciaMap::new())
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.0.iter(), false, |(key, value)| visit(&key, value));
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(self.0.iter_mut(), false, |(key, value)| visit(&key, value));
    }

    fn each_key(&self, visit: &mut dyn FnMut(&Vec<u8>)) {
        walk(self.0.keys(), false, |key| visit(&key));
    }

    subject_methods! { 0:
        insert, remove, get, len,
        get_mut, contains_key,
        extend, from_iter, clone, clone_from, debug, into_iter, clear,
        values, values_mut;
        by hand: iter, iter_mut, keys
    }
}
