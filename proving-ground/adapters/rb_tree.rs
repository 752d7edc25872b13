// rb_tree 0.3: a red-black tree.
//
// Its `Entry` wants keys that are `Copy`, which instruments cannot be; 0.3.5 has
// a `Debug` that shows the tree. The iterators know their length and hint at any;
// each iteration would be found, and nothing else, so they are shown without.

use krate::RBMap;
use map_oracle::case::Order;
use map_oracle::subject::{
    End, Pair, Source, Subject, Support, Visit, VisitMut, numbers, take_some, walk,
};
use map_oracle::subject_methods;
use proving_ground::unhinted::Unhinted;

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

    fn each(&self, visit: Visit<'_, Self>) {
        walk(Unhinted(self.0.iter()), true, |(key, value)| {
            visit(key, value)
        });
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(Unhinted(self.0.iter_mut()), true, |(key, value)| {
            visit(key, value)
        });
    }

    fn each_key(&self, visit: &mut dyn FnMut(&Key)) {
        walk(Unhinted(self.0.keys()), true, visit);
    }

    fn each_value(&self, visit: &mut dyn FnMut(&Value)) {
        walk(Unhinted(self.0.values()), true, visit);
    }

    fn each_value_mut(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        walk(Unhinted(self.0.values_mut()), true, visit);
    }

    fn drain(&mut self, take: usize, end: End) -> Vec<Pair<Self>> {
        take_some(Unhinted(self.0.drain()), take, end)
    }

    subject_methods! { 0:
        remove, get, len,
        get_mut, contains_key, remove_entry,
        from_iter, retain, into_iter, clear,
        first(peek_pair), last(peek_pair_back), pop_first(pop_pair), pop_last(pop_pair_back);
        by hand: insert, get_key_value, iter, iter_mut, keys, values, values_mut, drain
    }
}
