//! A bucket map's structure as plain data: what one that can be drawn shows.

use crate::gomap::{CursorPlace, Shape};

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
