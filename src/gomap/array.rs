//! An array of buckets: the main buckets that a hash selects, the overflow
//! buckets chained behind them, and what the array keeps for open cursors.
//!
//! Buckets link to each other by id within their array rather than by
//! pointer. That costs an index check per link and buys freedom from
//! `unsafe`: arrays can be moved, cleared and dropped without a thought about
//! who still points into them.

use std::sync::{Arc, OnceLock};

use super::bucket::{Bucket, BucketId, untouched_buckets};
use super::tophash::{EMPTY_ONE, EMPTY_REST, SLOTS, Tophash};

/// The largest power of two of main buckets whose ids, with the preallocated
/// ones, leave room for as many overflow buckets in 32 bits.
pub(super) const MAX_B: u8 = if cfg!(target_pointer_width = "64") {
    30
} else {
    24
};

/// An array's identity, held by every cursor that relies on it. The map sees
/// from the count of holders whether anybody does.
pub(super) type Pin = Arc<()>;

/// Buckets that belong together.
pub(super) struct Array<K, V> {
    /// 2^b buckets selected by hash, then the preallocated overflow buckets.
    main: Box<[Bucket<K, V>]>,
    /// Overflow buckets beyond the preallocated ones.
    spill: Vec<Bucket<K, V>>,
    b: u8,
    /// Index of the first preallocated bucket still unused.
    next_preallocated: usize,
    /// Which array of its map this is, counted from the first.
    pub(super) generation: u64,
    /// How often the array was cleared: overflow buckets of another epoch may
    /// serve another chain.
    pub(super) epoch: u64,
    pin: OnceLock<Pin>,
    pub(super) stale: StaleTable<K>,
}

/// What a key search found.
pub(super) enum Search {
    Found(BucketId, usize),
    Absent(Landing),
}

/// Where an entry of a chain would go.
pub(super) struct Landing {
    /// The first free cell.
    pub(super) free: Option<(BucketId, usize)>,
    /// The last bucket looked at. When no cell is free, this is the chain's
    /// last one.
    pub(super) tail: BucketId,
}

impl<K, V> Array<K, V> {
    /// 2^b main buckets and, ready to be overflow buckets, as many as make the
    /// length; by default a sixteenth from b = 4 on.
    pub(super) fn new(b: u8, len: Option<usize>, generation: u64) -> Array<K, V> {
        assert!(b <= MAX_B, "capacity overflow");
        let width = 1 << b;
        let preallocated = if b < 4 { 0 } else { 1 << (b - 4) };
        let len = len.unwrap_or(width + preallocated).max(width);
        Array {
            main: untouched_buckets(len),
            spill: Vec::new(),
            b,
            next_preallocated: width,
            generation,
            epoch: 0,
            pin: OnceLock::new(),
            stale: StaleTable::new(),
        }
    }

    #[inline]
    pub(super) fn b(&self) -> u8 {
        self.b
    }

    /// Main buckets: 2^b.
    #[inline]
    pub(super) fn width(&self) -> usize {
        1 << self.b
    }

    /// The main bucket that a hash selects.
    #[inline]
    pub(super) fn index(&self, hash: u64) -> usize {
        hash as usize & (self.width() - 1)
    }

    #[inline]
    pub(super) fn head(&self, index: usize) -> &Bucket<K, V> {
        &self.main[index]
    }

    #[inline]
    pub(super) fn bucket(&self, id: BucketId) -> &Bucket<K, V> {
        let index = id.index();
        match self.main.get(index) {
            Some(bucket) => bucket,
            None => &self.spill[index - self.main.len()],
        }
    }

    #[inline]
    pub(super) fn bucket_mut(&mut self, id: BucketId) -> &mut Bucket<K, V> {
        let index = id.index();
        let main = self.main.len();
        if index < main {
            &mut self.main[index]
        } else {
            &mut self.spill[index - main]
        }
    }

    /// All buckets: main and preallocated, and the rest.
    pub(super) fn slices(&self) -> [&[Bucket<K, V>]; 2] {
        [&self.main, &self.spill]
    }

    /// All buckets: main and preallocated, and the rest.
    pub(super) fn slices_mut(&mut self) -> [&mut [Bucket<K, V>]; 2] {
        [&mut self.main, &mut self.spill]
    }

    /// Main and preallocated buckets.
    pub(super) fn allocated_at_once(&self) -> usize {
        self.main.len()
    }

    /// All buckets.
    pub(super) fn total(&self) -> usize {
        self.main.len() + self.spill.len()
    }

    pub(super) fn spilled(&self) -> usize {
        self.spill.len()
    }

    pub(super) fn unused_preallocated(&self) -> usize {
        self.main.len().saturating_sub(self.next_preallocated)
    }

    /// Whether the bucket sits outside the allocation that a clear keeps.
    pub(super) fn is_spilled(&self, id: BucketId) -> bool {
        id.index() >= self.main.len()
    }

    /// Whether this is the last preallocated bucket, and unused.
    pub(super) fn is_last_unused(&self, id: BucketId) -> bool {
        self.unused_preallocated() > 0 && id.index() + 1 == self.main.len()
    }

    pub(super) fn is_main(&self, id: BucketId) -> bool {
        id.index() < self.width()
    }

    #[inline]
    pub(super) fn is_evacuated(&self, index: usize) -> bool {
        self.main[index].is_evacuated()
    }

    /// The ids of the chain that starts at a main bucket.
    pub(super) fn chain(&self, index: usize) -> impl Iterator<Item = BucketId> + '_ {
        std::iter::successors(Some(BucketId::from_index(index)), |&id| {
            self.bucket(id).overflow()
        })
    }

    /// Finds a key in a chain.
    #[inline]
    pub(super) fn find(
        &self,
        index: usize,
        top: Tophash,
        mut eq: impl FnMut(&K) -> bool,
    ) -> Option<(&Bucket<K, V>, usize)> {
        let mut bucket = &self.main[index];
        loop {
            if let Some(slot) = bucket.find(top, &mut eq) {
                return Some((bucket, slot));
            }
            if bucket.has_empty_rest() {
                return None;
            }
            bucket = self.bucket(bucket.overflow()?);
        }
    }

    /// Finds a key in a chain, or where it would go.
    #[inline]
    pub(super) fn search(
        &self,
        index: usize,
        top: Tophash,
        mut eq: impl FnMut(&K) -> bool,
    ) -> Search {
        let mut id = BucketId::from_index(index);
        let mut bucket = &self.main[index];
        let mut free = None;
        loop {
            if let Some(slot) = bucket.find(top, &mut eq) {
                return Search::Found(id, slot);
            }
            if free.is_none() {
                free = bucket.first_free().map(|slot| (id, slot));
            }
            if bucket.has_empty_rest() {
                return Search::Absent(Landing { free, tail: id });
            }
            match bucket.overflow() {
                Some(next) => (id, bucket) = (next, self.bucket(next)),
                None => return Search::Absent(Landing { free, tail: id }),
            }
        }
    }

    /// Where an entry that is known to be absent would go.
    pub(super) fn landing(&self, index: usize) -> Landing {
        let mut id = BucketId::from_index(index);
        loop {
            let bucket = self.bucket(id);
            if let Some(slot) = bucket.first_free() {
                return Landing {
                    free: Some((id, slot)),
                    tail: id,
                };
            }
            match bucket.overflow() {
                Some(next) => id = next,
                None => {
                    return Landing {
                        free: None,
                        tail: id,
                    };
                }
            }
        }
    }

    /// Chains an overflow bucket to the last bucket of a chain.
    pub(super) fn append_overflow(&mut self, tail: BucketId) -> BucketId {
        let id = if self.next_preallocated < self.main.len() {
            self.next_preallocated += 1;
            BucketId::from_index(self.next_preallocated - 1)
        } else {
            let id = BucketId::from_index(self.total());
            self.spill.push(Bucket::untouched());
            id
        };
        self.bucket_mut(tail).link(id);
        id
    }

    /// Chains an overflow bucket of its own while preallocated ones are unused,
    /// which no rule of the structure allows.
    #[cfg(test)]
    pub(super) fn spill_early(&mut self, tail: BucketId) {
        let id = BucketId::from_index(self.total());
        self.spill.push(Bucket::untouched());
        self.bucket_mut(tail).link(id);
    }

    /// Takes the entry out of a live cell and repairs the marks around it:
    /// empty cells that now end the chain turn into [`EMPTY_REST`].
    pub(super) fn erase(&mut self, index: usize, id: BucketId, slot: usize) -> Option<(K, V)> {
        let entry = self.bucket_mut(id).take(slot)?;
        let bucket = self.bucket(id);
        let next = match (slot + 1, bucket.overflow()) {
            (SLOTS, None) => EMPTY_REST,
            (SLOTS, Some(next)) => self.bucket(next).mark(0),
            (next, _) => bucket.mark(next),
        };
        if next == EMPTY_REST {
            self.propagate_empty_rest(index, id, slot);
        }
        Some(entry)
    }

    fn propagate_empty_rest(&mut self, index: usize, mut id: BucketId, mut slot: usize) {
        let head = BucketId::from_index(index);
        loop {
            self.bucket_mut(id).set_mark(slot, EMPTY_REST);
            if slot > 0 {
                slot -= 1;
            } else if id == head {
                return;
            } else {
                let before = self
                    .chain(index)
                    .find(|&b| self.bucket(b).overflow() == Some(id));
                id = before.expect("the bucket is in this chain");
                slot = SLOTS - 1;
            }
            if self.bucket(id).mark(slot) != EMPTY_ONE {
                return;
            }
        }
    }

    /// Drops every entry and every overflow bucket beyond the preallocated
    /// ones. A panicking drop does not stop the rest.
    pub(super) fn clear(&mut self) {
        struct Rest<'a, K, V>(std::slice::IterMut<'a, Bucket<K, V>>);

        impl<K, V> Drop for Rest<'_, K, V> {
            fn drop(&mut self) {
                self.0.by_ref().for_each(Bucket::reset);
            }
        }

        self.epoch += 1;
        let used = std::mem::replace(&mut self.next_preallocated, 1 << self.b);
        let spill = std::mem::take(&mut self.spill);
        let mut rest = Rest(self.main[..used].iter_mut());
        rest.0.by_ref().for_each(Bucket::reset);
        drop(rest);
        drop(spill);
    }

    /// Splits the identity from the storage, so that a cursor on the array
    /// finds one in which there is nothing left.
    pub(super) fn into_shell(mut self) -> (Array<K, V>, Array<K, V>) {
        let shell = Array {
            main: Box::default(),
            spill: Vec::new(),
            b: self.b,
            next_preallocated: 0,
            generation: self.generation,
            epoch: self.epoch,
            pin: std::mem::take(&mut self.pin),
            stale: StaleTable::new(),
        };
        (shell, self)
    }

    /// Whether there is nothing but the identity.
    pub(super) fn is_shell(&self) -> bool {
        self.main.is_empty()
    }

    /// Hands out the identity.
    pub(super) fn pin(&self) -> Pin {
        Arc::clone(self.pin.get_or_init(Pin::default))
    }

    pub(super) fn is(&self, pin: &Pin) -> bool {
        self.pin.get().is_some_and(|own| Arc::ptr_eq(own, pin))
    }

    /// Whether a cursor relies on this array.
    #[inline]
    pub(super) fn is_pinned(&self) -> bool {
        self.pin.get().is_some_and(|pin| Arc::strong_count(pin) > 1)
    }
}

impl<K: Clone, V: Clone> Clone for Array<K, V> {
    /// Cell for cell, but for cursors a different array.
    fn clone(&self) -> Self {
        let mut copy = Array::new(self.b, Some(self.main.len()), self.generation);
        copy.next_preallocated = self.next_preallocated;
        for (bucket, target) in self.main.iter().zip(&mut copy.main) {
            if !bucket.is_untouched() {
                bucket.clone_into(target);
            }
        }
        copy.spill.reserve_exact(self.spill.len());
        for bucket in &self.spill {
            copy.spill.push(Bucket::untouched());
            let target = copy.spill.last_mut().expect("just pushed");
            bucket.clone_into(target);
        }
        copy
    }
}

/// What is left in an evacuated cell for the cursors that come by later.
pub(super) enum Stale<K> {
    /// Nothing that anybody could ask for.
    Nothing,
    /// The key to look the entry up by.
    Key(K),
    /// Where an entry went whose key does not equal itself: a cell of the
    /// next generation.
    Moved(BucketId, usize),
}

/// The stale records of one array, by bucket.
pub(super) struct StaleTable<K> {
    records: Vec<Option<Box<[Stale<K>; SLOTS]>>>,
    keys: usize,
    /// Whether records lead into the next generation, which must then be kept
    /// as long as this array is.
    pub(super) leads_on: bool,
}

impl<K> StaleTable<K> {
    const fn new() -> StaleTable<K> {
        StaleTable {
            records: Vec::new(),
            keys: 0,
            leads_on: false,
        }
    }

    /// How many keys are kept.
    pub(super) fn keys(&self) -> usize {
        self.keys
    }

    pub(super) fn get(&self, id: BucketId, slot: usize) -> &Stale<K> {
        match self.records.get(id.index()) {
            Some(Some(records)) => &records[slot],
            _ => &Stale::Nothing,
        }
    }

    /// Files the records of one bucket.
    pub(super) fn file(&mut self, id: BucketId, records: Box<[Stale<K>; SLOTS]>) {
        for record in records.iter() {
            match record {
                Stale::Nothing => {}
                Stale::Key(_) => self.keys += 1,
                Stale::Moved(..) => self.leads_on = true,
            }
        }
        if self.records.len() <= id.index() {
            self.records.resize_with(id.index() + 1, || None);
        }
        self.records[id.index()] = Some(records);
    }

    /// Hands the keys over and keeps the other records.
    pub(super) fn take_keys(&mut self) -> Vec<K> {
        if self.keys == 0 {
            return Vec::new();
        }
        self.keys = 0;
        let records = self
            .records
            .iter_mut()
            .flatten()
            .flat_map(|records| records.iter_mut());
        let keys = records.filter_map(|record| match record {
            Stale::Key(_) => match std::mem::replace(record, Stale::Nothing) {
                Stale::Key(key) => Some(key),
                Stale::Nothing | Stale::Moved(..) => None,
            },
            Stale::Nothing | Stale::Moved(..) => None,
        });
        keys.collect()
    }

    /// Hands all records over, to be dropped where a panic does no harm.
    pub(super) fn take(&mut self) -> StaleTable<K> {
        std::mem::replace(self, StaleTable::new())
    }
}
