//! The contract of an open cursor, after the Go specification's range clause.
//!
//! For a cursor opened at time t: an entry that lives from t to the cursor's
//! end is produced exactly once; an entry removed before it was reached is
//! never produced; an entry born after t may be produced, at most once; a
//! produced value is the value at that moment. Births and removals are the
//! model's, so all that a cursor needs to remember is when it was opened and
//! what it produced.

use std::collections::{BTreeMap, BTreeSet};

use super::{CursorFault, Model};

#[derive(Clone, Debug)]
pub(super) struct CursorModel {
    /// Entries born up to here must be produced, if they live to the end.
    opened: u64,
    /// The births of the entries that were produced.
    produced: BTreeSet<u64>,
}

impl Model {
    /// Opens cursor `cursor`, in place of an open one.
    pub fn cursor_open(&mut self, cursor: usize) {
        let state = CursorModel {
            opened: self.births,
            produced: BTreeSet::new(),
        };
        self.cursors.insert(cursor, state);
    }

    /// Closes a cursor, open or not.
    pub fn cursor_close(&mut self, cursor: usize) {
        self.cursors.remove(&cursor);
    }

    /// The same contents, with no cursor open.
    #[must_use]
    pub fn without_cursors(&self) -> Model {
        Model {
            cursors: BTreeMap::new(),
            ..self.clone()
        }
    }

    /// Whether a cursor is open.
    #[must_use]
    pub fn cursor_is_open(&self, cursor: usize) -> bool {
        self.cursors.contains_key(&cursor)
    }

    /// How many cursors are open.
    #[must_use]
    pub fn open_cursors(&self) -> usize {
        self.cursors.len()
    }

    /// Judges an entry that an open cursor produced.
    ///
    /// # Errors
    ///
    /// What the contract says instead, if it was broken.
    ///
    /// # Panics
    ///
    /// If the cursor is not open.
    pub fn cursor_produced(
        &mut self,
        cursor: usize,
        id: u32,
        value: u32,
    ) -> Result<(), CursorFault> {
        let state = self.cursors.get_mut(&cursor).expect("the cursor is open");
        let Some(entry) = self.entries.get(&id) else {
            return Err(CursorFault::Absent(id));
        };
        if entry.value != value {
            return Err(CursorFault::Value(id, entry.value));
        }
        if !state.produced.insert(entry.born) {
            return Err(CursorFault::Again(id));
        }
        Ok(())
    }

    /// Judges the end of an open cursor, and closes it.
    ///
    /// # Errors
    ///
    /// The entry that was never produced and should have been.
    ///
    /// # Panics
    ///
    /// If the cursor is not open.
    pub fn cursor_ended(&mut self, cursor: usize) -> Result<(), CursorFault> {
        let state = self.cursors.remove(&cursor).expect("the cursor is open");
        let missed = self
            .entries
            .iter()
            .find(|(_, entry)| entry.born <= state.opened && !state.produced.contains(&entry.born));
        match missed {
            None => Ok(()),
            Some((&id, _)) => Err(CursorFault::Missed(id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(keys: &[u32]) -> Model {
        let mut model = Model::default();
        for &key in keys {
            model.insert(key, key * 10);
        }
        model
    }

    #[test]
    fn a_complete_walk_is_right_and_a_short_or_a_long_one_is_not() {
        let mut m = model(&[1, 2]);
        m.cursor_open(0);
        assert!(m.cursor_produced(0, 2, 20).is_ok());
        assert!(m.clone().cursor_ended(0).is_err());
        assert!(m.clone().cursor_produced(0, 2, 20).is_err());
        assert!(m.cursor_produced(0, 1, 10).is_ok());
        assert!(m.cursor_ended(0).is_ok());
        assert!(!m.cursor_is_open(0));
    }

    #[test]
    fn removed_entries_must_not_come_and_new_ones_may() {
        let mut m = model(&[1, 2]);
        m.cursor_open(0);
        m.remove(1);
        m.insert(3, 30);
        assert!(m.clone().cursor_produced(0, 1, 10).is_err());
        assert!(m.cursor_produced(0, 2, 20).is_ok());
        // Not producing 3 is fine, and so is producing it.
        assert!(m.clone().cursor_ended(0).is_ok());
        assert!(m.cursor_produced(0, 3, 30).is_ok());
        assert!(m.cursor_ended(0).is_ok());
    }

    #[test]
    fn a_key_removed_and_inserted_again_is_a_new_entry() {
        let mut m = model(&[1]);
        m.cursor_open(0);
        assert!(m.cursor_produced(0, 1, 10).is_ok());
        m.remove(1);
        m.insert(1, 11);
        assert!(m.cursor_produced(0, 1, 10).is_err(), "a stale value");
        assert!(m.cursor_produced(0, 1, 11).is_ok());
        assert!(m.cursor_ended(0).is_ok());
    }

    #[test]
    fn cursors_are_open_until_they_are_closed() {
        let mut m = model(&[1]);
        m.cursor_open(0);
        m.cursor_open(2);
        assert_eq!(m.open_cursors(), 2);
        m.cursor_close(0);
        assert!(!m.cursor_is_open(0) && m.cursor_is_open(2));
        assert_eq!(m.without_cursors().open_cursors(), 0);
        assert_eq!(m.open_cursors(), 1);
    }
}
