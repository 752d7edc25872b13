// hashlink: its `LinkedHashMap`. Whatever inserts moves to the back. So does an
// entry's `or_insert`, which puts nothing there: it is left out, and `and_modify` with it.

use krate::LinkedHashMap;
use krate::linked_hash_map::Entry;
use map_oracle::case::Order;

map_oracle::subject! {
    pub struct Map("hashlink", LinkedHashMap<Key, Value, PlanState>);
    new: |hint| LinkedHashMap::with_capacity_and_hasher(hint, PlanState::default());
    ops: get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry: replace, remove, remove_entry, write, peek, fill), extend, from_iter, clone, clone_from, eq, debug, retain, drain, into_iter, clear, keys,
        values, iter_mut, values_mut, iter_clone, rev, reserve, try_reserve, shrink_to_fit,
        capacity, first(front), last(back), pop_first(pop_front), pop_last(pop_back);
    promises: { order: Order::InsertionLast, clone_keeps_order: true, usable_after_panic: false }
}
