//! The place of a key, found once and then worked on.

use std::fmt;
use std::hash::{BuildHasher, Hash};

use super::GoMap;
use super::array::Landing;
use super::table::{Core, Spot};

/// The place of a key in a [`GoMap`]. See [`GoMap::entry`].
pub enum Entry<'a, K, V, S> {
    /// The key is present.
    Occupied(OccupiedEntry<'a, K, V>),
    /// The key is absent.
    Vacant(VacantEntry<'a, K, V, S>),
}

/// The place of a present key.
pub struct OccupiedEntry<'a, K, V> {
    core: &'a mut Core<K, V>,
    spot: Spot,
}

/// The place of an absent key.
pub struct VacantEntry<'a, K, V, S> {
    map: &'a mut GoMap<K, V, S>,
    hash: u64,
    key: K,
    landing: Landing,
}

impl<'a, K, V, S> Entry<'a, K, V, S>
where
    K: Eq + Hash,
    S: BuildHasher,
{
    /// The value, which is `default` if the key is absent.
    #[inline]
    pub fn or_insert(self, default: V) -> &'a mut V {
        match self {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(default),
        }
    }

    /// The value, made by `default` if the key is absent.
    #[inline]
    pub fn or_insert_with<F: FnOnce() -> V>(self, default: F) -> &'a mut V {
        match self {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(default()),
        }
    }

    /// The value, made by `default` from the key if that is absent.
    #[inline]
    pub fn or_insert_with_key<F: FnOnce(&K) -> V>(self, default: F) -> &'a mut V {
        match self {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let value = default(entry.key());
                entry.insert(value)
            }
        }
    }

    /// The value, which is `V`'s default if the key is absent.
    #[inline]
    pub fn or_default(self) -> &'a mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }

    /// Sets the value and returns the entry, now occupied.
    #[inline]
    pub fn insert_entry(self, value: V) -> OccupiedEntry<'a, K, V> {
        match self {
            Entry::Occupied(mut entry) => {
                entry.insert(value);
                entry
            }
            Entry::Vacant(entry) => entry.insert_entry(value),
        }
    }
}

impl<K, V, S> Entry<'_, K, V, S> {
    /// The key: as the map has it, or as it would go in.
    #[inline]
    pub fn key(&self) -> &K {
        match self {
            Entry::Occupied(entry) => entry.key(),
            Entry::Vacant(entry) => entry.key(),
        }
    }

    /// Changes the value if there is one.
    #[inline]
    #[must_use]
    pub fn and_modify<F: FnOnce(&mut V)>(mut self, change: F) -> Self {
        if let Entry::Occupied(entry) = &mut self {
            change(entry.get_mut());
        }
        self
    }
}

/// Why an occupied entry's cell cannot be empty.
const HELD: &str = "the map is borrowed since the entry was found";

impl<'a, K, V> OccupiedEntry<'a, K, V> {
    pub(super) fn new(core: &'a mut Core<K, V>, spot: Spot) -> OccupiedEntry<'a, K, V> {
        OccupiedEntry { core, spot }
    }

    /// The key as the map has it.
    #[inline]
    #[must_use]
    pub fn key(&self) -> &K {
        self.core.entry(self.spot).expect(HELD).0
    }

    /// The value.
    #[inline]
    #[must_use]
    pub fn get(&self) -> &V {
        self.core.entry(self.spot).expect(HELD).1
    }

    /// The value, open to change.
    #[inline]
    pub fn get_mut(&mut self) -> &mut V {
        self.core.entry_mut(self.spot).expect(HELD).1
    }

    /// The value, open to change for as long as the map is borrowed.
    #[inline]
    #[must_use]
    pub fn into_mut(self) -> &'a mut V {
        self.core.entry_mut(self.spot).expect(HELD).1
    }

    /// Replaces the value and returns the former one.
    #[inline]
    pub fn insert(&mut self, value: V) -> V {
        std::mem::replace(self.get_mut(), value)
    }

    /// Takes the entry out and returns its value.
    #[inline]
    pub fn remove(self) -> V {
        let (key, value) = self.remove_entry();
        // A panic in a drop at the end of scope would leak what is returned.
        drop(key);
        value
    }

    /// Takes the entry out.
    #[inline]
    pub fn remove_entry(self) -> (K, V) {
        self.core.erase(self.spot).expect(HELD)
    }
}

impl<'a, K, V, S> VacantEntry<'a, K, V, S> {
    pub(super) fn new(
        map: &'a mut GoMap<K, V, S>,
        hash: u64,
        key: K,
        landing: Landing,
    ) -> VacantEntry<'a, K, V, S> {
        VacantEntry {
            map,
            hash,
            key,
            landing,
        }
    }

    /// The key as it would go in.
    #[inline]
    #[must_use]
    pub fn key(&self) -> &K {
        &self.key
    }

    /// Gives the key back.
    #[inline]
    #[must_use]
    pub fn into_key(self) -> K {
        self.key
    }
}

impl<'a, K, V, S> VacantEntry<'a, K, V, S>
where
    K: Eq + Hash,
    S: BuildHasher,
{
    /// Puts the entry in and returns its value.
    #[inline]
    pub fn insert(self, value: V) -> &'a mut V {
        self.insert_entry(value).into_mut()
    }

    /// Puts the entry in and returns it, now occupied.
    #[inline]
    pub fn insert_entry(self, value: V) -> OccupiedEntry<'a, K, V> {
        let GoMap { core, hasher } = self.map;
        let spot = core.insert_absent(self.hash, self.landing, (self.key, value), hasher);
        OccupiedEntry { core, spot }
    }
}

impl<K: fmt::Debug, V: fmt::Debug, S> fmt::Debug for Entry<'_, K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Entry::Occupied(entry) => f.debug_tuple("Entry").field(entry).finish(),
            Entry::Vacant(entry) => f.debug_tuple("Entry").field(entry).finish(),
        }
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for OccupiedEntry<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OccupiedEntry")
            .field("key", self.key())
            .field("value", self.get())
            .finish_non_exhaustive()
    }
}

impl<K: fmt::Debug, V, S> fmt::Debug for VacantEntry<'_, K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VacantEntry").field(self.key()).finish()
    }
}
