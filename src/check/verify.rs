//! The comparison of a map's contents with the model's.

use super::divergence::{Difference, Kind};
use crate::case::{Doing, Standing};
use crate::model::Model;
use crate::ops::entries;
use crate::probe::{Key, KeyName, Probe, TestKey, ValueName, entry_names};
use crate::subject::Subject;

/// What was found wrong, and what would have been right.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) kind: Kind,
    pub(super) difference: Difference,
    pub(super) expected: String,
    pub(super) got: String,
}

impl Wrong {
    pub(super) fn new(kind: Kind, expected: impl Into<String>, got: impl Into<String>) -> Wrong {
        Wrong {
            kind,
            difference: Difference::Other,
            expected: expected.into(),
            got: got.into(),
        }
    }

    /// The same, where that is the difference.
    pub(super) fn with(self, difference: Difference) -> Wrong {
        Wrong { difference, ..self }
    }

    /// The same, of another map than the one under test.
    pub(super) fn of_map(self, which: &str) -> Wrong {
        Wrong {
            got: format!("{which}: {}", self.got),
            ..self
        }
    }
}

/// Compares iteration with the model's entries, and a look-up of every key of
/// the domain with the model's answer.
pub(super) fn contents<S: Subject>(
    subject: &S,
    model: &Model,
    domain: &[u16],
    probe: &Probe,
) -> Result<(), Wrong> {
    len(subject, model.len(), probe)?;
    if probe.checks(Standing::Iteration) {
        iteration(subject, model, probe)?;
    }
    for &key in domain {
        look_up(subject, model, key.into(), probe)?;
    }
    if !probe.checks(Standing::Invariants) {
        return Ok(());
    }
    probe.begin(Doing::Invariants);
    let broken = subject.invariants();
    if broken.is_empty() {
        Ok(())
    } else {
        Err(Wrong::new(
            Kind::Invariant,
            "a sound structure",
            broken.join("; "),
        ))
    }
}

/// Compares iteration with the model's entries.
fn iteration<S: Subject>(subject: &S, model: &Model, probe: &Probe) -> Result<(), Wrong> {
    probe.begin(Doing::Iterate);
    let shown = entries(subject);
    let mut seen = shown.clone();
    seen.sort_unstable();
    let expected = model.entries();
    if seen != expected {
        let wrong = Wrong::new(
            Kind::Contents,
            "the entries of the model",
            difference(&expected, &seen),
        );
        // A key that is not even found is lost; others are only not shown.
        let missing = missing(&expected, &seen).filter(|&id| id <= Key::LAST_EQUAL);
        return Err(match missing {
            Some(id) if find(subject, id, probe) == Some(None) => wrong.with(Difference::Lost(id)),
            _ => wrong,
        });
    }
    if model.order().is_known() && shown != model.in_order() {
        return Err(Wrong::new(
            Kind::Order,
            format!(
                "the entries in their order, {:?}",
                entry_names(&model.in_order())
            ),
            format!("{:?}", entry_names(&shown)),
        ));
    }
    Ok(())
}

pub(super) fn len<S: Subject>(subject: &S, expected: usize, probe: &Probe) -> Result<(), Wrong> {
    if !probe.checks(Standing::Len) {
        return Ok(());
    }
    probe.begin(Doing::Len);
    let (len, is_empty) = (subject.len(), subject.is_empty());
    if len != expected {
        return Err(Wrong::new(
            Kind::Len,
            format!("len {expected}"),
            format!("len {len}"),
        ));
    }
    if is_empty != (expected == 0) {
        return Err(Wrong::new(
            Kind::Len,
            format!("is_empty {} at len {expected}", expected == 0),
            format!("is_empty {is_empty}"),
        ));
    }
    Ok(())
}

/// Compares one look-up. A key that is not equal to itself is never found.
pub(super) fn look_up<S: Subject>(
    subject: &S,
    model: &Model,
    id: u32,
    probe: &Probe,
) -> Result<(), Wrong> {
    let expected = if id <= Key::LAST_EQUAL {
        model.get(id)
    } else {
        None
    };
    let Some(got) = find(subject, id, probe) else {
        return Ok(());
    };
    if got == expected {
        Ok(())
    } else {
        Err(Wrong::new(
            Kind::LookUp,
            format!("get({}) = {expected:?}", KeyName(id)),
            format!("{:?}", got.map(ValueName)),
        )
        .with(between(id, expected, got)))
    }
}

/// What a look-up finds; `None` where look-ups are left out.
#[allow(clippy::option_option, reason = "not looked up, or not found")]
fn find<S: Subject>(subject: &S, id: u32, probe: &Probe) -> Option<Option<u32>> {
    if !probe.checks(Standing::LookUps) {
        return None;
    }
    probe.begin(Doing::LookUp(id));
    let key = S::Key::make(probe, id);
    Some(subject.get(&key))
}

/// What differs between two answers to a look-up of `id` that are not the same.
pub(super) fn between(id: u32, expected: Option<u32>, got: Option<u32>) -> Difference {
    match (expected, got) {
        (Some(_), None) => Difference::Lost(id),
        (None, Some(_)) => Difference::Phantom(id),
        _ => Difference::Value(id),
    }
}

/// The first key that is missing, if nothing else is wrong.
fn missing(expected: &[(u32, u32)], seen: &[(u32, u32)]) -> Option<u32> {
    let fine = seen
        .iter()
        .all(|entry| expected.binary_search(entry).is_ok());
    let ids: Vec<u32> = seen.iter().map(|&(id, _)| id).collect();
    let absent = |&&(id, _): &&(u32, u32)| ids.binary_search(&id).is_err();
    let first = expected.iter().find(absent).map(|&(id, _)| id);
    first.filter(|_| fine)
}

/// The first few entries in which two ascending lists differ.
fn difference(expected: &[(u32, u32)], got: &[(u32, u32)]) -> String {
    const SHOWN: usize = 4;
    let entry = |&(id, value): &(u32, u32)| format!("{} = {}", KeyName(id), ValueName(value));
    let (mut i, mut j) = (0, 0);
    let mut told = Vec::new();
    while (i < expected.len() || j < got.len()) && told.len() < SHOWN {
        let want = expected.get(i);
        let have = got.get(j);
        match (want, have) {
            (Some(w), Some(h)) if w == h => {
                i += 1;
                j += 1;
                while got.get(j) == Some(w) {
                    told.push(format!("{} twice", entry(w)));
                    j += 1;
                }
            }
            (Some(w), Some(h)) if w.0 == h.0 => {
                told.push(format!("{} instead of {}", entry(h), w.1));
                i += 1;
                j += 1;
            }
            (Some(w), h) if h.is_none_or(|h| w.0 < h.0) => {
                told.push(format!("{} is missing", entry(w)));
                i += 1;
            }
            (_, Some(h)) => {
                told.push(format!("{} should not be there", entry(h)));
                j += 1;
            }
            (Some(_), None) | (None, None) => unreachable!("the first arms took these"),
        }
    }
    format!("in iteration: {}", told.join(", "))
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
