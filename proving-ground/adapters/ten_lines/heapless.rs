// heapless 0.9: its `IndexMap`, of a fixed size, which gives back what it has no room
// for. Its `into_iter` goes from the last entry to the first, and its `retain` leaves
// the index behind the entries if the closure panics: both are left out.

use krate::index_map::{Entry, IndexMap};
use map_oracle::case::Order;

map_oracle::subject! {
    pub struct Map("heapless", IndexMap<Key, Value, PlanState, 64>);
    new: |_| IndexMap::default();
    ops: insert -> Result, get_mut, contains_key, index, extend, from_iter, clone, clone_from, eq,
        debug, truncate, entry(Entry: replace, remove, remove_entry, write, peek), clear, keys,
        values, iter_mut, values_mut, iter_clone,
        or_insert(|map, key, value| map.entry(key).or_insert(value).expect("room")), capacity,
        first(first), last(last), get_index, index_of, swap_remove;
    promises: { order: Order::InsertionSwap, max_entries: Some(64), refuses: true }
}
