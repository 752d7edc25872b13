//! When two failures are the same: what failed, in or after which op, and with
//! which fault.
//!
//! A shrinker keeps to the [`Class`] of what it began with, while ops give way
//! to plainer ones. Two small cases are one finding if the whole [`Signature`]
//! is the same. Its text is what `known-failures.toml` lists.

use std::fmt;

use super::divergence::{Difference, Kind};
use super::finding::{Finding, ProcessEnd};
use super::wrong::Evidence;
use crate::case::{Doing, FaultKind, OpKind, Step};

/// What failed, whoever noticed it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Class {
    /// A key that is in the map was not found, by an op or by the oracle.
    LostKey,
    /// A key that is not in the map was found.
    PhantomKey,
    /// A key was found with a wrong value.
    WrongValue,
    /// What a range shows whose ends are exchanged, which a right map may refuse by a
    /// panic: no wrong answer of the same op to a range that it must know.
    InvertedRange,
    /// Any other divergence of this kind.
    Kind(Kind),
    /// The map panicked of its own accord: the message, numbers left out.
    Panic(String),
    /// The process ended.
    Ended(ProcessEnd),
    /// The process ended when the allocator found its memory damaged, which may
    /// be long after that was done.
    HeapDamage,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Class::LostKey => f.write_str("lost key"),
            Class::PhantomKey => f.write_str("phantom key"),
            Class::WrongValue => f.write_str("wrong value"),
            Class::InvertedRange => f.write_str("wrong answer to an inverted range"),
            Class::Kind(Kind::Answer) => f.write_str("wrong answer"),
            Class::Kind(Kind::Len) => f.write_str("wrong len"),
            Class::Kind(Kind::Contents) => f.write_str("wrong contents"),
            Class::Kind(Kind::Order) => f.write_str("wrong order"),
            Class::Kind(Kind::AfterPanic) => f.write_str("broken"),
            Class::Kind(kind) => f.write_str(kind.name()),
            Class::Panic(_) => f.write_str("panic"),
            Class::HeapDamage => f.write_str("heap damage"),
            Class::Ended(ProcessEnd::Signal(number)) => {
                match super::finding::signal_name(*number) {
                    Some(name) => f.write_str(name),
                    None => write!(f, "signal {number}"),
                }
            }
            Class::Ended(ProcessEnd::Exit(code)) => write!(f, "exit {code}"),
            Class::Ended(how) => f.write_str(how.name()),
        }
    }
}

/// What makes two failures the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Signature {
    /// What failed.
    pub class: Class,
    /// The op that did it, or the word for what the oracle asked (`get`, `len`,
    /// `iter`, `drop`, ...), if that is known.
    pub op: Option<&'static str>,
    /// The fault that was planned there, or before it in the case.
    pub fault: Option<FaultKind>,
}

impl fmt::Display for Signature {
    /// As in `lost key after remove`, `SIGSEGV in clear with panic drop`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.class)?;
        if let Some(op) = self.op {
            let within = matches!(
                self.class,
                Class::Panic(_)
                    | Class::Ended(_)
                    | Class::InvertedRange
                    | Class::Kind(Kind::Answer | Kind::Adapter | Kind::Iterator)
            );
            write!(f, " {} {op}", if within { "in" } else { "after" })?;
        }
        if let Some(fault) = self.fault {
            let (verb, code) = fault.words();
            write!(f, " with {verb} {code}")?;
        }
        if let Class::Panic(message) = &self.class {
            write!(f, ": {message}")?;
        }
        Ok(())
    }
}

impl Finding {
    /// What failed.
    #[must_use]
    pub fn class(&self) -> Class {
        let divergence = match self {
            Finding::Ended(ended) if ended.is_heap_damage() => return Class::HeapDamage,
            Finding::Ended(ended) => return Class::Ended(ended.how),
            Finding::Diverged(divergence) => divergence,
        };
        if let (Kind::Panic, Evidence::Panic { message, place }) =
            (divergence.kind(), divergence.evidence())
        {
            let message = match place {
                Some(place) => format!("{message}, at {place}"),
                None => message.clone(),
            };
            return Class::Panic(without_numbers(&message));
        }
        let step = divergence.case.steps.get(divergence.step);
        if divergence.kind() == Kind::Answer && step.is_some_and(|step| step.op.is_inverted_range())
        {
            return Class::InvertedRange;
        }
        match (divergence.kind(), divergence.difference()) {
            (Kind::Answer | Kind::LookUp | Kind::Contents, Difference::Lost(_)) => Class::LostKey,
            (Kind::Answer | Kind::LookUp | Kind::Contents, Difference::Phantom(_)) => {
                Class::PhantomKey
            }
            (Kind::Answer | Kind::LookUp | Kind::Contents, Difference::Value(_)) => {
                Class::WrongValue
            }
            (kind, _) => Class::Kind(kind),
        }
    }

    /// What it has in common with others like it.
    #[must_use]
    pub fn signature(&self) -> Signature {
        let class = self.class();
        let Some(place) = self.place() else {
            let fault = last_fault(&self.case().steps);
            let op = None;
            return Signature { class, op, fault };
        };
        let steps = &self.case().steps;
        let before = &steps[..steps.len().min(place.step + 1)];
        let running = matches!(class, Class::Panic(_) | Class::Ended(_));
        let op = match place.doing.word() {
            // What was running is what did it.
            Some(word) if running || place.doing == Doing::Make => Some(word),
            None if running => before.last().map(|step| step.op.kind().name()),
            // Whoever fills the map asks for memory, and notices.
            _ if class == Class::HeapDamage => suspect(before, place.doing),
            // What an op that only reads finds wrong, an earlier one did.
            None if class.is_of_keys() => changing(before),
            _ => before.last().map(|step| step.op.kind().name()),
        };
        Signature {
            class,
            op,
            fault: last_fault(before),
        }
    }
}

impl Class {
    fn is_of_keys(&self) -> bool {
        matches!(self, Class::LostKey | Class::PhantomKey | Class::WrongValue)
    }
}

/// The last op that does more than read.
fn changing(steps: &[Step]) -> Option<&'static str> {
    let kinds = || steps.iter().rev().map(|step| step.op.kind());
    let changes = |kind: &OpKind| !kind.reads();
    let kind = kinds().find(changes).or_else(|| kinds().next())?;
    Some(kind.name())
}

/// The op that may have damaged memory: what the oracle does by itself after an
/// op only notices, and so do ops that fill the map, as a rule.
fn suspect(steps: &[Step], doing: Doing) -> Option<&'static str> {
    let noticed = |kind: &OpKind| !kind.only_fills() && !kind.reads();
    let kinds = || steps.iter().rev().map(|step| step.op.kind());
    let of_op = matches!(doing, Doing::Op | Doing::Prepare);
    let kind = kinds().find(noticed).filter(|_| of_op);
    kind.or_else(|| kinds().next()).map(OpKind::name)
}

fn last_fault(steps: &[Step]) -> Option<FaultKind> {
    let mut faults = steps.iter().rev().filter_map(|step| step.fault);
    faults.next().map(|fault| fault.kind)
}

/// A message with each number and each list of numbers made a `#`: lengths,
/// keys and addresses change while a case gets smaller.
pub(crate) fn without_numbers(message: &str) -> String {
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
    use crate::case::Case;
    use crate::evidence::{Divergence, Ended, Wrong};

    #[test]
    fn a_message_stays_the_same_when_its_numbers_change() {
        let plain = without_numbers("index 17 of len 4: [1, 2, 33] at 0x7ffe, v2 is 0.5");
        assert_eq!(plain, "index # of len #: [#] at #, v2 is #.#");
        assert_eq!(
            without_numbers("left: [5, 6], right: []"),
            "left: [#], right: []"
        );
    }

    fn case(body: &str) -> Case {
        format!("map-oracle case 1\n{body}").parse().unwrap()
    }

    /// A divergence of this kind, whatever exactly was found.
    fn diverged(kind: Kind, difference: Difference, body: &str, doing: Doing) -> Finding {
        let case = case(body);
        let evidence = match kind {
            Kind::Answer => Evidence::NoPanic,
            Kind::Len => Evidence::Len {
                expected: 0,
                got: 1,
            },
            Kind::LookUp => Evidence::LookUp {
                key: 0,
                expected: None,
                got: None,
            },
            Kind::Contents => Evidence::Contents {
                expected: Vec::new(),
                got: Vec::new(),
            },
            Kind::Iterator => Evidence::Iterator { broken: Vec::new() },
            Kind::Ledger => Evidence::Misuse { done: Vec::new() },
            Kind::Panic => Evidence::Panic {
                message: "slot 3 is full".to_owned(),
                place: None,
            },
            Kind::AfterPanic => Evidence::Swallowed,
            kind => unreachable!("no test needs {kind:?}"),
        };
        Finding::Diverged(Box::new(Divergence {
            subject: "any",
            wrong: Wrong::from(evidence).with(difference),
            step: case.steps.len().saturating_sub(1),
            doing,
            case,
        }))
    }

    fn told(finding: &Finding) -> String {
        finding.signature().to_string()
    }

    #[test]
    fn a_live_key_that_is_not_found_is_one_signature_whoever_asks() {
        let lost = Difference::Lost(0);
        for (kind, body, doing) in [
            (Kind::LookUp, "remove 1\n", Doing::LookUp(0)),
            (Kind::Answer, "remove 1\nget 0\n", Doing::Op),
            (Kind::Answer, "remove 1\nget 1\ncontains_key 0\n", Doing::Op),
            (Kind::Contents, "remove 1\n", Doing::Iterate),
        ] {
            let finding = diverged(kind, lost, body, doing);
            assert_eq!(told(&finding), "lost key after remove", "{body}");
        }
    }

    #[test]
    fn what_was_running_is_what_panicked() {
        let panicked = |body, doing| told(&diverged(Kind::Panic, Difference::Other, body, doing));
        assert_eq!(
            panicked("clear\nget 0\n", Doing::Op),
            "panic in get: slot # is full"
        );
        assert_eq!(
            panicked("clear panic drop 1\n", Doing::LookUp(3)),
            "panic in get with panic drop: slot # is full"
        );
        let ended = |place, how| {
            told(&Finding::Ended(Box::new(Ended {
                subject: "any",
                how,
                place,
                words: None,
                case: case("insert 1 = 1\nremove 1\n"),
            })))
        };
        let at = |step, doing| Some(crate::case::Place { step, doing });
        assert_eq!(
            ended(at(1, Doing::Op), ProcessEnd::Signal(6)),
            "SIGABRT in remove"
        );
        assert_eq!(ended(at(2, Doing::Drop), ProcessEnd::Hang), "hang in drop");
        assert_eq!(ended(None, ProcessEnd::Exit(0)), "exit 0");
    }
}
