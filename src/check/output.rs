//! What an op gives back, before it is read.

use super::divergence::Kind;
use super::verify::Wrong;
use crate::case::Order;
use crate::model::Answer;
use crate::probe::{TestKey, TestValue};
use crate::subject::{EntryAnswer, Pair, Subject};

/// What an op gives back, not yet read.
pub(super) enum Output<S: Subject> {
    Nothing,
    Seen(Option<u32>),
    SeenPair(Option<(u32, u32)>),
    SeenValues(Vec<Option<u32>>),
    Flag(bool),
    /// What `Debug` printed, and what iteration shows in its form.
    Printed([String; 2]),
    Place(Option<usize>),
    Value(Option<S::Value>),
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
}

impl<S: Subject> Output<S> {
    /// Reads what was given back, and drops it. Lists of a map that promises
    /// no order are sorted.
    ///
    /// # Errors
    ///
    /// What needs no model to be known as wrong: an adapter that contradicts
    /// itself, and a map that prints something else than it shows.
    pub(super) fn into_answer(self) -> Result<Answer, Wrong> {
        let read = |value: Option<S::Value>| value.map(|value| value.get());
        let read_pair = |(key, value): Pair<S>| (key.id(), value.get());
        Ok(match self {
            Output::Nothing => Answer::Nothing,
            Output::Seen(seen) => Answer::Value(seen),
            Output::SeenPair(seen) => Answer::Pair(seen),
            Output::SeenValues(seen) => Answer::Values(seen),
            Output::Flag(flag) => Answer::Flag(flag),
            Output::Printed([printed, right]) => {
                if printed != right {
                    return Err(Wrong::new(
                        Kind::Answer,
                        format!("what iteration shows, {right}"),
                        printed,
                    ));
                }
                Answer::Flag(true)
            }
            Output::Place(place) => Answer::Place(place),
            Output::Value(value) => Answer::Value(read(value)),
            Output::Pair(pair) => Answer::Pair(pair.map(read_pair)),
            Output::Values(values) => Answer::Values(values.into_iter().map(read).collect()),
            Output::Entry(entry) => {
                check_entry(&entry)?;
                Answer::Entry {
                    occupied: entry.occupied,
                    key: entry.key,
                    seen: entry.seen,
                    returned_key: entry.returned_key.map(|key| key.id()),
                    returned: read(entry.returned),
                }
            }
            Output::Tried(tried) => {
                Answer::Tried(tried.map_err(|(there, value)| (there, value.get())))
            }
            Output::Refused(given, returned) => match returned.map(read_pair) {
                Some(other) if other != given => Answer::Pair(Some(other)),
                _ => Answer::Full,
            },
            Output::Entries(entries) => {
                sorted_entries::<S>(entries.into_iter().map(read_pair).collect())
            }
            Output::Keys(keys) => sorted_numbers::<S>(keys.iter().map(TestKey::id).collect()),
            Output::OwnValues(values) => {
                sorted_numbers::<S>(values.iter().map(TestValue::get).collect())
            }
            Output::SeenEntries(seen) => sorted_entries::<S>(seen),
            Output::SeenNumbers(seen) => sorted_numbers::<S>(seen),
            Output::Twice(both) => Answer::Twice(both),
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
fn check_entry<K, V>(entry: &EntryAnswer<K, V>) -> Result<(), Wrong> {
    let gives = entry.returned.is_some() || entry.returned_key.is_some();
    let got = match entry.occupied {
        Some(false) if gives => "a vacant entry that gave something back",
        Some(true) if entry.seen.is_none() => "an occupied entry that shows no value",
        None if entry.seen.is_none() => "neither whether the entry was occupied nor its value",
        _ => return Ok(()),
    };
    Err(Wrong::new(
        Kind::Adapter,
        "what an adapter answers to agree with itself",
        got,
    ))
}
