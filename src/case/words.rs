//! One line of the text form, word by word, and what is said of a word that is
//! none of those that may stand there.

use std::ops::Bound;

use crate::vocabulary::{MAX_KEY, Operand, Then, pack};

/// Why a text is not a case: a line, a column, and what was found there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct CaseError {
    line: usize,
    column: usize,
    message: String,
}

impl CaseError {
    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column, in characters, counted from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }
}

/// The words of one line, and where each of them stands.
pub(super) struct Words<'a> {
    line: usize,
    /// The line without its comment.
    text: &'a str,
    /// Where the word read last starts, in bytes.
    at: usize,
    /// Where the next look begins, in bytes.
    next: usize,
}

impl<'a> Words<'a> {
    pub(super) fn new(line: usize, text: &'a str) -> Self {
        let text = text.split('#').next().unwrap_or("");
        Words {
            line,
            text,
            at: 0,
            next: 0,
        }
    }

    /// The next word and its range in the line.
    fn find(&self) -> Option<(usize, &'a str)> {
        let rest = &self.text[self.next..];
        let start = self.next + (rest.len() - rest.trim_start().len());
        let word = self.text[start..].split_whitespace().next()?;
        Some((start, word))
    }

    pub(super) fn peek(&self) -> Option<&'a str> {
        self.find().map(|(_, word)| word)
    }

    pub(super) fn next(&mut self) -> Option<&'a str> {
        match self.find() {
            Some((start, word)) => {
                self.at = start;
                self.next = start + word.len();
                Some(word)
            }
            None => {
                self.at = self.text.trim_end().len();
                None
            }
        }
    }

    pub(super) fn word(&mut self, expected: &str) -> Result<(), CaseError> {
        match self.next() {
            Some(word) if word == expected => Ok(()),
            found => Err(self.error(format!(
                "expected `{expected}`, found {}",
                found_or_end(found)
            ))),
        }
    }

    pub(super) fn operand(&mut self, operand: Operand) -> Result<u16, CaseError> {
        if operand == Operand::Low {
            return self.bound(['[', '('], true);
        } else if operand == Operand::High {
            return self.bound([']', ')'], false);
        } else if operand == Operand::Then {
            return self.then();
        } else if let Some(word) = operand.word() {
            if self.peek() != Some(word) {
                return Ok(0);
            }
            self.word(word)?;
            return Ok(1);
        }
        let (low, high) = operand.range();
        Ok(self.number(operand.name(), low.into(), high.into())? as u16)
    }

    /// `then` and what is done, or nothing.
    fn then(&mut self) -> Result<u16, CaseError> {
        if self.peek() != Some("then") {
            return Ok(0);
        }
        self.word("then")?;
        let found = self.next();
        let place = Then::WORDS.iter().position(|&word| Some(word) == found);
        place.map(|place| place as u16).ok_or_else(|| {
            let words = Then::WORDS[1..].join("`, `");
            let found = found_or_end(found);
            self.error(format!("expected one of `{words}`, found {found}"))
        })
    }

    /// One end of a range: a key with the sign of an end that is included or
    /// excluded, before or after it, or `..`.
    fn bound(&mut self, signs: [char; 2], before: bool) -> Result<u16, CaseError> {
        let found = self.next();
        let end = found.and_then(|word| {
            if word == ".." {
                return Some(Bound::Unbounded);
            }
            let digits = word.trim_matches(signs);
            let key: u16 = digits.parse().ok().filter(|&key| key <= MAX_KEY)?;
            let spelt = |sign| {
                if before {
                    format!("{sign}{digits}")
                } else {
                    format!("{digits}{sign}")
                }
            };
            match signs.map(|sign| spelt(sign) == word) {
                [true, _] => Some(Bound::Included(key)),
                [_, true] => Some(Bound::Excluded(key)),
                _ => None,
            }
        });
        let [included, excluded] = signs;
        end.map(pack).ok_or_else(|| {
            let forms = if before {
                format!("`{included}KEY`, `{excluded}KEY`")
            } else {
                format!("`KEY{included}`, `KEY{excluded}`")
            };
            let found = found_or_end(found);
            self.error(format!(
                "an end of a range is {forms} or `..`, with a key up to {MAX_KEY}, found {found}"
            ))
        })
    }

    /// A number in `low..=high`, decimal or, after `0x`, hexadecimal.
    pub(super) fn number(&mut self, what: &str, low: u64, high: u64) -> Result<u64, CaseError> {
        let found = self.next();
        let parsed = found.map(|word| match word.strip_prefix("0x") {
            Some(hex) => (hex, u64::from_str_radix(hex, 16)),
            None => (word, word.parse()),
        });
        let in_range = format!("{what} is a number from {low} to {high}");
        match parsed {
            Some((_, Ok(number))) if (low..=high).contains(&number) => Ok(number),
            Some((digits, _)) if digits.bytes().all(|b| b.is_ascii_hexdigit()) => Err(self.error(
                format!("{} is out of range: {in_range}", found_or_end(found)),
            )),
            _ => Err(self.error(format!("{in_range}, found {}", found_or_end(found)))),
        }
    }

    pub(super) fn end(&mut self) -> Result<(), CaseError> {
        match self.next() {
            None => Ok(()),
            Some(word) => Err(self.error(format!(
                "expected the end of the line, found {}",
                quoted(word)
            ))),
        }
    }

    /// An error at the word that was read last.
    pub(super) fn error(&self, message: String) -> CaseError {
        CaseError {
            line: self.line,
            column: self.text[..self.at].chars().count() + 1,
            message,
        }
    }
}

pub(super) fn found_or_end(found: Option<&str>) -> String {
    found.map_or_else(|| "the end of the line".to_owned(), quoted)
}

/// The word between quotes, cut to a length that fits an error line and with
/// control characters escaped.
pub(super) fn quoted(word: &str) -> String {
    const SHOWN: usize = 32;
    let mut shown: String = word
        .chars()
        .take(SHOWN)
        .flat_map(char::escape_debug)
        .collect();
    if word.chars().nth(SHOWN).is_some() {
        shown.push_str("...");
    }
    format!("`{shown}`")
}
