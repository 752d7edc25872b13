//! How a case fails, and when two failures are the same.

use std::fmt;

use crate::case::Case;
use crate::check::{Divergence, Kind};

/// A case that failed, and how.
#[derive(Clone, Debug)]
pub enum Mishap {
    /// The map diverged from the model.
    Diverged(Box<Divergence>),
    /// The process that ran it was lost.
    Lost {
        /// The case.
        case: Case,
        /// What became of the process.
        how: Lost,
    },
}

/// What became of a process that a map was run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lost {
    /// A signal of this number ended it.
    Signal(i32),
    /// It ended of its own accord, with this exit code.
    Exit(i32),
    /// It did not come to an end in the time that it was given.
    Hang,
}

/// What makes two failures the same: the check that found it, and for a panic
/// its message too, numbers left out; for a process that was lost, what became
/// of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// A divergence of this kind, with this panic if it was one.
    Diverged(Kind, Option<String>),
    /// The process was lost.
    Lost(Lost),
}

impl Mishap {
    /// The case.
    #[must_use]
    pub fn case(&self) -> &Case {
        match self {
            Mishap::Diverged(divergence) => &divergence.case,
            Mishap::Lost { case, .. } => case,
        }
    }

    /// What it has in common with others like it.
    #[must_use]
    pub fn sign(&self) -> Sign {
        match self {
            Mishap::Diverged(divergence) => {
                let message = divergence.got.strip_prefix("panic: ");
                Sign::Diverged(divergence.kind, message.map(without_numbers))
            }
            Mishap::Lost { how, .. } => Sign::Lost(*how),
        }
    }

    /// The index of the step after which it was seen, if that is known and
    /// within the case.
    pub(super) fn last_step(&self) -> Option<usize> {
        match self {
            Mishap::Diverged(divergence) => {
                let last = divergence.step;
                (last + 1 < divergence.case.steps.len()).then_some(last)
            }
            Mishap::Lost { .. } => None,
        }
    }
}

impl Sign {
    /// A word or two for it: the name of the check, `crash`, or `hang`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Sign::Diverged(kind, _) => kind.name(),
            Sign::Lost(Lost::Hang) => "hang",
            Sign::Lost(Lost::Signal(_) | Lost::Exit(_)) => "crash",
        }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lost::Signal(signal) => write!(f, "the process was ended by signal {signal}"),
            Lost::Exit(code) => write!(f, "the process ended itself with exit code {code}"),
            Lost::Hang => write!(f, "none: the case still runs"),
        }
    }
}

/// A message with each number and each list of numbers made a `#`: lengths,
/// keys and addresses change while a case gets smaller.
fn without_numbers(message: &str) -> String {
    let mut plain = String::new();
    let mut word = String::new();
    let end = |word: &mut String, plain: &mut String| {
        let hex = word.strip_prefix("0x").unwrap_or(word);
        let number = word.starts_with(|c: char| c.is_ascii_digit())
            && hex.chars().all(|c| c.is_ascii_hexdigit() || c == '_');
        match number {
            true if plain.ends_with("#, ") => plain.truncate(plain.len() - 2),
            true => plain.push('#'),
            false => plain.push_str(word),
        }
        word.clear();
    };
    for c in message.chars() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else {
            end(&mut word, &mut plain);
            plain.push(c);
        }
    }
    end(&mut word, &mut plain);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_stays_the_same_when_its_numbers_change() {
        let plain = without_numbers("index 17 of len 4: [1, 2, 33] at 0x7ffe, v2 is 0.5");
        assert_eq!(plain, "index # of len #: [#] at #, v2 is #.#");
        assert_eq!(
            without_numbers("left: [5, 6], right: []"),
            "left: [#], right: []"
        );
    }

    #[test]
    fn a_panic_is_told_by_its_message_and_anything_else_by_its_kind() {
        let diverged = |kind, got: &str| {
            Mishap::Diverged(Box::new(Divergence {
                subject: "any",
                kind,
                step: 0,
                expected: String::new(),
                got: got.to_owned(),
                case: Case::default(),
            }))
            .sign()
        };
        assert_eq!(
            diverged(Kind::Panic, "panic: slot 3 is full"),
            diverged(Kind::Panic, "panic: slot 70 is full")
        );
        assert_ne!(
            diverged(Kind::Panic, "panic: slot 3 is full"),
            diverged(Kind::Panic, "panic: slot 3 is empty")
        );
        assert_eq!(diverged(Kind::Len, "len 3"), diverged(Kind::Len, "len 0"));
        assert_ne!(diverged(Kind::Len, "a"), diverged(Kind::Answer, "a"));
    }
}
