//! One bucket: eight cells, one tophash byte each, and the link to the next
//! bucket of its chain.
//!
//! This is the only file of the map with `unsafe` in it. Everything leans on
//! one invariant, which only the methods below can touch because the fields
//! are private to this file:
//!
//! > A cell's key and value are initialised exactly when its tophash byte is
//! > at least [`MIN_LIVE`].
//!
//! Breaking it in the harmless direction (calling a live cell dead) leaks;
//! the other direction is ruled out by [`Tophash`], the only type through
//! which a byte of at least [`MIN_LIVE`] gets written.
#![allow(unsafe_code)]

use std::mem::{self, MaybeUninit};
use std::num::NonZeroU32;

use super::tophash::{
    EMPTY_ONE, EMPTY_REST, EVACUATED_EMPTY, EVACUATED_X, MIN_LIVE, SLOTS, Slots, Tophash,
};

/// Names a bucket within its array: index plus one, so that no bucket is 0
/// and a zeroed link is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BucketId(NonZeroU32);

impl BucketId {
    /// # Panics
    ///
    /// With std's "capacity overflow" when the index does not fit.
    #[inline]
    pub(super) fn from_index(index: usize) -> BucketId {
        u32::try_from(index + 1)
            .ok()
            .and_then(NonZeroU32::new)
            .map(BucketId)
            .expect("capacity overflow")
    }

    #[inline]
    pub(super) fn index(self) -> usize {
        self.0.get() as usize - 1
    }

    /// The number that layouts show.
    pub(super) fn number(self) -> u32 {
        self.0.get()
    }
}

/// Eight cells and a link.
#[repr(C)]
pub(super) struct Bucket<K, V> {
    tophash: [u8; SLOTS],
    keys: [MaybeUninit<K>; SLOTS],
    values: [MaybeUninit<V>; SLOTS],
    overflow: Option<BucketId>,
}

/// `count` untouched buckets from zeroed memory, which the system often hands
/// out without writing it.
///
/// # Panics
///
/// With std's "capacity overflow" when the size does not fit an allocation.
pub(super) fn untouched_buckets<K, V>(count: usize) -> Box<[Bucket<K, V>]> {
    // SAFETY: all-zero bytes are a valid bucket: tophash bytes of
    // `EMPTY_REST`, so no cell has to be initialised, and a link that is
    // `None`, which is what zero means for an `Option` of a transparent
    // wrapper around `NonZeroU32`.
    unsafe { Box::new_zeroed_slice(count).assume_init() }
}

impl<K, V> Bucket<K, V> {
    /// A bucket in which nothing was ever put.
    #[inline]
    pub(super) fn untouched() -> Bucket<K, V> {
        Bucket {
            tophash: [EMPTY_REST; SLOTS],
            keys: [const { MaybeUninit::uninit() }; SLOTS],
            values: [const { MaybeUninit::uninit() }; SLOTS],
            overflow: None,
        }
    }

    #[inline]
    fn word(&self) -> u64 {
        u64::from_le_bytes(self.tophash)
    }

    #[inline]
    pub(super) fn marks(&self) -> [u8; SLOTS] {
        self.tophash
    }

    #[inline]
    pub(super) fn mark(&self, slot: usize) -> u8 {
        self.tophash[slot]
    }

    /// The tophash of a live cell.
    #[inline]
    pub(super) fn top(&self, slot: usize) -> Option<Tophash> {
        Tophash::read(self.tophash[slot])
    }

    /// Whether the chain that starts here was evacuated.
    #[inline]
    pub(super) fn is_evacuated(&self) -> bool {
        (EVACUATED_X..=EVACUATED_EMPTY).contains(&self.tophash[0])
    }

    #[inline]
    pub(super) fn is_untouched(&self) -> bool {
        self.word() == 0 && self.overflow.is_none()
    }

    /// Whether the chain's entries end in this bucket.
    #[inline]
    pub(super) fn has_empty_rest(&self) -> bool {
        !Slots::empty_rest(self.word()).is_empty()
    }

    #[inline]
    pub(super) fn live(&self) -> Slots {
        Slots::live(self.word())
    }

    /// The first cell that an insert may take.
    #[inline]
    pub(super) fn first_free(&self) -> Option<usize> {
        Slots::free(self.word()).first()
    }

    #[inline]
    pub(super) fn overflow(&self) -> Option<BucketId> {
        self.overflow
    }

    #[inline]
    pub(super) fn link(&mut self, overflow: BucketId) {
        self.overflow = Some(overflow);
    }

    #[inline]
    pub(super) fn unlink(&mut self) {
        self.overflow = None;
    }

    /// The first slot with this tophash whose key satisfies `eq`.
    #[inline]
    pub(super) fn find(&self, top: Tophash, mut eq: impl FnMut(&K) -> bool) -> Option<usize> {
        Slots::holding(self.word(), top).find(|&slot| {
            // SAFETY: `holding` is exact, so this slot's byte equals `top`,
            // and a `Tophash` is at least `MIN_LIVE`: the cell is initialised.
            // The slot is below `SLOTS`, a word having eight bytes.
            eq(unsafe { self.keys.get_unchecked(slot).assume_init_ref() })
        })
    }

    /// The entry of a live cell.
    #[inline]
    pub(super) fn entry(&self, slot: usize) -> Option<(&K, &V)> {
        if self.tophash[slot] < MIN_LIVE {
            return None;
        }
        // SAFETY: the tophash was just seen to be that of a live cell.
        Some(unsafe {
            (
                self.keys[slot].assume_init_ref(),
                self.values[slot].assume_init_ref(),
            )
        })
    }

    /// The entry of a live cell, its value open to change.
    #[inline]
    pub(super) fn entry_mut(&mut self, slot: usize) -> Option<(&K, &mut V)> {
        if self.tophash[slot] < MIN_LIVE {
            return None;
        }
        // SAFETY: the tophash was just seen to be that of a live cell.
        Some(unsafe {
            (
                self.keys[slot].assume_init_ref(),
                self.values[slot].assume_init_mut(),
            )
        })
    }

    /// Puts an entry into a cell that is not live.
    #[inline]
    pub(super) fn put(&mut self, slot: usize, top: Tophash, key: K, value: V) {
        debug_assert!(self.tophash[slot] < MIN_LIVE, "an entry would be leaked");
        self.keys[slot].write(key);
        self.values[slot].write(value);
        self.tophash[slot] = top.get();
    }

    /// Moves the entry of a live cell out and leaves [`EMPTY_ONE`].
    #[inline]
    pub(super) fn take(&mut self, slot: usize) -> Option<(K, V)> {
        if self.tophash[slot] < MIN_LIVE {
            return None;
        }
        self.tophash[slot] = EMPTY_ONE;
        // SAFETY: the cell was live a moment ago, and calling it empty first
        // means that nobody reads it again.
        Some(unsafe {
            (
                self.keys[slot].assume_init_read(),
                self.values[slot].assume_init_read(),
            )
        })
    }

    /// Changes the mark of a cell that is not live.
    #[inline]
    pub(super) fn set_mark(&mut self, slot: usize, mark: u8) {
        assert!(mark < MIN_LIVE, "not a mark");
        debug_assert!(self.tophash[slot] < MIN_LIVE, "an entry would be leaked");
        self.tophash[slot] = mark;
    }

    /// Drops every entry and makes the bucket untouched.
    ///
    /// A panic of one entry's drop does not keep the others from theirs.
    #[inline]
    pub(super) fn reset(&mut self) {
        self.overflow = None;
        let live = if mem::needs_drop::<(K, V)>() {
            self.live()
        } else {
            Slots::NONE
        };
        self.tophash = [EMPTY_REST; SLOTS];
        if !live.is_empty() {
            drop(Doomed { bucket: self, live });
        }
    }

    /// Clones marks, link and entries into an untouched bucket.
    ///
    /// A cell of the target turns live only when both its halves are there,
    /// so a panic leaves a bucket that can be dropped.
    pub(super) fn clone_into(&self, target: &mut Bucket<K, V>)
    where
        K: Clone,
        V: Clone,
    {
        target.overflow = self.overflow;
        for slot in 0..SLOTS {
            match (self.entry(slot), self.top(slot)) {
                (Some((key, value)), Some(top)) => {
                    target.put(slot, top, key.clone(), value.clone());
                }
                _ => target.set_mark(slot, self.mark(slot)),
            }
        }
    }

    /// The entries of this bucket.
    #[inline]
    pub(super) fn cells(&self) -> Cells<'_, K, V> {
        Cells {
            live: self.live(),
            bucket: Some(self),
        }
    }

    /// The entries of this bucket, their values open to change.
    #[inline]
    pub(super) fn cells_mut(&mut self) -> CellsMut<'_, K, V> {
        CellsMut {
            live: self.live(),
            at: 0,
            keys: &self.keys,
            values: self.values.iter_mut(),
        }
    }
}

impl<K, V> Drop for Bucket<K, V> {
    #[inline]
    fn drop(&mut self) {
        if mem::needs_drop::<(K, V)>() {
            self.reset();
        }
    }
}

/// Entries on their way out: initialised cells that their bucket already
/// calls empty.
struct Doomed<'a, K, V> {
    bucket: &'a mut Bucket<K, V>,
    live: Slots,
}

impl<K, V> Drop for Doomed<'_, K, V> {
    fn drop(&mut self) {
        if let Some(slot) = self.live.next() {
            let rest = Doomed {
                bucket: &mut *self.bucket,
                live: self.live,
            };
            // SAFETY: `live` holds slots that were live when the bucket was
            // reset; each leaves the set before its entry is read, and the
            // bucket's marks keep everyone else away. Key and value are read
            // together so that a panic of one drop still runs the other, and
            // `rest` sees to the remaining cells in either case.
            let entry = unsafe {
                (
                    rest.bucket.keys[slot].assume_init_read(),
                    rest.bucket.values[slot].assume_init_read(),
                )
            };
            drop(entry);
        }
    }
}

/// Iterates over the live cells of one bucket.
pub(super) struct Cells<'a, K, V> {
    live: Slots,
    bucket: Option<&'a Bucket<K, V>>,
}

impl<K, V> Cells<'_, K, V> {
    pub(super) const NONE: Self = Cells {
        live: Slots::NONE,
        bucket: None,
    };
}

impl<K, V> Clone for Cells<'_, K, V> {
    fn clone(&self) -> Self {
        Cells {
            live: self.live,
            bucket: self.bucket,
        }
    }
}

impl<'a, K, V> Iterator for Cells<'a, K, V> {
    type Item = (&'a K, &'a V);

    #[inline]
    fn next(&mut self) -> Option<(&'a K, &'a V)> {
        let slot = self.live.next()?;
        let bucket = self.bucket?;
        // SAFETY: `live` was computed from this bucket, which cannot have
        // changed while it is borrowed: the cell is initialised.
        Some(unsafe {
            (
                bucket.keys.get_unchecked(slot).assume_init_ref(),
                bucket.values.get_unchecked(slot).assume_init_ref(),
            )
        })
    }
}

/// Iterates over the live cells of one bucket, values open to change.
pub(super) struct CellsMut<'a, K, V> {
    live: Slots,
    /// The slot that `values` stands at.
    at: usize,
    keys: &'a [MaybeUninit<K>],
    values: std::slice::IterMut<'a, MaybeUninit<V>>,
}

impl<'a, K, V> CellsMut<'a, K, V> {
    pub(super) fn none() -> Self {
        CellsMut {
            live: Slots::NONE,
            at: 0,
            keys: &[],
            values: [].iter_mut(),
        }
    }

    /// The cells not yet produced, to look at.
    pub(super) fn peek(&self) -> impl Iterator<Item = (&K, &V)> {
        let (keys, values, at) = (self.keys, self.values.as_slice(), self.at);
        self.live.map(move |slot| {
            // SAFETY: as in `next`; looking does not use a cell up.
            unsafe {
                (
                    keys[slot].assume_init_ref(),
                    values[slot - at].assume_init_ref(),
                )
            }
        })
    }
}

impl<'a, K, V> Iterator for CellsMut<'a, K, V> {
    type Item = (&'a K, &'a mut V);

    #[inline]
    fn next(&mut self) -> Option<(&'a K, &'a mut V)> {
        let slot = self.live.next()?;
        let value = self.values.nth(slot - self.at)?;
        self.at = slot + 1;
        // SAFETY: `live` was computed from the bucket that both slices belong
        // to and that stays mutably borrowed: the cell is initialised. Each
        // value is handed out once, by the slice's own iterator.
        Some(unsafe { (self.keys[slot].assume_init_ref(), value.assume_init_mut()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_is_gos() {
        assert_eq!(size_of::<Bucket<u64, u64>>(), 144);
        assert_eq!(size_of::<Bucket<(), ()>>(), 12);
    }

    #[test]
    fn put_and_take() {
        let mut bucket = Bucket::untouched();
        bucket.put(
            3,
            Tophash::of(0),
            String::from("key"),
            String::from("value"),
        );
        bucket.put(5, Tophash::of(!0), String::from("other"), String::new());
        assert_eq!(bucket.marks(), [0, 0, 0, 5, 0, 255, 0, 0]);
        assert_eq!(bucket.find(Tophash::of(0), |key| key == "key"), Some(3));
        assert_eq!(bucket.find(Tophash::of(0), |key| key == "other"), None);
        assert_eq!(bucket.cells().count(), 2);
        assert_eq!(bucket.cells_mut().count(), 2);
        assert_eq!(
            bucket.take(3),
            Some(("key".to_string(), "value".to_string()))
        );
        assert_eq!(bucket.take(3), None);
        assert_eq!(bucket.entry(3), None);
        assert_eq!(bucket.marks(), [0, 0, 0, 1, 0, 255, 0, 0]);
        bucket.reset();
        assert!(bucket.is_untouched());
    }
}
