// intmap 3: a hash map whose keys are integers, and hash themselves. `drain` is left
// out: dropped before its end, it leaves entries where they are. See FOUND.md.

use krate::{Entry, IntMap};

map_oracle::subject! {
    pub struct Map("intmap", IntMap<u64, Value>);
    new: |hint| if hint == 0 { IntMap::new() } else { IntMap::with_capacity(hint) };
    keys: u64;
    ops: remove(|map, key| map.remove(*key)), get(|map, key| map.get(*key)), get_mut(|map, key| map.get_mut(*key)),
        contains_key(|map, key| map.contains_key(*key)), extend, from_iter, clone, clone_from, eq, debug,
        retain, into_iter, clear, keys, values, iter_mut, values_mut, reserve, capacity,
        or_insert, or_insert_with, entry(Entry: replace, remove, write, fill),
        or_insert_with_key(|map, key, make| map.entry(key).or_insert_with_key(make));
    promises: { usable_after_panic: false }
}
