//! `GoMap`'s structure with what is in it, as plain data: what a subject that
//! can be drawn shows.

use super::GoMapSubject;
use crate::gomap::{ArrayKind, CursorPlace, Shape};
use crate::probe::{TestKey, TestValue, quietly};

/// The cells of a bucket.
pub const SLOTS: usize = 8;

/// A bucket map's structure at one moment, entries included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The counters.
    pub shape: Shape,
    /// The current array, once there is one.
    pub current: Option<TableArray>,
    /// The array being evacuated, while the map grows.
    pub old: Option<TableArray>,
    /// The open cursors by number, and where they stand; `None` for one that
    /// has nothing left but to end.
    pub cursors: Vec<(usize, Option<CursorPlace>)>,
}

/// The buckets of one array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableArray {
    /// log2 of the main buckets.
    pub b: u8,
    /// All buckets but those of untouched chains, in ascending order of index
    /// and link.
    pub buckets: Vec<TableBucket>,
}

/// One bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableBucket {
    /// The main bucket of its chain.
    pub index: usize,
    /// How many buckets into the chain; 0 is the main bucket.
    pub link: usize,
    /// Its number within its array, from 1.
    pub id: u32,
    /// The marks of the cells, as in
    /// [`BucketLayout::tophash`](crate::gomap::BucketLayout::tophash).
    pub tophash: [u8; SLOTS],
    /// The entries of the live cells: key and value.
    pub entries: [Option<(u32, u32)>; SLOTS],
}

impl<K: TestKey, V: TestValue> GoMapSubject<K, V> {
    pub(super) fn draw(&self) -> Table {
        // Reading costs no planned panic.
        quietly(|| Table {
            shape: self.map.shape(),
            current: self.array(ArrayKind::Current),
            old: self.array(ArrayKind::Old),
            cursors: self
                .cursors
                .iter()
                .enumerate()
                .filter_map(|(number, open)| {
                    let open = open.as_ref()?;
                    Some((number, open.cursor.place(&self.map)))
                })
                .collect(),
        })
    }

    fn array(&self, kind: ArrayKind) -> Option<TableArray> {
        let shape = self.map.shape();
        let b = match kind {
            ArrayKind::Current => (shape.arrays_made > 0).then_some(shape.b)?,
            ArrayKind::Old => shape
                .growing
                .then(|| shape.b - u8::from(!shape.same_size))?,
        };
        let buckets = self.map.buckets(kind).map(|bucket| TableBucket {
            index: bucket.index,
            link: bucket.link,
            id: bucket.layout.id,
            tophash: bucket.layout.tophash,
            entries: bucket
                .entries
                .map(|entry| entry.map(|(key, value)| (key.id(), value.get()))),
        });
        Some(TableArray {
            b,
            buckets: buckets.collect(),
        })
    }
}
