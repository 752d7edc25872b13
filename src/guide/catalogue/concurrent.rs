/*!
Concurrent maps, as maps for one thread.

No two operations of a case overlap, so nothing here finds a race. What is found is
all else: a wrong answer, a length that drifts, an entry that is dropped twice, an
entry that a growth left behind. That is worth doing first, since a history of
several threads is hard to read while the map is wrong on one.

# Shared access, guards, copies

Such maps take `&self`, answer with guards, or with copies behind an `Arc`, and
their iterators may show what was there a moment ago. An answer may be the value
itself, a reference, or whatever derefs to it, so most of it needs no adapting:

```
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use map_oracle::probe::{Key, PlanState, Value};

/// A map behind a lock.
#[derive(Default)]
pub struct Shared(RwLock<HashMap<Arc<Key>, Arc<Value>, PlanState>>);

impl Shared {
    fn insert(&self, key: Key, value: Value) -> Option<Arc<Value>> {
        self.0.write().unwrap().insert(Arc::new(key), Arc::new(value))
    }
    fn remove(&self, key: &Key) -> Option<Arc<Value>> {
        self.0.write().unwrap().remove(key)
    }
    fn get(&self, key: &Key) -> Option<Arc<Value>> {
        self.0.read().unwrap().get(key).cloned()
    }
    fn len(&self) -> usize {
        self.0.read().unwrap().len()
    }
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    fn snapshot(&self) -> Vec<(Arc<Key>, Arc<Value>)> {
        let map = self.0.read().unwrap();
        map.iter().map(|(key, value)| (Arc::clone(key), Arc::clone(value))).collect()
    }
    fn clear(&self) {
        self.0.write().unwrap().clear();
    }
}

map_oracle::subject! {
    pub struct Mine("shared", Shared);
    new: |_| Shared::default();
    ops: iter(|map| map.snapshot().into_iter()), clear;
    promises: { usable_after_panic: false }
}

// This one puts a new value beside the old one, and forgets that it is there.
map_oracle::subject! {
    pub struct Wrong("wrong", Shared);
    new: |_| Shared::default();
    ops: insert(|map, key, value| {
            let old = map.insert(key, value);
            old.inspect(|old| std::mem::forget(Arc::clone(old)))
        }),
        iter(|map| map.snapshot().into_iter()), clear;
    promises: { usable_after_panic: false }
}
# use map_oracle::{check::Runner, generate::Profile, hunt};
# fn fails<S: map_oracle::subject::Subject>() -> bool {
#     let batch = hunt::Batch { profile: Profile::Mixed, cases: 100, steps: 60, seed: 1 };
#     hunt::hunt(&Runner::of::<S>(), batch, |_| std::ops::ControlFlow::Continue(())).failure.is_some()
# }
assert!(!fails::<Mine>());
assert!(fails::<Wrong>());
```

A guard that is made on the way, as by `pin()`, lives until the answer is read:

```text
get(|map, key| map.pin().get(key)), iter(|map| map.pin().iter())
```

and where an item is a guard of a whole entry, a second closure says what it shows:

```text
iter(iter, |guard| guard.pair()), iter_mut(iter_mut, |mut guard| guard.pair_mut())
```

# After a panic

A lock that was held by a panic is poisoned, or stays locked. Most of these maps
promise nothing after one, and `usable_after_panic: false` says so: the map is then
only dropped, and the case goes on with an empty one. If an op hangs after a
`panic drop`, see [`failure`](super::super::failure): it may be the compiler's.

# What is freed later

Maps without locks free what was removed at some later time. The ledger is told by
`drops`, and goes on counting what it still can:

| `drops` | for maps that free |
|---|---|
| [`Drops::AtOnce`](crate::subject::Drops::AtOnce) | before the op ends (the default) |
| [`Drops::WithTheMap`](crate::subject::Drops::WithTheMap) | at some time, at the latest with the map |
| [`Drops::AtAnyTime`](crate::subject::Drops::AtAnyTime) | by a collector that all maps share |

Nothing may be dropped twice or used after its drop, under any of them. Choose the
strictest that the map's documentation allows.

# Hashes of its own

A map that hashes by a random state of its own does not replay, and a shrunk case may
be `ok` the next time. Give it [`PlanState`](crate::probe::PlanState), or another
hasher without a seed.
*/
