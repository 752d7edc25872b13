/*!
Persistent maps: clones share their nodes, and a change makes a new map.

# A new map for each change

The subject holds the newest version. A closure puts what a change returns in its
place, and looks first where the map does not tell the old value:

```
use std::collections::BTreeMap;
use std::rc::Rc;

use map_oracle::case::Order;
use map_oracle::probe::{CopyKey, CopyValue};

/// A map that is never changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Persistent(Rc<BTreeMap<CopyKey, CopyValue>>);

impl Persistent {
    fn with(&self, key: CopyKey, value: CopyValue) -> Persistent {
        let mut copy = BTreeMap::clone(&self.0);
        copy.insert(key, value);
        Persistent(Rc::new(copy))
    }
    fn without(&self, key: &CopyKey) -> Persistent {
        let mut copy = BTreeMap::clone(&self.0);
        copy.remove(key);
        Persistent(Rc::new(copy))
    }
}

map_oracle::subject! {
    pub struct Mine("persistent", Persistent);
    new: |_| Persistent::default();
    keys: CopyKey;
    values: CopyValue;
    ops: insert(|map, key, value| {
            let old = map.0.get(&key).copied();
            *map = map.with(key, value);
            old
        }),
        remove(|map, key| {
            let old = map.0.get(key).copied();
            *map = map.without(key);
            old
        }),
        get(|map, key| map.0.get(key)), iter(|map| map.0.iter()), len(|map| map.0.len()),
        clone, clone_from, eq;
    promises: { order: Order::Sorted, clone_keeps_order: true }
}

// This one changes what its clones share.
use std::cell::RefCell;

#[derive(Clone, Default, PartialEq)]
pub struct Shallow(Rc<RefCell<BTreeMap<CopyKey, CopyValue>>>);

map_oracle::subject! {
    pub struct Wrong("shallow", Shallow);
    new: |_| Shallow::default();
    keys: CopyKey;
    values: CopyValue;
    ops: insert(|map, key, value| map.0.borrow_mut().insert(key, value)),
        remove(|map, key| map.0.borrow_mut().remove(key)),
        get(|map, key| map.0.borrow().get(key).copied()),
        iter(|map| map.0.borrow().clone().into_iter()), len(|map| map.0.borrow().len()),
        clone, clone_from, eq;
    promises: { order: Order::Sorted, clone_keeps_order: true }
}
# use map_oracle::{check::Runner, generate::Profile, hunt};
# fn fails<S: map_oracle::subject::Subject>() -> bool {
#     let batch = hunt::Batch { profile: Profile::Mixed, cases: 100, steps: 60, seed: 1 };
#     hunt::hunt(&Runner::of::<S>(), batch, |_| std::ops::ControlFlow::Continue(())).failure.is_some()
# }
assert!(!fails::<Mine>());
assert!(fails::<Wrong>());
```

A map that can also be changed in place, as imbl's and rpds' can, has two subjects:
one for each way. They are different code.

# What to declare

The words that matter most here are those that make a second map and go on with
one of the two: `clone`, `clone_from`, `eq`, and `append`, `union` and `split_off` if
the map has them. Each makes ops that keep the *other* map and look at it again later
(`clone_swap`, `clone_to_other`, `swap`), which is where a node that was shared by
mistake shows.

# Why keys that are `Copy`

[`Key`](crate::probe::Key) and [`Value`](crate::probe::Value) are counted: as many must
live as the maps of a case have entries. Entries that are shared live once for two
maps, so the count would be too small, and nothing in `promises` allows that.
[`CopyKey`](crate::probe::CopyKey) and [`CopyValue`](crate::probe::CopyValue) are not
counted, and still hash by plan, panic and lie. A map that takes numbers alone is given
those.

A map that *copies* what it touches, as one with transactions does, has more alive than
entries. Where it lets go of them at the latest with itself, instruments are fine with
[`Drops::WithTheMap`](crate::subject::Drops::WithTheMap).

# Transactions

There are two ways, and they reach different code. Each op can be a transaction that is
committed at its end. Or the subject is one that stays open, and `shrink_to_fit`, which
may do anything but change the contents, commits it and opens another.
*/
