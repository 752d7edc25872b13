//! The test's body: every op in turn, and the assertion on what one answers.

use super::ops::{Gives, Spelled};
use super::prelude::{fault_name, live};
use super::spell::{PAIR, list};
use super::{Failure, Refusal, refuse};
use crate::case::{Effect, FaultKind, OpKind};
use crate::evidence::{Evidence, Kind};
use crate::kinds::map::ops::{Conduct, Merge, Panics, Twin, conduct};
use crate::structure::Answer;

impl Failure<'_> {
    /// The statements of the test.
    pub(super) fn body(&self) -> Result<Vec<String>, Refusal> {
        let mut lines = vec![format!("let mut map: Map = {};", self.made(self.case.hint))];
        if self.has_op(|op| takes_other(op.kind())) {
            lines.push(format!("let mut other: Map = {};", self.empty()));
        }
        for step in 0..self.steps.len() {
            lines.extend(self.step(step)?);
        }
        if self.at() == Some(self.steps.len()) {
            lines.extend(self.end()?);
        }
        if !self.hangs() {
            return Ok(lines);
        }
        let mut watched = vec![
            "let (done, end) = std::sync::mpsc::channel();".to_owned(),
            "std::thread::spawn(move || {".to_owned(),
        ];
        watched.extend(lines.into_iter().map(|line| format!("    {line}")));
        watched.push("    let _ = done.send(());".to_owned());
        watched.push("});".to_owned());
        watched.push(
            "end.recv_timeout(std::time::Duration::from_secs(10)).expect(\"an end\");".to_owned(),
        );
        Ok(watched)
    }

    fn step(&self, step: usize) -> Result<Vec<String>, Refusal> {
        let taken = &self.steps[step];
        let fails = self.at() == Some(step);
        let kind = self.wrong().map(|(kind, ..)| kind).filter(|_| fails);
        let Spelled {
            before,
            call,
            gives,
        } = self.spelled(step, taken.fault.is_some())?;
        let mut lines = before;
        let model = self.before(step);
        if let Some(fault) = taken.fault {
            lines.extend(self.faulty(fault.kind, fault.call, &call, &gives, fails));
        } else if model.panics(taken.op) != Panics::Never {
            let call = self.unread(&call, &gives);
            let caught = format!("catch_unwind(AssertUnwindSafe(|| {call}))");
            lines.push(match kind {
                Some(Kind::Answer) if model.panics(taken.op) == Panics::Always => {
                    format!("assert!({caught}.is_err(), \"the key is absent\");")
                }
                _ => format!("let _ = {caught};"),
            });
        } else {
            match kind {
                Some(Kind::Answer | Kind::Contents | Kind::Len | Kind::LookUp | Kind::Order)
                    if on_two(taken.op.kind()) =>
                {
                    lines.extend(self.judged_twin(step, &call));
                }
                Some(Kind::Answer) => lines.extend(self.answered(step, &call, &gives)?),
                Some(Kind::Iterator) if matches!(gives, Gives::Items(_)) => {
                    let fused = fused(taken.op.kind()) && self.runner.support.fused;
                    lines.push(format!("well_behaved({call}, {fused});"));
                }
                _ => lines.push(self.unjudged(&call, &gives)),
            }
        }
        if fails {
            lines.extend(self.judged(step)?);
        } else if self.counts() && forgives(taken.op.kind(), taken.fault.is_some()) {
            // A panic may leak, and a forgotten iterator does.
            lines.push(format!("{}.set({});", live("Key"), self.all("len()")));
            lines.push(format!("{}.set({});", live("Value"), self.all("len()")));
        }
        Ok(lines)
    }

    /// The number of entries in all maps.
    pub(super) fn all(&self, method: &str) -> String {
        if self.has_op(|op| takes_other(op.kind())) {
            format!("map.{method} + other.{method}")
        } else {
            format!("map.{method}")
        }
    }

    /// An op as a statement.
    fn unjudged(&self, call: &str, gives: &Gives) -> String {
        let call = self.unread(call, gives);
        match gives {
            Gives::Items(_) if call.ends_with('}') => call,
            Gives::Nothing | Gives::Items(_) => format!("{call};"),
            Gives::Own(_) | Gives::Seen(_) => format!("let _ = {call};"),
        }
    }

    fn unread(&self, call: &str, gives: &Gives) -> String {
        match gives {
            Gives::Nothing | Gives::Own(_) => call.to_owned(),
            Gives::Seen(read) => format!("{call}{read}"),
            // A loop over consecutive keys.
            Gives::Items(_) => match call
                .strip_suffix(')')
                .and_then(|c| c.split_once(").map(|key| "))
            {
                Some((range, body)) if range.starts_with('(') => {
                    format!("for key in {} {{ {body}; }}", &range[1..])
                }
                _ => format!("{call}.for_each(drop)"),
            },
        }
    }

    /// An op with a planned panic.
    fn faulty(
        &self,
        kind: FaultKind,
        at: u16,
        call: &str,
        gives: &Gives,
        fails: bool,
    ) -> Vec<String> {
        let fault = fault_name(kind);
        let call = match gives {
            Gives::Items(_) => format!("{call}.collect::<Vec<_>>()"),
            Gives::Seen(read) => format!("{call}{read}"),
            Gives::Nothing | Gives::Own(_) => call.to_owned(),
        };
        let mut lines = vec![
            format!("{fault}.set({at});"),
            format!("let outcome = catch_unwind(AssertUnwindSafe(|| {call}));"),
        ];
        let wrong = self.wrong();
        let swallowed = wrong.is_some_and(|(_, evidence, _)| *evidence == Evidence::Swallowed);
        if fails && swallowed {
            lines.push(format!(
                "assert!({fault}.get() > 0 || outcome.is_err(), \"it was swallowed\");"
            ));
            return lines;
        }
        if fails && wrong.is_some_and(|(kind, ..)| kind == Kind::Panic) {
            // Not the planned one.
            lines.push("if let Err(panic) = outcome {".to_owned());
            lines.push(
                "    assert_eq!(panic.downcast_ref::<&str>(), Some(&\"planned\"));".to_owned(),
            );
            lines.push("}".to_owned());
        } else {
            lines.push("drop(outcome);".to_owned());
        }
        lines.push(format!("{fault}.set(0);"));
        let usable = self.runner.support.usable_after_panic;
        // A map that is given up is followed by an empty one.
        if !usable && !fails {
            lines.push(format!("map = {};", self.empty()));
        }
        lines
    }

    /// The assertion on what an op answers.
    fn answered(&self, step: usize, call: &str, gives: &Gives) -> Result<Vec<String>, Refusal> {
        let op = self.steps[step].op;
        let mut model = self.before(step).copy();
        let expected = match self.wrong() {
            Some((_, Evidence::Answer { expected, .. }, _)) => expected.clone(),
            // Another check of the answer failed.
            _ => model.assume(op, self.fresh(step)),
        };
        let in_order =
            model.order().is_known() || matches!(op.kind(), OpKind::InsertRun | OpKind::RemoveRun);
        let read = match gives {
            Gives::Nothing => String::new(),
            Gives::Own(read) | Gives::Seen(read) => format!("{call}{read}"),
            Gives::Items(read) if in_order => format!("{call}{read}.collect::<Vec<_>>()"),
            Gives::Items(read) => format!("sorted({call}{read})"),
        };
        let numbers = matches!(op.kind(), OpKind::Keys | OpKind::Values | OpKind::ValuesMut);
        let equal = |expected: String| Ok(vec![format!("assert_eq!({read}, {expected});")]);
        match expected {
            Answer::Value(value) => if self.runner.support.refuses && op.kind() == OpKind::Insert { equal(format!("Some({value:?})")) } else { equal(format!("{value:?}")) },
            Answer::Full => equal("None".to_owned()),
            Answer::Flag(_) if op.kind() == OpKind::Debug => Ok(vec![
                "let entries: Vec<String> = map.iter().map(|(key, value)| format!(\"{key:?}: {value:?}\")).collect();".to_owned(),
                format!("assert_eq!({read}, format!(\"{{{{{{}}}}}}\", entries.join(\", \")));"),
            ]),
            Answer::Flag(flag) => if flag { Ok(vec![format!("assert!({read});")]) } else { Ok(vec![format!("assert!(!{read});")]) },
            Answer::Pair(pair) => equal(format!("{pair:?}")),
            Answer::Place(place) => equal(format!("{place:?}")),
            Answer::Tried(tried) => equal(format!("{tried:?}")),
            Answer::Values(values) if values.iter().all(Option::is_none) && matches!(op.kind(), OpKind::InsertRun | OpKind::RemoveRun) => {
                let call = self.unread(call, gives);
                let Some((head, body)) = call.split_once(" { ") else {
                    return equal(list(&values, "Option<u32>"));
                };
                let body = body.trim_end_matches("; }");
                Ok(vec![format!("{head} {{ assert!({body}.is_none()); }}")])
            }
            Answer::Values(values) => equal(list(&values, "Option<u32>")),
            Answer::Entries(entries) => equal(list(&entries, PAIR)),
            Answer::Numbers(found) => {
                debug_assert!(numbers || model.order().is_known());
                equal(list(&found, "u32"))
            }
            Answer::Twice([first, second]) => {
                equal(format!("[vec!{first:?}, vec!{second:?}] as [Vec<{PAIR}>; 2]"))
            }
            Answer::SomeOf(count, all) if op.kind() == OpKind::IterClone => Ok(vec![
                format!("let [rest, cloned] = {read};"),
                "assert_eq!(rest, cloned);".to_owned(),
                format!("assert_eq!(rest.len(), {count});"),
                format!("assert!(rest.iter().all(|entry| ({} as [_; {}]).contains(entry)), \"{{rest:?}}\");", list(&all, PAIR), all.len()),
            ]),
            Answer::SomeOf(count, all) => Ok(some_of(&read, count, &list(&all, PAIR), true)),
            Answer::SomeNumbersOf(count, all) => {
                Ok(some_of(&read, count, &list(&all, "u32"), false))
            }
            Answer::Entry {
                occupied,
                key,
                seen,
                returned,
                ..
            } => match occupied {
                None => equal(format!("{seen:?}")),
                Some(occupied) => {
                    let key = key.unwrap_or_default();
                    equal(format!("({occupied}, {key}, {seen:?}, {returned:?})"))
                }
            },
            Answer::Several(several) => {
                let parts: Vec<String> = several.iter().map(part).collect();
                equal(format!("({})", parts.join(", ")))
            }
            Answer::Nothing => refuse(format!("`{op}` answers nothing that could be asserted")),
        }
    }

    /// The assertions on the second map of an op.
    fn judged_twin(&self, step: usize, call: &str) -> Vec<String> {
        let op = self.steps[step].op;
        let model = self.before(step);
        let equals = self.word("eq").is_some();
        let mut lines = Vec::new();
        let evidence = self.wrong().map(|(_, evidence, _)| evidence);
        let equality = match evidence {
            Some(Evidence::Equality { expected, .. }) => Some(*expected),
            _ => None,
        };
        let equal = equality.unwrap_or(false);
        match conduct(op.kind()) {
            of @ (Conduct::Clone { .. } | Conduct::CloneFrom { .. }) => {
                let twin = if of == (Conduct::CloneFrom { to_other: false }) {
                    lines.push("target.clone_from(&map);".to_owned());
                    "target"
                } else if of == (Conduct::CloneFrom { to_other: true }) {
                    lines.push(format!("{call};"));
                    "other"
                } else {
                    lines.push("let clone = map.clone();".to_owned());
                    "clone"
                };
                if equality.is_some() && equals {
                    lines.push(format!(
                        "assert_eq!((map == {twin}, {twin} == map), ({equal}, {equal}));"
                    ));
                } else if matches!(evidence, Some(Evidence::CloneOrder { .. })) {
                    let read = self.read_pair_ref();
                    lines.push(format!(
                        "assert!({twin}.iter(){read}.eq(map.iter(){read}), \"another order\");"
                    ));
                } else {
                    lines.extend(self.state(twin, model));
                }
                if of == (Conduct::Clone { lives_on: true }) {
                    lines.push("map = clone;".to_owned());
                }
            }
            Conduct::Equal(_) => {
                lines.push(format!("assert_eq!({call}, ({equal}, {equal}));"));
            }
            Conduct::Split { lives_on } => {
                let mut lower = model.copy();
                lower.assume(op, 0);
                let upper = lower.take_part();
                lines.push(format!(
                    "let upper = {};",
                    call.trim_start_matches("map = ")
                ));
                lines.extend(self.state("upper", &*upper));
                if lives_on {
                    lines.extend(self.state("map", &*lower));
                    lines.push("map = upper;".to_owned());
                }
            }
            Conduct::Plain | Conduct::Cursor(_) | Conduct::Swap | Conduct::Merge(_) => {
                lines.push(format!("{call};"));
                if let Some(Evidence::NotWhole { .. }) = evidence {
                    let second = if takes_other(op.kind()) {
                        "other"
                    } else {
                        "run"
                    };
                    lines.push(format!(
                        "assert!({second}.is_empty() && {second}.iter().next().is_none());"
                    ));
                }
            }
        }
        lines
    }
}

/// A part of what a method answers that gives back a tuple.
fn part(answer: &Answer) -> String {
    match answer {
        Answer::Value(value) => format!("{value:?}"),
        Answer::Place(place) => format!("{place:?}"),
        Answer::Pair(pair) => format!("{pair:?}"),
        Answer::Numbers(numbers) => format!("{numbers:?}"),
        other @ (Answer::Nothing
        | Answer::Flag(_)
        | Answer::Entry { .. }
        | Answer::Tried(_)
        | Answer::Full
        | Answer::Values(_)
        | Answer::Entries(_)
        | Answer::Twice(_)
        | Answer::Several(_)
        | Answer::SomeOf(..)
        | Answer::SomeNumbersOf(..)) => unreachable!("no op has {other:?} among others"),
    }
}

/// The assertions on items that are so many of all.
pub(super) fn some_of(read: &str, count: usize, all: &str, distinct: bool) -> Vec<String> {
    let mut lines = vec![
        format!("let some = {read};"),
        format!("let all = {all};"),
        format!("assert_eq!(some.len(), {count});"),
        "assert!(some.iter().all(|one| all.contains(one)), \"{some:?}\");".to_owned(),
    ];
    if distinct {
        lines
            .push("assert!(some.windows(2).all(|two| two[0] != two[1]), \"{some:?}\");".to_owned());
    }
    lines
}

/// Whether an op is on the other map.
pub(super) fn takes_other(kind: OpKind) -> bool {
    matches!(
        conduct(kind),
        Conduct::Swap
            | Conduct::CloneFrom { to_other: true }
            | Conduct::Equal(Twin::Other)
            | Conduct::Merge(Merge::AppendOther)
    )
}

/// Whether an op makes or takes a second map.
fn on_two(kind: OpKind) -> bool {
    !matches!(conduct(kind), Conduct::Plain | Conduct::Cursor(_))
}

/// Whether the iterator of an op must stay at its end, where the map promises
/// that.
fn fused(kind: OpKind) -> bool {
    use OpKind as K;
    matches!(
        kind,
        K::Iter | K::Keys | K::Values | K::IterMut | K::ValuesMut | K::Range | K::RangeMut
    )
}

/// Whether keys and values may be leaked by an op.
fn forgives(kind: OpKind, fault: bool) -> bool {
    fault || kind.has(Effect::FORGETS)
}
