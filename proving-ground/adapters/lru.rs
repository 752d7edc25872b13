// lru 0.6: a cache, taken as a map that is never so full that it evicts.
//
// Its order is that of the last use, which has no name here. So none is
// promised, and what asks for the last entry is left out.

use krate::LruCache;
use map_oracle::probe::TestValue as _;
use map_oracle::subject::{Source, Subject, Support};
use map_oracle::subject_methods;

/// How many entries there may be.
const ROOM: usize = 512;

/// `LruCache` of lru 0.6.
pub struct Map(LruCache<Key, Value, PlanState>);

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "lru";
    const SUPPORT: Support = Support {
        max_entries: Some(ROOM as u16),
        // What a panic leaves is not told.
        usable_after_panic: false,
        fused: true,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            package: Some("lru 0.6"),
            imports: &["use krate::LruCache;"],
            map: "LruCache<Key, Value, PlanState>",
            new: "LruCache::with_hasher(512, PlanState::default())",
            methods: &[
                ("insert", "map.put(KEY, VALUE)"),
                ("remove", "map.pop(KEY)"),
                ("get", "map.peek(KEY)"),
                ("contains_key", "map.contains(KEY)"),
            ],
            ..Source::EMPTY
        })
    }

    fn with_hint(_hint: usize) -> Self {
        Map(LruCache::with_hasher(ROOM, PlanState::default()))
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.0.put(key, value)
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.0.pop(key)
    }

    fn get(&self, key: &Key) -> Option<u32> {
        self.0.peek(key).map(|value| value.get())
    }

    fn contains_key(&self, key: &Key) -> bool {
        self.0.contains(key)
    }

    subject_methods! { 0:
        len, iter, get_mut, clear, iter_mut, iter_clone, rev;
        by hand: insert, remove, get, contains_key
    }
}
