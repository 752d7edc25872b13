//! The model's entries with their births, for whoever follows them.

use super::{Life, Model};

impl Model {
    /// All entries, by ascending key.
    pub fn lives(&self) -> impl Iterator<Item = Life> + '_ {
        self.entries.iter().map(|(&key, entry)| Life {
            key,
            value: entry.value,
            born: entry.born,
        })
    }
}
