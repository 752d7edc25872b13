//! In what ways the runtimes of Go's versions and key types differ, and what
//! a recording of one has to tell a map that follows it.
//!
//! There is no quirk for the one other difference that Go 1.21 brought, that
//! a clear marks every cell first: it only shows in what an iterator produces
//! that was open at the time, and a [`Cursor`](super::Cursor) never produces
//! what was cleared.

use std::hash::BuildHasher;

use super::GoMap;
use super::array::MAX_B;
use super::table::{Core, Rng};
use super::tophash::SLOTS;

/// What a map does as one of Go's versions does it, or as Go does it for some
/// types of keys and values. The default is [`Quirks::GO_1_23`].
///
/// ```
/// use std::hash::RandomState;
/// use map_oracle::gomap::{GoMap, Quirks};
///
/// let mut map = GoMap::with_quirks(RandomState::new(), Quirks::GO_1_21);
/// map.extend((0..13).map(|n| (n, ())));
/// assert_eq!(map.capacity(), 24, "of 4 buckets with 6 entries each");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quirks {
    /// The load factor in halves of an entry: a map of two buckets or more
    /// grows beyond this many entries for every two buckets.
    pub load: u8,
    /// Whether an insert of a present key puts the new key in the old one's
    /// place. Go does so where equal keys can be told apart: floats, strings,
    /// interfaces. std's maps keep the old key.
    pub replace_keys: bool,
    /// Whether an old bucket, once evacuated, forgets its overflow buckets if
    /// no cursor may come by. Go does so where buckets hold pointers, to free
    /// what they point to. Only a [`Layout`](super::Layout) shows it.
    pub wipe_evacuated: bool,
}

impl Quirks {
    /// Go 1.23, and 1.19 and 1.22 just as well, for plain integers.
    pub const GO_1_23: Quirks = Quirks {
        load: 13,
        replace_keys: false,
        wipe_evacuated: false,
    };

    /// Go 1.21, in which a rounding error made the load factor 6.
    pub const GO_1_21: Quirks = Quirks {
        load: 12,
        ..Quirks::GO_1_23
    };

    /// The entries that 2^b buckets take before they grow.
    #[inline]
    pub(super) fn capacity(self, b: u8) -> usize {
        SLOTS.max(usize::from(self.load) * ((1 << b) / 2))
    }

    /// Whether `count` entries are too many for 2^b buckets.
    #[inline]
    pub(super) fn is_over_load(self, count: usize, b: u8) -> bool {
        count > self.capacity(b)
    }

    /// The smallest b whose buckets take `count` entries.
    ///
    /// # Panics
    ///
    /// With "capacity overflow" when no supported b does.
    pub(super) fn b_for(self, count: usize) -> u8 {
        (0..=MAX_B)
            .find(|&b| count <= self.capacity(b))
            .expect("capacity overflow")
    }
}

impl Default for Quirks {
    fn default() -> Quirks {
        Quirks::GO_1_23
    }
}

impl<K, V, S> GoMap<K, V, S> {
    /// An empty map with these quirks. Allocates nothing.
    #[must_use]
    pub const fn with_quirks(hasher: S, quirks: Quirks) -> GoMap<K, V, S> {
        GoMap {
            core: Core::new(Rng::new(), quirks),
            hasher,
        }
    }

    /// The map's quirks.
    #[must_use]
    pub fn quirks(&self) -> Quirks {
        self.core.quirks
    }

    /// Says how many buckets the next array has, main and preallocated, if the
    /// next operation makes one. In Go that depends on the size classes of the
    /// allocator, so a map that follows a recording has to be told. Fewer than
    /// the main buckets are taken for just those.
    pub fn tell_array_len(&mut self, buckets: Option<usize>) {
        self.core.array_len = buckets;
    }

    /// Says what the count of overflow buckets has come to. It is a matter of
    /// chance from b = 16 on; below that it is exact and this does nothing.
    pub fn tell_noverflow(&mut self, noverflow: u16) {
        if self.core.b() >= 16 {
            self.core.noverflow = noverflow;
        }
    }
}

impl<K, V, S> GoMap<K, V, S>
where
    S: BuildHasher,
{
    /// Gives a map without buckets those that `capacity` entries need. The
    /// first insert does that for a single one.
    pub(super) fn allocate_for(&mut self, capacity: usize) {
        let b = self.core.quirks.b_for(capacity);
        if b > 0 {
            self.core.start(&self.hasher);
            let array = self.core.next_array(b);
            self.core.current = Some(array);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn load_limits() {
        let of = |quirks: Quirks| [0, 1, 2, 3, 4, 5].map(|b| quirks.capacity(b));
        assert_eq!(of(Quirks::GO_1_23), [8, 13, 26, 52, 104, 208]);
        assert_eq!(of(Quirks::GO_1_21), [8, 12, 24, 48, 96, 192]);
        let quirks = Quirks::default();
        for b in 0..20 {
            let capacity = quirks.capacity(b);
            assert!(!quirks.is_over_load(capacity, b));
            assert!(quirks.is_over_load(capacity + 1, b));
            assert_eq!(quirks.b_for(capacity), b);
            assert_eq!(quirks.b_for(capacity + 1), b + 1);
        }
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn buckets_of_half_the_ids() {
        let most = 13 << 29;
        assert_eq!(Quirks::default().b_for(most), 30);
        let more = std::panic::catch_unwind(|| Quirks::default().b_for(most + 1));
        assert!(more.is_err());
    }
}
