//! What a check found, as data. What is said of it in words comes last: whoever
//! sorts findings, or writes a program that shows one, reads the type.

use std::fmt::Write as _;

use super::divergence::{Difference, Kind};
use crate::case::Op;
use crate::probe::{Key, KeyName, ValueName, entry_names};
use crate::structure::{Answer, CursorFault};

/// What a check expected and what it found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "process", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Evidence {
    /// An op answered something else than what is right.
    Answer {
        /// What is right.
        expected: Answer,
        /// What it answered.
        got: Answer,
    },
    /// An op must panic, and did not.
    NoPanic,
    /// `Debug` prints something else than what iteration shows.
    Printed {
        /// What iteration shows, in its form.
        shown: String,
        /// What was printed.
        printed: String,
    },
    /// `==` is wrong.
    Equality {
        /// Whether the map was on the left side.
        forth: bool,
        /// What is right.
        expected: bool,
        /// What the map holds, in order.
        map: Vec<(u32, u32)>,
        /// What the map that it is compared with holds.
        copy: Vec<(u32, u32)>,
    },
    /// `len` is wrong.
    Len {
        /// What is right.
        expected: usize,
        /// What it says.
        got: usize,
    },
    /// `is_empty` is wrong.
    IsEmpty {
        /// The right length.
        len: usize,
        /// What it says.
        got: bool,
    },
    /// There is less room than was promised.
    Capacity {
        /// For how many entries there is to be room.
        needed: usize,
        /// The capacity.
        got: usize,
    },
    /// A look-up found something else.
    LookUp {
        /// The key.
        key: u32,
        /// What is there.
        expected: Option<u32>,
        /// What was found.
        got: Option<u32>,
    },
    /// Iteration shows other entries. Both ascend.
    Contents {
        /// What is there.
        expected: Vec<(u32, u32)>,
        /// What was shown.
        got: Vec<(u32, u32)>,
    },
    /// `truncate` kept something else.
    Kept {
        /// How many entries were to be kept.
        most: usize,
        /// Of these.
        of: Vec<(u32, u32)>,
        /// What was kept.
        got: Vec<(u32, u32)>,
    },
    /// Iteration shows the right entries in the wrong order.
    Order {
        /// The right order.
        expected: Vec<(u32, u32)>,
        /// What was shown.
        got: Vec<(u32, u32)>,
    },
    /// A clone shows its entries in another order than its original.
    CloneOrder {
        /// What the original shows.
        original: Vec<(u32, u32)>,
        /// What the clone shows.
        clone: Vec<(u32, u32)>,
    },
    /// A map is not whole: its length and its entries do not go together, or
    /// are none that it may have.
    NotWhole {
        /// What became of it.
        after: Broken,
        /// Its length, if it was asked.
        len: Option<usize>,
        /// Its entries.
        entries: Vec<(u32, u32)>,
    },
    /// After a panic, a key is shown twice.
    Twice {
        /// The two entries.
        entries: [(u32, u32); 2],
    },
    /// After a panic, a key is neither as it was nor as the op leaves it.
    Neither {
        /// The key.
        key: u32,
        /// What it held before.
        was: Option<u32>,
        /// What the op would have left.
        will: Option<u32>,
        /// What it holds.
        got: u32,
    },
    /// After a panic, an entry is gone that the op does not remove.
    Gone {
        /// Its key.
        key: u32,
        /// Its value.
        value: u32,
    },
    /// A cursor broke its contract.
    Cursor {
        /// The number of the cursor.
        cursor: usize,
        /// What it produced; `None` if it ended.
        produced: Option<(u32, u32)>,
        /// What is wrong with that.
        fault: CursorFault,
    },
    /// Another number of keys or values lives than should.
    Balance {
        /// How many keys and values should live.
        due: [usize; 2],
        /// How many do, beside those that were written off.
        live: [usize; 2],
    },
    /// Keys or values were used after their drop, or dropped twice.
    Misuse {
        /// What was done.
        done: Vec<String>,
    },
    /// Iterators broke promises.
    Iterator {
        /// Which.
        broken: Vec<String>,
    },
    /// An iterator did not come to an end.
    Endless {
        /// How far it went.
        told: String,
    },
    /// The map's own invariants do not hold.
    Invariants {
        /// Which.
        broken: Vec<String>,
    },
    /// The map panicked of its own accord.
    Panic {
        /// The message.
        message: String,
        /// The file and the line, if they are known.
        place: Option<String>,
    },
    /// A planned panic did not come out of the map.
    Swallowed,
    /// The adapter declares an op and does not implement it.
    Undeclared {
        /// What it says.
        told: String,
    },
    /// What the adapter answers does not agree with itself.
    Contradiction {
        /// What it answers.
        told: String,
    },
}

/// What became of a map that is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "process", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Broken {
    /// It was the target of a `clone_from` that was broken off.
    CloneFrom,
    /// An iterator over it was forgotten.
    Forgotten,
    /// It was appended to another one, and should be empty.
    Appended,
}

/// The map that something was found wrong with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "process", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Which {
    /// The map under test.
    #[default]
    Map,
    /// A clone of it.
    Clone,
    /// What it was cloned onto.
    CloneTarget,
    /// The part that was split off.
    SplitOff,
    /// A map that was built for an op on two.
    BuiltAnew,
}

impl Which {
    fn told(self) -> Option<&'static str> {
        match self {
            Which::Map => None,
            Which::Clone => Some("the clone"),
            Which::CloneTarget => Some("the target of clone_from"),
            Which::SplitOff => Some("the part split off"),
            Which::BuiltAnew => Some("a map built anew"),
        }
    }
}

/// What was found wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "process", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Wrong {
    pub(crate) evidence: Evidence,
    pub(crate) difference: Difference,
    pub(crate) of: Which,
    pub(crate) after_panic: bool,
    /// The op that was run, if that is not the one that was asked for.
    pub(crate) ran: Option<Op>,
}

impl From<Evidence> for Wrong {
    fn from(evidence: Evidence) -> Wrong {
        Wrong {
            evidence,
            difference: Difference::Other,
            of: Which::Map,
            after_panic: false,
            ran: None,
        }
    }
}

impl Wrong {
    /// The same, where that is the difference.
    pub(crate) fn with(self, difference: Difference) -> Wrong {
        Wrong { difference, ..self }
    }

    /// The same, of another map than the one under test.
    pub(crate) fn of_map(self, of: Which) -> Wrong {
        Wrong { of, ..self }
    }

    pub(crate) fn kind(&self) -> Kind {
        if self.after_panic {
            Kind::AfterPanic
        } else {
            self.evidence.kind()
        }
    }

    pub(crate) fn got(&self) -> String {
        let got = self.evidence.got();
        match self.of.told() {
            Some(which) => format!("{which}: {got}"),
            None => got,
        }
    }
}

impl Evidence {
    /// Which check found it.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Evidence::Answer { .. }
            | Evidence::NoPanic
            | Evidence::Printed { .. }
            | Evidence::Equality { .. } => Kind::Answer,
            Evidence::Len { .. } | Evidence::IsEmpty { .. } => Kind::Len,
            Evidence::Capacity { .. } => Kind::Capacity,
            Evidence::LookUp { .. } => Kind::LookUp,
            Evidence::Contents { .. } | Evidence::Kept { .. } => Kind::Contents,
            Evidence::NotWhole { after, .. } => match after {
                Broken::Forgotten | Broken::Appended => Kind::Contents,
                Broken::CloneFrom => Kind::AfterPanic,
            },
            Evidence::Order { .. } | Evidence::CloneOrder { .. } => Kind::Order,
            Evidence::Twice { .. }
            | Evidence::Neither { .. }
            | Evidence::Gone { .. }
            | Evidence::Swallowed => Kind::AfterPanic,
            Evidence::Cursor { .. } => Kind::Cursor,
            Evidence::Balance { .. } | Evidence::Misuse { .. } => Kind::Ledger,
            Evidence::Iterator { .. } | Evidence::Endless { .. } => Kind::Iterator,
            Evidence::Invariants { .. } => Kind::Invariant,
            Evidence::Panic { .. } => Kind::Panic,
            Evidence::Undeclared { .. } | Evidence::Contradiction { .. } => Kind::Adapter,
        }
    }

    /// What was expected, in words.
    #[must_use]
    pub fn expected(&self) -> String {
        match self {
            Evidence::Answer { expected, .. } => format!("{expected:?}"),
            Evidence::NoPanic => "a panic".to_owned(),
            Evidence::Printed { shown, .. } => format!("what iteration shows, {shown}"),
            Evidence::Equality {
                forth,
                expected,
                map,
                copy,
            } => {
                let sides = match forth {
                    true => "map == copy",
                    false => "copy == map",
                };
                let [map, copy] = [map, copy].map(|held| format!("{:?}", entry_names(held)));
                let (map, copy) = super::contrast(&map, &copy, MOST_CHARS);
                format!("{sides} to be {expected}: the map holds {map}, the copy {copy}")
            }
            Evidence::Len { expected, .. } => format!("len {expected}"),
            Evidence::IsEmpty { len, .. } => format!("is_empty {} at len {len}", *len == 0),
            Evidence::Capacity { needed, .. } => format!("room for {needed} entries"),
            Evidence::LookUp { key, expected, .. } => {
                format!("get({}) = {expected:?}", KeyName(*key))
            }
            Evidence::Contents { .. } => "the entries of the model".to_owned(),
            Evidence::Kept { most, of, .. } => {
                format!("{most} of the entries {:?}", entry_names(of))
            }
            Evidence::Order { expected, .. } => {
                format!("the entries in their order, {:?}", entry_names(expected))
            }
            Evidence::CloneOrder { original, .. } => {
                format!("the order of the original, {:?}", entry_names(original))
            }
            Evidence::NotWhole { after, .. } => match after {
                Broken::CloneFrom => "a target of clone_from with entries of either map",
                Broken::Forgotten => "a whole map after an iterator was forgotten",
                Broken::Appended => "nothing left in the map that was appended",
            }
            .to_owned(),
            Evidence::Twice { .. } => "each key once".to_owned(),
            Evidence::Neither { key, was, will, .. } => format!(
                "key {} as it was, {was:?}, or as the op leaves it, {will:?}",
                KeyName(*key)
            ),
            Evidence::Gone { key, .. } => format!("key {key}, which the op does not remove"),
            Evidence::Cursor { fault, .. } => fault.to_string(),
            Evidence::Balance { due, .. } => {
                format!("{} live keys and {} live values", due[0], due[1])
            }
            Evidence::Misuse { .. } => {
                "each key and value used while it lives, and dropped once".to_owned()
            }
            Evidence::Iterator { .. } => "iterators to keep what they promise".to_owned(),
            Evidence::Endless { .. } => "iterators to come to an end".to_owned(),
            Evidence::Invariants { .. } => "a sound structure".to_owned(),
            Evidence::Panic { .. } => "no panic".to_owned(),
            Evidence::Swallowed => "the planned panic to come out of the map".to_owned(),
            Evidence::Undeclared { .. } => "every declared op to be implemented".to_owned(),
            Evidence::Contradiction { .. } => {
                "what an adapter answers to agree with itself".to_owned()
            }
        }
    }

    /// What was found instead, in words.
    #[must_use]
    pub fn got(&self) -> String {
        match self {
            Evidence::Answer { got, .. } => format!("{got:?}"),
            Evidence::NoPanic => "none".to_owned(),
            Evidence::Printed { printed, .. } => printed.clone(),
            Evidence::Equality { expected, .. } => (!expected).to_string(),
            Evidence::Len { got, .. } => format!("len {got}"),
            Evidence::IsEmpty { got, .. } => format!("is_empty {got}"),
            Evidence::Capacity { got, .. } => format!("capacity {got}"),
            Evidence::LookUp { got, .. } => format!("{:?}", got.map(ValueName)),
            Evidence::Contents { expected, got } => difference(expected, got),
            Evidence::Kept { got, .. } | Evidence::Order { got, .. } => {
                format!("{:?}", entry_names(got))
            }
            Evidence::CloneOrder { clone, .. } => format!("{:?}", entry_names(clone)),
            Evidence::NotWhole { len, entries, .. } => {
                let mut told = String::new();
                if let Some(len) = len {
                    let _ = write!(told, "len {len}, ");
                }
                let _ = write!(told, "entries {:?}", entry_names(entries));
                told
            }
            Evidence::Twice { entries } => format!("{:?}", entry_names(entries)),
            Evidence::Neither { key, got, .. } => {
                format!("{} = {}", KeyName(*key), ValueName(*got))
            }
            Evidence::Gone { key, value } => format!("{key} = {value} is gone"),
            Evidence::Cursor {
                cursor, produced, ..
            } => match produced {
                Some((id, value)) => format!(
                    "cursor {cursor} produced {} = {}",
                    KeyName(*id),
                    ValueName(*value)
                ),
                None => format!("cursor {cursor} ended"),
            },
            Evidence::Balance { live, .. } => format!("{} and {}", live[0], live[1]),
            Evidence::Misuse { done } => done.join("; "),
            Evidence::Iterator { broken } | Evidence::Invariants { broken } => broken.join("; "),
            Evidence::Endless { told }
            | Evidence::Undeclared { told }
            | Evidence::Contradiction { told } => told.clone(),
            Evidence::Panic { message, place } => match place {
                Some(place) => format!("panic: {message}, at {place}"),
                None => format!("panic: {message}"),
            },
            Evidence::Swallowed => "it was swallowed".to_owned(),
        }
    }

    /// The keys that it is about, those first that matter most.
    pub(crate) fn keys(&self) -> Vec<u32> {
        match self {
            Evidence::LookUp { key, .. }
            | Evidence::Neither { key, .. }
            | Evidence::Gone { key, .. } => vec![*key],
            Evidence::Contents { expected, got } => {
                differing(expected, got).map(|(key, _)| key).collect()
            }
            Evidence::Cursor {
                produced, fault, ..
            } => {
                let produced = produced.map(|(key, _)| key);
                produced.into_iter().chain(fault.key()).collect()
            }
            Evidence::Twice { entries } => vec![entries[0].0],
            Evidence::Answer { .. }
            | Evidence::NoPanic
            | Evidence::Printed { .. }
            | Evidence::Equality { .. }
            | Evidence::Len { .. }
            | Evidence::IsEmpty { .. }
            | Evidence::Capacity { .. }
            | Evidence::Kept { .. }
            | Evidence::Order { .. }
            | Evidence::CloneOrder { .. }
            | Evidence::NotWhole { .. }
            | Evidence::Balance { .. }
            | Evidence::Misuse { .. }
            | Evidence::Iterator { .. }
            | Evidence::Endless { .. }
            | Evidence::Invariants { .. }
            | Evidence::Panic { .. }
            | Evidence::Swallowed
            | Evidence::Undeclared { .. }
            | Evidence::Contradiction { .. } => Vec::new(),
        }
    }

    /// The key whose entry was not shown, if nothing else is wrong.
    pub(crate) fn missing(&self) -> Option<u32> {
        let Evidence::Contents { expected, got } = self else {
            return None;
        };
        let fine = got
            .iter()
            .all(|entry| expected.binary_search(entry).is_ok());
        let ids: Vec<u32> = got.iter().map(|&(id, _)| id).collect();
        let absent = |&&(id, _): &&(u32, u32)| ids.binary_search(&id).is_err();
        let first = expected.iter().find(absent).map(|&(id, _)| id);
        first.filter(|&id| fine && id <= Key::LAST_EQUAL)
    }
}

/// The most characters for what each of two maps holds.
const MOST_CHARS: usize = 200;
/// The most entries that are told of those that differ.
const SHOWN: usize = 4;

/// The first few entries in which two ascending lists differ.
fn difference(expected: &[(u32, u32)], got: &[(u32, u32)]) -> String {
    let told: Vec<String> = differing(expected, got).map(|(_, told)| told).collect();
    format!("in iteration: {}", told.join(", "))
}

/// The keys of the first few entries in which two ascending lists differ, and how.
fn differing(
    expected: &[(u32, u32)],
    got: &[(u32, u32)],
) -> impl Iterator<Item = (u32, String)> + use<> {
    let entry = |&(id, value): &(u32, u32)| format!("{} = {}", KeyName(id), ValueName(value));
    let (mut i, mut j) = (0, 0);
    let mut told = Vec::new();
    while (i < expected.len() || j < got.len()) && told.len() < SHOWN {
        match (expected.get(i), got.get(j)) {
            (Some(w), Some(h)) if w == h => {
                i += 1;
                j += 1;
                while got.get(j) == Some(w) {
                    told.push((w.0, format!("{} twice", entry(w))));
                    j += 1;
                }
            }
            (Some(w), Some(h)) if w.0 == h.0 => {
                told.push((w.0, format!("{} instead of {}", entry(h), w.1)));
                i += 1;
                j += 1;
            }
            (Some(w), h) if h.is_none_or(|h| w.0 < h.0) => {
                told.push((w.0, format!("{} is missing", entry(w))));
                i += 1;
            }
            (_, Some(h)) => {
                told.push((h.0, format!("{} should not be there", entry(h))));
                j += 1;
            }
            (Some(_), None) | (None, None) => unreachable!("the first arms took these"),
        }
    }
    told.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_apart() {
        let expected = [(1, 10), (2, 20), (4, 40)];
        let told = |got: &[(u32, u32)]| difference(&expected, got);
        assert_eq!(told(&[(1, 10), (4, 40)]), "in iteration: 2 = 20 is missing");
        assert_eq!(
            told(&[(1, 10), (2, 20), (4, 40), (u32::MAX, 50)]),
            "in iteration: a key that nobody made = 50 should not be there"
        );
        assert_eq!(
            told(&[(1, 10)]),
            "in iteration: 2 = 20 is missing, 4 = 40 is missing"
        );
        assert_eq!(
            told(&[(1, 10), (2, 20), (2, 20), (4, 40)]),
            "in iteration: 2 = 20 twice"
        );
        assert_eq!(
            told(&[(1, 10), (2, 21), (3, 30), (4, 40)]),
            "in iteration: 2 = 21 instead of 20, 3 = 30 should not be there"
        );
        assert_eq!(
            told(&[(1, 10), (2, 20), (4, 40), (5, 50), (6, 60)]),
            "in iteration: 5 = 50 should not be there, 6 = 60 should not be there"
        );
        assert_eq!(
            told(&[(0, 1), (1, 10), (1, 10), (1, 10), (3, 1), (5, 1)]),
            "in iteration: 0 = 1 should not be there, 1 = 10 twice, 1 = 10 twice, 2 = 20 is missing"
        );
    }
}
