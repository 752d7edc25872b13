// std's `BTreeMap`, of the toolchain that builds the set.
//
// Its `split_off` is left out: a comparison that panics in it leaves the length
// behind the entries, and the next walk aborts the process. See FOUND.md.

use krate::collections::BTreeMap;
use krate::collections::btree_map::Entry;
use map_oracle::case::Order;

map_oracle::subject! {
    /// `BTreeMap` of std.
    pub struct Map("std", BTreeMap<Key, Value>);
    new: |_hint| BTreeMap::new();
    keys: Key;
    values: Value;
    ops: get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify, or_insert_with_key, insert_entry,
        extend, from_iter, clone, clone_from, eq, append, debug,
        retain, extract_if(..), into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        rev, first, last, pop_first, pop_last, range, range_mut, neighbours;
    promises: { order: Order::Sorted, clone_keeps_order: true, fused: true }
}
