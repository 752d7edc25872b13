// rb_tree 0.3: a red-black tree.
//
// Its `Entry` wants keys that are `Copy`, which instruments cannot be; 0.3.5 has
// a `Debug` that shows the tree.

use krate::RBMap;
use map_oracle::case::Order;
use map_oracle::subject::{Source, Subject, Support, numbers};
use map_oracle::subject_methods;

/// `RBMap` of rb_tree 0.3.
pub struct Map(RBMap<Key, Value>);

impl Map {
    fn from_map(map: RBMap<Key, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "rb_tree";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        fused: true,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            imports: &["use krate::RBMap;"],
            map: "RBMap<Key, Value>",
            new: "RBMap::new()",
            methods: &[("insert", "map.insert(KEY, VALUE).map(|(_, value)| value)")],
            ..Source::EMPTY
        })
    }

    fn with_hint(_hint: usize) -> Self {
        Map(RBMap::new())
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.0.insert(key, value).map(|(_, value)| value)
    }

    fn get_key_value(&self, key: &Key) -> Option<(u32, u32)> {
        self.0.get_pair(key).map(|(key, value)| numbers(key, value))
    }

    subject_methods! { 0:
        remove, get, len, iter,
        get_mut, contains_key, remove_entry,
        from_iter, retain, drain(), into_iter, clear,
        keys, values, iter_mut, values_mut,
        first(peek_pair), last(peek_pair_back), pop_first(pop_pair), pop_last(pop_pair_back);
        by hand: insert, get_key_value
    }
}
