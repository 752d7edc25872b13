// litemap 0.8: a sorted vector of entries. Its `extend` is left out: a comparison that
// panics in it leaves what is not yet sorted. See FOUND.md.

use krate::{Entry, LiteMap};
use map_oracle::case::Order;

map_oracle::subject! {
    pub struct Map("litemap", LiteMap<Key, Value>);
    new: |hint| LiteMap::with_capacity(hint);
    ops: get_mut, contains_key, index, from_iter, clone, clone_from, eq, retain, into_iter, clear,
        reserve, or_insert, or_insert_with, and_modify, entry(Entry: replace, remove, write, fill),
        keys, values, iter_mut, iter_clone, rev, first(first), last(last), get_index(get_indexed),
        index_of(|map, key| map.find_index(key).ok());
    promises: { order: Order::Sorted, clone_keeps_order: true }
}
