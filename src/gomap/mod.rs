/*!
[`GoMap`]: the map of Go's runtime before the Swiss tables, in Rust.

# Overview

Go up to 1.23 had a hash map of buckets: eight entries to a bucket, one byte of
each hash (the *tophash*) in front of them, overflow buckets chained behind a
full one, and growth that moves a bucket or two with every write so that no
single write pays for all. This module is that map, faithful to the cell: the
same keys with the same hashes land in the same slots, growth starts and ends
at the same operations, and [`Cursor`] produces what Go's `range` produces in
the same order. The algorithms follow Go 1.23's `runtime/map.go` (The Go
Authors, BSD licence); the code is new.

Around it is the interface of [`std::collections::HashMap`].

# Example

```
use map_oracle::gomap::GoMap;

let mut stock = GoMap::new();
stock.insert("apple", 3);
stock.insert("pear", 5);
*stock.entry("apple").or_insert(0) += 1;
assert_eq!(stock["apple"], 4);
assert_eq!(stock.remove("pear"), Some(5));

// A cursor is a `range` loop: the map may change while it is open.
let mut cursor = stock.cursor();
while let Some((&name, _)) = cursor.next(&stock) {
    stock.remove(name);
}
assert!(stock.is_empty());
```

# What differs from Go

- A cursor keeps Go's promise in every case. Go itself can repeat an entry when
  a loop clears the map and refills it; see [`Cursor`].
- An array of 2^b buckets, from b = 4 on, has 2^(b-4) overflow buckets
  preallocated. Go adds as many more as its allocator's size class has room for.
- What differs between versions of Go, or between types of keys, is set by
  [`Quirks`] and not found out.
- There are things that Go does not have, such as [`reserve`](GoMap::reserve),
  [`shrink_to_fit`](GoMap::shrink_to_fit) and [`retain`](GoMap::retain).
- Keys and values always lie in the bucket. Go puts those of more than 128
  bytes elsewhere and keeps a pointer.
- Overflow buckets are freed with their array, not one by one.

# What differs from std

- The map never shrinks by itself, and [`clear`](GoMap::clear) keeps buckets.
- A new seed is drawn when the map becomes empty, and is written into the
  hasher ahead of every key. A hasher in which the last write wins hence still
  determines every hash, which is how tests choose where a key goes.
- A panic in `Hash`, `Eq`, `Clone` or `Drop` loses no entry that the operation
  did not mean to remove, and leaks nothing.
- The map is invariant in `K`, since it may hold the `fn(&K) -> K` that cursors
  need.
*/

mod array;
mod bucket;
mod cursor;
mod entry;
mod extract;
mod grow;
mod invariants;
mod iter;
mod layout;
mod picture;
mod quirks;
mod table;
mod tophash;
mod traits;

use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash, RandomState};

pub use cursor::{Cursor, CursorPlace, CursorState};
pub use entry::{Entry, OccupiedEntry, VacantEntry};
pub use extract::ExtractIf;
pub use iter::{Drain, IntoIter, IntoKeys, IntoValues, Iter, IterMut, Keys, Values, ValuesMut};
pub use layout::{ArrayLayout, BucketLayout, BucketView, ChainLayout, Layout, Location, Shape};
pub use picture::Picture;
pub use quirks::Quirks;
pub use table::ArrayKind;
#[cfg(feature = "conform")]
pub(crate) use table::SAME_SIZE_GROW;

use table::{Core, hash_with};

/// A hash map that behaves like Go's, with the interface of std's.
///
/// See the [module](self) for an overview.
pub struct GoMap<K, V, S = RandomState> {
    core: Core<K, V>,
    hasher: S,
}

impl<K, V> GoMap<K, V> {
    /// An empty map. Allocates nothing.
    #[must_use]
    pub fn new() -> GoMap<K, V> {
        GoMap::default()
    }

    /// An empty map that takes `capacity` entries without growing.
    ///
    /// Up to 8 entries the one bucket is allocated by the first insert, beyond
    /// that the array is allocated here.
    ///
    /// # Panics
    ///
    /// With "capacity overflow" if the buckets' ids would not fit 32 bits or
    /// their size an allocation.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> GoMap<K, V> {
        GoMap::with_capacity_and_hasher(capacity, RandomState::new())
    }
}

impl<K, V, S> GoMap<K, V, S> {
    /// An empty map that hashes with `hasher`. Allocates nothing.
    #[must_use]
    pub const fn with_hasher(hasher: S) -> GoMap<K, V, S> {
        GoMap::with_quirks(hasher, Quirks::GO_1_23)
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.core.count
    }

    /// Whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.core.count == 0
    }

    /// The number of entries beyond which an insert begins to grow the map:
    /// 8 for one bucket, else 6.5 to the bucket ([`Quirks`] may say otherwise).
    ///
    /// A map without buckets counts as one with a single bucket, which the
    /// first insert allocates. Too many overflow buckets can also make the map
    /// grow, to the same size; while it does so it does not begin to grow
    /// again, and may come to hold a few more entries than this.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.core
            .quirks
            .capacity(self.core.b())
            .max(self.core.count)
    }

    /// The map's hasher.
    #[must_use]
    pub fn hasher(&self) -> &S {
        &self.hasher
    }

    /// Drops all entries. Keeps the buckets, except those of an unfinished
    /// growth, and draws a new seed; a map that is empty is left alone.
    pub fn clear(&mut self) {
        self.core.clear();
    }

    /// Iterates over all entries, in bucket order.
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter::new(&self.core)
    }

    /// Iterates over all entries, their values open to change.
    pub fn iter_mut(&mut self) -> IterMut<'_, K, V> {
        IterMut::new(&mut self.core)
    }

    /// Iterates over all keys.
    pub fn keys(&self) -> Keys<'_, K, V> {
        Keys::new(self.iter())
    }

    /// Iterates over all values.
    pub fn values(&self) -> Values<'_, K, V> {
        Values::new(self.iter())
    }

    /// Iterates over all values, open to change.
    pub fn values_mut(&mut self) -> ValuesMut<'_, K, V> {
        ValuesMut::new(self.iter_mut())
    }

    /// Turns the map into its keys.
    pub fn into_keys(self) -> IntoKeys<K, V> {
        IntoKeys::new(self.into_iter())
    }

    /// Turns the map into its values.
    pub fn into_values(self) -> IntoValues<K, V> {
        IntoValues::new(self.into_iter())
    }

    /// Takes all entries out. Dropping the iterator drops those it did not
    /// produce, and leaves the map as [`clear`](GoMap::clear) would.
    ///
    /// The map is empty from the start. If the iterator is forgotten, its
    /// buckets are leaked and the map stays valid.
    pub fn drain(&mut self) -> Drain<'_, K, V> {
        Drain::new(&mut self.core)
    }

    /// Keeps the entries for which `keep` is true.
    pub fn retain<F>(&mut self, mut keep: F)
    where
        F: FnMut(&K, &mut V) -> bool,
    {
        self.extract_if(|key, value| !keep(key, value))
            .for_each(drop);
    }

    /// Takes out the entries for which `pred` is true, one with each step of
    /// the iterator. Those that the iterator has not come to stay.
    ///
    /// ```
    /// use map_oracle::gomap::GoMap;
    ///
    /// let mut map: GoMap<i32, i32> = (0..8).map(|n| (n, n)).collect();
    /// let mut even: Vec<i32> = map.extract_if(|n, _| n % 2 == 0).map(|(n, _)| n).collect();
    /// even.sort();
    /// assert_eq!(even, [0, 2, 4, 6]);
    /// assert_eq!(map.len(), 4);
    /// ```
    pub fn extract_if<F>(&mut self, pred: F) -> ExtractIf<'_, K, V, F>
    where
        F: FnMut(&K, &mut V) -> bool,
    {
        ExtractIf::new(&mut self.core, pred)
    }
}

impl<K, V, S> GoMap<K, V, S>
where
    S: BuildHasher,
{
    /// An empty map that takes `capacity` entries without growing and hashes
    /// with `hasher`.
    ///
    /// # Panics
    ///
    /// As [`with_capacity`](GoMap::with_capacity).
    #[must_use]
    pub fn with_capacity_and_hasher(capacity: usize, hasher: S) -> GoMap<K, V, S> {
        let mut map = GoMap::with_hasher(hasher);
        map.allocate_for(capacity);
        map
    }

    #[inline]
    fn hash<Q>(&self, key: &Q) -> u64
    where
        Q: Hash + ?Sized,
    {
        hash_with(&self.hasher, self.core.hash0, key)
    }

    /// The hash of a key about to be written, drawing the first seed if there
    /// is none.
    #[inline]
    fn hash_to_write(&mut self, key: &K) -> u64
    where
        K: Hash,
    {
        if self.core.current.is_none() {
            self.core.start(&self.hasher);
        }
        self.hash(key)
    }
}

impl<K, V, S> GoMap<K, V, S>
where
    K: Eq + Hash,
    S: BuildHasher,
{
    /// The value of a key.
    #[inline]
    pub fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        Some(self.get_key_value(key)?.1)
    }

    /// The key as the map has it, and its value.
    #[inline]
    pub fn get_key_value<Q>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        if self.core.count == 0 {
            return None;
        }
        self.core.get(self.hash(key), |other| other.borrow() == key)
    }

    /// The value of a key, open to change.
    #[inline]
    pub fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        if self.core.count == 0 {
            return None;
        }
        let spot = self
            .core
            .find(self.hash(key), |other| other.borrow() == key)?;
        Some(self.core.entry_mut(spot)?.1)
    }

    /// Whether the key is present.
    #[inline]
    pub fn contains_key<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.get_key_value(key).is_some()
    }

    /// Puts an entry in. If the key was present, its value is replaced and
    /// returned, and the old key stays.
    ///
    /// While the map grows this first moves an old bucket or two; an insert of
    /// an absent key may begin a growth.
    ///
    /// # Panics
    ///
    /// With "capacity overflow" if the buckets' ids outgrow 32 bits.
    #[inline]
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let hash = self.hash_to_write(&key);
        match self
            .core
            .search_to_write(hash, &self.hasher, |other| *other == key)
        {
            Ok(spot) if self.core.quirks.replace_keys => {
                let (key, value) = self.core.replace(spot, key, value)?;
                drop(key);
                Some(value)
            }
            Ok(spot) => {
                // Should this panic, the map has its old value and no value
                // is on its way out.
                drop(key);
                let (_, slot) = self.core.entry_mut(spot)?;
                Some(std::mem::replace(slot, value))
            }
            Err(landing) => {
                self.core
                    .insert_absent(hash, landing, (key, value), &self.hasher);
                None
            }
        }
    }

    /// Takes a key out and returns its value.
    ///
    /// Removing the last entry draws a new seed.
    #[inline]
    pub fn remove<Q>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let (key, value) = self.remove_entry(key)?;
        // A panic in a drop at the end of scope would leak what is returned.
        drop(key);
        Some(value)
    }

    /// Takes a key out and returns it with its value.
    #[inline]
    pub fn remove_entry<Q>(&mut self, key: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        if self.core.count == 0 {
            return None;
        }
        let hash = self.hash(key);
        let search = self
            .core
            .search_to_write(hash, &self.hasher, |other| other.borrow() == key);
        self.core.erase(search.ok()?)
    }

    /// The place of a key, occupied or vacant, to work on.
    ///
    /// This does the search and, while the map grows, a write's share of that.
    #[inline]
    pub fn entry(&mut self, key: K) -> Entry<'_, K, V, S> {
        let hash = self.hash_to_write(&key);
        match self
            .core
            .search_to_write(hash, &self.hasher, |other| *other == key)
        {
            Ok(spot) => Entry::Occupied(OccupiedEntry::new(&mut self.core, spot)),
            Err(landing) => Entry::Vacant(VacantEntry::new(self, hash, key, landing)),
        }
    }

    /// Makes room for `additional` more entries than there are now.
    ///
    /// Unlike growth this moves all entries at once. A map with room enough is
    /// left alone.
    ///
    /// # Panics
    ///
    /// As [`with_capacity`](GoMap::with_capacity).
    pub fn reserve(&mut self, additional: usize) {
        let wanted = self
            .core
            .count
            .checked_add(additional)
            .expect("capacity overflow");
        let b = self.core.quirks.b_for(wanted);
        if b <= self.core.b() {
            return;
        }
        if self.core.current.is_none() {
            self.allocate_for(wanted);
        } else {
            self.core.rebuild(b, &self.hasher);
        }
    }

    /// Moves all entries into the smallest array that takes them, or gives the
    /// array of an empty map back.
    pub fn shrink_to_fit(&mut self) {
        self.shrink_to(0);
    }

    /// As [`shrink_to_fit`](GoMap::shrink_to_fit), but keeps a capacity of at
    /// least `min_capacity` if the map has it.
    pub fn shrink_to(&mut self, min_capacity: usize) {
        let wanted = self.core.count.max(min_capacity.min(self.capacity()));
        let b = self.core.quirks.b_for(wanted);
        if wanted == 0 {
            self.core.release();
        } else if b < self.core.b() {
            self.core.rebuild(b, &self.hasher);
        }
    }
}
