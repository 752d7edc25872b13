// micromap 0.0.13 and 0.0.14: a small array of entries.
//
// `insert` and `remove` tell nothing of what was there, so that is cloned before.
// `retain` shows values for reading only, and wants a closure that changes nothing.

use std::cell::RefCell;

use map_oracle::probe::quietly;
use map_oracle::subject::{Select, Subject, Support};
use map_oracle::subject_methods;

/// How many entries there may be.
const ROOM: usize = 32;

/// `Map` of micromap.
pub struct Map(krate::Map<Key, Value, ROOM>);

impl Map {
    fn from_map(map: krate::Map<Key, Value, ROOM>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "micromap";
    const SUPPORT: Support = Support {
        max_entries: Some(ROOM as u16),
        // What a panic leaves is not told.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(krate::Map::new())
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        let before = quietly(|| self.0.get(&key).cloned());
        self.0.insert(key, value);
        before
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        let before = quietly(|| self.0.get(key).cloned());
        self.0.remove(key);
        before
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        let keep = RefCell::new(keep);
        self.0.retain(|key, value| {
            let mut value = quietly(|| value.clone());
            keep.borrow_mut()(key, &mut value)
        });
    }

    subject_methods! { 0:
        get, len, iter,
        get_mut, get_key_value, contains_key, index, remove_entry,
        from_iter, clone, clone_from, eq, into_iter, into_values, clear,
        values, iter_mut, values_mut, capacity;
        by hand: insert, remove, retain
    }
}
