//! The ops that make a second map: `clone` and `clone_from`.

use std::mem::ManuallyDrop;

use super::divergence::Kind;
use super::perform::{Inputs, entries, perform};
use super::run::{Attempt, Run, attempt};
use super::verify::{self, Wrong};
use crate::case::{Fault, Op, Run as KeyRun};
use crate::model::Model;
use crate::probe::Key;
use crate::subject::Subject;

impl<S: Subject> Run<'_, S> {
    pub(super) fn clone_op(&mut self, op: Op, fault: Option<Fault>) -> Result<bool, Wrong> {
        let subject = &*self.subject;
        let clone = match attempt(self.probe, fault, || subject.duplicate())? {
            Attempt::Done(clone) => ManuallyDrop::new(clone),
            Attempt::Injected => {
                self.settle_ledger();
                return Ok(true);
            }
        };
        self.check_twin(&clone, "the clone")?;
        let clone = ManuallyDrop::into_inner(clone);
        if op == Op::CloneSwap {
            self.replace(clone)?;
        } else {
            self.call(|_| drop(clone))?;
        }
        Ok(false)
    }

    pub(super) fn clone_from_op(
        &mut self,
        run: KeyRun,
        fault: Option<Fault>,
    ) -> Result<bool, Wrong> {
        let mut other = ManuallyDrop::new(S::with_hint(0));
        let mut held = Model::default();
        let mut inputs = Inputs::new(Op::InsertRun(run), 0, self.probe);
        held.apply(Op::InsertRun(run), 0);
        self.call(|_| {
            drop(perform(&mut *other, Op::InsertRun(run), &mut inputs));
        })?;
        let subject = &*self.subject;
        match attempt(self.probe, fault, || other.assign_from(subject))? {
            Attempt::Done(()) => {
                self.check_twin(&other, "the target of clone_from")?;
                self.replace(ManuallyDrop::into_inner(other))?;
                Ok(false)
            }
            Attempt::Injected => {
                if !S::SUPPORT.usable_after_panic {
                    let other = ManuallyDrop::into_inner(other);
                    self.call(|_| drop(other))?;
                    return Ok(true);
                }
                let found = entries(&*other);
                // `clone_from` is free to empty its target first.
                let allowed = |&(id, value): &(u32, u32)| {
                    held.get(id) == Some(value) || self.model.get(id) == Some(value)
                };
                if !found.iter().all(allowed) || other.len() != found.len() {
                    return Err(Wrong::new(
                        Kind::AfterPanic,
                        "a target of clone_from with entries of either map",
                        format!("len {}, entries {found:?}", other.len()),
                    ));
                }
                let other = ManuallyDrop::into_inner(other);
                self.call(|_| drop(other))?;
                self.settle_ledger();
                Ok(true)
            }
        }
    }

    /// Compares a map that should equal the subject.
    fn check_twin(&mut self, twin: &S, what: &str) -> Result<(), Wrong> {
        let named = |mut wrong: Wrong| {
            wrong.got = format!("{what}: {}", wrong.got);
            wrong
        };
        verify::contents(twin, &self.model, &self.domain, self.probe).map_err(named)?;
        let unequal = self.model.last_key().is_some_and(|id| id > Key::LAST_EQUAL);
        for (left, right) in [(&*self.subject, twin), (twin, &*self.subject)] {
            if let Some(equal) = left.equals(right)
                && equal == unequal
            {
                return Err(named(Wrong::new(
                    Kind::Answer,
                    format!("== to be {}", !unequal),
                    format!("{equal}"),
                )));
            }
        }
        Ok(())
    }
}
