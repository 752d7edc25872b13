// slotmap 1: its `SecondaryMap`, a vector behind keys that another map gave out. Ours
// say the place themselves.

use krate::{DefaultKey, KeyData, Key as _, SecondaryMap};
use map_oracle::probe::{Probe, TestKey};

/// A key with the number of its place.
#[derive(Clone, Copy, Debug)]
pub struct Slot(DefaultKey);

impl TestKey for Slot {
    const FOLLOWED: bool = false;

    fn make(_: &Probe, id: u32) -> Self {
        // The first place is never used, and versions are odd.
        Slot(KeyData::from_ffi(1 << 32 | u64::from(id + 1)).into())
    }
    fn id(&self) -> u32 {
        (self.0.data().as_ffi() as u32) - 1
    }
}

map_oracle::subject! {
    pub struct Map("slotmap-secondary", SecondaryMap<DefaultKey, Value>);
    new: |hint| SecondaryMap::with_capacity(hint);
    keys: Slot;
    ops: insert(|map, key, value| map.insert(key.0, value)), remove(|map, key| map.remove(key.0)),
        get(|map, key| map.get(key.0)), get_mut(|map, key| map.get_mut(key.0)), clear, clone, clone_from, eq,
        contains_key(|map, key| map.contains_key(key.0)), index(|map, key| &map[key.0]), values, values_mut,
        iter(|map| map.iter().map(|(key, value)| (Slot(key), value))), keys(|map| map.keys().map(Slot)),
        iter_mut(|map| map.iter_mut().map(|(key, value)| (Slot(key), value))),
        retain(|map, keep| map.retain(|key, value| keep(&Slot(key), value)));
}
