// id-map 0.2: its keys are small numbers, places in a vector.
//
// What is collected comes as values alone if its keys are the first ones in
// order, as those are the keys that they are given.

use krate::IdMap;
use map_oracle::probe::{Probe, TestKey, TestValue as _};
use map_oracle::subject::{
    Pair, Select, Subject, Visit, VisitMut, feed, numbers, take_some, walk, walk_clone,
};
use map_oracle::subject_methods;

/// A key that is its own number.
#[derive(Debug)]
pub struct Id(usize);

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
    const SUPPORT: map_oracle::subject::Support = map_oracle::subject::Support {
        order: map_oracle::case::Order::Sorted,
        clone_keeps_order: true,
        ..map_oracle::subject::Support::DEFAULT
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
        self.0.retain(|id, value| keep(&Id(id), &mut value.clone()));
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.0.iter(), false, |(id, value)| visit(&Id(id), value));
    }

    fn each_key(&self, visit: &mut dyn FnMut(&Id)) {
        walk(self.0.ids(), false, |id| visit(&Id(id)));
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(self.0.iter_mut(), false, |(id, value)| {
            visit(&Id(id), value);
        });
    }

    fn each_cloned(&self, count: usize) -> [Vec<(u32, u32)>; 2] {
        walk_clone(self.0.iter(), count, |(id, value)| {
            numbers(&Id(id), value)
        })
    }

    fn into_entries(self, take: usize, end: map_oracle::subject::End) -> Vec<Pair<Self>> {
        let entries = self.0.into_iter().map(|(id, value)| (Id(id), value));
        take_some(entries, take, end)
    }

    subject_methods! { 0:
        clone, clone_from, eq, debug, clear, values, values_mut, reserve, shrink_to_fit;
        by hand: insert, remove, get, get_mut, contains_key, index, len, from_iter, retain,
            iter, keys, iter_mut, iter_clone, into_iter
    }
}
