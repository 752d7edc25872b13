// vec_map 0.8: a vector that is indexed by the keys.
//
// It makes a slot for every number up to its largest key, so its keys are the
// plain numbers of the case.

use krate::{Entry, VecMap};
use map_oracle::case::Order;
use map_oracle::probe::{Probe, TestKey, TestValue as _};
use map_oracle::subject::{
    End, Ends, Pair, Select, Subject, Support, Visit, VisitMut, numbers, take_some, walk,
    walk_clone, walk_ends,
};
use map_oracle::subject_methods;

/// A small number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Small(usize);

impl TestKey for Small {
    const FOLLOWED: bool = false;

    fn make(_: &Probe, id: u32) -> Self {
        Small(id as usize)
    }

    fn id(&self) -> u32 {
        u32::try_from(self.0).unwrap_or(u32::MAX)
    }
}

/// `VecMap` of vec_map.
pub struct Map(VecMap<Value>);

impl Map {
    fn from_map(map: VecMap<Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Small;
    type Value = Value;

    const NAME: &'static str = "vec_map";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Map(VecMap::with_capacity(hint))
    }

    fn insert(&mut self, key: Small, value: Value) -> Option<Value> {
        self.0.insert(key.0, value)
    }

    fn remove(&mut self, key: &Small) -> Option<Value> {
        self.0.remove(key.0)
    }

    fn get(&self, key: &Small) -> Option<u32> {
        self.0.get(key.0).map(|value| value.get())
    }

    fn get_mut(&mut self, key: &Small, payload: u32) -> Option<u32> {
        self.0.get_mut(key.0).map(|value| {
            let before = value.get();
            value.set(payload);
            before
        })
    }

    fn contains_key(&self, key: &Small) -> bool {
        self.0.contains_key(key.0)
    }

    fn index(&self, key: &Small) -> u32 {
        self.0[key.0].get()
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.0.iter(), false, |(key, value)| {
            visit(&Small(key), value)
        });
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(self.0.iter_mut(), false, |(key, value)| {
            visit(&Small(key), value);
        });
    }

    fn each_key(&self, visit: &mut dyn FnMut(&Small)) {
        walk(self.0.keys(), false, |key| visit(&Small(key)));
    }

    fn each_from(&self, ends: Ends) -> Vec<(u32, u32)> {
        walk_ends(self.0.iter(), ends, false, |(key, value)| {
            numbers(&Small(key), value)
        })
    }

    fn each_cloned(&self, count: usize) -> [Vec<(u32, u32)>; 2] {
        walk_clone(self.0.iter(), count, |(key, value)| {
            numbers(&Small(key), value)
        })
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0.retain(|key, value| keep(&Small(key), value));
    }

    fn drain(&mut self, take: usize, end: End) -> Vec<Pair<Self>> {
        small(take_some(self.0.drain(), take, end))
    }

    fn into_entries(self, take: usize, end: End) -> Vec<Pair<Self>> {
        small(take_some(self.0.into_iter(), take, end))
    }

    fn extend(&mut self, entries: Vec<Pair<Self>>) {
        self.0
            .extend(entries.into_iter().map(|(key, value)| (key.0, value)));
    }

    fn from_entries(entries: Vec<Pair<Self>>) -> Self {
        Map(entries
            .into_iter()
            .map(|(key, value)| (key.0, value))
            .collect())
    }

    fn split_off(&mut self, key: &Small) -> Self {
        Map(self.0.split_off(key.0))
    }

    proving_ground::lesser_entry! { 0 by (|key: Small| key.0): Entry }

    subject_methods! { 0:
        len, clone, clone_from, eq, append, debug, clear,
        values, values_mut, shrink_to_fit, capacity;
        by hand: insert, remove, get, iter, get_mut, contains_key, index, iter_mut, keys,
        rev, iter_clone, retain, drain, into_iter, extend, from_iter, split_off, entry
    }
}

fn small(entries: Vec<(usize, Value)>) -> Vec<(Small, Value)> {
    let entries = entries.into_iter();
    entries.map(|(key, value)| (Small(key), value)).collect()
}
