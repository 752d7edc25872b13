// lru: a cache, taken as a map that never evicts. It shows the latest use first; the
// adapter turns that round.

use krate::LruCache;
use map_oracle::case::Order;

map_oracle::subject! {
    pub struct Map("lru", LruCache<Key, Value, PlanState>);
    new: |_| LruCache::unbounded_with_hasher(PlanState::default());
    ops: insert(put), remove(pop), get(peek), get_mut, contains_key(contains), clone, clear, retain,
        iter(|map| map.iter().rev()), iter_mut(|map| map.iter_mut().rev()),
        iter_clone(|map| map.iter().rev()), remove_entry(pop_entry),
        or_insert_with(get_or_insert_mut), get_or_insert_with(get_or_insert),
        rev(|map| map.iter().rev()), first(peek_lru), last(peek_mru), pop_first(pop_lru),
        pop_last(pop_mru);
    promises: { order: Order::UseLast, usable_after_panic: false }
}
