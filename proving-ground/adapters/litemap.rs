// litemap 0.8: a sorted vector of entries.
//
// Its `extend` is left out: a comparison that panics in it leaves what is not yet
// sorted. See FOUND.md.

use krate::{Entry, LiteMap};
use map_oracle::case::Order;
use map_oracle::subject::{Select, Subject, Support, numbers};
use map_oracle::subject_methods;
use proving_ground::read_only;

/// `LiteMap` of litemap.
pub struct Map(LiteMap<Key, Value>);

impl Map {
    fn from_map(map: LiteMap<Key, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "litemap";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Map(LiteMap::with_capacity(hint))
    }

    fn get_index(&self, place: usize) -> Option<(u32, u32)> {
        let entry = self.0.get_indexed(place);
        entry.map(|(key, value)| numbers(key, value))
    }

    fn index_of(&self, key: &Key) -> Option<usize> {
        self.0.find_index(key).ok()
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0
            .retain(|key, value| read_only::ask(value, |copy| keep(key, copy)));
    }

    proving_ground::lesser_entry! { 0: Entry }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, contains_key, index, and_modify,
        from_iter, clone, clone_from, eq,
        into_iter, clear,
        keys, values, iter_mut, iter_clone, reserve,
        rev, first(first), last(last);
        by hand: get_index, index_of, retain, entry
    }
}
