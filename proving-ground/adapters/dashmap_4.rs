// dashmap 4: hash maps behind locks, used by one thread.

use krate::DashMap;
use krate::mapref::entry::Entry;
use map_oracle::case::EntryForm;
use map_oracle::probe::{TestKey as _, TestValue as _, call_closure};
use map_oracle::subject::{EntryAnswer, Pair, Select, Subject, Support, Visit, VisitMut, walk};
use map_oracle::subject_methods;

/// `DashMap` of dashmap 4.
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
    const SUPPORT: Support = Support {
        // A shard stays locked whose entry was held during a panic.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Map(DashMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.0.remove(key).map(|(_, value)| value)
    }

    fn remove_entry(&mut self, key: &Key) -> Option<Pair<Self>> {
        self.0.remove(key)
    }

    fn get(&self, key: &Key) -> Option<u32> {
        self.0.get(key).map(|entry| entry.value().get())
    }

    fn get_key_value(&self, key: &Key) -> Option<(u32, u32)> {
        let entry = self.0.get(key)?;
        Some(map_oracle::subject::numbers(entry.key(), entry.value()))
    }

    fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        self.0.get_mut(key).map(|mut entry| {
            let before = entry.value().get();
            entry.value_mut().set(payload);
            before
        })
    }

    fn entry(&mut self, form: EntryForm, key: Key, value: Value) -> EntryAnswer<Key, Value> {
        let mut answer = EntryAnswer::default();
        match (form, self.0.entry(key)) {
            (EntryForm::OrInsert, entry) => answer.seen = Some(entry.or_insert(value).get()),
            (EntryForm::OrInsertWith, entry) => {
                let make = || {
                    call_closure();
                    value
                };
                answer.seen = Some(entry.or_insert_with(make).get());
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
                        answer.seen = Some(entry.into_ref().get());
                    }
                    _ => answer.unused = Some(value),
                }
            }
            (form, Entry::Vacant(entry)) => {
                answer.occupied = Some(false);
                answer.key = Some(entry.key().id());
                match form {
                    EntryForm::Fill => answer.seen = Some(entry.insert(value).get()),
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
        self.0.entry(key).and_modify(modify).or_insert(value).get()
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.0.iter(), false, |entry| {
            visit(entry.key(), entry.value());
        });
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(self.0.iter_mut(), false, |mut entry| {
            let (key, value) = entry.pair_mut();
            visit(key, value);
        });
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0.retain(|key, value| keep(key, value));
    }

    subject_methods! { 0:
        insert, len, contains_key, extend, clone, clone_from, debug,
        into_iter, clear, shrink_to_fit, capacity, nan;
        by hand: remove, remove_entry, get, get_key_value, get_mut, entry, and_modify, iter,
            iter_mut, retain
    }
}
