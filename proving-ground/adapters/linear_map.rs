// linear-map 1: a vector of entries.

use krate::{Entry, LinearMap};
use map_oracle::subject::{Subject, Support};
use map_oracle::subject_methods;

/// `LinearMap` of linear-map.
pub struct Map(LinearMap<Key, Value>);

impl Map {
    fn from_map(map: LinearMap<Key, Value>) -> Self {
        Map(map)
    }
}

impl Subject for Map {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "linear-map";
    const SUPPORT: Support = Support::DEFAULT;

    fn with_hint(hint: usize) -> Self {
        Map(LinearMap::with_capacity(hint))
    }

    proving_ground::lesser_entry! { 0: Entry }

    subject_methods! { 0:
        insert, remove, get, len, iter,
        get_mut, contains_key, index,
        extend, from_iter, clone, clone_from, eq, debug,
        retain, drain(), into_iter, clear,
        keys, values, iter_mut, iter_clone,
        reserve, shrink_to_fit, capacity;
        by hand: entry
    }
}
