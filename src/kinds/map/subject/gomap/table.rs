//! `GoMap`'s structure with what is in it, as plain data: what a subject that
//! can be drawn shows.

use super::GoMapSubject;
use crate::gomap::ArrayKind;
use crate::probe::{TestKey, TestValue, quietly};
use crate::structure::{Table, TableArray, TableBucket};

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
