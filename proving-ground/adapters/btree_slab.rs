// btree-slab 0.6: a B-tree whose nodes lie in a slab.
//
// Its `drain_filter` stands in for `extract_if`: dropped early it still removes
// the rest, so only the op that runs it to its end is declared.

use krate::BTreeMap;
use krate::generic::map::Entry;
use map_oracle::case::Order;
use map_oracle::subject::{End, Pair, Select, Source, Subject, Support, take_some};
use map_oracle::subject_methods;

/// `BTreeMap` of btree-slab 0.6.
pub struct Map(BTreeMap<Key, Value>);

impl Map {
    fn from_map(map: BTreeMap<Key, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "btree-slab";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        fused: true,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            package: Some("btree-slab 0.6.1"),
            imports: &["use krate::BTreeMap;", "use krate::generic::map::Entry;"],
            map: "BTreeMap<Key, Value>",
            new: "BTreeMap::new()",
            methods: &[("extract_if", "map.drain_filter(SELECT)")],
            ..Source::EMPTY
        })
    }

    fn with_hint(_hint: usize) -> Self {
        Map(BTreeMap::new())
    }

    fn extract_if(&mut self, select: Select<'_, Self>, take: usize, end: End) -> Vec<Pair<Self>> {
        let extracted = self.0.drain_filter(|key, value| select(key, value));
        take_some(extracted, take, end)
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify, or_insert_with_key,
        extend, from_iter, clone, clone_from, eq, append,
        retain, into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut,
        rev, first, last, pop_first, pop_last, range, range_mut, neighbours;
        by hand: extract_all
    }
}
