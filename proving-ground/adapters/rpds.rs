// rpds's `HashTrieMap`, a hash trie whose clones share their nodes.
//
// Numbers stand for the keys and values: shared entries live once in two maps,
// so that the ledger, which counts an entry for each, could not be balanced. The
// hash plan still decides every hash, as it decides the numbers. `insert_mut` and
// `remove_mut` give no value back, so the adapter looks it up first. Its only way
// to show itself is `Display`.

use krate::HashTrieMapSync;
use map_oracle::subject::{Subject, Support};
use map_oracle::subject_methods;

type Inner = HashTrieMapSync<u64, u32, PlanState>;

/// `HashTrieMap` of rpds.
pub struct Map(Inner);

impl Map {
    fn from_map(map: Inner) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u64;
    type Value = u32;

    const NAME: &'static str = "rpds";
    const SUPPORT: Support = Support::DEFAULT;

    fn with_hint(_hint: usize) -> Self {
        Map(Inner::new_with_hasher_and_ptr_kind(PlanState::default()))
    }

    fn insert(&mut self, key: u64, value: u32) -> Option<u32> {
        let before = self.0.get(&key).copied();
        self.0.insert_mut(key, value);
        before
    }

    fn remove(&mut self, key: &u64) -> Option<u32> {
        let before = self.0.get(key).copied();
        assert_eq!(
            self.0.remove_mut(key),
            before.is_some(),
            "what remove_mut answers"
        );
        before
    }

    fn len(&self) -> usize {
        self.0.size()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    subject_methods! { 0:
        get, iter,
        get_mut, get_key_value, contains_key, index,
        from_iter, clone, clone_from, eq,
        keys, values;
        by hand: insert, remove, len
    }
}
