//! What an op gives back, before it is read.

use crate::case::Order;
use crate::model::Answer;
use crate::probe::{TestKey, TestValue};
use crate::structure::Odd;
use crate::subject::{EntryAnswer, Pair, Subject, Told};

/// What an op gives back, not yet read.
pub(crate) enum Got<S: Subject> {
    Nothing,
    Seen(Option<u32>),
    SeenPair(Option<(u32, u32)>),
    SeenValues(Vec<Option<u32>>),
    Flag(bool),
    /// What `Debug` printed, and what iteration shows in its form.
    Printed([String; 2]),
    Place(Option<usize>),
    Value(Option<S::Value>),
    Told(Told<S::Value>),
    Pair(Option<Pair<S>>),
    Values(Vec<Option<S::Value>>),
    Entry(EntryAnswer<S::Key, S::Value>),
    Tried(Result<u32, (u32, S::Value)>),
    /// The map was full; what it was given, and what it gave back.
    Refused((u32, u32), Option<Pair<S>>),
    Entries(Vec<Pair<S>>),
    Keys(Vec<S::Key>),
    OwnValues(Vec<S::Value>),
    SeenEntries(Vec<(u32, u32)>),
    SeenNumbers(Vec<u32>),
    Twice([Vec<(u32, u32)>; 2]),
    /// What a method that returns a tuple gives back.
    Several(Vec<Got<S>>),
    /// A map that was split off.
    Part(S),
}

impl<S: Subject> Got<S> {
    /// Reads what was given back, and drops it. Lists of a map that promises
    /// no order are sorted.
    ///
    /// # Errors
    ///
    /// What needs no model to be known as wrong.
    pub(crate) fn into_answer(self) -> Result<Answer, Odd> {
        let read = |value: Option<S::Value>| value.map(|value| value.get());
        let read_pair = |(key, value): Pair<S>| (key.id(), value.get());
        Ok(match self {
            Got::Nothing => Answer::Nothing,
            Got::Seen(seen) => Answer::Value(seen),
            Got::SeenPair(seen) => Answer::Pair(seen),
            Got::SeenValues(seen) => Answer::Values(seen),
            Got::Flag(flag) => Answer::Flag(flag),
            Got::Printed([printed, right]) => {
                if printed != right {
                    return Err(Odd::Printed { printed, right });
                }
                Answer::Flag(true)
            }
            Got::Place(place) => Answer::Place(place),
            Got::Value(value) => Answer::Value(read(value)),
            Got::Told(Told::Value(value)) => Answer::Value(read(value)),
            Got::Told(Told::Seen(seen)) => Answer::Value(seen),
            Got::Told(Told::There(there)) => Answer::Flag(there),
            Got::Told(Told::Nothing) => Answer::Nothing,
            Got::Pair(pair) => Answer::Pair(pair.map(read_pair)),
            Got::Values(values) => Answer::Values(values.into_iter().map(read).collect()),
            Got::Entry(entry) => {
                check_entry(&entry)?;
                Answer::Entry {
                    occupied: entry.occupied,
                    key: entry.key,
                    seen: entry.seen,
                    returned_key: entry.returned_key.map(|key| key.id()),
                    returned: read(entry.returned),
                }
            }
            Got::Tried(tried) => {
                Answer::Tried(tried.map_err(|(there, value)| (there, value.get())))
            }
            Got::Refused(given, returned) => match returned.map(read_pair) {
                Some(other) if other != given => Answer::Pair(Some(other)),
                _ => Answer::Full,
            },
            Got::Entries(entries) => {
                sorted_entries::<S>(entries.into_iter().map(read_pair).collect())
            }
            Got::Keys(keys) => sorted_numbers::<S>(keys.iter().map(TestKey::id).collect()),
            Got::OwnValues(values) => {
                sorted_numbers::<S>(values.iter().map(TestValue::get).collect())
            }
            Got::SeenEntries(seen) => sorted_entries::<S>(seen),
            Got::SeenNumbers(seen) => sorted_numbers::<S>(seen),
            Got::Twice(both) => Answer::Twice(both),
            Got::Several(several) => {
                let read = several.into_iter().map(Got::into_answer);
                Answer::Several(read.collect::<Result<_, _>>()?)
            }
            // Whoever runs the op looks at it.
            Got::Part(_) => Answer::Nothing,
        })
    }
}

fn sorted_entries<S: Subject>(mut entries: Vec<(u32, u32)>) -> Answer {
    if S::SUPPORT.order == Order::Any {
        entries.sort_unstable();
    }
    Answer::Entries(entries)
}

fn sorted_numbers<S: Subject>(mut numbers: Vec<u32>) -> Answer {
    if S::SUPPORT.order == Order::Any {
        numbers.sort_unstable();
    }
    Answer::Numbers(numbers)
}

/// An entry that is vacant and gives something back, or is occupied and shows
/// no value, is none of any map.
fn check_entry<K, V>(entry: &EntryAnswer<K, V>) -> Result<(), Odd> {
    let gives = entry.returned.is_some() || entry.returned_key.is_some();
    let got = match entry.occupied {
        Some(false) if gives => "a vacant entry that gave something back",
        Some(true) if entry.seen.is_none() => "an occupied entry that shows no value",
        None if entry.seen.is_none() => "neither whether the entry was occupied nor its value",
        _ => return Ok(()),
    };
    Err(Odd::Contradiction(got))
}
