// linked-hash-map 0.5: a hash map whose entries are in a list; what is inserted anew
// goes to its back.

use krate::{Entry, LinkedHashMap};
use map_oracle::case::Order;

map_oracle::subject! {
    pub struct Map("linked-hash-map", LinkedHashMap<Key, Value, PlanState>);
    new: |hint| LinkedHashMap::with_capacity_and_hasher(hint, PlanState::default());
    ops: get_mut, contains_key, index, extend, from_iter, clone, eq, debug, into_iter, clear,
        entry(Entry: replace, remove, write, peek, fill), or_insert, or_insert_with, keys, values,
        iter_mut, iter_clone, rev, reserve, shrink_to_fit, capacity, first(front), last(back),
        pop_first(pop_front), pop_last(pop_back);
    promises: { order: Order::InsertionLast, clone_keeps_order: true, usable_after_panic: false }
}
