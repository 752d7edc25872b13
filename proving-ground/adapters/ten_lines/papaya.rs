// papaya 0.2: a concurrent hash map, on one thread. What is removed is dropped at some
// later time, but with the map at the latest. It grows without end where hashes have
// their low bits in common, so it hashes as std does: see FOUND.md.

use std::hash::{BuildHasherDefault, DefaultHasher};

use krate::HashMap;
use map_oracle::subject::Drops;

map_oracle::subject! {
    pub struct Map("papaya", HashMap<Key, Value, BuildHasherDefault<DefaultHasher>>);
    new: |hint| HashMap::with_capacity_and_hasher(hint, Default::default());
    ops: insert(|map, key, value| map.pin().insert(key, value)), remove(|map, key| map.pin().remove(key)),
        get(|map, key| map.pin().get(key)), get_key_value(|map, key| map.pin().get_key_value(key)),
        iter(|map| map.pin().iter()), keys(|map| map.pin().keys()), values(|map| map.pin().values()),
        retain(|map, keep| map.pin().retain(keep)), clear(|map| map.pin().clear()), from_iter, clone, eq, debug,
        contains_key(|map, key| map.pin().contains_key(key)), reserve(|map, more| map.pin().reserve(more)),
        get_or_insert_with(|map, key, make| map.pin().get_or_insert_with(key, make));
    promises: { drops: Drops::WithTheMap, usable_after_panic: false }
}
