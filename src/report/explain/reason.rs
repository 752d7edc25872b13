//! Why a run ended, in sentences: what was wrong, and what became of the keys
//! in question.

use std::collections::{BTreeMap, BTreeSet};

use crate::evidence::{Kind, contrast};
use crate::probe::KeyName;
use crate::report::recording::{Change, CursorEvent, Recording, Verdict, key_name};

/// The most keys that are told of.
const MOST_KEYS: usize = 4;
/// The most events in the life of one key that are told.
const MOST_EVENTS: usize = 6;
/// Texts that are longer than so many characters are shortened where they are
/// equal.
const MOST_CHARS: usize = 400;

/// What was wrong at the end of a run, a sentence each; empty if nothing was.
#[must_use]
pub fn reasons(recording: &Recording) -> Vec<String> {
    match &recording.verdict {
        Verdict::Right => Vec::new(),
        Verdict::Ended { how } => {
            let (first, rest) = how.split_at(how.chars().next().map_or(0, char::len_utf8));
            vec![format!("{}{rest}.", first.to_uppercase())]
        }
        Verdict::Wrong {
            kind,
            step,
            place,
            expected,
            got,
            keys,
        } => {
            let (expected, got) = contrast(expected, got, MOST_CHARS);
            let (expected, got) = (plain(&expected), plain(&got));
            let mut told = vec![sentence(*kind, &expected, &got)];
            let at_end = *step == recording.ops;
            if at_end {
                told.push(format!(
                    "Every op was answered rightly; this shows {place}."
                ));
            }
            let mut keys: BTreeSet<u32> = keys.iter().copied().collect();
            let last = recording.frames.last();
            keys.extend(last.filter(|_| !at_end).and_then(|frame| frame.key));
            keys.extend(differing(recording));
            told.extend(
                keys.into_iter()
                    .filter(|&key| KeyName(key).is_made())
                    .take(MOST_KEYS)
                    .map(|key| life(recording, key)),
            );
            told
        }
    }
}

fn sentence(kind: Kind, expected: &str, got: &str) -> String {
    match kind {
        Kind::Answer => format!("The op answered {got}; a right map answers {expected}."),
        Kind::Len => format!("The map now says {got}; a right map says {expected}."),
        Kind::Capacity => format!("The map owes {expected}, and says {got}."),
        Kind::LookUp => format!("Looked up after the op, {expected}; the map finds {got}."),
        Kind::Contents => {
            format!("What the map holds after the op is not {expected}: {got}.")
        }
        Kind::Order => format!("Iteration owes the order {expected}, and shows {got}."),
        Kind::Iterator => format!("An iterator owes {expected}; it gave {got}."),
        Kind::Adapter => {
            format!("The adapter is not to be believed: {expected} is due, and {got}.")
        }
        Kind::Cursor => format!("The cursor's contract allows {expected}; {got}."),
        Kind::Ledger => {
            format!("The leak check finds {got}, where {expected} are due.")
        }
        Kind::Invariant => format!("The map's own structure is broken: {got}."),
        Kind::Panic => format!("The map panicked, and nothing had planned that: {got}."),
        Kind::AfterPanic => {
            format!("After the planned panic, {expected} is due; the map has {got}.")
        }
    }
}

/// The keys of entries that the map does not show as the model holds them.
fn differing(recording: &Recording) -> Vec<u32> {
    let Some(seen) = recording.frames.last().and_then(|f| f.seen.as_ref()) else {
        return Vec::new();
    };
    let mut right = BTreeMap::new();
    for change in recording.frames.iter().flat_map(|frame| &frame.changes) {
        match *change {
            Change::Born { key, value } | Change::Changed { key, to: value, .. } => {
                right.insert(key, value);
            }
            Change::Died { key, .. } => {
                right.remove(&key);
            }
        }
    }
    let mut odd: Vec<u32> = Vec::new();
    for &(key, value) in seen {
        // One that is shown twice is missing the second time.
        if right.remove(&key) != Some(value) {
            odd.push(key);
        }
    }
    odd.extend(right.keys());
    odd
}

/// What became of a key, in a sentence.
fn life(recording: &Recording, key: u32) -> String {
    let mut events = Vec::new();
    for (op, frame) in recording.frames.iter().enumerate() {
        for change in &frame.changes {
            match *change {
                Change::Born { key: k, value } if k == key => {
                    events.push(format!("inserted at op {op} (= {value})"));
                }
                Change::Changed { key: k, to, .. } if k == key => {
                    events.push(format!("set at op {op} (= {to})"));
                }
                Change::Died { key: k, .. } if k == key => {
                    events.push(format!("removed at op {op}"));
                }
                Change::Born { .. } | Change::Changed { .. } | Change::Died { .. } => {}
            }
        }
        for event in &frame.cursors {
            if let CursorEvent::Produced(cursor, keys) = event
                && keys.contains(&key)
            {
                events.push(format!("produced by cursor {cursor} at op {op}"));
            }
        }
    }
    let name = key_name(key);
    let shown = shown(recording, key);
    if events.is_empty() {
        return format!("Key {name} was never in the model{shown}.");
    }
    let skipped = events.len().saturating_sub(MOST_EVENTS);
    let dots = if skipped > 0 { "..., " } else { "" };
    let events = events[skipped..].join(", ");
    format!("Key {name} in the model: {dots}{events}{shown}.")
}

/// What the map shows of a key, if it was looked at.
fn shown(recording: &Recording, key: u32) -> String {
    let Some(seen) = recording.frames.last().and_then(|f| f.seen.as_ref()) else {
        return String::new();
    };
    let values = seen.iter().filter(|(k, _)| *k == key);
    let values: Vec<String> = values.map(|(_, value)| value.to_string()).collect();
    match values.as_slice() {
        [] => "; the map does not show it".to_owned(),
        values => format!("; the map shows it with {}", values.join(" and ")),
    }
}

/// The commonest answers as people write them.
fn plain(answer: &str) -> String {
    let within = |before: &str, after: &str| {
        let inner = answer.strip_prefix(before)?.strip_suffix(after)?;
        Some(inner.to_owned())
    };
    match answer {
        "Value(None)" | "Pair(None)" | "None" => "none".to_owned(),
        _ => within("Value(Some(", "))")
            .or_else(|| within("Some(", ")"))
            .or_else(|| within("Flag(", ")"))
            .unwrap_or_else(|| answer.to_owned()),
    }
}
