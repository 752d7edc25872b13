// lru, from 0.13 on: the cache as a map without a bound.
//
// A look-up by `get` would move the entry, so `peek` stands for it. The order of
// use is no order that the oracle knows, so what asks for it is left out, and so
// is `Debug`, which shows no entries. It turns into an iterator only with std's
// hasher. After a panic in user code the map is only dropped, as `put` links an
// entry before the index takes it. `retain` is left out: it frees what a comparison
// that lies kept in the index. See FOUND.md.

use krate::LruCache;
use map_oracle::probe::TestValue as _;
use map_oracle::subject::{Pair, Subject, Support};
use map_oracle::subject_methods;

/// `LruCache` of lru.
pub struct Map(LruCache<Key, Value, PlanState>);

impl Map {
    fn from_map(map: LruCache<Key, Value, PlanState>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "lru";
    const SUPPORT: Support = Support {
        clone_keeps_order: true,
        fused: true,
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(LruCache::unbounded_with_hasher(PlanState::default()))
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.0.put(key, value)
    }

    fn get(&self, key: &Key) -> Option<u32> {
        self.0.peek(key).map(|value| value.get())
    }

    fn contains_key(&self, key: &Key) -> bool {
        self.0.contains(key)
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.0.pop(key)
    }

    fn remove_entry(&mut self, key: &Key) -> Option<Pair<Self>> {
        self.0.pop_entry(key)
    }

    subject_methods! { 0:
        len, iter,
        get_mut, clone, clone_from, clear,
        iter_mut, iter_clone;
        by hand: insert, get, contains_key, remove, remove_entry
    }
}
