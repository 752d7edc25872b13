//! After a key has lied: what a map answers is its own affair, but it must
//! not touch memory that is not its own.

use std::any::Any;
use std::mem;

use super::divergence::Kind;
use super::panics::{listen, unplanned};
use super::perform::{Inputs, entries, perform, take};
use super::run::Run;
use super::suspect::dispose;
use super::verify::Wrong;
use crate::case::{Fault, Mark, Op, OpKind, Standing};
use crate::subject::Subject;

impl<S: Subject> Run<'_, S> {
    /// Does what the op says, whatever it answers, and looks for keys and
    /// values that were used after their drop or dropped twice.
    pub(super) fn lawless_step(&mut self, op: Op, fault: Option<Fault>) -> Result<(), Wrong> {
        use OpKind as K;
        self.reach.note(Mark::Ops, 1);
        let mut inputs = Inputs::<S>::new(op, self.next_nan, self.probe);
        let subject = &mut *self.subject;
        let probe = self.probe;
        let iterates = probe.checks(Standing::Iteration);
        let replace = |subject: &mut S, new: S| dispose(mem::replace(subject, new), probe);
        // A panic is one of the things that it may answer with.
        let done = listen(|| {
            probe.armed(fault, || match op.kind() {
                K::CursorOpen | K::CursorStep | K::CursorClose if iterates => {
                    drop(entries(subject));
                }
                K::CursorOpen | K::CursorStep | K::CursorClose => {}
                K::Clone => dispose(subject.duplicate(), probe),
                K::EqualCopy | K::EqualToggled | K::EqualChanged | K::EqualOther => {
                    let _ = subject.equals(subject);
                }
                K::CloneSwap => replace(subject, subject.duplicate()),
                K::CloneFrom | K::CloneToOther => {
                    let mut other = S::with_hint(0);
                    other.assign_from(subject);
                    replace(subject, other);
                }
                K::Append | K::AppendOther => {
                    let mut other = take(subject);
                    subject.append(&mut other);
                    dispose(other, probe);
                }
                K::Union => {
                    let other = take(subject);
                    let united = take(subject).union(other);
                    replace(subject, united);
                }
                K::SplitOff | K::SplitSwap => dispose(subject.split_off(&inputs.keys[0]), probe),
                K::Swap => {}
                _ => drop(perform(subject, op, &mut inputs)),
            })
        });
        drop(inputs);
        let shown = listen(|| {
            if iterates {
                drop(entries(&*self.subject));
            }
        });
        for outcome in [done.map(drop), shown] {
            outcome.or_else(|payload| must_end(&*payload))?;
        }
        self.books.check_lives()
    }
}

/// A panic is a fine answer, but for the one that breaks off an iteration
/// without end.
fn must_end(payload: &(dyn Any + Send)) -> Result<(), Wrong> {
    match unplanned(payload) {
        wrong if wrong.kind == Kind::Iterator => Err(wrong),
        _ => Ok(()),
    }
}
