// rpds 1: its `HashTrieMap`, a hash trie whose clones share their nodes; so that
// numbers stand for the keys and values here.

use krate::HashTrieMapSync;

map_oracle::subject! {
    pub struct Map("rpds", HashTrieMapSync<u64, u32, PlanState>);
    new: |_| HashTrieMapSync::new_with_hasher_and_ptr_kind(PlanState::default());
    keys: u64;
    values: u32;
    ops: insert(insert_mut) -> (), remove(remove_mut) -> bool, len(size), is_empty, get_mut,
        get_key_value, contains_key, index, from_iter, clone, clone_from, eq, keys, values;
}
