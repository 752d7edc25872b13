/*!
Index-keyed maps: a key is a place, or is handed out by the map.

# A key is a place

A map that makes room for each number up to its largest key must be given small
ones. `u32` and `u64` are the wrong types then: the hash plan spreads them widely
over their bits, and the map would ask for the memory. A key of your own says which
number stands for a key, and closures take it out again:

```
use map_oracle::case::Order;
use map_oracle::probe::{Probe, TestKey, Value};

/// The number of a case's key, as it is.
#[derive(Clone, Copy, Debug)]
pub struct Index(usize);

impl TestKey for Index {
    const FOLLOWED: bool = false; // it is plain data, so the ledger does not count it

    fn make(_: &Probe, id: u32) -> Self {
        Index(id as usize)
    }
    fn id(&self) -> u32 {
        self.0 as u32
    }
}

/// A slot for each number.
#[derive(Default)]
pub struct Slots {
    slots: Vec<Option<Value>>,
    len: usize,
}

impl Slots {
    fn insert(&mut self, place: usize, value: Value) -> Option<Value> {
        if place >= self.slots.len() {
            self.slots.resize_with(place + 1, || None);
        }
        let old = self.slots[place].replace(value);
        self.len += usize::from(old.is_none());
        old
    }
    fn remove(&mut self, place: usize) -> Option<Value> {
        let old = self.slots.get_mut(place)?.take();
        self.len -= usize::from(old.is_some());
        old
    }
    fn get(&self, place: usize) -> Option<&Value> {
        self.slots.get(place)?.as_ref()
    }
    fn iter(&self) -> impl Iterator<Item = (Index, &Value)> {
        let slots = self.slots.iter().enumerate();
        slots.filter_map(|(place, slot)| Some((Index(place), slot.as_ref()?)))
    }
}

map_oracle::subject! {
    pub struct Mine("slots", Slots);
    new: |_| Slots::default();
    keys: Index;
    ops: insert(|map, key, value| map.insert(key.0, value)),
        remove(|map, key| map.remove(key.0)), get(|map, key| map.get(key.0)),
        iter(|map| map.iter()), len(|map| map.len);
    promises: { order: Order::Sorted }
}

// This one forgets what it held where it has to grow.
map_oracle::subject! {
    pub struct Wrong("wrong", Slots);
    new: |_| Slots::default();
    keys: Index;
    ops: insert(|map, key, value| {
            if key.0 >= map.slots.len() {
                map.slots.clear();
            }
            map.insert(key.0, value)
        }),
        remove(|map, key| map.remove(key.0)), get(|map, key| map.get(key.0)),
        iter(|map| map.iter()), len(|map| map.len);
    promises: { order: Order::Sorted }
}
# use map_oracle::{check::Runner, generate::Profile, hunt};
# fn fails<S: map_oracle::subject::Subject>() -> bool {
#     let batch = hunt::Batch { profile: Profile::Mixed, cases: 100, steps: 60, seed: 1 };
#     hunt::hunt(&Runner::of::<S>(), batch, |_| std::ops::ControlFlow::Continue(())).failure.is_some()
# }
assert!(!fails::<Mine>());
assert!(fails::<Wrong>());
```

Keys of plain data do not panic and do not lie, but the values are still followed:
a value that is dropped twice is seen.
A map that *hashes* its integers has no such trouble and takes `keys: u64;`, see
[`key_types`](super::key_types).

# The map hands its keys out

A slot map or slab chooses the key itself. Then the subject holds two things: the
map, and a table of which of its keys stands for which of ours. Our key goes in
with the value, so that iteration can show it:

```
use std::collections::BTreeMap;

use map_oracle::probe::{Key, TestKey, Value};

/// Entries by the handles that they were given.
#[derive(Default)]
pub struct Slab {
    slots: Vec<Option<(Key, Value)>>,
    free: Vec<usize>,
}

impl Slab {
    fn insert(&mut self, entry: (Key, Value)) -> usize {
        match self.free.pop() {
            Some(handle) => {
                self.slots[handle] = Some(entry);
                handle
            }
            None => {
                self.slots.push(Some(entry));
                self.slots.len() - 1
            }
        }
    }
    fn remove(&mut self, handle: usize) -> Option<(Key, Value)> {
        let entry = self.slots[handle].take();
        if entry.is_some() {
            self.free.push(handle);
        }
        entry
    }
    fn iter(&self) -> impl Iterator<Item = (&Key, &Value)> {
        self.slots.iter().flatten().map(|(key, value)| (key, value))
    }
}

/// The slab, and the handle of each key that was inserted.
#[derive(Default)]
pub struct Named(Slab, BTreeMap<u32, usize>);

impl Named {
    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        let handle = self.1.get(&key.id());
        if let Some((_, old)) = handle.and_then(|&handle| self.0.slots[handle].as_mut()) {
            return Some(std::mem::replace(old, value));
        }
        let id = key.id();
        self.1.insert(id, self.0.insert((key, value)));
        None
    }
    fn remove(&mut self, key: &Key) -> Option<Value> {
        let handle = self.1.remove(&key.id())?;
        self.0.remove(handle).map(|(_, value)| value)
    }
    fn get(&self, key: &Key) -> Option<&Value> {
        let handle = *self.1.get(&key.id())?;
        self.0.slots[handle].as_ref().map(|(_, value)| value)
    }
}

map_oracle::subject! {
    pub struct Mine("slab", Named);
    new: |_| Named::default();
    ops: insert(|map, key, value| map.insert(key, value)), remove(|map, key| map.remove(key)),
        get(|map, key| map.get(key)), iter(|map| map.0.iter()),
        len(|map| map.0.iter().count());
}

// This one offers the handle of a removed entry twice.
map_oracle::subject! {
    pub struct Wrong("twice", Named);
    new: |_| Named::default();
    ops: insert(|map, key, value| map.insert(key, value)),
        remove(|map, key| {
            let handle = map.1.get(&key.id()).copied();
            map.0.free.extend(handle);
            map.remove(key)
        }),
        get(|map, key| map.get(key)), iter(|map| map.0.iter()),
        len(|map| map.0.iter().count());
}
# use map_oracle::{check::Runner, generate::Profile, hunt};
# fn fails<S: map_oracle::subject::Subject>() -> bool {
#     let batch = hunt::Batch { profile: Profile::Mixed, cases: 100, steps: 60, seed: 1 };
#     hunt::hunt(&Runner::of::<S>(), batch, |_| std::ops::ControlFlow::Continue(())).failure.is_some()
# }
assert!(!fails::<Mine>());
assert!(fails::<Wrong>());
```

The table must not mend the map: a key whose handle the slab does not hold any more
is absent, whatever the table says. What such an adapter does not reach is a handle
that is used after its entry was removed. It takes an op of its own, which maps do
not have.
*/
