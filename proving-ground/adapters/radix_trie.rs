// radix_trie 0.1: a trie over the half-bytes of its keys.
//
// Keys are byte strings, as the trie asks for something to encode; they share
// prefixes with one another. It promises no order. 0.1.5 has `Clone` as well,
// which is left out so that one file serves all versions. Its `Debug` shows the
// nodes, not the entries.

use krate::{Trie, TrieCommon};
use map_oracle::subject::{Subject, Support};
use map_oracle::subject_methods;

/// `Trie` of radix_trie 0.1.
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
    const SUPPORT: Support = Support {
        // A drop that panics in `remove` leaves the count behind the entries.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(Trie::new())
    }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, from_iter, eq, keys, values
    }
}
