// radix_trie 0.3: a trie over the half-bytes of its keys.
//
// Keys are byte strings, as the trie asks for something to encode; they share
// prefixes with one another. It promises no order. Its `Debug` shows the nodes, not
// the entries.

use krate::{Trie, TrieCommon};
use map_oracle::subject::Subject;
use map_oracle::subject_methods;

/// `Trie` of radix_trie 0.3.
pub struct Map(Trie<Vec<u8>, Value>);

impl Map {
    fn from_map(map: Trie<Vec<u8>, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Vec<u8>;
    type Value = Value;

    const NAME: &'static str = "radix_trie";

    fn with_hint(_hint: usize) -> Self {
        Map(Trie::new())
    }

    fn invariants(&self) -> Vec<String> {
        match self.0.check_integrity() {
            true => Vec::new(),
            false => vec!["check_integrity says no".to_owned()],
        }
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, from_iter, eq, clone, clone_from, keys, values
    }
}
