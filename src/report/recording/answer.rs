//! What a map answered, in words that fit a line.

use super::key_name;
use crate::check::Told;
use crate::probe::{KeyName, NumberName, ValueName};
use crate::structure::Answer;

/// The most items of a list that are told.
const MOST_ITEMS: usize = 12;
/// The longest answer that has no words of its own, in characters.
const MOST_CHARS: usize = 200;

pub(super) fn in_words(told: &Told) -> String {
    match told {
        Told::Nothing => String::new(),
        Told::Injected => "the planned panic came out".to_owned(),
        Told::Answer(answer) => answer_in_words(answer),
        Told::Cursor {
            opened,
            produced,
            ended,
            ..
        } => {
            let mut words = Vec::new();
            if *opened {
                words.push("opened".to_owned());
            }
            if !produced.is_empty() {
                words.push(format!("produced {}", listed(produced, pair)));
            }
            if *ended {
                words.push("came to its end".to_owned());
            }
            words.join("; ")
        }
    }
}

fn answer_in_words(answer: &Answer) -> String {
    let none = || "none".to_owned();
    match answer {
        Answer::Nothing => String::new(),
        Answer::Value(value) => value.map_or_else(none, value_name),
        Answer::Pair(entry) => entry.as_ref().map_or_else(none, pair),
        Answer::Flag(flag) => flag.to_string(),
        Answer::Place(place) => place.map_or_else(none, |place| format!("place {place}")),
        Answer::Full => "full".to_owned(),
        Answer::Values(values) => run_in_words(values),
        Answer::Entries(entries) => format!("{}: {}", entries.len(), listed(entries, pair)),
        Answer::Numbers(numbers) => {
            format!(
                "{}: {}",
                numbers.len(),
                listed(numbers, |&n| NumberName(n).to_string())
            )
        }
        Answer::Entry {
            occupied,
            key,
            seen,
            returned_key,
            returned,
        } => {
            let mut words = Vec::new();
            if let Some(occupied) = occupied {
                words.push(if *occupied { "occupied" } else { "vacant" }.to_owned());
            }
            let parts = [
                ("key", key.map(key_name)),
                ("saw", seen.map(value_name)),
                ("gave back key", returned_key.map(key_name)),
                ("gave back", returned.map(value_name)),
            ];
            for (word, part) in parts {
                words.extend(part.map(|part| format!("{word} {part}")));
            }
            words.join(", ")
        }
        Answer::Several(several) => {
            let parts: Vec<String> = several.iter().map(answer_in_words).collect();
            parts.join(", ")
        }
        other @ (Answer::Tried(_)
        | Answer::Twice(_)
        | Answer::SomeOf(..)
        | Answer::SomeNumbersOf(..)) => {
            let told = format!("{other:?}");
            match told.char_indices().nth(MOST_CHARS) {
                Some((end, _)) => format!("{}...", &told[..end]),
                None => told,
            }
        }
    }
}

/// The answers of a run of keys: most often all of them are the same.
fn run_in_words(values: &[Option<u32>]) -> String {
    let some = values.iter().flatten().count();
    match some {
        0 => format!("none, {} times", values.len()),
        _ => {
            let value = |value: &Option<u32>| match value {
                Some(value) => value_name(*value),
                None => "none".to_owned(),
            };
            let absent = values.len() - some;
            format!(
                "{some} values, {absent} times none: {}",
                listed(values, value)
            )
        }
    }
}

fn pair(&(key, value): &(u32, u32)) -> String {
    format!("{}={}", KeyName(key), ValueName(value))
}

fn value_name(value: u32) -> String {
    ValueName(value).to_string()
}

fn listed<T>(items: &[T], word: impl Fn(&T) -> String) -> String {
    let shown: Vec<String> = items.iter().take(MOST_ITEMS).map(word).collect();
    let list = shown.join(" ");
    match items.len().saturating_sub(MOST_ITEMS) {
        0 => list,
        more => format!("{list} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_fit_a_line() {
        let many: Vec<(u32, u32)> = (0..4_000).map(|n| (n, n)).collect();
        let values = many.iter().map(|&(_, value)| Some(value)).collect();
        for answer in [
            Answer::Entries(many.clone()),
            Answer::Values(values),
            Answer::SomeOf(3, many),
        ] {
            let words = answer_in_words(&answer);
            assert!(words.len() < 300 && !words.contains('\n'), "{words}");
        }
    }

    #[test]
    fn what_was_seen_and_given_back_is_told_apart() {
        let answer = Answer::Entry {
            occupied: Some(true),
            key: Some(3),
            seen: Some(5),
            returned_key: None,
            returned: Some(5),
        };
        assert_eq!(
            in_words(&Told::Answer(answer)),
            "occupied, key 3, saw 5, gave back 5"
        );
        let several = vec![Answer::Place(Some(2)), Answer::Pair(Some((3, 5)))];
        assert_eq!(answer_in_words(&Answer::Several(several)), "place 2, 3=5");
        assert_eq!(
            in_words(&Told::Answer(Answer::Values(vec![None; 26]))),
            "none, 26 times"
        );
        let told = Told::Cursor {
            cursor: 0,
            opened: true,
            produced: vec![(2, 20), (1, 10)],
            ended: true,
        };
        assert_eq!(
            in_words(&told),
            "opened; produced 2=20 1=10; came to its end"
        );
    }
}
