// id-map 0.2: its keys are small numbers, places in a vector.
//
// What is collected comes as values alone if its keys are the first ones in
// order, as those are the keys that they are given. Walks that give values for
// writing or for good are left out: in 0.2.2 they panic where the first key is not
// 0, and in 0.2.1 they leak what they are dropped with, other bugs.

use krate::IdMap;
use map_oracle::case::Order;
use map_oracle::probe::{Probe, TestKey, TestValue as _, quietly};
use map_oracle::subject::{Pair, Select, Subject, Support, Visit, feed, numbers, walk, walk_clone};
use map_oracle::subject_methods;

/// A key that is its own number.
pub struct Id(usize);

impl std::fmt::Debug for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl TestKey for Id {
    const FOLLOWED: bool = false;

    fn make(_: &Probe, id: u32) -> Id {
        Id(id as usize)
    }

    fn id(&self) -> u32 {
        u32::try_from(self.0).unwrap_or(u32::MAX)
    }
}

/// `IdMap` of id-map 0.2.
pub struct Map(IdMap<Value>);

impl Map {
    fn from_map(map: IdMap<Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Id;
    type Value = Value;

    const NAME: &'static str = "id-map";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        // What a panic leaves is not told.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Map(IdMap::with_capacity(hint))
    }

    fn insert(&mut self, key: Id, value: Value) -> Option<Value> {
        if self.0.next_id() == key.0 && !self.0.contains(key.0) {
            assert_eq!(self.0.insert(value), key.0);
            return None;
        }
        self.0.insert_at(key.0, value)
    }

    fn remove(&mut self, key: &Id) -> Option<Value> {
        self.0.remove(key.0)
    }

    fn get(&self, key: &Id) -> Option<u32> {
        self.0.get(key.0).map(|value| value.get())
    }

    fn get_mut(&mut self, key: &Id, payload: u32) -> Option<u32> {
        self.0.get_mut(key.0).map(|value| {
            let before = value.get();
            value.set(payload);
            before
        })
    }

    fn contains_key(&self, key: &Id) -> bool {
        self.0.contains(key.0)
    }

    fn index(&self, key: &Id) -> u32 {
        self.0[key.0].get()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn from_entries(entries: Vec<Pair<Self>>) -> Self {
        let first = entries
            .iter()
            .enumerate()
            .all(|(place, (key, _))| key.0 == place);
        Map(match first {
            true => feed(entries).map(|(_, value)| value).collect(),
            false => feed(entries).map(|(key, value)| (key.0, value)).collect(),
        })
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0.retain(|id, value| {
            let mut value = quietly(|| value.clone());
            keep(&Id(id), &mut value)
        });
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.0.iter(), false, |(id, value)| visit(&Id(id), value));
    }

    fn each_key(&self, visit: &mut dyn FnMut(&Id)) {
        walk(self.0.ids(), false, |id| visit(&Id(id)));
    }

    fn each_cloned(&self, count: usize) -> [Vec<(u32, u32)>; 2] {
        walk_clone(self.0.iter(), count, |(id, value)| numbers(&Id(id), value))
    }

    subject_methods! { 0:
        clone, clone_from, eq, debug, clear, values, reserve, shrink_to_fit;
        by hand: insert, remove, get, get_mut, contains_key, index, len, from_iter, retain,
            iter, keys, iter_clone
    }
}
