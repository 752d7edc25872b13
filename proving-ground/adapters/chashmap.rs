// chashmap 2: buckets behind locks, used by one thread. It hashes by a state of
// its own that is random.
//
// It has no iterator that leaves the map alone; `filter`, which shows every
// entry, stands in for it. `clear` gives back what the map was.

use std::cell::RefCell;

use krate::CHashMap;
use map_oracle::probe::{TestValue as _, call_closure, quietly};
use map_oracle::subject::{Select, Subject, Support, Visit};
use map_oracle::subject_methods;

/// `CHashMap` of chashmap 2.
pub struct Map(CHashMap<Key, Value>);

impl Map {
    fn from_map(map: CHashMap<Key, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "chashmap";
    const SUPPORT: Support = Support {
        // What a panic leaves is not told.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Map(match hint {
            0 => CHashMap::new(),
            _ => CHashMap::with_capacity(hint),
        })
    }

    fn get(&self, key: &Key) -> Option<u32> {
        self.0.get(key).map(|value| value.get())
    }

    fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        self.0.get_mut(key).map(|mut value| {
            let before = value.get();
            value.set(payload);
            before
        })
    }

    fn and_modify(&mut self, key: Key, value: Value) -> u32 {
        let payload = value.get();
        let modify = |value: &mut Value| {
            call_closure();
            value.set(payload);
        };
        self.0.upsert(key, || value, modify);
        payload
    }

    #[allow(deprecated, reason = "2.1 knows no other name for it")]
    fn each(&self, visit: Visit<'_, Self>) {
        let visit = RefCell::new(visit);
        self.0.filter(|key, value| {
            visit.borrow_mut()(key, value);
            true
        });
    }

    #[allow(deprecated, reason = "2.1 knows no other name for it")]
    fn retain(&mut self, keep: Select<'_, Self>) {
        let keep = RefCell::new(keep);
        self.0.filter(|key, value| {
            let mut value = quietly(|| value.clone());
            keep.borrow_mut()(key, &mut value)
        });
    }

    fn clear(&mut self) {
        drop(self.0.clear());
    }

    subject_methods! { 0:
        insert, remove, len, contains_key,
        from_iter, clone, clone_from, into_iter,
        reserve, shrink_to_fit, capacity;
        by hand: get, get_mut, and_modify, iter, retain, clear
    }
}
