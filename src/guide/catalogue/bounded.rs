/*!
Bounded maps: so many entries, and no more.

# It refuses

A map that is full and gets one key more can give it back. The adapter says how
many entries there is room for (`max_entries`), that the map `refuses`, and that
`insert` answers with a `Result`. Cases then name a third more keys than there is
room for. A key that is refused must come back and change nothing else:

```
use map_oracle::probe::{Key, Value};

/// At most `N` entries in a row.
#[derive(Clone, Default)]
pub struct Shelf<const N: usize>(Vec<(Key, Value)>);

impl<const N: usize> Shelf<N> {
    fn insert(&mut self, key: Key, value: Value) -> Result<Option<Value>, (Key, Value)> {
        if let Some((_, old)) = self.0.iter_mut().find(|(other, _)| *other == key) {
            return Ok(Some(std::mem::replace(old, value)));
        }
        if self.0.len() == N {
            return Err((key, value));
        }
        self.0.push((key, value));
        Ok(None)
    }
    fn remove(&mut self, key: &Key) -> Option<Value> {
        let place = self.0.iter().position(|(other, _)| other == key)?;
        Some(self.0.swap_remove(place).1)
    }
    fn get(&self, key: &Key) -> Option<&Value> {
        self.0.iter().find(|(other, _)| other == key).map(|(_, value)| value)
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    fn iter(&self) -> impl Iterator<Item = (&Key, &Value)> {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

map_oracle::subject! {
    pub struct Eight("shelf-8", Shelf<8>);
    new: |_| Shelf::default();
    ops: insert -> Result, clear(|map| map.0.clear()), clone;
    promises: { max_entries: Some(8), refuses: true }
}

map_oracle::subject! {
    pub struct One("shelf-1", Shelf<1>);
    new: |_| Shelf::default();
    ops: insert -> Result, clear(|map| map.0.clear()), clone;
    promises: { max_entries: Some(1), refuses: true }
}

// This one makes room for a new key before it looks whether there is any.
map_oracle::subject! {
    pub struct Forgetful("forgetful", Shelf<8>);
    new: |_| Shelf::default();
    ops: insert(|map, key, value| {
        if map.0.len() == 8 && map.get(&key).is_none() {
            map.0.pop();
            return Err(Some((key, value)));
        }
        map.insert(key, value).map_err(Some)
    }) -> Result;
    promises: { max_entries: Some(8), refuses: true }
}
# use map_oracle::{check::Runner, generate::Profile, hunt};
# fn fails<S: map_oracle::subject::Subject>() -> bool {
#     let batch = hunt::Batch { profile: Profile::Mixed, cases: 100, steps: 60, seed: 1 };
#     hunt::hunt(&Runner::of::<S>(), batch, |_| std::ops::ControlFlow::Continue(())).failure.is_some()
# }
assert!(!fails::<Eight>() && !fails::<One>());
assert!(fails::<Forgetful>());
```

Try the smallest sizes, too: a map of one entry is full and empty within two ops,
and its faults are seldom those of a map of eight. Each size is a subject with a
name of its own.

A method that is named by `insert -> Result` may have an error that is the entry, an
`Option` of it, or `()` for a map that drops what it has no room for. A closure says
`Some` of the entry, or `None`.

# What else may fill it

Only `insert` is asked of a full map. Whatever else might add an entry (`entry`,
`extend`, `append`) comes with keys that there is room for, or is replaced by an
op that looks. So a closure may take a refusal for impossible:

```text
or_insert(|map, key, value| map.entry(key).or_insert(value).expect("room"))
```

# It panics, or it evicts

A map that panics when it is full declares `max_entries` alone. No case gives it
one key more.

A cache that *evicts* is a map for as long as it evicts nothing: make it unbounded,
or declare its capacity as `max_entries`, and let `peek` stand for `get` where a
look-up counts as a use. Which entry is evicted is not checked. If the order of use can
be seen, [`Order::UseLast`](crate::case::Order::UseLast) has it checked.
*/
