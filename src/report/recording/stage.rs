//! A recording played back: everything that is known after some step.

use std::collections::{BTreeMap, BTreeSet};

use super::{ArrayDelta, Change, CursorEvent, Frame, TableDelta};
use crate::gomap::{ArrayKind, CursorPlace, Shape};
use crate::structure::TableBucket;

/// The state after the frames that were played so far.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    /// What the model holds.
    pub contents: BTreeMap<u32, u32>,
    /// The open cursors, by number.
    pub cursors: BTreeMap<usize, CursorSets>,
    /// The structure, once a frame showed it.
    pub table: Option<StageTable>,
}

/// The keys whose entries an open cursor must, may and must not produce from
/// here on. A key that is nowhere was never there while the cursor was open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CursorSets {
    /// In the map since the cursor was opened, and not produced yet.
    pub must: BTreeSet<u32>,
    /// Inserted later, and not produced yet.
    pub may: BTreeSet<u32>,
    /// Produced.
    pub produced: BTreeSet<u32>,
    /// Removed.
    pub removed: BTreeSet<u32>,
}

/// The structure.
#[derive(Clone, Debug)]
pub struct StageTable {
    /// The counters.
    pub shape: Shape,
    /// The current array, once there is one.
    pub current: Option<StageArray>,
    /// The array being evacuated.
    pub old: Option<StageArray>,
    /// Where the open cursors stand.
    pub cursors: Vec<(usize, Option<CursorPlace>)>,
}

/// One array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageArray {
    /// log2 of the main buckets.
    pub b: u8,
    /// All buckets but those of untouched chains, by index and link.
    pub buckets: BTreeMap<(usize, usize), TableBucket>,
}

impl Stage {
    /// Plays the next frame.
    pub fn play(&mut self, frame: &Frame) {
        for event in &frame.cursors {
            if let CursorEvent::Opened(cursor) = event {
                let sets = CursorSets {
                    must: self.contents.keys().copied().collect(),
                    ..CursorSets::default()
                };
                self.cursors.insert(*cursor, sets);
            }
        }
        for &change in &frame.changes {
            self.change(change);
        }
        for event in &frame.cursors {
            match event {
                CursorEvent::Opened(_) => {}
                CursorEvent::Produced(cursor, keys) => {
                    let sets = self.cursors.entry(*cursor).or_default();
                    for key in keys {
                        sets.must.remove(key);
                        sets.may.remove(key);
                        sets.produced.insert(*key);
                    }
                }
                CursorEvent::Closed(cursor) => {
                    self.cursors.remove(cursor);
                }
            }
        }
        if let Some(delta) = &frame.table {
            self.redraw(delta);
        }
    }

    fn change(&mut self, change: Change) {
        match change {
            Change::Born { key, value } => {
                self.contents.insert(key, value);
                for sets in self.cursors.values_mut() {
                    sets.removed.remove(&key);
                    sets.may.insert(key);
                }
            }
            Change::Changed { key, to, .. } => {
                self.contents.insert(key, to);
            }
            Change::Died { key, .. } => {
                self.contents.remove(&key);
                for sets in self.cursors.values_mut() {
                    sets.must.remove(&key);
                    sets.may.remove(&key);
                    sets.produced.remove(&key);
                    sets.removed.insert(key);
                }
            }
        }
    }

    fn redraw(&mut self, delta: &TableDelta) {
        let before = self.table.take();
        let (mut current, mut old) = match before {
            Some(StageTable { current, .. }) if delta.shift => (None, current),
            Some(StageTable { current, old, .. }) => (current, old),
            None => (None, None),
        };
        patch(&mut current, &delta.current);
        patch(&mut old, &delta.old);
        self.table = Some(StageTable {
            shape: delta.shape,
            current,
            old,
            cursors: delta.cursors.clone(),
        });
    }
}

impl StageTable {
    /// One of the two arrays.
    #[must_use]
    pub fn array(&self, kind: ArrayKind) -> Option<&StageArray> {
        match kind {
            ArrayKind::Current => self.current.as_ref(),
            ArrayKind::Old => self.old.as_ref(),
        }
    }
}

fn patch(array: &mut Option<StageArray>, delta: &ArrayDelta) {
    let Some(b) = delta.b else {
        *array = None;
        return;
    };
    let array = array.get_or_insert_default();
    array.b = b;
    for (place, bucket) in &delta.buckets {
        match bucket {
            Some(bucket) => array.buckets.insert(*place, *bucket),
            None => array.buckets.remove(place),
        };
    }
}
