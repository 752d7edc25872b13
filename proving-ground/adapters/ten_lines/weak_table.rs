// weak-table 0.4: its `WeakKeyHashMap`, whose entries go with the last `Rc` of their
// key. A set beside it holds one `Rc` for each entry.

use std::collections::BTreeSet;
use std::rc::{Rc, Weak};

use krate::WeakKeyHashMap;

/// The map, and what keeps its entries.
type Kept = (WeakKeyHashMap<Weak<Key>, Value, PlanState>, BTreeSet<Rc<Key>>);

map_oracle::subject! {
    pub struct Map("weak-table", Kept);
    new: |hint| (WeakKeyHashMap::with_capacity_and_hasher(hint, PlanState::default()), BTreeSet::new());
    ops: insert(|(map, kept), key, value| { let key = Rc::new(key); let old = map.insert(key.clone(), value); kept.replace(key); old }),
        remove(|(map, kept), key| { let old = map.remove(key); kept.remove(key); old }), get(|(map, _), key| map.get(key)),
        len(|(map, _)| map.len()), iter(|(map, _)| map.iter()), iter_mut(|(map, _)| map.iter_mut()), keys(|(map, _)| map.keys()),
        get_mut(|(map, _), key| map.get_mut(key)), get_key_value(|(map, _), key| map.get_both(key)), values(|(map, _)| map.values()),
        contains_key(|(map, _), key| map.contains_key(key)), reserve(|(map, _), more| map.reserve(more)),
        clear(|(map, kept)| { map.clear(); kept.clear(); }), retain(|(map, kept), keep| { map.retain(|key, value| keep(&key, value)); kept.retain(|key| map.contains_key(&**key)); });
    promises: { usable_after_panic: false }
}
