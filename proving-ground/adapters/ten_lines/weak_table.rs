// weak-table 0.4: its `WeakKeyHashMap`, whose entries go with the last `Rc` of their
// key. A set beside it holds one `Rc` for each entry.

use std::collections::BTreeSet;
use std::rc::{Rc, Weak};

use krate::WeakKeyHashMap;

/// The map, and what keeps its entries.
type Kept = (WeakKeyHashMap<Weak<Key>, Value, PlanState>, BTreeSet<Rc<Key>>);

/// The map holds the newest `Rc` of a key, and so does the set.
fn insert((map, kept): &mut Kept, key: Key, value: Value) -> Option<Value> {
    let key = Rc::new(key);
    let old = map.insert(Rc::clone(&key), value);
    kept.replace(key);
    old
}

map_oracle::subject! {
    pub struct Map("weak-table", Kept);
    new: |_| (WeakKeyHashMap::with_hasher(PlanState::default()), BTreeSet::new());
    ops: insert(|both, key, value| insert(both, key, value)), get(|(map, _), key| map.get(key)),
        remove(|(map, kept), key| { let old = map.remove(key); kept.remove(key); old }),
        len(|(map, _)| map.len()), iter(|(map, _)| map.iter()), keys(|(map, _)| map.keys()),
        get_mut(|(map, _), key| map.get_mut(key)), iter_mut(|(map, _)| map.iter_mut()),
        get_key_value(|(map, _), key| map.get_both(key)), values(|(map, _)| map.values()),
        contains_key(|(map, _), key| map.contains_key(key)),
        clear(|(map, kept)| { map.clear(); kept.clear() });
    promises: { usable_after_panic: false }
}
