// vecmap-rs 0.3: a vector of entries, in the order of their insertion.
//
// `remove` moves the later entries up, as `shift_remove` does. Its `drain` takes a
// range, and its `split_off` a place instead of a key, so that one is left out.

use krate::VecMap;
use krate::map::Entry;
use map_oracle::case::Order;
use map_oracle::subject::{Pair, Subject, Support};
use map_oracle::subject_methods;

/// `VecMap` of vecmap-rs.
pub struct Map(VecMap<Key, Value>);

impl Map {
    fn from_map(map: VecMap<Key, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "vecmap";
    const SUPPORT: Support = Support {
        order: Order::Insertion,
        clone_keeps_order: true,
        fused: true,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Map(VecMap::with_capacity(hint))
    }

    /// These have no answer but a panic for a place that is not there.
    fn swap_remove_index(&mut self, place: usize) -> Option<Pair<Self>> {
        (place < self.0.len()).then(|| self.0.swap_remove_index(place))
    }

    fn shift_remove_index(&mut self, place: usize) -> Option<Pair<Self>> {
        (place < self.0.len()).then(|| self.0.remove_index(place))
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify, or_insert_with_key, insert_entry,
        extend, from_iter, clone, clone_from, eq, append, debug,
        retain, drain(..), into_iter, into_keys, into_values, truncate, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, try_reserve, shrink_to_fit, shrink_to, capacity,
        rev, first(first), last(last), pop_last(pop),
        get_index, index_of, swap_remove, swap_indices, sort_keys, reverse;
        by hand: swap_remove_index, shift_remove_index
    }
}
