// patricia_tree 0.5: a tree over what its keys, which are byte strings, have in
// common.
//
// Keys are not kept: it makes new ones where it shows them.

use krate::PatriciaMap;
use map_oracle::subject::{Source, Subject, Support, Visit, VisitMut, walk};
use map_oracle::subject_methods;

/// `PatriciaMap` of patricia_tree 0.5.
pub struct Map(PatriciaMap<Value>);

impl Map {
    fn from_map(map: PatriciaMap<Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Vec<u8>;
    type Value = Value;

    const NAME: &'static str = "patricia_tree";
    const SUPPORT: Support = Support {
        // A drop that panics in `clear` leaves `len` behind the entries.
        usable_after_panic: false,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            imports: &["use krate::PatriciaMap;"],
            map: "PatriciaMap<Value>",
            new: "PatriciaMap::new()",
            ..Source::EMPTY
        })
    }

    fn with_hint(_hint: usize) -> Self {
        Map(PatriciaMap::new())
    }

    fn each(&self, visit: Visit<'_, Self>) {
        walk(self.0.iter(), false, |(key, value)| visit(&key, value));
    }

    fn each_key(&self, visit: &mut dyn FnMut(&Vec<u8>)) {
        walk(self.0.keys(), false, |key| visit(&key));
    }

    fn each_mut(&mut self, visit: VisitMut<'_, Self>) {
        walk(self.0.iter_mut(), false, |(key, value)| visit(&key, value));
    }

    subject_methods! { 0:
        insert, remove, get, len,
        get_mut, contains_key, extend, from_iter, clone, clone_from, debug,
        into_iter, clear, values, values_mut;
        by hand: iter, keys, iter_mut
    }
}
