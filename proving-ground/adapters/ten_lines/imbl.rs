// imbl 7: its `HashMap`, a hash trie whose clones share their nodes. Shared entries
// live once in two maps, so that numbers stand for the keys and values here.

use krate::GenericHashMap;
use krate::hashmap::Entry;
use krate::shared_ptr::DefaultSharedPtr;

map_oracle::subject! {
    pub struct Map("imbl", GenericHashMap<u64, u32, PlanState, DefaultSharedPtr>);
    new: |_| GenericHashMap::with_hasher(PlanState::default());
    keys: u64;
    values: u32;
    ops: get_mut, get_key_value, contains_key, index, remove_entry(remove_with_key), entry(Entry),
        and_modify, extend, from_iter, clone, clone_from, eq, union, debug, retain, into_iter,
        clear, keys, values, iter_mut, iter_clone;
    promises: { fused: true }
}
