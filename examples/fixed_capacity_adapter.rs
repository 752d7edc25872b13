//! The adapter of a map that has room for so many entries and refuses more.
//!
//! It says how many they are and that it `refuses`; then cases name a third
//! more keys than that, and [`Subject::insert_checked`] is asked in the place of
//! `insert`. A key that is refused must come back, and nothing else may change.
//!
//! ```sh
//! cargo run --release --example fixed_capacity_adapter
//! ```

use std::hash::{BuildHasher, Hash};
use std::ops::ControlFlow;

use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::{Batch, hunt};
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::subject::{Pair, Subject, Support};

/// A map of at most `N` entries, in as many slots: an entry stands in the slot
/// that its hash names or, if others came first, in the next one that was free.
#[derive(Clone)]
pub struct FixedMap<K, V, S, const N: usize> {
    slots: [Option<Slot<K, V>>; N],
    len: usize,
    state: S,
}

#[derive(Clone)]
struct Slot<K, V> {
    /// Kept, so that a removal need not call the hasher, which might panic
    /// while a gap is open.
    hash: u64,
    key: K,
    value: V,
}

impl<K: Hash + Eq, V, S: BuildHasher + Default, const N: usize> FixedMap<K, V, S, N> {
    /// An empty map.
    fn new() -> Self {
        FixedMap {
            slots: [const { None }; N],
            len: 0,
            state: S::default(),
        }
    }

    /// The slot of a key, if it is there, or else the one where it would go; no
    /// slot at all if there is none left. A chain of entries has no gaps.
    fn find(&self, hash: u64, key: &K) -> Option<usize> {
        (0..N)
            .map(|step| (hash as usize % N + step) % N)
            .find(|&at| match &self.slots[at] {
                Some(slot) => slot.hash == hash && slot.key == *key,
                None => true,
            })
    }

    fn slot(&self, key: &K) -> Option<&Slot<K, V>> {
        self.slots[self.find(self.state.hash_one(key), key)?].as_ref()
    }

    fn get(&self, key: &K) -> Option<&V> {
        self.slot(key).map(|slot| &slot.value)
    }

    fn contains_key(&self, key: &K) -> bool {
        self.slot(key).is_some()
    }

    fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let at = self.find(self.state.hash_one(key), key)?;
        self.slots[at].as_mut().map(|slot| &mut slot.value)
    }

    /// Inserts, or gives back what there is no room for.
    fn insert(&mut self, key: K, value: V) -> Result<Option<V>, (K, V)> {
        let hash = self.state.hash_one(&key);
        match self.find(hash, &key).map(|at| &mut self.slots[at]) {
            Some(Some(slot)) => Ok(Some(std::mem::replace(&mut slot.value, value))),
            Some(free) => {
                *free = Some(Slot { hash, key, value });
                self.len += 1;
                Ok(None)
            }
            None => Err((key, value)),
        }
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        let mut gap = self.find(self.state.hash_one(key), key)?;
        let removed = self.slots[gap].take()?;
        self.len -= 1;
        // What follows moves up into the gap, unless it stands between its own
        // slot and here: a look-up would not pass over the gap.
        let mut at = gap;
        loop {
            at = (at + 1) % N;
            let Some(slot) = &self.slots[at] else { break };
            let home = slot.hash as usize % N;
            if (at + N - home) % N >= (at + N - gap) % N {
                self.slots.swap(gap, at);
                gap = at;
            }
        }
        Some(removed.value)
    }

    fn len(&self) -> usize {
        self.len
    }

    fn is_empty(&self) -> bool {
        self.len == 0
    }

    fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.slots
            .iter()
            .flatten()
            .map(|slot| (&slot.key, &slot.value))
    }

    fn clear(&mut self) {
        *self = FixedMap::new();
    }
}

/// The adapter, for a map of thirteen.
pub struct Fixed(FixedMap<Key, Value, PlanState, 13>);

impl Fixed {
    fn from_map(map: FixedMap<Key, Value, PlanState, 13>) -> Self {
        Fixed(map)
    }
}

impl Subject for Fixed {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "fixed";
    const SUPPORT: Support = Support {
        max_entries: Some(13),
        refuses: true,
        clone_keeps_order: true,
        keeps_entries_on_panic: true,
        ..Support::DEFAULT
    };

    fn with_hint(_: usize) -> Self {
        Fixed(FixedMap::new())
    }

    /// Only asked for by ops that know of room.
    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.0.insert(key, value).expect("there is room")
    }

    fn insert_checked(
        &mut self,
        key: Key,
        value: Value,
    ) -> Result<Option<Value>, Option<Pair<Self>>> {
        self.0.insert(key, value).map_err(Some)
    }

    map_oracle::subject_methods! { 0:
        remove, get, len, iter, get_mut, contains_key, clone, clear;
        by hand: insert, refusal
    }
}

/// Checks the map under every profile.
///
/// # Panics
///
/// If a case diverges, which it tells with the smallest case that was found.
pub fn main() {
    for profile in Profile::ALL {
        let batch = Batch {
            profile,
            cases: 200,
            steps: 100,
            seed: 1,
        };
        let tally = hunt(&Runner::of::<Fixed>(), batch, |_| ControlFlow::Continue(()));
        assert!(tally.failure.is_none(), "{tally}");
        println!("{tally}\n");
    }
}
