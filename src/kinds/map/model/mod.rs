//! The model: what a right map would hold and answer.
//!
//! [`Model`] is a `BTreeMap` with, for each entry, the moment of its birth,
//! and, for maps that keep the order of insertion, the sequence of its keys
//! (`model/sequence.rs`). [`Model::step`] carries an op out and judges the
//! [`Answer`] that a map gave to it; what each op does is in `ops/`. The contract of an open cursor,
//! which looks back at births and removals, is in `model/cursor.rs`.

// An op that is added must be met by whoever tells ops apart.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod choice;
mod cursor;
mod lives;
mod sequence;

pub use crate::structure::{Answer, CursorFault, Life};
pub(crate) use choice::is_choice;

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::case::Order;
use crate::probe::Key;
use cursor::CursorModel;

/// One entry: its life starts at the insert of an absent key and ends at its
/// removal. A change of the value does not end it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    value: u32,
    /// Numbers entries in the order of their births.
    born: u64,
}

/// What a right map would hold. Keys are the numbers of
/// [`Key`]s.
#[derive(Clone, Debug)]
pub struct Model {
    entries: BTreeMap<u32, Entry>,
    order: Order,
    /// The keys as iteration shows them, where that is the order of insertion.
    sequence: Vec<u32>,
    /// What is left of a value in the map.
    keep: fn(u32) -> u32,
    /// The most entries of a map that refuses more.
    most: Option<usize>,
    /// How many entries were ever born.
    births: u64,
    /// The open ones, by number.
    cursors: BTreeMap<usize, CursorModel>,
    /// What was split off last, until someone looks at it.
    part: Option<Box<Model>>,
    /// Whether the key of the first number begins with that of the second.
    begins_with: fn(u32, u32) -> bool,
}

impl Default for Model {
    fn default() -> Self {
        Model::new(Order::Any, |value| value)
    }
}

impl Model {
    /// The model of an empty map that promises this order, and whose values
    /// keep so much of what they are given.
    #[must_use]
    pub fn new(order: Order, keep: fn(u32) -> u32) -> Model {
        Model {
            entries: BTreeMap::new(),
            order,
            sequence: Vec::new(),
            keep,
            most: None,
            births: 0,
            part: None,
            begins_with: |id, prefix| id == prefix,
            cursors: BTreeMap::new(),
        }
    }

    /// The same, of a map that refuses a new key where it holds `most` entries.
    #[must_use]
    pub fn refusing(self, most: Option<u16>) -> Model {
        Model {
            most: most.map(usize::from),
            ..self
        }
    }

    /// The same, of a map whose keys have prefixes: whether the key of the first
    /// number begins with that of the second.
    #[must_use]
    pub fn with_prefixes(self, begins_with: fn(u32, u32) -> bool) -> Model {
        Model {
            begins_with,
            ..self
        }
    }

    /// Whether the key of the first number begins with that of the second.
    pub(crate) fn begins_with(&self, id: u32, prefix: u32) -> bool {
        (self.begins_with)(id, prefix)
    }

    /// Splits off these entries, which are looked at next.
    pub(crate) fn split(&mut self, off: impl Fn(u32) -> bool) {
        let mut part = self.fresh();
        for (id, value) in self.remove_where(off) {
            part.insert(id, value);
        }
        self.part = Some(Box::new(part));
    }

    /// What was split off last.
    pub(crate) fn take_part(&mut self) -> Model {
        let fresh = self.fresh();
        self.part.take().map_or(fresh, |part| *part)
    }

    /// The model of an empty map of the same kind.
    #[must_use]
    pub fn fresh(&self) -> Model {
        Model {
            most: self.most,
            begins_with: self.begins_with,
            ..Model::new(self.order, self.keep)
        }
    }

    /// For how many more entries there is room, if the map may be full.
    pub(crate) fn room(&self) -> Option<usize> {
        self.most.map(|most| most.saturating_sub(self.len()))
    }

    /// Whether the map is full and lacks this key.
    pub(crate) fn refuses(&self, id: u32) -> bool {
        self.room() == Some(0) && self.get(id).is_none()
    }

    /// Whether it holds a key that is not equal to itself.
    pub(crate) fn has_nan(&self) -> bool {
        self.last_key().is_some_and(|id| id > Key::LAST_EQUAL)
    }

    /// What is left of a value in the map.
    pub(crate) fn kept(&self, value: u32) -> u32 {
        (self.keep)(value)
    }

    /// The entries in a range of keys, ascending.
    pub(crate) fn range(&self, range: (Bound<u32>, Bound<u32>)) -> Vec<(u32, u32)> {
        let entries = self.entries.range(range);
        entries.map(|(&id, entry)| (id, entry.value)).collect()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The order that the map promises.
    #[must_use]
    pub fn order(&self) -> Order {
        self.order
    }

    /// The value at `id`.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<u32> {
        self.entries.get(&id).map(|entry| entry.value)
    }

    /// All entries, by ascending key.
    #[must_use]
    pub fn entries(&self) -> Vec<(u32, u32)> {
        self.entries
            .iter()
            .map(|(&id, entry)| (id, entry.value))
            .collect()
    }

    /// The largest key, if any.
    #[must_use]
    pub fn last_key(&self) -> Option<u32> {
        self.entries.last_key_value().map(|(&id, _)| id)
    }

    /// Inserts; the value that was there before is given back.
    pub fn insert(&mut self, id: u32, value: u32) -> Option<u32> {
        let value = (self.keep)(value);
        if let Some(entry) = self.entries.get_mut(&id) {
            let before = std::mem::replace(&mut entry.value, value);
            if matches!(self.order, Order::InsertionLast | Order::UseLast) {
                self.put_at(id, usize::MAX);
            }
            return Some(before);
        }
        self.births += 1;
        let born = self.births;
        self.entries.insert(id, Entry { value, born });
        if self.keeps_sequence() {
            self.sequence.push(id);
        }
        None
    }

    /// Removes; the value that was there is given back.
    pub fn remove(&mut self, id: u32) -> Option<u32> {
        let removed = self.entries.remove(&id)?;
        self.remove_from_sequence(id);
        Some(removed.value)
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.sequence.clear();
    }

    /// Writes a value where there is one; tells what was there.
    pub fn write(&mut self, id: u32, value: u32) -> Option<u32> {
        let value = (self.keep)(value);
        self.entries
            .get_mut(&id)
            .map(|entry| std::mem::replace(&mut entry.value, value))
    }

    /// Starts again from what a map was found to hold, after a panic left it
    /// to chance. Entries that are still there live on; others are born or die
    /// now.
    pub fn restart_from(&mut self, found: &[(u32, u32)]) {
        let before = std::mem::take(&mut self.entries);
        self.sequence.clear();
        for &(id, value) in found {
            match before.get(&id) {
                Some(&Entry { born, .. }) => {
                    self.entries.insert(id, Entry { value, born });
                    if self.keeps_sequence() {
                        self.sequence.push(id);
                    }
                }
                None => {
                    self.insert(id, value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Op, OpKind};

    #[test]
    fn a_model_is_empty_while_it_holds_nothing() {
        let mut model = Model::default();
        assert!(model.is_empty());
        model.insert(3, 1);
        assert!(!model.is_empty());
        model.clear();
        assert!(model.is_empty());
    }

    #[test]
    fn what_is_found_again_lives_on_and_what_is_new_is_born() {
        let mut model = Model::default();
        model.insert(1, 10);
        model.insert(2, 20);
        model.cursor_open(0);
        assert_eq!(model.cursor_produced(0, 1, 10), Ok(()));
        model.restart_from(&[(1, 11), (3, 30)]);
        assert_eq!(model.entries(), [(1, 11), (3, 30)]);
        assert!(model.cursor_produced(0, 1, 11).is_err(), "it lived on");
        assert_eq!(model.cursor_ended(0), Ok(()), "3 is new and 2 is gone");
    }

    #[test]
    fn a_union_keeps_what_an_append_replaces() {
        let op = |kind| Op::from_parts(kind, 1, 2);
        let mut model = Model::default();
        model.insert(1, 5);
        assert_eq!(model.step(op(OpKind::Union), &Answer::Nothing, 0), Ok(()));
        assert_eq!(model.entries(), [(1, 5), (2, 4)]);
        assert_eq!(model.step(op(OpKind::Append), &Answer::Nothing, 0), Ok(()));
        assert_eq!(model.entries(), [(1, 3), (2, 4)]);
    }
}
