//! The text form of a case, for people and for the corpus.
//!
//! ```text
//! map-oracle case 1            the format's version, always the first line; a case
//!                              for another structure than a map is of version 2,
//!                              and names the kind: `map-oracle case 2 slab`
//! # anything                   a comment, to the end of its line
//! hash low 4 seed 7            how keys hash: random, distinct N, low N,
//!                              top or sequential
//! pin 3 = 0xff00000000000001   one key's hash, outright
//! hint 100                     the capacity asked for
//! insert 3 = 5                 an op; its words are in kinds/*/rows.rs
//! range [3 9)                  keys from 3 up to, but not with, 9
//! last_entry then remove       ... and what is done with what it returned
//! keys folded                  ... whose second half is left to `fold`
//! extend 0 len 3 unsized       ... from an iterator that hides its length
//! remove 3 panic eq 2          ... in which the second call of `eq` panics
//! remove 3 lie hash 2          ... in which every second hash is wrong
//! ```
//!
//! What is printed is read back to the same case, in this version of the
//! crate and in every later one.

use std::fmt::{self, Write as _};
use std::ops::Bound;
use std::str::FromStr;

use super::words::{CaseError, Words, found_or_end, quoted};
use super::{Case, Fault, FaultKind, Op, OpKind, Spread, Step};
use crate::kinds::VOCABULARIES;
use crate::vocabulary::{Operand, Then, Token, Vocabulary, unpack};

/// The newest version of the text form that this crate reads. It writes 1 for maps,
/// and 2 for other kinds of structure.
pub const FORMAT_VERSION: u32 = 2;

/// The longest text that is read as a case, in bytes.
pub const MAX_TEXT: usize = 16 << 20;

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c] = self.op.operands();
        for (i, token) in self.op.kind().row().line.iter().enumerate() {
            let (operand, raw) = match token {
                Token::Word(word) => {
                    if i > 0 {
                        f.write_char(' ')?;
                    }
                    f.write_str(word)?;
                    continue;
                }
                Token::A(operand) => (*operand, a),
                Token::B(operand) => (*operand, b),
                Token::C(operand) => (*operand, c),
            };
            let left_out = operand == Operand::Then || operand.word().is_some();
            if left_out && raw == 0 {
                continue;
            }
            f.write_char(' ')?;
            write_operand(f, operand, raw)?;
        }
        match self.fault {
            Some(fault) => write!(f, " {fault}"),
            None => Ok(()),
        }
    }
}

fn write_operand(f: &mut fmt::Formatter<'_>, operand: Operand, raw: u16) -> fmt::Result {
    match (operand, unpack(raw)) {
        (Operand::Low | Operand::High, Bound::Unbounded) => f.write_str(".."),
        (Operand::Low, Bound::Included(key)) => write!(f, "[{key}"),
        (Operand::Low, Bound::Excluded(key)) => write!(f, "({key}"),
        (Operand::High, Bound::Included(key)) => write!(f, "{key}]"),
        (Operand::High, Bound::Excluded(key)) => write!(f, "{key})"),
        (Operand::Fold | Operand::Hide, _) => f.write_str(operand.word().unwrap_or_default()),
        (Operand::Then, _) => write!(f, "then {}", Then::WORDS[usize::from(raw)]),
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
        writeln!(f, "{}", first_line(self.vocabulary()))?;
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

    /// Reads the text form. A byte order mark before it is passed over.
    ///
    /// # Errors
    ///
    /// At the first thing that is not of the format, with its line and column.
    fn from_str(text: &str) -> Result<Case, CaseError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines().enumerate();
        let vocabulary = read_first_line(lines.next().map_or("", |(_, line)| line))?;
        let mut case = Case::default();
        for (index, line) in lines {
            let mut words = Words::new(index + 1, line);
            if words.peek().is_some() {
                read_line(vocabulary, &mut case, &mut words)?;
            }
        }
        Ok(case)
    }
}

/// The first line of a case in this vocabulary.
pub(super) fn first_line(vocabulary: &Vocabulary) -> String {
    if vocabulary.is_of_maps() {
        "map-oracle case 1".to_owned()
    } else {
        format!("map-oracle case 2 {}", vocabulary.name())
    }
}

fn read_first_line(line: &str) -> Result<&'static Vocabulary, CaseError> {
    let mut words = Words::new(1, line);
    if !line.starts_with("map-oracle case ") {
        return Err(words.error(format!(
            "expected the first line `{}`: this is not a case file",
            first_line(Vocabulary::MAP)
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
    let vocabulary = match version {
        1 => Vocabulary::MAP,
        _ => {
            let name = words.next();
            name.and_then(Vocabulary::named).ok_or_else(|| {
                let known = VOCABULARIES.map(|of| format!("`{}`", of.name()));
                words.error(format!(
                    "expected a kind of structure, {}, found {}",
                    known.join(" or "),
                    found_or_end(name)
                ))
            })?
        }
    };
    words.end()?;
    Ok(vocabulary)
}

fn read_line(
    vocabulary: &Vocabulary,
    case: &mut Case,
    words: &mut Words<'_>,
) -> Result<(), CaseError> {
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
        name => match vocabulary.kind(name) {
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
    let [mut a, mut b, mut c] = [0; 3];
    for token in &kind.row().line[1..] {
        match *token {
            Token::Word(word) => words.word(word)?,
            Token::A(operand) => a = words.operand(operand)?,
            Token::B(Operand::Residue) => b = words.number("a residue", 0, (a - 1).into())? as u16,
            Token::B(operand) => b = words.operand(operand)?,
            Token::C(operand) => c = words.operand(operand)?,
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
        op: Op::new(kind, [a, b, c]),
        fault,
    })
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
        let error = "map-oracle case 1\nclear\n  insert 3 5\n".parse::<Case>();
        let error = error.expect_err("the text is broken");
        assert_eq!((error.line(), error.column()), (3, 12));
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
            error_of("remove 3 panic eq 1 2"),
            "2:21: expected the end of the line, found `2`"
        );
        assert_eq!(
            error_of("hint 3 4"),
            "2:8: expected the end of the line, found `4`"
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
            error_of("cursor_step 4 by 1"),
            "2:13: `4` is out of range: a cursor is a number from 0 to 3"
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
            "map-oracle case 3\n"
                .parse::<Case>()
                .unwrap_err()
                .to_string(),
            "1:17: this case is of format version 3, and this map-oracle reads up to 2: use a \
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
