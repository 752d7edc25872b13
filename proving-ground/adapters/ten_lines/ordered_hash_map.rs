// ordered_hash_map: a hash map whose entries are in a list, by their insertion; one
// anew moves to the back. An entry's own `insert` and `insert_entry` do not move it, so
// that they are left out.

use krate::OrderedHashMap;
use krate::ordered_map::Entry;
use map_oracle::case::Order;

map_oracle::subject! {
    pub struct Map("ordered_hash_map", OrderedHashMap<Key, Value, PlanState>);
    new: |hint| OrderedHashMap::with_capacity_and_hasher(hint, PlanState::default());
    ops: get_mut, get_key_value, contains_key, index, remove_entry, and_modify, or_insert,
        entry(Entry: remove, remove_entry, write, peek, fill), or_insert_with, extend, clone, eq, debug, into_iter,
        into_keys, into_values, clear, keys, values, iter_mut, values_mut, iter_clone, rev, reserve,
        try_reserve, shrink_to_fit, shrink_to, capacity, first(front_entry), last(back_entry),
        pop_first(pop_front_entry), pop_last(pop_back_entry);
    promises: { order: Order::InsertionLast, clone_keeps_order: true, usable_after_panic: false }
}
