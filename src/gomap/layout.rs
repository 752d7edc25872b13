//! The structure laid open: counters, buckets and marks, as plain data.

use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash};

use super::GoMap;
use super::array::{Array, Search};
use super::bucket::{Bucket, BucketId};
use super::table::{ArrayKind, SAME_SIZE_GROW};
use super::tophash::{MIN_LIVE, SLOTS, Tophash};

/// The counters of a map, in constant time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// log2 of the current array's main buckets.
    pub b: u8,
    /// Entries.
    pub count: usize,
    /// 1: a cursor may be on the current array; 2: on the old one; 8: the
    /// growth in progress keeps the size.
    pub flags: u8,
    /// Overflow buckets of the current array; approximate from b = 16 on.
    pub noverflow: u16,
    /// Old buckets below this are evacuated. Means nothing when not growing.
    pub nevacuate: usize,
    /// Whether a growth is in progress.
    pub growing: bool,
    /// Whether that growth keeps the size.
    pub same_size: bool,
    /// Preallocated overflow buckets that are still unused.
    pub unused_prealloc: usize,
    /// How often a new seed was drawn. The first one does not count.
    pub reseeds: u64,
    /// How many arrays the map has allocated in its life.
    pub arrays_made: u64,
}

/// The whole structure of a map at one moment.
///
/// Displayed, it is a picture of the table without keys and values; for one
/// with them see [`GoMap::picture`].
///
/// ```
/// use map_oracle::gomap::GoMap;
///
/// let mut map = GoMap::from([(1, "one"), (2, "two")]);
/// map.remove(&1);
/// println!("{}", map.layout());
/// assert_eq!(map.layout().live_cells(), map.len());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The counters.
    pub shape: Shape,
    /// The hash seed.
    pub hash0: u32,
    /// The current array, once there is one.
    pub current: Option<ArrayLayout>,
    /// The array being evacuated, while growing.
    pub old: Option<ArrayLayout>,
    /// Keys kept for cursors.
    pub stale_keys: usize,
    /// Former arrays kept for cursors.
    pub retired: usize,
    /// The memory of all buckets, in bytes: those of the current array, the
    /// old one and the retired ones. What keys and values own elsewhere, and
    /// records kept for cursors, are not in it.
    pub bytes: usize,
}

impl Layout {
    /// The live cells, counted by walking every chain of both arrays. Always
    /// the number of entries that the map says it has.
    #[must_use]
    pub fn live_cells(&self) -> usize {
        [&self.current, &self.old]
            .into_iter()
            .flatten()
            .flat_map(|array| &array.chains)
            .flat_map(|chain| &chain.buckets)
            .flat_map(|bucket| bucket.tophash)
            .filter(|&mark| mark >= MIN_LIVE)
            .count()
    }
}

/// The buckets of one array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrayLayout {
    /// log2 of the main buckets.
    pub b: u8,
    /// Main and preallocated overflow buckets.
    pub buckets: usize,
    /// The memory of all its buckets, in bytes.
    pub bytes: usize,
    /// The chains of all main buckets but those that are untouched, meaning
    /// eight zero bytes and no overflow bucket.
    pub chains: Vec<ChainLayout>,
}

/// One main bucket and the overflow buckets behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainLayout {
    /// The main bucket's index.
    pub index: usize,
    /// The buckets in order; the first is the main one.
    pub buckets: Vec<BucketLayout>,
}

/// One bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BucketLayout {
    /// The bucket's number within its array, from 1.
    pub id: u32,
    /// The marks of the cells: 0 empty, and so are all later ones; 1 empty;
    /// 2 and 3 evacuated; 4 empty when evacuated; from 5 on, the top byte of a
    /// live entry's hash.
    pub tophash: [u8; SLOTS],
}

/// One bucket with what it holds, lent by [`GoMap::buckets`].
pub struct BucketView<'a, K, V> {
    /// The main bucket of its chain.
    pub index: usize,
    /// How many buckets into the chain; 0 is the main bucket.
    pub link: usize,
    /// Its number and its marks.
    pub layout: BucketLayout,
    /// The entries of its live cells.
    pub entries: [Option<(&'a K, &'a V)>; SLOTS],
}

/// A cell of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location {
    /// Which array.
    pub array: ArrayKind,
    /// The main bucket of the chain.
    pub bucket: usize,
    /// How many buckets into the chain; 0 is the main bucket.
    pub link: usize,
    /// Which of the eight cells.
    pub slot: usize,
}

impl<K, V, S> GoMap<K, V, S> {
    /// The counters.
    #[must_use]
    pub fn shape(&self) -> Shape {
        let core = &self.core;
        Shape {
            b: core.b(),
            count: core.count,
            flags: core.flags,
            noverflow: core.noverflow,
            nevacuate: core.nevacuate,
            growing: core.old.is_some(),
            same_size: core.flags & SAME_SIZE_GROW != 0,
            unused_prealloc: core.current.as_ref().map_or(0, Array::unused_preallocated),
            reseeds: core.reseeds,
            arrays_made: core.arrays_made,
        }
    }

    /// The whole structure, in time proportional to the number of buckets.
    #[must_use]
    pub fn layout(&self) -> Layout {
        Layout {
            shape: self.shape(),
            hash0: self.core.hash0,
            current: self.core.current.as_ref().map(array_layout),
            old: self.core.old.as_ref().map(array_layout),
            stale_keys: self.stale_keys(),
            retired: self.core.retired.len(),
            bytes: [&self.core.current, &self.core.old]
                .into_iter()
                .flatten()
                .chain(&self.core.retired)
                .map(array_bytes)
                .sum(),
        }
    }

    /// The buckets of one array, chain after chain, untouched chains left out.
    pub fn buckets(&self, kind: ArrayKind) -> impl Iterator<Item = BucketView<'_, K, V>> {
        self.core.array(kind).into_iter().flat_map(|array| {
            (0..array.width())
                .filter(|&index| !array.head(index).is_untouched())
                .flat_map(|index| chain_views(array, index))
        })
    }

    /// The entry in a cell, if that is live.
    #[must_use]
    pub fn entry_at(&self, location: Location) -> Option<(&K, &V)> {
        let array = self.core.array(location.array)?;
        if location.bucket >= array.width() || location.slot >= SLOTS {
            return None;
        }
        let id = array.chain(location.bucket).nth(location.link)?;
        array.bucket(id).entry(location.slot)
    }
}

impl<K, V, S> GoMap<K, V, S>
where
    K: Eq + Hash,
    S: BuildHasher,
{
    /// The cell that a key is in.
    pub fn locate<Q>(&self, key: &Q) -> Option<Location>
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
        Some(location(
            self.core.array(spot.array)?,
            spot.array,
            spot.index,
            spot.id,
            spot.slot,
        ))
    }

    /// The cell that an insert of an absent key would take, with its mark: 0,
    /// or 1 for a cell that a removal left behind. Leaves a growth that the
    /// insert may begin out of account.
    ///
    /// `None` if the key is present, if the insert would take a new overflow
    /// bucket or the first bucket of all, or if it would have to evacuate the
    /// key's chain first.
    pub fn first_free<Q>(&self, key: &Q) -> Option<(Location, u8)>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let hash = self.hash(key);
        let (kind, array, index) = self.core.chain_of(hash)?;
        if kind == ArrayKind::Old {
            return None;
        }
        match array.search(index, Tophash::of(hash), |other| other.borrow() == key) {
            Search::Found(..) => None,
            Search::Absent(landing) => {
                let (id, slot) = landing.free?;
                Some((
                    location(array, kind, index, id, slot),
                    array.bucket(id).mark(slot),
                ))
            }
        }
    }

    /// How many buckets the chain of a key has, present or absent. 0 before
    /// the first insert.
    pub fn chain_len<Q>(&self, key: &Q) -> usize
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let chain = self.core.chain_of(self.hash(key));
        chain.map_or(0, |(_, array, index)| array.chain(index).count())
    }
}

fn location<K, V>(
    array: &Array<K, V>,
    kind: ArrayKind,
    index: usize,
    id: BucketId,
    slot: usize,
) -> Location {
    let link = array.chain(index).take_while(|&other| other != id).count();
    Location {
        array: kind,
        bucket: index,
        link,
        slot,
    }
}

fn chain_views<K, V>(
    array: &Array<K, V>,
    index: usize,
) -> impl Iterator<Item = BucketView<'_, K, V>> {
    array.chain(index).enumerate().map(move |(link, id)| {
        let bucket = array.bucket(id);
        BucketView {
            index,
            link,
            layout: BucketLayout {
                id: id.number(),
                tophash: bucket.marks(),
            },
            entries: std::array::from_fn(|slot| bucket.entry(slot)),
        }
    })
}

fn array_bytes<K, V>(array: &Array<K, V>) -> usize {
    array.total() * size_of::<Bucket<K, V>>()
}

fn array_layout<K, V>(array: &Array<K, V>) -> ArrayLayout {
    let touched = (0..array.width()).filter(|&index| !array.head(index).is_untouched());
    let chains = touched.map(|index| {
        let buckets = array.chain(index).map(|id| BucketLayout {
            id: id.number(),
            tophash: array.bucket(id).marks(),
        });
        ChainLayout {
            index,
            buckets: buckets.collect(),
        }
    });
    ArrayLayout {
        b: array.b(),
        buckets: array.allocated_at_once(),
        bytes: array_bytes(array),
        chains: chains.collect(),
    }
}
