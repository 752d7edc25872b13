//! Growth: starting it, evacuating old buckets a few at a time as writes come
//! by, ending it, and what is kept of former arrays for open cursors. Also
//! the rebuild behind `reserve` and `shrink_to_fit`, which Go does not have.
//!
//! All code of the user's (`Hash`, `Eq`, `Clone`) runs in a first phase that
//! only looks. The second phase moves and cannot panic, so a panic leaves the
//! chain as it was.

use std::hash::{BuildHasher, Hash};

use super::array::{Array, Stale};
use super::bucket::BucketId;
use super::table::{Core, ITERATOR, OLD_ITERATOR, SAME_SIZE_GROW, hash_with};
use super::tophash::{EVACUATED_EMPTY, EVACUATED_X, EVACUATED_Y, SLOTS, Tophash};

/// How far one evacuation looks ahead for buckets already evacuated.
const LOOK_AHEAD: usize = 1024;

/// Where the entries of one old bucket go.
#[derive(Clone, Copy, Default)]
pub(super) struct Plan {
    /// Under which tophash; `None` for an empty cell.
    tops: [Option<Tophash>; SLOTS],
    /// Bit `i`: slot `i` goes to the upper half.
    upper: u8,
}

/// Whether a key equals itself. Keys that do not (a float's NaN, in Go)
/// cannot be looked up, and their hash need not repeat.
#[expect(clippy::eq_op, reason = "asking this is the point")]
pub(super) fn is_reflexive<K: Eq>(key: &K) -> bool {
    key == key
}

impl<K, V> Core<K, V> {
    /// Puts a new array in front of the current one: twice as big, or just as
    /// big if it is overflow buckets rather than entries that are too many.
    pub(super) fn begin_growth(&mut self) {
        let b = self.b();
        let bigger = self.quirks.is_over_load(self.count + 1, b);
        let next = self.next_array(b + u8::from(bigger));
        if !bigger {
            self.flags |= SAME_SIZE_GROW;
        }
        self.demote_current(next);
    }

    fn demote_current(&mut self, next: Array<K, V>) {
        let had_cursors = self.flags & ITERATOR != 0;
        self.flags &= !(ITERATOR | OLD_ITERATOR);
        if had_cursors {
            self.flags |= OLD_ITERATOR;
        }
        self.old = self.current.replace(next);
        self.nevacuate = 0;
        self.noverflow = 0;
    }

    /// What every write owes to a growth: the old bucket behind the one it is
    /// about to use, and one more so that the growth ends.
    pub(super) fn grow_work<S>(&mut self, hash: u64, hasher: &S)
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        if let Some(old) = &self.old {
            self.evacuate(old.index(hash), hasher);
        }
        if self.old.is_some() {
            self.evacuate(self.nevacuate, hasher);
        }
    }

    /// Ends a growth in progress.
    fn finish_growth<S>(&mut self, hasher: &S)
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        while self.old.is_some() {
            self.evacuate(self.nevacuate, hasher);
        }
    }

    fn evacuate<S>(&mut self, index: usize, hasher: &S)
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        let Some(old) = &self.old else { return };
        if !old.is_evacuated(index) {
            // A panic in the first phase forfeits the scratch's allocation,
            // nothing else.
            let mut plans = std::mem::take(&mut self.plans);
            plans.clear();
            let records = self.plan_evacuation(index, hasher, &mut plans);
            self.carry_out(index, &plans, records);
            self.plans = plans;
        }
        if index == self.nevacuate {
            self.advance_evacuation();
        }
    }

    /// First phase: decides where each entry of the chain goes, and collects
    /// the records to leave for cursors, if any.
    fn plan_evacuation<S>(
        &self,
        index: usize,
        hasher: &S,
        plans: &mut Vec<Plan>,
    ) -> Vec<Box<[Stale<K>; SLOTS]>>
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        let mut records = Vec::new();
        let (Some(old), Some(new)) = (&self.old, &self.current) else {
            return records;
        };
        let doubling = new.b() > old.b();
        let upper_bit = old.width() as u64;
        let by_tophash = self.flags & ITERATOR != 0;
        let keeper = self.record_keeper(old);
        for id in old.chain(index) {
            let bucket = old.bucket(id);
            let mut plan = Plan::default();
            for slot in bucket.live() {
                let (Some((key, _)), Some(mut top)) = (bucket.entry(slot), bucket.top(slot)) else {
                    continue;
                };
                let mut upper = false;
                if doubling {
                    let hash = hash_with(hasher, self.hash0, key);
                    if by_tophash && !is_reflexive(key) {
                        // The hash may be a different one each time, but an
                        // open cursor must be able to tell which way the entry
                        // goes. The old tophash is all that stays put.
                        upper = top.get() & 1 != 0;
                        top = Tophash::of(hash);
                    } else {
                        upper = hash & upper_bit != 0;
                    }
                }
                plan.tops[slot] = Some(top);
                plan.upper |= u8::from(upper) << slot;
            }
            plans.push(plan);
            if let Some(keeper) = &keeper {
                records.push(keeper.records(bucket.live().map(|slot| (slot, bucket.entry(slot)))));
            }
        }
        records
    }

    /// Second phase: moves the entries, packed, in chain order.
    fn carry_out(
        &mut self,
        index: usize,
        plans: &[Plan],
        mut records: Vec<Box<[Stale<K>; SLOTS]>>,
    ) {
        let (Some(old), Some(new)) = (&mut self.old, &mut self.current) else {
            return;
        };
        let lower = BucketId::from_index(index);
        // Only the plans of a doubling send entries there.
        let upper = BucketId::from_index(index + old.width());
        // Bucket and next slot of both destinations.
        let mut ends = [(lower, 0), (upper, 0)];
        let mut next = Some(lower);
        let mut link = 0;
        while let Some(id) = next {
            let plan = plans[link];
            for (slot, top) in plan.tops.into_iter().enumerate() {
                let from = old.bucket_mut(id);
                let Some(top) = top else {
                    from.set_mark(slot, EVACUATED_EMPTY);
                    continue;
                };
                let upper = plan.upper >> slot & 1;
                let end = &mut ends[usize::from(upper)];
                if end.1 == SLOTS {
                    *end = (new.append_overflow(end.0), 0);
                    self.noverflow = self.rng.count_overflow(self.noverflow, new.b());
                }
                if let Some((key, value)) = from.take(slot) {
                    new.bucket_mut(end.0).put(end.1, top, key, value);
                }
                from.set_mark(slot, if upper == 0 { EVACUATED_X } else { EVACUATED_Y });
                if let Some(records) = records.get_mut(link)
                    && let Stale::Moved(id, slot) = &mut records[slot]
                {
                    (*id, *slot) = *end;
                }
                end.1 += 1;
            }
            next = old.bucket(id).overflow();
            link += 1;
        }
        let mut next = Some(lower);
        for records in records {
            let Some(id) = next else { break };
            old.stale.file(id, records);
            next = old.bucket(id).overflow();
        }
        if self.quirks.wipe_evacuated && self.flags & OLD_ITERATOR == 0 {
            old.bucket_mut(lower).unlink();
        }
    }

    /// Moves the mark below which all old buckets are evacuated, and ends the
    /// growth when it reaches the end.
    fn advance_evacuation(&mut self) {
        let Some(old) = &self.old else { return };
        self.nevacuate += 1;
        let stop = old.width().min(self.nevacuate + LOOK_AHEAD);
        while self.nevacuate != stop && old.is_evacuated(self.nevacuate) {
            self.nevacuate += 1;
        }
        if self.nevacuate == old.width() {
            self.flags &= !SAME_SIZE_GROW;
            if let Some(old) = self.old.take() {
                self.retire(old);
            }
        }
    }

    /// Keeps a former array if a cursor relies on it or on what it leads to.
    fn retire(&mut self, array: Array<K, V>) {
        if array.is_pinned() || self.retired.iter().any(|older| older.stale.leads_on) {
            self.retired.push(array);
        }
    }

    /// Lets go of everything that no cursor relies on any more.
    ///
    /// Keys go last, when all is settled, because dropping them may panic.
    pub(super) fn sweep(&mut self) {
        let mut needed = self.current.as_ref().is_some_and(Array::is_pinned);
        let mut leads_on = false;
        let mut keys = Vec::new();
        let unneeded = self.retired.extract_if(.., |array| {
            let pinned = array.is_pinned();
            needed |= pinned;
            if pinned || leads_on {
                leads_on |= array.stale.leads_on;
                if !pinned {
                    keys.extend(array.stale.take_keys());
                }
                return false;
            }
            true
        });
        let arrays: Vec<_> = unneeded.collect();
        let mut records = None;
        if let Some(old) = &mut self.old {
            if old.is_pinned() {
                needed = true;
            } else if leads_on {
                keys.extend(old.stale.take_keys());
            } else {
                records = Some(old.stale.take());
            }
        }
        if !needed {
            self.clone_key = None;
        }
        drop((arrays, keys, records));
    }

    /// Makes the records of an array, if any cursor may want them.
    fn record_keeper(&self, array: &Array<K, V>) -> Option<RecordKeeper<K>> {
        let clone_key = self.clone_key.filter(|_| array.is_pinned());
        let wanted = clone_key.is_some() || self.retired.iter().any(|older| older.stale.leads_on);
        wanted.then_some(RecordKeeper { clone_key })
    }

    /// Moves every entry into a fresh array of 2^b buckets.
    ///
    /// # Panics
    ///
    /// As the user's `Hash`, `Eq` and `Clone` do, and then nothing was moved.
    pub(super) fn rebuild<S>(&mut self, b: u8, hasher: &S)
    where
        K: Eq + Hash,
        S: BuildHasher,
    {
        self.sweep();
        self.finish_growth(hasher);
        let mut hashes = Vec::with_capacity(self.count);
        let mut records = Vec::new();
        if let Some(array) = &self.current {
            let keeper = self.record_keeper(array);
            for bucket in array.slices().into_iter().flatten() {
                hashes.extend(
                    bucket
                        .cells()
                        .map(|(key, _)| hash_with(hasher, self.hash0, key)),
                );
                if let Some(keeper) = &keeper {
                    records
                        .push(keeper.records(bucket.live().map(|slot| (slot, bucket.entry(slot)))));
                }
            }
        }

        let next = self.next_array(b);
        self.demote_current(next);
        self.rebuilds += 1;
        let (Some(mut old), Some(new)) = (self.old.take(), &mut self.current) else {
            return;
        };
        let mut hashes = hashes.into_iter();
        let mut noverflow = 0;
        for (index, bucket) in old.slices_mut().into_iter().flatten().enumerate() {
            for slot in 0..SLOTS {
                let Some((key, value)) = bucket.take(slot) else {
                    bucket.set_mark(slot, EVACUATED_EMPTY);
                    continue;
                };
                bucket.set_mark(slot, EVACUATED_X);
                let hash = hashes.next().expect("one hash was taken for each entry");
                let landing = new.landing(new.index(hash));
                let (id, at) = landing.free.unwrap_or_else(|| {
                    noverflow = self.rng.count_overflow(noverflow, b);
                    (new.append_overflow(landing.tail), 0)
                });
                new.bucket_mut(id).put(at, Tophash::of(hash), key, value);
                if let Some(records) = records.get_mut(index)
                    && let record @ Stale::Moved(..) = &mut records[slot]
                {
                    *record = Stale::Moved(id, at);
                }
            }
        }
        self.noverflow = noverflow;
        for (index, records) in records.into_iter().enumerate() {
            old.stale.file(BucketId::from_index(index), records);
        }
        self.retire(old);
    }

    /// Gives the array of an empty map back.
    pub(super) fn release(&mut self) {
        self.sweep();
        self.nevacuate = 0;
        self.noverflow = 0;
        self.flags = 0;
        self.rebuilds += 1;
        for array in [self.old.take(), self.current.take()].into_iter().flatten() {
            if array.is_pinned() {
                self.retired.push(array.into_shell().0);
            }
        }
    }
}

/// Decides what an evacuated cell leaves behind.
struct RecordKeeper<K> {
    /// Set if keys are wanted too, and not only where entries without a
    /// usable key went.
    clone_key: Option<fn(&K) -> K>,
}

impl<K: Eq> RecordKeeper<K> {
    fn records<'a, V: 'a>(
        &self,
        cells: impl Iterator<Item = (usize, Option<(&'a K, &'a V)>)>,
    ) -> Box<[Stale<K>; SLOTS]>
    where
        K: 'a,
    {
        let mut records = Box::new([const { Stale::Nothing }; SLOTS]);
        for (slot, entry) in cells {
            let Some((key, _)) = entry else { continue };
            records[slot] = if !is_reflexive(key) {
                // The target is filled in when the entry has moved.
                Stale::Moved(BucketId::from_index(0), 0)
            } else if let Some(clone_key) = self.clone_key {
                Stale::Key(clone_key(key))
            } else {
                Stale::Nothing
            };
        }
        records
    }
}
