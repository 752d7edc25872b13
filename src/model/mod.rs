//! The model: what a right map would hold and answer.
//!
//! [`Model`] is a `BTreeMap` with, for each entry, the moment of its birth.
//! [`Model::apply`] carries an op out and tells the [`Answer`] that a right
//! map gives to it. The contract of an open cursor, which looks back at births
//! and removals, is in `model/cursor.rs`.

mod answer;
mod apply;
mod cursor;
mod lives;

pub use answer::Answer;
pub use lives::Life;

use std::collections::BTreeMap;

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
/// [`Key`](crate::probe::Key)s.
#[derive(Clone, Debug, Default)]
pub struct Model {
    entries: BTreeMap<u32, Entry>,
    /// How many entries were ever born.
    births: u64,
    /// The open ones, by number.
    cursors: BTreeMap<usize, CursorModel>,
}

impl Model {
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
        if let Some(entry) = self.entries.get_mut(&id) {
            return Some(std::mem::replace(&mut entry.value, value));
        }
        self.births += 1;
        let born = self.births;
        self.entries.insert(id, Entry { value, born });
        None
    }

    /// Removes; the value that was there is given back.
    pub fn remove(&mut self, id: u32) -> Option<u32> {
        self.entries.remove(&id).map(|entry| entry.value)
    }

    /// Starts again from what a map was found to hold, after a panic left it
    /// to chance. Entries that are still there live on; others are born or die
    /// now.
    pub fn restart_from(&mut self, found: &[(u32, u32)]) {
        let before = std::mem::take(&mut self.entries);
        for &(id, value) in found {
            match before.get(&id) {
                Some(&Entry { born, .. }) => {
                    self.entries.insert(id, Entry { value, born });
                }
                None => {
                    self.insert(id, value);
                }
            }
        }
    }
}
