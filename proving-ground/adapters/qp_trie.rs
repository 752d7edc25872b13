// qp-trie 0.8: a trie over the half-bytes of its keys, which are byte strings.
//
// It promises no order, and its `Debug` shows the nodes, not the entries.

use krate::{Entry, Trie};
use map_oracle::subject::{Subject, Support};
use map_oracle::subject_methods;

/// `Trie` of qp-trie 0.8.
pub struct Map(Trie<Vec<u8>, Value>);

impl Map {
    fn from_map(map: Trie<Vec<u8>, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Vec<u8>;
    type Value = Value;

    const NAME: &'static str = "qp-trie";
    const SUPPORT: Support = Support {
        // A drop that panics in `clear` leaves the count behind the entries.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn with_hint(_hint: usize) -> Self {
        Map(Trie::new())
    }

    fn len(&self) -> usize {
        self.0.count()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    subject_methods! { 0:
        insert, remove, get, iter,
        get_mut, contains_key, index, entry(Entry),
        extend, from_iter, clone, clone_from, eq, into_iter, clear,
        keys, values, iter_mut, values_mut, iter_clone;
        by hand: len
    }
}
