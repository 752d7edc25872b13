// intmap 3: a hash map whose keys are integers, and hash themselves. `drain` is left
// out: dropped before its end, it leaves entries where they are. See FOUND.md.

use krate::{Entry, IntMap};

map_oracle::subject! {
    pub struct Map("intmap", IntMap<u64, Value>);
    new: |hint| if hint == 0 { IntMap::new() } else { IntMap::with_capacity(hint) };
    keys: u64;
    ops: or_insert_with_key(|m, k, make| m.entry(k).or_insert_with_key(make)), or_insert_with, keys,
        entry(Entry: replace, remove, write, fill), contains_key(|m, k| m.contains_key(*k)), clone,
        get_mut(|m, k| m.get_mut(*k)), remove(|m, k| m.remove(*k)), get(|m, k| m.get(*k)), reserve,
        clone_from, values_mut, from_iter, into_iter, or_insert, iter_mut, capacity, extend, debug,
        retain, values, clear, eq;
    promises: { usable_after_panic: false }
}
