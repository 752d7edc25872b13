//! What an op answers, in a form that model and map share.

use std::fmt;

use crate::probe::{KeyName, NumberName, ValueName, entry_name, entry_names};

/// What an op answers, with keys and values as numbers.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "process", derive(serde::Serialize, serde::Deserialize))]
pub enum Answer {
    /// Nothing.
    Nothing,
    /// A value, if the key was there.
    Value(Option<u32>),
    /// A key and its value, if it was there.
    Pair(Option<(u32, u32)>),
    /// Yes or no.
    Flag(bool),
    /// A place, if the key was there.
    Place(Option<usize>),
    /// What an entry op saw and gave back.
    Entry {
        /// Whether the entry was occupied, for the forms that look.
        occupied: Option<bool>,
        /// The key that the entry showed.
        key: Option<u32>,
        /// The value behind the reference that the op ended in.
        seen: Option<u32>,
        /// The key given back.
        returned_key: Option<u32>,
        /// The value given back.
        returned: Option<u32>,
    },
    /// What `try_insert` ended in: the value that is there now, or the one
    /// that was in the way and the one that is given back.
    Tried(Result<u32, (u32, u32)>),
    /// The map was full. Only a bounded map answers so.
    Full,
    /// One value, if it was there, for each key that was named.
    Values(Vec<Option<u32>>),
    /// Entries: in the promised order where the op shows it, else ascending.
    Entries(Vec<(u32, u32)>),
    /// Keys or values, likewise.
    Numbers(Vec<u32>),
    /// What an iterator and its clone show from there on.
    Twice([Vec<(u32, u32)>; 2]),
    /// What a method answers that gives back a tuple.
    Several(Vec<Answer>),
    /// So many entries out of these, whichever the map likes. Only a model
    /// answers so; a map answers with [`Answer::Entries`].
    SomeOf(usize, Vec<(u32, u32)>),
    /// As [`Answer::SomeOf`], for keys or values; a map answers with
    /// [`Answer::Numbers`].
    SomeNumbersOf(usize, Vec<u32>),
}

/// As if it were derived, but that keys and values are told by their names.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = |numbers: &[u32]| -> Vec<NumberName> {
            numbers.iter().copied().map(NumberName).collect()
        };
        let mut tuple = |name, fields: &[&dyn fmt::Debug]| {
            let mut tuple = f.debug_tuple(name);
            fields.iter().for_each(|field| {
                tuple.field(field);
            });
            tuple.finish()
        };
        match self {
            Answer::Nothing => f.write_str("Nothing"),
            Answer::Full => f.write_str("Full"),
            Answer::Value(value) => tuple("Value", &[&value.map(ValueName)]),
            Answer::Pair(pair) => tuple("Pair", &[&pair.as_ref().map(entry_name)]),
            Answer::Flag(flag) => tuple("Flag", &[flag]),
            Answer::Place(place) => tuple("Place", &[place]),
            Answer::Tried(tried) => {
                let tried = tried.map(ValueName);
                let tried = tried.map_err(|(there, given)| (ValueName(there), ValueName(given)));
                tuple("Tried", &[&tried])
            }
            Answer::Values(values) => {
                let values = values.iter().map(|value| value.map(ValueName));
                tuple("Values", &[&values.collect::<Vec<_>>()])
            }
            Answer::Entries(entries) => tuple("Entries", &[&entry_names(entries)]),
            Answer::Numbers(all) => tuple("Numbers", &[&numbers(all)]),
            Answer::Twice(both) => tuple("Twice", &[&both.each_ref().map(|all| entry_names(all))]),
            Answer::Several(all) => f.debug_list().entries(all).finish(),
            Answer::SomeOf(count, all) => tuple("SomeOf", &[count, &entry_names(all)]),
            Answer::SomeNumbersOf(count, all) => tuple("SomeNumbersOf", &[count, &numbers(all)]),
            Answer::Entry {
                occupied,
                key,
                seen,
                returned_key,
                returned,
            } => f
                .debug_struct("Entry")
                .field("occupied", occupied)
                .field("key", &key.map(KeyName))
                .field("seen", &seen.map(ValueName))
                .field("returned_key", &returned_key.map(KeyName))
                .field("returned", &returned.map(ValueName))
                .finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_as_they_are_but_for_what_nobody_made() {
        for (answer, told) in [
            (Answer::Value(Some(4)), "Value(Some(4))"),
            (
                Answer::Tried(Err((1, u32::MAX))),
                "Tried(Err((1, a value that nobody made)))",
            ),
            (
                Answer::SomeOf(1, vec![(u32::MAX, 3)]),
                "SomeOf(1, [(a key that nobody made, 3)])",
            ),
            (
                Answer::Twice([vec![(1, 2)], vec![]]),
                "Twice([[(1, 2)], []])",
            ),
        ] {
            assert_eq!(format!("{answer:?}"), told);
        }
    }
}
