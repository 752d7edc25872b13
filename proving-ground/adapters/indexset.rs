// indexset: a sorted map of two levels, that tells the place of a key.
//
// Its `retain` may be given any borrowed form of a key, `pop_index` is what others
// call `shift_remove_index`, and a key's place is its `rank`. Its `Debug` shows the
// nodes, not the entries.
//
// What is left out: `==`, which does not look at values; and `range_mut`, which
// panics on an empty map, and has its stack overflow where a range is given
// backwards.

use krate::{BTreeMap, Entry};
use map_oracle::case::Order;
use map_oracle::subject::{Pair, Source, Subject, Support};
use map_oracle::subject_methods;

/// `BTreeMap` of indexset.
pub struct Map(BTreeMap<Key, Value>);

impl Map {
    fn from_map(map: BTreeMap<Key, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "indexset";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        fused: true,
        // A drop that panics leaves `len` behind the entries.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            imports: &["use krate::{BTreeMap, Entry};"],
            map: "BTreeMap<Key, Value>",
            new: "BTreeMap::new()",
            methods: &[("shift_remove_index", "Some(map.pop_index(PLACE))")],
            ..Source::EMPTY
        })
    }

    fn with_hint(_hint: usize) -> Self {
        Map(BTreeMap::new())
    }

    fn index_of(&self, key: &Key) -> Option<usize> {
        let there = self.0.contains_key(key);
        there.then(|| self.0.rank(key))
    }

    /// `pop_index` has no answer but a panic for a place that is not there.
    fn shift_remove_index(&mut self, place: usize) -> Option<Pair<Self>> {
        (place < self.0.len()).then(|| self.0.pop_index(place))
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify, or_insert_with_key,
        from_iter, clone, clone_from, append,
        retain, into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut,
        rev, first, last, pop_first, pop_last, range, neighbours, split_off,
        get_index;
        by hand: index_of, shift_remove_index
    }
}
