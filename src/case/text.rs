//! The text form of a case, for people and for the corpus.
//!
//! ```text
//! map-oracle case 1            the format's version, always the first line
//! # anything                   a comment, to the end of its line
//! hash low 4 seed 7            how keys hash: random, distinct N, low N,
//!                              top or sequential
//! pin 3 = 0xff00000000000001   one key's hash, outright
//! hint 100                     the capacity asked for
//! insert 3 = 5                 an op; its words are in case/syntax.rs
//! range [3 9)                  keys from 3 up to, but not with, 9
//! remove 3 panic eq 2          ... in which the second call of `eq` panics
//! remove 3 lie hash 2          ... in which every second hash is wrong
//! ```
//!
//! What is printed is read back to the same case, in this version of the
//! crate and in every later one.

use std::fmt::{self, Write as _};
use std::ops::Bound;
use std::str::FromStr;

use super::bound;
use super::syntax::{MAX_KEY, OpKind, Operand, Token, tokens};
use super::{Case, Fault, FaultKind, Op, Spread, Step};

/// The version of the text form that this crate writes, and the newest that
/// it reads.
pub const FORMAT_VERSION: u32 = 1;

/// The longest text that is read as a case, in bytes.
pub const MAX_TEXT: usize = 16 << 20;

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

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, a, b) = self.op.parts();
        for (i, token) in tokens(kind).iter().enumerate() {
            if i > 0 {
                f.write_char(' ')?;
            }
            match token {
                Token::Word(word) => f.write_str(word)?,
                Token::A(operand) => write_operand(f, *operand, a)?,
                Token::B(operand) => write_operand(f, *operand, b)?,
            }
        }
        match self.fault {
            Some(fault) => write!(f, " {fault}"),
            None => Ok(()),
        }
    }
}

fn write_operand(f: &mut fmt::Formatter<'_>, operand: Operand, raw: u16) -> fmt::Result {
    match (operand, bound::unpack(raw)) {
        (Operand::Low | Operand::High, Bound::Unbounded) => f.write_str(".."),
        (Operand::Low, Bound::Included(key)) => write!(f, "[{key}"),
        (Operand::Low, Bound::Excluded(key)) => write!(f, "({key}"),
        (Operand::High, Bound::Included(key)) => write!(f, "{key}]"),
        (Operand::High, Bound::Excluded(key)) => write!(f, "{key})"),
        _ => write!(f, "{raw}"),
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Step::from(*self).fmt(f)
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spread::Random => f.write_str("random"),
            Spread::Distinct(n) => write!(f, "distinct {n}"),
            Spread::LowBits(n) => write!(f, "low {n}"),
            Spread::TopByte => f.write_str("top"),
            Spread::Sequential => f.write_str("sequential"),
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "map-oracle case {FORMAT_VERSION}")?;
        writeln!(f, "hash {} seed {}", self.plan.spread, self.plan.seed)?;
        for (key, hash) in &self.plan.pins {
            writeln!(f, "pin {key} = {hash:#018x}")?;
        }
        if self.hint > 0 {
            writeln!(f, "hint {}", self.hint)?;
        }
        for step in &self.steps {
            writeln!(f, "{step}")?;
        }
        Ok(())
    }
}

impl FromStr for Case {
    type Err = CaseError;

    /// Reads the text form.
    ///
    /// # Errors
    ///
    /// At the first thing that is not of the format, with its line and column.
    fn from_str(text: &str) -> Result<Case, CaseError> {
        let mut lines = text.lines().enumerate();
        read_version(lines.next().map_or("", |(_, line)| line))?;
        let mut case = Case::default();
        for (index, line) in lines {
            let mut words = Words::new(index + 1, line);
            if words.peek().is_some() {
                read_line(&mut case, &mut words)?;
            }
        }
        Ok(case)
    }
}

fn read_version(line: &str) -> Result<(), CaseError> {
    let mut words = Words::new(1, line);
    if !line.starts_with("map-oracle case ") {
        return Err(words.error(format!(
            "expected the first line `map-oracle case {FORMAT_VERSION}`: this is not a case file"
        )));
    }
    words.word("map-oracle")?;
    words.word("case")?;
    let version = words.number("a format version", 1, u64::from(u32::MAX))?;
    if version > u64::from(FORMAT_VERSION) {
        return Err(words.error(format!(
            "this case is of format version {version}, and this map-oracle reads up to \
             {FORMAT_VERSION}: use a newer one"
        )));
    }
    words.end()
}

fn read_line(case: &mut Case, words: &mut Words<'_>) -> Result<(), CaseError> {
    let name = words.next().expect("the line has a word");
    if matches!(name, "hash" | "pin" | "hint") && !case.steps.is_empty() {
        return Err(words.error(format!("`{name}` belongs before the first op")));
    }
    match name {
        "hash" => read_spread(case, words)?,
        "pin" => {
            let key = words.operand(Operand::Key)?;
            words.word("=")?;
            let hash = words.number("a hash", 0, u64::MAX)?;
            case.plan.pins.insert(key, hash);
        }
        "hint" => case.hint = words.number("a hint", 0, u16::MAX.into())? as u16,
        name => match OpKind::from_name(name) {
            Some(kind) => case.steps.push(read_step(kind, words)?),
            None => return Err(words.error(format!("there is no op {}", quoted(name)))),
        },
    }
    words.end()
}

fn read_spread(case: &mut Case, words: &mut Words<'_>) -> Result<(), CaseError> {
    case.plan.spread = match words.next() {
        Some("random") => Spread::Random,
        Some("distinct") => {
            Spread::Distinct(
                words.number("a number of hashes", 1, Spread::MAX_DISTINCT.into())? as u8,
            )
        }
        Some("low") => {
            Spread::LowBits(words.number("a number of bits", 1, Spread::MAX_LOW_BITS.into())? as u8)
        }
        Some("top") => Spread::TopByte,
        Some("sequential") => Spread::Sequential,
        found => {
            return Err(words.error(format!(
                "expected `random`, `distinct N`, `low N`, `top` or `sequential`, found {}",
                found_or_end(found)
            )));
        }
    };
    if words.peek().is_some() {
        words.word("seed")?;
        case.plan.seed = words.number("a seed", 0, u32::MAX.into())? as u32;
    }
    Ok(())
}

fn read_step(kind: OpKind, words: &mut Words<'_>) -> Result<Step, CaseError> {
    let (mut a, mut b) = (0, 0);
    for token in &tokens(kind)[1..] {
        match *token {
            Token::Word(word) => words.word(word)?,
            Token::A(operand) => a = words.operand(operand)?,
            Token::B(Operand::Residue) => b = words.number("a residue", 0, (a - 1).into())? as u16,
            Token::B(operand) => b = words.operand(operand)?,
        }
    }
    let mut fault = None;
    if words.peek().is_some() {
        let verb = words.next();
        let Some(verb) = verb.filter(|&verb| verb == "panic" || verb == "lie") else {
            return Err(words.error(format!(
                "expected `panic` or `lie`, found {}",
                found_or_end(verb)
            )));
        };
        let found = words.next();
        let of_verb = FaultKind::ALL.iter().filter(|kind| kind.words().0 == verb);
        let Some(&kind) = of_verb.clone().find(|kind| Some(kind.name()) == found) else {
            let names: Vec<String> = of_verb.map(|kind| format!("`{}`", kind.name())).collect();
            return Err(words.error(format!(
                "expected one of {}, found {}",
                names.join(", "),
                found_or_end(found)
            )));
        };
        let call = words.number("the number of a call", 1, Fault::MAX_CALL.into())? as u16;
        fault = Some(Fault { kind, call });
    }
    Ok(Step {
        op: Op::from_parts(kind, a, b),
        fault,
    })
}

/// The words of one line, and where each of them stands.
struct Words<'a> {
    line: usize,
    /// The line without its comment.
    text: &'a str,
    /// Where the word read last starts, in bytes.
    at: usize,
    /// Where the next look begins, in bytes.
    next: usize,
}

impl<'a> Words<'a> {
    fn new(line: usize, text: &'a str) -> Self {
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

    fn peek(&self) -> Option<&'a str> {
        self.find().map(|(_, word)| word)
    }

    fn next(&mut self) -> Option<&'a str> {
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

    fn word(&mut self, expected: &str) -> Result<(), CaseError> {
        match self.next() {
            Some(word) if word == expected => Ok(()),
            found => Err(self.error(format!(
                "expected `{expected}`, found {}",
                found_or_end(found)
            ))),
        }
    }

    fn operand(&mut self, operand: Operand) -> Result<u16, CaseError> {
        let what = match operand {
            Operand::Key => "a key",
            Operand::Count => "a count",
            Operand::Shift => "a shift",
            Operand::Low => return self.bound(['[', '('], true),
            Operand::High => return self.bound([']', ')'], false),
            Operand::Len => "a length",
            Operand::Value => "a value",
            Operand::Start => "a start",
            Operand::Modulus => "a modulus",
            Operand::Residue => "a residue",
            Operand::Cursor => "a cursor",
        };
        let (low, high) = operand.range();
        Ok(self.number(what, low.into(), high.into())? as u16)
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
            let spelt = |sign| match before {
                true => format!("{sign}{digits}"),
                false => format!("{digits}{sign}"),
            };
            match signs.map(|sign| spelt(sign) == word) {
                [true, _] => Some(Bound::Included(key)),
                [_, true] => Some(Bound::Excluded(key)),
                _ => None,
            }
        });
        let [included, excluded] = signs;
        end.map(bound::pack).ok_or_else(|| {
            let forms = match before {
                true => format!("`{included}KEY`, `{excluded}KEY`"),
                false => format!("`KEY{included}`, `KEY{excluded}`"),
            };
            let found = found_or_end(found);
            self.error(format!(
                "an end of a range is {forms} or `..`, with a key up to {MAX_KEY}, found {found}"
            ))
        })
    }

    /// A number in `low..=high`, decimal or, after `0x`, hexadecimal.
    fn number(&mut self, what: &str, low: u64, high: u64) -> Result<u64, CaseError> {
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

    fn end(&mut self) -> Result<(), CaseError> {
        match self.next() {
            None => Ok(()),
            Some(word) => Err(self.error(format!(
                "expected the end of the line, found {}",
                quoted(word)
            ))),
        }
    }

    /// An error at the word that was read last.
    fn error(&self, message: String) -> CaseError {
        CaseError {
            line: self.line,
            column: self.text[..self.at].chars().count() + 1,
            message,
        }
    }
}

fn found_or_end(found: Option<&str>) -> String {
    found.map_or_else(|| "the end of the line".to_owned(), quoted)
}

/// The word between quotes, cut to a length that fits an error line and with
/// control characters escaped.
fn quoted(word: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        let mut rng = fastrand::Rng::with_seed(1);
        for _ in 0..1_000 {
            let len = rng.usize(0..900);
            let bytes: Vec<u8> = (0..len).map(|_| rng.u8(..)).collect();
            let case = Case::from_bytes(&bytes);
            assert_eq!(case.to_string().parse(), Ok(case));
        }
    }

    fn error_of(body: &str) -> String {
        format!("map-oracle case 1\n{body}\n")
            .parse::<Case>()
            .expect_err("the text is broken")
            .to_string()
    }

    #[test]
    fn errors_say_where_and_what() {
        assert_eq!(error_of("frob 3"), "2:1: there is no op `frob`");
        assert_eq!(error_of("\n  insert 3 5"), "3:12: expected `=`, found `5`");
        assert_eq!(
            error_of("insert 4096 = 5"),
            "2:8: `4096` is out of range: a key is a number from 0 to 4095"
        );
        assert_eq!(
            error_of("insert 99999999999999999999999 = 5"),
            "2:8: `99999999999999999999999` is out of range: a key is a number from 0 to 4095"
        );
        assert_eq!(
            error_of("insert x = 5"),
            "2:8: a key is a number from 0 to 4095, found `x`"
        );
        assert_eq!(
            error_of("remove"),
            "2:7: a key is a number from 0 to 4095, found the end of the line"
        );
        assert_eq!(
            error_of("remove 3 now"),
            "2:10: expected `panic` or `lie`, found `now`"
        );
        assert_eq!(
            error_of("remove 3 lie drop 1"),
            "2:14: expected one of `eq`, `hash`, found `drop`"
        );
        assert_eq!(
            error_of("range [3 9["),
            "2:10: an end of a range is `KEY]`, `KEY)` or `..`, with a key up to 4095, found `9[`"
        );
        assert_eq!(
            error_of("range [[3 9]"),
            "2:7: an end of a range is `[KEY`, `(KEY` or `..`, with a key up to 4095, found `[[3`"
        );
        assert_eq!(
            error_of("range (5000 .."),
            "2:7: an end of a range is `[KEY`, `(KEY` or `..`, with a key up to 4095, found \
             `(5000`"
        );
        assert_eq!(
            error_of("retain mod 3 is 3"),
            "2:17: `3` is out of range: a residue is a number from 0 to 2"
        );
        assert_eq!(
            error_of("clear\nhint 3"),
            "3:1: `hint` belongs before the first op"
        );
        assert_eq!(
            "map-oracle case 2\n"
                .parse::<Case>()
                .unwrap_err()
                .to_string(),
            "1:17: this case is of format version 2, and this map-oracle reads up to 1: use a \
             newer one"
        );
        let not_a_case =
            "1:1: expected the first line `map-oracle case 1`: this is not a case file";
        assert_eq!("".parse::<Case>().unwrap_err().to_string(), not_a_case);
        assert_eq!(
            "\u{0}\u{1}".parse::<Case>().unwrap_err().to_string(),
            not_a_case
        );
    }
}
