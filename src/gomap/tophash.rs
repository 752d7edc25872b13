//! The byte in front of each cell: the marks of cells without an entry, the
//! tophash of those with one, and how eight such bytes are looked at at once.
//!
//! [`Bucket`](super::bucket::Bucket) reads keys and values on the word of this
//! file: that a [`Tophash`] is never a mark, and that the word tricks make no
//! mistake in either direction.

use std::num::NonZeroU8;

/// Cells in a bucket.
pub(super) const SLOTS: usize = 8;

/// Empty, and so is every later cell of the chain.
pub(super) const EMPTY_REST: u8 = 0;
/// Empty, but something later in the chain is not.
pub(super) const EMPTY_ONE: u8 = 1;
/// Moved to the bucket of the same index in the new array.
pub(super) const EVACUATED_X: u8 = 2;
/// Moved to the upper half of the new array.
pub(super) const EVACUATED_Y: u8 = 3;
/// Was empty when its chain was evacuated.
pub(super) const EVACUATED_EMPTY: u8 = 4;
/// The smallest tophash of a live cell.
pub(super) const MIN_LIVE: u8 = 5;

const LOW_BITS: u64 = each(0x7f);
const HIGH_BITS: u64 = !LOW_BITS;

/// A byte in each of the eight places.
#[inline]
const fn each(byte: u8) -> u64 {
    0x0101_0101_0101_0101 * byte as u64
}

/// The tophash of a live cell: the top byte of a hash, kept clear of the
/// marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tophash(NonZeroU8);

impl Tophash {
    #[inline]
    pub(super) fn of(hash: u64) -> Tophash {
        let top = (hash >> 56) as u8;
        let top = if top < MIN_LIVE { top + MIN_LIVE } else { top };
        Tophash(NonZeroU8::new(top).expect("at least MIN_LIVE"))
    }

    /// The tophash that a byte is, unless it is a mark.
    #[inline]
    pub(super) fn read(byte: u8) -> Option<Tophash> {
        if byte < MIN_LIVE {
            None
        } else {
            NonZeroU8::new(byte).map(Tophash)
        }
    }

    #[inline]
    pub(super) fn get(self) -> u8 {
        self.0.get()
    }
}

/// A set of slots of one bucket, iterated in ascending order.
///
/// Bit 7 of byte `i` stands for slot `i`; no other bit is ever set.
#[derive(Clone, Copy)]
pub(super) struct Slots(u64);

impl Slots {
    pub(super) const NONE: Slots = Slots(0);

    /// The slots whose byte in `word` is zero.
    ///
    /// The usual shorter formula reports false hits above a true one because
    /// its subtraction borrows across bytes. A false hit here would read an
    /// uninitialised key, so every byte is tested on its own.
    #[inline]
    fn zero_bytes(word: u64) -> Slots {
        Slots(!((word & LOW_BITS).wrapping_add(LOW_BITS) | word) & HIGH_BITS)
    }

    /// The slots that hold this tophash in `word`, the marks of a bucket.
    #[inline]
    pub(super) fn holding(word: u64, top: Tophash) -> Slots {
        Slots::zero_bytes(word ^ each(top.get()))
    }

    /// The slots marked [`EMPTY_REST`].
    #[inline]
    pub(super) fn empty_rest(word: u64) -> Slots {
        Slots::zero_bytes(word)
    }

    /// The slots marked [`EMPTY_REST`] or [`EMPTY_ONE`].
    #[inline]
    pub(super) fn free(word: u64) -> Slots {
        Slots::zero_bytes(word & !each(EMPTY_ONE))
    }

    /// The slots of live cells.
    #[inline]
    pub(super) fn live(word: u64) -> Slots {
        const ADD: u64 = each(0x80 - MIN_LIVE);
        Slots(((word & LOW_BITS).wrapping_add(ADD) | word) & HIGH_BITS)
    }

    #[inline]
    pub(super) fn first(self) -> Option<usize> {
        (self.0 != 0).then(|| self.0.trailing_zeros() as usize / 8)
    }

    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[inline]
    pub(super) fn len(self) -> usize {
        self.0.count_ones() as usize
    }
}

impl Iterator for Slots {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let slot = self.first()?;
        self.0 &= self.0 - 1;
        Some(slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks, near misses and extremes: everything the word tricks could
    /// confuse.
    const BYTES: [u8; 12] = [0, 1, 2, 3, 4, 5, 6, 0x7f, 0x80, 0x81, 0xfe, 0xff];

    #[test]
    fn word_tricks_are_exact() {
        let mut rng = fastrand::Rng::with_seed(1);
        for _ in 0..20_000 {
            let bytes: [u8; SLOTS] = std::array::from_fn(|_| BYTES[rng.usize(..BYTES.len())]);
            let word = u64::from_le_bytes(bytes);
            let by_hand = |is: fn(u8) -> bool| -> Vec<usize> {
                (0..SLOTS).filter(|&slot| is(bytes[slot])).collect()
            };
            let by_word = |slots: Slots| {
                let all: Vec<usize> = slots.collect();
                assert_eq!(slots.len(), all.len());
                assert_eq!(slots.first(), all.first().copied());
                assert_eq!(slots.is_empty(), all.is_empty());
                all
            };
            assert_eq!(
                by_word(Slots::empty_rest(word)),
                by_hand(|b| b == EMPTY_REST)
            );
            assert_eq!(by_word(Slots::free(word)), by_hand(|b| b <= EMPTY_ONE));
            assert_eq!(by_word(Slots::live(word)), by_hand(|b| b >= MIN_LIVE));
            let top = Tophash::read(0x80).unwrap();
            assert_eq!(by_word(Slots::holding(word, top)), by_hand(|b| b == 0x80));
        }
    }

    #[test]
    fn a_tophash_is_never_a_mark() {
        for top in 0..=255u64 {
            let got = Tophash::of(top << 56 | 0x00ff_ffff).get();
            let want = if top < 5 { top + 5 } else { top };
            assert_eq!(u64::from(got), want);
            assert_eq!(Tophash::read(top as u8).is_none(), top < 5);
        }
    }
}
