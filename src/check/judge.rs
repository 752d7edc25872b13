//! Whether an op's answer is right, and whether the map is after it.

use super::run::Run;
use super::verify;
use super::watch::Told;
use crate::case::{Doing, Effect, Mark, Op, OpKind, Standing};
use crate::evidence::Difference;
use crate::evidence::{Evidence, Wrong};
use crate::structure::{Answer, Odd};

impl Run<'_> {
    /// Judges what an op came to, and carries it out on the model.
    pub(super) fn judge(&mut self, op: Op, fresh: u32) -> Result<(), Wrong> {
        let got = self.subject.answer().map_err(odd)?;
        let right = self.model.step(op, &got, fresh);
        if got == Answer::Full {
            self.reach.note(Mark::REFUSALS, 1);
        }
        let wrong = right.err().map(|expected| {
            let difference = difference(op, &expected, &got);
            let got = got.clone();
            Wrong::from(Evidence::Answer { expected, got }).with(difference)
        });
        self.told = Told::Answer(got);
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        if op.kind() == OpKind::Truncate && !self.model.order().is_known() {
            self.judge_truncated(op.count())?;
        }
        if op.kind().has(Effect::FORGETS) && op.kind().has(Effect::ANEW) {
            self.leaks.write_off(self.keys(), self.values());
        }
        Ok(())
    }

    fn judge_truncated(&mut self, len: usize) -> Result<(), Wrong> {
        let kept = self.subject.entries();
        let right = kept.len() == self.model.len().min(len)
            && kept
                .iter()
                .all(|&(id, value)| self.model.get(id) == Some(value));
        if !right {
            let evidence = Evidence::Kept {
                most: len,
                of: self.model.entries(),
                got: kept,
            };
            return Err(evidence.into());
        }
        self.model.restart_from(&kept);
        Ok(())
    }

    /// The checks after an op.
    pub(super) fn check(&mut self, op: Op, injected: bool) -> Result<(), Wrong> {
        // What the op did is told apart from what the looks at the map do.
        self.probe.begin(Doing::Op);
        self.leaks.check_conduct()?;
        verify::len(&*self.subject, self.model.len(), self.probe)?;
        let len = self.model.len();
        let shrunk = op.kind().has(Effect::GIVES_ROOM);
        let needed = if op.kind().has(Effect::MAKES_ROOM) && !injected {
            len + op.count()
        } else if shrunk {
            // So much it may keep, if it is asked to.
            len.max(op.count().min(self.last_capacity))
        } else {
            len
        };
        self.check_capacity(needed, shrunk)?;
        for key in op.keys().take(2) {
            verify::look_up(&*self.subject, &*self.model, key.into(), self.probe)?;
        }
        if op.kind() == OpKind::InsertNan {
            // It is there, and must not be found.
            verify::look_up(&*self.subject, &*self.model, self.next_nan, self.probe)?;
        }
        if !self.domain.is_empty() {
            self.spot = (self.spot + 1) % self.domain.len();
            let key = self.domain[self.spot];
            verify::look_up(&*self.subject, &*self.model, key.into(), self.probe)?;
        }
        self.leaks.check_conduct()?;
        self.since_contents += 1;
        let cost = self.model.len() + self.domain.len();
        if injected || op.kind().has(Effect::WHOLE) || self.since_contents * 8 >= cost {
            self.check_contents()?;
            if self.reach.get(Mark::GROWTHS) > 0 {
                self.reach.note(Mark::ITERATIONS_AFTER_GROWTH, 1);
            }
        }
        self.probe.begin(Doing::Op);
        self.leaks.check(self.keys(), self.values())
    }

    /// Compares all that the map holds.
    pub(super) fn check_contents(&mut self) -> Result<(), Wrong> {
        self.since_contents = 0;
        verify::contents(&*self.subject, &*self.model, self.domain, self.probe)?;
        self.probe.begin(Doing::Iterate);
        self.leaks.check_conduct()
    }

    pub(super) fn check_capacity(&mut self, needed: usize, shrunk: bool) -> Result<(), Wrong> {
        if !self.probe.checks(Standing::Capacity) {
            return Ok(());
        }
        self.probe.begin(Doing::Capacity);
        let Some(capacity) = self.subject.capacity() else {
            return Ok(());
        };
        if capacity < needed {
            let got = capacity;
            return Err(Evidence::Capacity { needed, got }.into());
        }
        self.last_capacity = capacity;
        if shrunk {
            self.most_capacity = capacity;
        } else if capacity > self.most_capacity {
            if self.most_capacity > 0 {
                self.reach.note(Mark::GROWTHS, 1);
            }
            self.most_capacity = capacity;
        }
        Ok(())
    }
}

/// What is wrong with an answer, whatever the map holds.
fn odd(odd: Odd) -> Wrong {
    match odd {
        Odd::Printed { printed, right } => Evidence::Printed {
            shown: right,
            printed,
        },
        Odd::Contradiction(told) => Evidence::Contradiction {
            told: told.to_owned(),
        },
    }
    .into()
}

/// What differs between two answers that are not the same, if they are about
/// the op's key, or the first of its keys for which they differ.
fn difference(op: Op, expected: &Answer, got: &Answer) -> Difference {
    if let (Answer::Values(expected), Answer::Values(got)) = (expected, got) {
        let mut answers = op.keys().zip(expected.iter().zip(got));
        let differs = |(key, (&expected, &got)): (u16, (&Option<u32>, &Option<u32>))| {
            (expected != got).then(|| verify::between(key.into(), expected, got))
        };
        // A refused insert cuts a run short.
        let first = answers.find_map(differs);
        return first
            .filter(|_| expected.len() == got.len())
            .unwrap_or_default();
    }
    if op.kind().has(Effect::NEAR) || op.keys().count() != 1 {
        return Difference::Other;
    }
    let found = |answer: &Answer| match *answer {
        Answer::Value(value) => Some(value),
        Answer::Pair(pair) => Some(pair.map(|(_, value)| value)),
        Answer::Flag(flag) => Some(flag.then_some(0)),
        Answer::Place(place) => Some(place.map(|_| 0)),
        Answer::Entry {
            occupied: Some(occupied),
            ..
        } => Some(occupied.then_some(0)),
        Answer::Entry { occupied: None, .. }
        | Answer::Nothing
        | Answer::Tried(_)
        | Answer::Full
        | Answer::Values(_)
        | Answer::Entries(_)
        | Answer::Numbers(_)
        | Answer::Twice(_)
        | Answer::Several(_)
        | Answer::SomeOf(..)
        | Answer::SomeNumbersOf(..) => None,
    };
    match (found(expected), found(got)) {
        (Some(expected), Some(got)) => verify::between(op.key().into(), expected, got),
        _ => Difference::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;

    #[test]
    fn of_a_run_of_keys_the_first_that_is_off_is_named() {
        let of = |op: &str, expected: &[Option<u32>], got: &[Option<u32>]| {
            let case: Case = format!("map-oracle case 1\n{op}\n")
                .parse()
                .expect("a case");
            let [expected, got] = [expected, got].map(|values| Answer::Values(values.to_vec()));
            difference(case.steps[0].op, &expected, &got)
        };
        let found = [Some(1), Some(2), None];
        for (got, difference) in [
            ([Some(1), None, None], Difference::Lost(5)),
            ([Some(3), None, None], Difference::Value(4)),
            ([Some(1), Some(2), Some(3)], Difference::Phantom(6)),
        ] {
            assert_eq!(of("remove_run 4 len 3", &found, &got), difference);
        }
        let cut = of("remove_run 4 len 3", &found, &[Some(1), None]);
        assert_eq!(cut, Difference::Other);
        let second = of("get_disjoint_mut 9 and 3", &found[..2], &[Some(1), None]);
        assert_eq!(second, Difference::Lost(3));
    }
}
