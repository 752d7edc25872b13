// ordermap 1: indexmap with `remove` for `shift_remove`, and an equality that
// asks for the same order.
//
// After a panic in user code it is only dropped, as indexmap is, which it is built
// on. Its equality is left out: two maps of the same entries need not be equal.

use krate::OrderMap;
use krate::map::Entry;
use map_oracle::case::Order;
use map_oracle::subject::{Pair, Subject, Support};
use map_oracle::subject_methods;

/// `OrderMap` of ordermap.
pub struct Map(OrderMap<Key, Value, PlanState>);

impl Map {
    fn from_map(map: OrderMap<Key, Value, PlanState>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "ordermap";
    const SUPPORT: Support = Support {
        order: Order::Insertion,
        clone_keeps_order: true,
        fused: true,
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Map(OrderMap::with_capacity_and_hasher(
            hint,
            PlanState::default(),
        ))
    }

    fn shift_remove_index(&mut self, place: usize) -> Option<Pair<Self>> {
        self.0.remove_index(place)
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_disjoint_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify, or_insert_with_key, insert_entry,
        extend, from_iter, clone, clone_from, append, debug,
        retain, drain(..), extract_if(..), into_iter, into_keys, into_values, truncate, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, try_reserve, shrink_to_fit, shrink_to, capacity, nan,
        rev, first(first), last(last), pop_last(pop),
        get_index, index_of, swap_remove, swap_remove_index,
        swap_indices, move_index, sort_keys, reverse;
        by hand: shift_remove_index
    }
}
