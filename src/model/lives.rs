//! The model's entries with their births, for whoever follows them.

use super::Model;

/// An entry of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// The number of its key.
    pub key: u32,
    /// What its value holds now.
    pub value: u32,
    /// Numbers entries in the order of their births. A key that was removed
    /// and inserted again has a new one.
    pub born: u64,
}

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
