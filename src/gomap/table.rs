//! The core of the map: both arrays, the counters around them, and how an
//! entry is found, put in and taken out.
//!
//! Nothing here knows the hasher's type beyond a parameter, so iterators and
//! entries can hold a core without it.

use std::hash::{BuildHasher, Hash, Hasher};

use super::array::{Array, Landing, Search};
use super::bucket::BucketId;
use super::grow::Plan;
use super::quirks::Quirks;
use super::tophash::Tophash;

/// A cursor may be on the current array.
pub(super) const ITERATOR: u8 = 1;
/// A cursor may be on the old array.
pub(super) const OLD_ITERATOR: u8 = 2;
/// The growth in progress keeps the number of buckets.
pub(crate) const SAME_SIZE_GROW: u8 = 8;

/// Which of a map's two arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ArrayKind {
    /// The array that inserts go to.
    Current,
    /// The array that is being evacuated while the map grows.
    Old,
}

/// A cell, found by one search and valid until the next change.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) array: ArrayKind,
    /// The main bucket of the chain.
    pub(super) index: usize,
    pub(super) id: BucketId,
    pub(super) slot: usize,
}

/// Everything but the hasher.
pub(super) struct Core<K, V> {
    /// `None` until the first insert, unless a capacity was asked for.
    pub(super) current: Option<Array<K, V>>,
    /// Some while growing.
    pub(super) old: Option<Array<K, V>>,
    /// Former arrays that cursors still rely on, oldest first.
    pub(super) retired: Vec<Array<K, V>>,
    pub(super) count: usize,
    pub(super) flags: u8,
    pub(super) noverflow: u16,
    pub(super) hash0: u32,
    pub(super) nevacuate: usize,
    pub(super) reseeds: u64,
    pub(super) rebuilds: u64,
    pub(super) arrays_made: u64,
    pub(super) rng: Rng,
    /// How to leave a key for a cursor. Set while cursors may be around, which
    /// is also what the hot paths test to know that there are none.
    pub(super) clone_key: Option<fn(&K) -> K>,
    /// Scratch of the last evacuation, kept for its allocation.
    pub(super) plans: Vec<Plan>,
    pub(super) quirks: Quirks,
    /// How many buckets the next array has, where a recording says so.
    pub(super) array_len: Option<usize>,
}

/// The hash of a key under a seed.
///
/// The seed goes in first and the key's own writes follow, so a hasher in
/// which the last write wins determines all 64 bits.
#[inline]
pub(super) fn hash_with<S: BuildHasher, Q: Hash + ?Sized>(hasher: &S, seed: u32, key: &Q) -> u64 {
    let mut state = hasher.build_hasher();
    state.write_u32(seed);
    key.hash(&mut state);
    state.finish()
}

impl<K, V> Core<K, V> {
    pub(super) const fn new(rng: Rng, quirks: Quirks) -> Core<K, V> {
        Core {
            current: None,
            old: None,
            retired: Vec::new(),
            count: 0,
            flags: 0,
            noverflow: 0,
            hash0: 0,
            nevacuate: 0,
            reseeds: 0,
            rebuilds: 0,
            arrays_made: 0,
            rng,
            clone_key: None,
            plans: Vec::new(),
            quirks,
            array_len: None,
        }
    }

    #[inline]
    pub(super) fn b(&self) -> u8 {
        self.current.as_ref().map_or(0, Array::b)
    }

    /// Draws the first seed. Later ones are drawn by [`Core::reseed`].
    #[cold]
    pub(super) fn start<S: BuildHasher>(&mut self, hasher: &S) {
        if self.rng.start(hasher) {
            self.hash0 = self.rng.next() as u32;
        }
    }

    /// Draws a new seed, as the map does whenever it has become empty.
    pub(super) fn reseed(&mut self) {
        self.hash0 = self.rng.next() as u32;
        self.reseeds += 1;
    }

    /// Makes the array that comes after the current one.
    pub(super) fn next_array(&mut self, b: u8) -> Array<K, V> {
        let array = Array::new(b, self.array_len.take(), self.arrays_made);
        self.arrays_made += 1;
        array
    }

    pub(super) fn array(&self, kind: ArrayKind) -> Option<&Array<K, V>> {
        match kind {
            ArrayKind::Current => self.current.as_ref(),
            ArrayKind::Old => self.old.as_ref(),
        }
    }

    pub(super) fn array_mut(&mut self, kind: ArrayKind) -> Option<&mut Array<K, V>> {
        match kind {
            ArrayKind::Current => self.current.as_mut(),
            ArrayKind::Old => self.old.as_mut(),
        }
    }

    /// The chain in which a key of this hash lives now: its old one until
    /// that is evacuated.
    #[inline]
    pub(super) fn chain_of(&self, hash: u64) -> Option<(ArrayKind, &Array<K, V>, usize)> {
        if let Some(old) = &self.old {
            let index = old.index(hash);
            if !old.is_evacuated(index) {
                return Some((ArrayKind::Old, old, index));
            }
        }
        let current = self.current.as_ref()?;
        Some((ArrayKind::Current, current, current.index(hash)))
    }

    #[inline]
    pub(super) fn get(&self, hash: u64, eq: impl FnMut(&K) -> bool) -> Option<(&K, &V)> {
        let (_, array, index) = self.chain_of(hash)?;
        let (bucket, slot) = array.find(index, Tophash::of(hash), eq)?;
        bucket.entry(slot)
    }

    pub(super) fn find(&self, hash: u64, eq: impl FnMut(&K) -> bool) -> Option<Spot> {
        let (kind, array, index) = self.chain_of(hash)?;
        match array.search(index, Tophash::of(hash), eq) {
            Search::Found(id, slot) => Some(Spot {
                array: kind,
                index,
                id,
                slot,
            }),
            Search::Absent(_) => None,
        }
    }

    pub(super) fn entry(&self, spot: Spot) -> Option<(&K, &V)> {
        self.array(spot.array)?.bucket(spot.id).entry(spot.slot)
    }

    #[inline]
    pub(super) fn entry_mut(&mut self, spot: Spot) -> Option<(&K, &mut V)> {
        self.array_mut(spot.array)?
            .bucket_mut(spot.id)
            .entry_mut(spot.slot)
    }

    /// Puts an entry in the place of a live one, which is given back.
    #[cold]
    pub(super) fn replace(&mut self, spot: Spot, key: K, value: V) -> Option<(K, V)> {
        let bucket = self.array_mut(spot.array)?.bucket_mut(spot.id);
        let top = bucket.top(spot.slot)?;
        let entry = bucket.take(spot.slot);
        bucket.put(spot.slot, top, key, value);
        entry
    }

    /// Searches for a write, which pays its share of a growth first and looks
    /// at the current array only.
    ///
    /// # Errors
    ///
    /// Where the entry would go if it is absent.
    #[inline]
    pub(super) fn search_to_write<S>(
        &mut self,
        hash: u64,
        hasher: &S,
        eq: impl FnMut(&K) -> bool,
    ) -> Result<Spot, Landing>
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        if self.clone_key.is_some() {
            self.sweep();
        }
        if self.old.is_some() {
            self.grow_work(hash, hasher);
        }
        if self.current.is_none() {
            let first = self.next_array(0);
            self.current = Some(first);
        }
        let current = self.current.as_ref().expect("just made");
        let index = current.index(hash);
        match current.search(index, Tophash::of(hash), eq) {
            Search::Found(id, slot) => Ok(Spot {
                array: ArrayKind::Current,
                index,
                id,
                slot,
            }),
            Search::Absent(landing) => Err(landing),
        }
    }

    /// Puts an absent entry where a search said it belongs, or wherever it
    /// belongs after a growth that it sets off.
    #[inline]
    pub(super) fn insert_absent<S>(
        &mut self,
        hash: u64,
        landing: Landing,
        entry: (K, V),
        hasher: &S,
    ) -> Spot
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        let landing = if self.must_grow() {
            self.grow_for(hash, hasher)
        } else {
            landing
        };
        let current = self.current.as_mut().expect("a search to write came first");
        let index = current.index(hash);
        let (id, slot) = match landing.free {
            Some(cell) => cell,
            None => {
                let id = current.append_overflow(landing.tail);
                self.noverflow = self.rng.count_overflow(self.noverflow, current.b());
                (id, 0)
            }
        };
        current
            .bucket_mut(id)
            .put(slot, Tophash::of(hash), entry.0, entry.1);
        self.count += 1;
        Spot {
            array: ArrayKind::Current,
            index,
            id,
            slot,
        }
    }

    #[inline]
    fn must_grow(&self) -> bool {
        let b = self.b();
        self.old.is_none()
            && (self.quirks.is_over_load(self.count + 1, b) || self.noverflow >= 1 << b.min(15))
    }

    #[cold]
    fn grow_for<S>(&mut self, hash: u64, hasher: &S) -> Landing
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        self.begin_growth();
        self.grow_work(hash, hasher);
        let current = self.current.as_ref().expect("the array that growth made");
        current.landing(current.index(hash))
    }

    /// Takes an entry out, from either array.
    #[inline]
    pub(super) fn erase(&mut self, spot: Spot) -> Option<(K, V)> {
        let entry = self
            .array_mut(spot.array)?
            .erase(spot.index, spot.id, spot.slot)?;
        self.count -= 1;
        if self.count == 0 {
            self.reseed();
        }
        Some(entry)
    }

    /// Drops every entry; keeps the current array and draws a new seed.
    ///
    /// All counters are settled before the first entry is dropped, and a
    /// panicking drop does not stop the rest.
    pub(super) fn clear(&mut self) {
        if self.count > 0 {
            self.clear_structure();
        }
    }

    /// [`Core::clear`] for a core that may have lost its entries otherwise.
    pub(super) fn clear_structure(&mut self) {
        self.count = 0;
        self.flags &= !SAME_SIZE_GROW;
        self.nevacuate = 0;
        self.noverflow = 0;
        self.reseed();
        // Records of entries whose key does not equal itself lead to cells
        // that now start a new life.
        for array in &mut self.retired {
            array.stale.leads_on = false;
        }
        let mut old = self.old.take();
        if let Some(pinned) = old.take_if(|old| old.is_pinned()) {
            let (shell, remains) = pinned.into_shell();
            self.retired.push(shell);
            old = Some(remains);
        }
        if let Some(current) = &mut self.current {
            current.clear();
        }
        drop(old);
        self.sweep();
    }
}

impl<K: Clone, V: Clone> Clone for Core<K, V> {
    /// The same structure, cell for cell, without the cursors.
    fn clone(&self) -> Self {
        Core {
            current: self.current.clone(),
            old: self.old.clone(),
            retired: Vec::new(),
            clone_key: None,
            plans: Vec::new(),
            ..*self
        }
    }
}

/// The map's own source of randomness: seeds, where a cursor starts, and the
/// approximate overflow count of very large maps.
///
/// SplitMix64 (Steele, Lea and Flood, 2014), started from the hasher: as
/// random as `RandomState`, and reproducible under a hasher that is.
#[derive(Clone, Copy)]
pub(super) struct Rng {
    state: u64,
    started: bool,
}

impl Rng {
    pub(super) const fn new() -> Rng {
        Rng {
            state: 0,
            started: false,
        }
    }

    /// Takes the start state from the hasher, the first time.
    fn start<S: BuildHasher>(&mut self, hasher: &S) -> bool {
        let first = !self.started;
        if first {
            self.state = hasher.build_hasher().finish();
            self.started = true;
        }
        first
    }

    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// The overflow count after one more overflow bucket: exact below 2^16
    /// buckets, beyond that one step for every 2^(b-15) on average.
    pub(super) fn count_overflow(&mut self, noverflow: u16, b: u8) -> u16 {
        let counts = b < 16 || self.next() & ((1 << (b - 15)) - 1) == 0;
        noverflow.wrapping_add(u16::from(counts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overflow_count_is_exact_and_then_approximate() {
        let mut rng = Rng::new();
        let counted = |rng: &mut Rng, b| (0..8_000).fold(0, |n, _| rng.count_overflow(n, b));
        assert_eq!(counted(&mut rng, 15), 8_000);
        let half = counted(&mut rng, 16);
        assert!(
            (3_800..4_200).contains(&half),
            "{half} of 8000 at one in two"
        );
        let quarter = counted(&mut rng, 17);
        assert!(
            (1_800..2_200).contains(&quarter),
            "{quarter} of 8000 at one in four"
        );
    }

    /// What a cursor costs its map, a clone is spared from its first write on.
    #[test]
    fn a_clone_knows_of_no_cursor() {
        let mut map = crate::gomap::GoMap::from([(1, 2)]);
        let mut cursor = map.cursor();
        assert_eq!(cursor.next(&map), Some((&1, &2)));
        assert!(map.core.clone_key.is_some());
        assert!(map.clone().core.clone_key.is_none());
    }
}
