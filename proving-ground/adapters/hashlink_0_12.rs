// hashlink, from 0.9 on: std's methods over a hash table whose entries are
// linked.
//
// An insert of a key that is there moves it to the back; the crate's name for
// std's insert is `replace`, which leaves it in its place. Extending a map moves
// as `insert` does, so the order is left open, and only `first`, `last` and the
// pops, which say what they show, are not asked. `rev` neither. Its equality asks for
// the same order and is left out as well. After a panic in user code the map is only
// dropped, as an insert links its entry before the table takes it. See FOUND.md.

use krate::LinkedHashMap;
use krate::linked_hash_map::Entry;

map_oracle::subject! {
    /// `LinkedHashMap` of hashlink.
    pub struct Map("hashlink", LinkedHashMap<Key, Value, PlanState>);
    new: |hint| LinkedHashMap::with_capacity_and_hasher(hint, PlanState::default());
    keys: Key;
    values: Value;
    ops: get_mut, get_key_value, contains_key, index, remove_entry,
        entry(Entry), and_modify,
        extend, from_iter, clone, clone_from, debug,
        retain, drain(), into_iter, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        reserve, try_reserve, shrink_to_fit, capacity, nan;
    promises: { clone_keeps_order: true, usable_after_panic: false }
}
