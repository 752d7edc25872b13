// imbl's `HashMap`, a hash trie whose clones share their nodes.
//
// Numbers stand for the keys and values: shared entries live once in two maps,
// so that the ledger, which counts an entry for each, could not be balanced. The
// hash plan still decides every hash, as it decides the numbers.

use krate::GenericHashMap;
use krate::hashmap::Entry;
use krate::shared_ptr::DefaultSharedPtr;
use map_oracle::subject::{Pair, Select, Subject, Support};
use map_oracle::subject_methods;

type Inner = GenericHashMap<u64, u32, PlanState, DefaultSharedPtr>;

/// `HashMap` of imbl.
pub struct Map(Inner);

impl Map {
    fn from_map(map: Inner) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = u64;
    type Value = u32;

    const NAME: &'static str = "imbl";
    const SUPPORT: Support = Support {
        fused: true,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(Inner::with_hasher(PlanState::default()))
    }

    fn remove_entry(&mut self, key: &u64) -> Option<Pair<Self>> {
        self.0.remove_with_key(key)
    }

    fn retain(&mut self, keep: Select<'_, Self>) {
        // The map shows a value that cannot be written.
        self.0.retain(|key, value| keep(key, &mut value.clone()));
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key, index,
        entry(Entry), and_modify,
        extend, from_iter, clone, clone_from, eq, union, debug,
        into_iter, clear,
        keys, values, iter_mut, iter_clone;
        by hand: remove_entry, retain
    }
}
