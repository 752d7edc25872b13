// gavl 0.1: an AVL tree.
//
// It answers with a `Result` where std has an `Option`, and its `clear` is called
// `empty`. Its `Debug` shows the nodes, not the entries.

use krate::Map as AvlMap;
use map_oracle::case::Order;
use map_oracle::probe::TestValue as _;
use map_oracle::subject::{Source, Subject, Support};
use map_oracle::subject_methods;

/// `Map` of gavl 0.1.
pub struct Map(AvlMap<Key, Value>);

impl Map {
    fn from_map(map: AvlMap<Key, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "gavl";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            package: Some("gavl 0.1"),
            imports: &["use krate::Map as AvlMap;"],
            map: "AvlMap<Key, Value>",
            new: "AvlMap::new()",
            methods: &[
                ("remove", "map.remove(KEY).ok()"),
                ("get", "map.get(KEY).ok()"),
            ],
            ..Source::EMPTY
        })
    }

    fn with_hint(_hint: usize) -> Self {
        Map(AvlMap::new())
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.0.remove(key).ok()
    }

    fn get(&self, key: &Key) -> Option<u32> {
        self.0.get(key).ok().map(|value| value.get())
    }

    fn get_mut(&mut self, key: &Key, payload: u32) -> Option<u32> {
        let value = self.0.get_mut(key).ok()?;
        let before = value.get();
        value.set(payload);
        Some(before)
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn clear(&mut self) {
        self.0.empty();
    }

    subject_methods! { 0:
        insert, iter, from_iter, clone, clone_from, into_iter, iter_mut;
        by hand: remove, get, get_mut, len, clear
    }
}
