//! The adapter for std's `BTreeMap`, with cursors that remember a key.

use std::collections::{BTreeMap, btree_map};
use std::ops::Bound;

use super::{Source, Subject, Support, numbers};
use crate::case::{CURSORS, Order};
use crate::probe::{Key, Value, quietly};

/// Std's `BTreeMap`. A cursor of it is the key that was shown last; a step
/// looks for the next larger one.
pub struct StdBTreeMap {
    map: BTreeMap<Key, Value>,
    /// Open cursors, with the key that each has shown last.
    cursors: [Option<Option<Key>>; CURSORS as usize],
}

impl StdBTreeMap {
    fn from_map(map: BTreeMap<Key, Value>) -> Self {
        StdBTreeMap {
            map,
            cursors: Default::default(),
        }
    }
}

impl Subject for StdBTreeMap {
    type Key = Key;
    type Value = Value;

    const NAME: &'static str = "std-btreemap";
    const SUPPORT: Support = Support {
        order: Order::Sorted,
        clone_keeps_order: true,
        fused: true,
        ..Support::DEFAULT
    };

    fn source() -> Option<Source> {
        Some(Source {
            package: Some("std"),
            imports: &["use std::collections::{BTreeMap, btree_map};"],
            map: "BTreeMap<Key, Value>",
            type_name: std::any::type_name::<BTreeMap<Key, Value>>(),
            new: "BTreeMap::new()",
            ..Source::EMPTY
        })
    }

    fn with_hint(_: usize) -> Self {
        Self::from_map(BTreeMap::new())
    }

    fn cursor_open(&mut self, cursor: usize, _: u16) {
        self.cursors[cursor] = Some(None);
    }

    fn cursor_step(&mut self, cursor: usize) -> Option<(u32, u32)> {
        let last = self.cursors[cursor].as_mut().expect("the cursor is open");
        let after = match last {
            Some(key) => Bound::Excluded(&*key),
            None => Bound::Unbounded,
        };
        let (key, value) = self.map.range((after, Bound::Unbounded)).next()?;
        let entry = numbers(key, value);
        // The cursor's own keys are no business of the map's.
        quietly(|| *last = Some(key.clone()));
        Some(entry)
    }

    fn cursor_close(&mut self, cursor: usize) {
        quietly(|| self.cursors[cursor] = None);
    }

    fn retained_keys(&self) -> usize {
        self.cursors.iter().flatten().flatten().count()
    }

    crate::subject_methods! { map:
        insert, remove, get, len, iter,
        get_mut, get_key_value, contains_key, index, remove_entry,
        entry(btree_map::Entry), and_modify, or_insert_with_key, insert_entry, insert_entry_then,
        extend, from_iter, clone, clone_from, eq, append, debug,
        retain, extract_if(..), into_iter, into_keys, into_values, clear,
        keys, values, iter_mut, values_mut, iter_clone,
        rev, first, last, pop_first, pop_last, first_entry, last_entry,
        range, range_mut, neighbours, lower_bound, upper_bound, split_off;
        by hand: cursors
    }
}
