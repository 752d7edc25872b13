// dashmap, from 5 on: hash maps behind locks, on one thread.
//
// What it hands out are guards, and it takes several locks for some ops, so each op
// lets go of them before it ends.

use krate::{DashMap, Entry};
use map_oracle::case::EntryForm;
use map_oracle::probe::{TestKey as _, TestValue as _, call_closure};
use map_oracle::subject::{
    EntryAnswer, Pair, Select, Subject, Support, Visit, VisitMut, numbers, walk,
};
use map_oracle::subject_methods;

/// `DashMap` of dashmap.
pub struct Map(DashMap<Key, Value, PlanState>);

impl Map {
    fn from_map(map: DashMap<Key, Value, PlanState>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "dashmap";
    const SUPPORT: Support = Support::DEFAULT;

    fn with_hint(hint: usize) -> Self {
        let state = PlanState::default();
        Map(DashMap::with_capacity_and_hasher_and_shard_amount(
            hint, state, 4,
        ))
    }

    fn get(&self, key: &Key) -> Option<u32> {
        self.0.get(key).map(|guard| guard.value().get())
    }

    fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        self.0.get_mut(key).map(|mut guard| {
            let before = guard.value().get();
            guard.value_mut().set(payload);
            before
        })
    }

    fn get_key_value(&self, key: &Key) -> Option<(u32, u32)> {
        self.0
            .get(key)
            .map(|guard| numbers(guard.key(), guard.value()))
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.0.remove(key).map(|(_, value)| value)
    }

    fn remove_entry(&mut self, key: &Key) -> Option<Pair<Self>> {
        self.0.remove(key)
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.0.iter(), false, |guard| {
            visit(guard.key(), guard.value())
        });
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(self.0.iter_mut(), false, |mut guard| {
            let (key, value) = guard.pair_mut();
            visit(key, value);
        });
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0.retain(|key, value| keep(key, value));
    }

    fn entry(&mut self, form: EntryForm, key: Key, value: Value) -> EntryAnswer<Key, Value> {
        let mut answer = EntryAnswer::default();
        match (form, self.0.entry(key)) {
            (EntryForm::OrInsert, entry) => {
                answer.seen = Some(entry.or_insert(value).value().get());
            }
            (EntryForm::OrInsertWith, entry) => {
                let make = || {
                    call_closure();
                    value
                };
                answer.seen = Some(entry.or_insert_with(make).value().get());
            }
            (form, Entry::Occupied(mut entry)) => {
                answer.occupied = Some(true);
                answer.key = Some(entry.key().id());
                answer.seen = Some(entry.get().get());
                match form {
                    EntryForm::Replace => answer.returned = Some(entry.insert(value)),
                    EntryForm::Remove => {
                        answer.unused = Some(value);
                        answer.returned = Some(entry.remove());
                    }
                    EntryForm::RemoveEntry => {
                        answer.unused = Some(value);
                        let (key, value) = entry.remove_entry();
                        answer.returned_key = Some(key);
                        answer.returned = Some(value);
                    }
                    EntryForm::Write => {
                        entry.get_mut().set(value.get());
                        answer.unused = Some(value);
                        answer.seen = Some(entry.into_ref().value().get());
                    }
                    _ => answer.unused = Some(value),
                }
            }
            (form, Entry::Vacant(entry)) => {
                answer.occupied = Some(false);
                answer.key = Some(entry.key().id());
                match form {
                    EntryForm::Fill => answer.seen = Some(entry.insert(value).value().get()),
                    _ => answer.unused = Some(value),
                }
            }
        }
        answer
    }

    fn and_modify(&mut self, key: Key, value: Value) -> u32 {
        let payload = value.get();
        let modify = |value: &mut Value| {
            call_closure();
            value.set(payload);
        };
        let entry = self.0.entry(key).and_modify(modify);
        entry.or_insert(value).value().get()
    }

    fn insert_entry(&mut self, key: Key, value: Value) -> u32 {
        self.0.entry(key).insert(value).value().get()
    }

    subject_methods! { 0:
        insert, len, contains_key,
        extend, from_iter, clone, clone_from, debug, into_iter, clear,
        try_reserve, shrink_to_fit, capacity;
        by hand: get, get_mut, get_key_value, remove, remove_entry, iter, iter_mut, retain,
        entry, and_modify, insert_entry
    }
}
