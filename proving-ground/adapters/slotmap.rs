// slotmap 1: its `SlotMap`, which hands out the keys.
//
// A table beside it knows which of its keys stands for which of ours. A key that
// the slot map does not hold any more is absent, whatever the table says.

use std::collections::BTreeMap;

use krate::{DefaultKey, SlotMap};
use map_oracle::probe::{TestKey as _, TestValue as _, quietly};
use map_oracle::subject::{
    End, Pair, Select, Subject, Visit, VisitMut, numbers, take_some, walk, walk_clone,
};
use map_oracle::subject_methods;

/// `SlotMap` of slotmap 1.
pub struct Map {
    map: SlotMap<DefaultKey, (Key, Value)>,
    slots: BTreeMap<u32, DefaultKey>,
}

impl Map {
    fn slot(&self, key: &Key) -> Option<DefaultKey> {
        self.slots.get(&key.id()).copied()
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "slotmap";

    fn with_hint(hint: usize) -> Self {
        Map {
            map: SlotMap::with_capacity(hint),
            slots: BTreeMap::new(),
        }
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        let slot = self.slot(&key);
        if let Some(entry) = slot.and_then(|slot| self.map.get_mut(slot)) {
            return Some(std::mem::replace(&mut entry.1, value));
        }
        let id = key.id();
        self.slots.insert(id, self.map.insert((key, value)));
        None
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.map.remove(self.slot(key)?).map(|(_, value)| value)
    }

    fn remove_entry(&mut self, key: &Key) -> Option<Pair<Self>> {
        self.map.remove(self.slot(key)?)
    }

    fn get(&self, key: &Key) -> Option<u32> {
        self.map.get(self.slot(key)?).map(|(_, value)| value.get())
    }

    fn get_key_value(&self, key: &Key) -> Option<(u32, u32)> {
        let entry = self.map.get(self.slot(key)?);
        entry.map(|(key, value)| numbers(key, value))
    }

    fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        let slot = self.slot(key)?;
        self.map.get_mut(slot).map(|(_, value)| {
            let before = value.get();
            value.set(payload);
            before
        })
    }

    fn contains_key(&self, key: &Key) -> bool {
        self.slot(key)
            .is_some_and(|slot| self.map.contains_key(slot))
    }

    fn index(&self, key: &Key) -> u32 {
        self.map[self.slot(key).expect("a key that is there")]
            .1
            .get()
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.map.iter(), true, |(_, (key, value))| visit(key, value));
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(self.map.iter_mut(), true, |(_, (key, value))| {
            visit(key, value);
        });
    }

    fn each_value(&self, visit: &mut dyn FnMut(&Value)) {
        walk(self.map.values(), true, |(_, value)| visit(value));
    }

    fn each_value_mut(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        walk(self.map.values_mut(), true, |(_, value)| visit(value));
    }

    fn each_cloned(&self, count: usize) -> [Vec<(u32, u32)>; 2] {
        walk_clone(self.map.iter(), count, |(_, (key, value))| {
            numbers(key, value)
        })
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.map.retain(|_, (key, value)| keep(key, value));
    }

    fn drain(&mut self, take: usize, end: End) -> Vec<Pair<Self>> {
        take_some(self.map.drain().map(|(_, entry)| entry), take, end)
    }

    fn into_entries(self, take: usize, end: End) -> Vec<Pair<Self>> {
        take_some(self.map.into_iter().map(|(_, entry)| entry), take, end)
    }

    fn duplicate(&self) -> Self {
        Map {
            map: self.map.clone(),
            slots: self.slots.clone(),
        }
    }

    fn assign_from(&mut self, source: &Self) {
        self.slots.clone_from(&source.slots);
        // From 1.1 on it ends the process if a clone panics.
        quietly(|| self.map.clone_from(&source.map));
    }

    subject_methods! { map:
        len, reserve, capacity, clear;
        by hand: insert, remove, remove_entry, get, get_key_value, get_mut, contains_key,
            index, iter, iter_mut, values, values_mut, iter_clone, retain, drain, into_iter,
            clone, clone_from
    }
}
