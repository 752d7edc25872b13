// papaya 0.2: a concurrent hash map, on one thread. What is removed is dropped at some
// later time, but with the map at the latest. It grows without end where hashes have
// their low bits in common, so it hashes numbers as std does: see FOUND.md.

use std::hash::{BuildHasherDefault, DefaultHasher};

use krate::HashMap;
use map_oracle::subject::Drops;

map_oracle::subject! {
    pub struct Map("papaya", HashMap<u64, Value, BuildHasherDefault<DefaultHasher>>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, Default::default());
    keys: u64;
    ops: get_or_insert_with(|m, k, make| m.pin().get_or_insert_with(k, make)), from_iter, clone, eq,
        get_key_value(|m, k| m.pin().get_key_value(k)), reserve(|m, more| m.pin().reserve(more)),
        contains_key(|m, k| m.pin().contains_key(k)), insert(|m, k, v| m.pin().insert(k, v)),
        retain(|m, keep| m.pin().retain(keep)), remove(|m, k| m.pin().remove(k)), debug,
        values(|m| m.pin().values()), get(|m, k| m.pin().get(k)), clear(|m| m.pin().clear()),
        iter(|m| m.pin().iter()), keys(|m| m.pin().keys());
    promises: { drops: Drops::WithTheMap, usable_after_panic: false }
}
