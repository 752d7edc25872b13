// intmap 3: a hash map whose keys are integers, and hash themselves.
//
// The hash plan decides the numbers. After a panic in user code the map is only
// dropped, as `retain` and `clear` may leave its count behind its entries. `drain`
// is left out: dropped before its end, it leaves entries where they are. See FOUND.md.

use krate::{Entry, IntMap};
use map_oracle::probe::{TestValue as _, call_closure};
use map_oracle::subject::{Subject, Support};
use map_oracle::subject_methods;
use proving_ground::read_only;

/// `IntMap` of intmap 3.
pub struct Map(IntMap<u64, Value>);

impl Map {
    fn from_map(map: IntMap<u64, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u64;
    type Value = Value;

    const NAME: &'static str = "intmap";
    const SUPPORT: Support = Support {
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        match hint {
            0 => Map(IntMap::new()),
            _ => Map(IntMap::with_capacity(hint)),
        }
    }

    fn remove(&mut self, key: &u64) -> Option<Value> {
        self.0.remove(*key)
    }

    fn get(&self, key: &u64) -> Option<u32> {
        self.0.get(*key).map(|value| value.get())
    }

    fn get_mut(&mut self, key: &u64, payload: u32) -> Option<u32> {
        self.0.get_mut(*key).map(|value| {
            let before = value.get();
            value.set(payload);
            before
        })
    }

    fn contains_key(&self, key: &u64) -> bool {
        self.0.contains_key(*key)
    }

    fn each(&self, visit: map_oracle::subject::Visit<'_, Self>) {
        map_oracle::subject::walk(self.0.iter(), false, |(key, value)| visit(&key, value));
    }

    fn each_mut(&mut self, visit: map_oracle::subject::VisitMut<'_, Self>) {
        map_oracle::subject::walk(self.0.iter_mut(), false, |(key, value)| visit(&key, value));
    }

    fn each_key(&self, visit: &mut dyn FnMut(&u64)) {
        map_oracle::subject::walk(self.0.keys(), false, |key| visit(&key));
    }

    fn retain(&mut self, keep: map_oracle::subject::Select<'_, Self>) {
        self.0
            .retain(|key, value| read_only::ask(value, |copy| keep(&key, copy)));
    }

    fn or_insert_with_key(&mut self, key: u64, value: Value) -> u32 {
        let make = |_: u64| {
            call_closure();
            value
        };
        self.0.entry(key).or_insert_with_key(make).get()
    }

    proving_ground::lesser_entry! { 0: Entry }

    subject_methods! { 0:
        insert, len,
        extend, from_iter, clone, clone_from, eq, debug,
        into_iter, clear,
        values, values_mut, reserve, capacity;
        by hand: remove, get, get_mut, contains_key, iter, iter_mut, keys, retain, entry,
        or_insert_with_key
    }
}
