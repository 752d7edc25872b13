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
    ops: iter_mut(|m| m.iter_mut().map(|(k, v)| (Slot(k), v))), insert(|m, k, v| m.insert(k.0, v)),
        retain(|m, keep| m.retain(|k, v| keep(&Slot(k), v))), get_mut(|m, k| m.get_mut(k.0)), eq,
        iter(|m| m.iter().map(|(k, v)| (Slot(k), v))), contains_key(|m, k| m.contains_key(k.0)),
        remove(|m, k| m.remove(k.0)), keys(|m| m.keys().map(Slot)), get(|m, k| m.get(k.0)), values,
        index(|m, k| &m[k.0]), clone_from, values_mut, clear, clone;
}
