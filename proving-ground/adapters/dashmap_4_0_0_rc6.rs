// dashmap 4.0.0-rc6, a map without locks, used by one thread.
//
// Guards show entries for reading only. What is removed is freed some time
// later, so the keys and values are numbers, which nobody counts. `clear` is left
// out: it empties the map and leaves its length, another bug.

use krate::DashMap;
use map_oracle::probe::TestValue as _;
use map_oracle::subject::{Pair, Select, Subject, Support, Visit, walk};
use map_oracle::subject_methods;

/// `DashMap` of dashmap 4.0.0-rc6.
pub struct Map(DashMap<u64, u64, PlanState>);

impl Subject for Map {
    type Key = u64;
    type Value = u64;

    const NAME: &'static str = "dashmap";
    const SUPPORT: Support = Support {
        // What a panic leaves is not told.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Map(DashMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    fn insert(&mut self, key: u64, value: u64) -> Option<u64> {
        self.0.replace(key, value).map(|entry| *entry.value())
    }

    fn remove(&mut self, key: &u64) -> Option<u64> {
        self.0.remove_take(key).map(|entry| *entry.value())
    }

    fn remove_entry(&mut self, key: &u64) -> Option<Pair<Self>> {
        let entry = self.0.remove_take(key)?;
        Some((*entry.key(), *entry.value()))
    }

    fn get(&self, key: &u64) -> Option<u32> {
        self.0.get(key).map(|entry| entry.value().get())
    }

    fn get_key_value(&self, key: &u64) -> Option<(u32, u32)> {
        let entry = self.0.get(key)?;
        Some(map_oracle::subject::numbers(entry.key(), entry.value()))
    }

    fn get_mut(&mut self, key: &u64, payload: u32) -> Option<u32> {
        let before = self.0.get(key).map(|entry| entry.value().get());
        self.0.update(key, |_, _| payload.into());
        before
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.0.iter(), false, |entry| {
            visit(entry.key(), entry.value());
        });
    }

    fn extend(&mut self, entries: Vec<Pair<Self>>) {
        self.0.extend(entries);
    }

    fn from_entries(entries: Vec<Pair<Self>>) -> Self {
        Map(DashMap::from_iter(entries))
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        self.0.retain(|key, &value| keep(key, &mut { value }));
    }

    subject_methods! { 0:
        len, contains_key, capacity;
        by hand: insert, remove, remove_entry, get, get_key_value, get_mut, iter, extend,
            from_iter, retain
    }
}
