//! The run of one case: op by op, the map beside the model.

use std::any::Any;
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::books::Books;
use super::divergence::{Divergence, Kind};
use super::perform::{Inputs, Output, entries, perform};
use super::verify::{self, Wrong};
use super::watch::{Moment, Told};
use crate::case::{Case, Fault, Mark, Op, OpKind, Reach, Step};
use crate::model::{Answer, Model};
use crate::probe::{Injected, Key, Probe};
use crate::subject::Subject;

/// Runs `case` on a new map of type `S` and on the model, and compares.
///
/// Ops that `S` does not support are replaced by the nearest one that it does,
/// so any case runs on any subject.
///
/// The map is dropped if all is well; a map that went wrong is leaked, as its
/// drop might bring the process down before the case is told.
///
/// # Errors
///
/// The first difference between map and model.
///
/// # Panics
///
/// If called from within another run on the same thread.
pub fn run<S: Subject>(case: &Case) -> Result<Reach, Box<Divergence>> {
    guarded::<S, _>(case, |case, at| {
        let probe = Probe::start(case.plan.clone());
        let mut run = Run::<S>::start(&probe, case)?;
        run.steps(&case.steps, at)?;
        run.finish()
    })
}

/// [`run`], with `show` called before the first step and after each.
pub(super) fn run_shown<S: Subject>(
    case: &Case,
    show: &mut dyn FnMut(Moment<'_>),
) -> Result<Reach, Box<Divergence>> {
    guarded::<S, _>(case, |case, at| {
        let probe = Probe::start(case.plan.clone());
        let mut run = Run::<S>::start(&probe, case)?;
        show(run.moment(None));
        for (index, step) in case.steps.iter().enumerate() {
            *at = index;
            run.told = Told::Nothing;
            let outcome = run.step(step.op, step.fault);
            let diverged = outcome.is_err();
            let mut look = || {
                show(Moment {
                    seen: diverged.then(|| entries(&*run.subject)),
                    ..run.moment(Some((index, step)))
                });
            };
            if diverged {
                // A broken map may do anything when it is looked at. What it
                // did before is the news.
                let _ = catch_unwind(AssertUnwindSafe(look));
            } else {
                look();
            }
            outcome?;
        }
        *at = case.steps.len();
        run.finish()
    })
}

/// Runs the first `steps` steps of `case` as [`run`] does, and shows the map
/// to `look` as it stands then. A map that diverges in one of these steps is
/// shown as that step left it.
///
/// A map that panics where no panic was planned, when it is made or looked
/// at, is not shown.
///
/// # Errors
///
/// The first difference between map and model. Its case ends with the last
/// step that was asked for.
///
/// # Panics
///
/// As [`run`].
pub fn run_to<S: Subject>(
    case: &Case,
    steps: usize,
    look: impl FnOnce(&S),
) -> Result<Reach, Box<Divergence>> {
    let mut case = case.clone();
    case.steps.truncate(steps);
    guarded::<S, _>(&case, |case, at| {
        let probe = Probe::start(case.plan.clone());
        let mut run = Run::<S>::start(&probe, case)?;
        let outcome = run.steps(&case.steps, at);
        look(&run.subject);
        outcome?;
        run.finish()
    })
}

/// Calls `run` with the case as it suits `S` and with a place for the number
/// of the step that it is at.
fn guarded<S: Subject, R>(
    case: &Case,
    run: impl FnOnce(&Case, &mut usize) -> Result<R, Wrong>,
) -> Result<R, Box<Divergence>> {
    let case = case.within(S::SUPPORT.ops, S::SUPPORT.max_key());
    let mut step = 0;
    // A map that panics while it is looked at is caught here, and leaked by
    // the unwinding run.
    let outcome = catch_unwind(AssertUnwindSafe(|| run(&case, &mut step)))
        .unwrap_or_else(|payload| Err(panicked(&*payload)));
    outcome.map_err(|wrong| {
        Box::new(Divergence {
            subject: S::NAME,
            kind: wrong.kind,
            step,
            expected: wrong.expected,
            got: wrong.got,
            case,
        })
    })
}

/// How an attempt at calling the map ended, if not in a divergence.
pub(super) enum Attempt<R> {
    Done(R),
    /// The planned panic was thrown and came out.
    Injected,
}

/// Calls the map with `fault` armed.
pub(super) fn attempt<R>(
    probe: &Probe,
    fault: Option<Fault>,
    call: impl FnOnce() -> R,
) -> Result<Attempt<R>, Wrong> {
    // What is behind `call` is either checked from the ground up after a
    // panic, or not touched again.
    match catch_unwind(AssertUnwindSafe(|| probe.armed(fault, call))) {
        Ok((result, false)) => Ok(Attempt::Done(result)),
        Ok((_, true)) => Err(Wrong::new(
            Kind::AfterPanic,
            "the planned panic to come out of the map",
            "it was swallowed",
        )),
        Err(payload) if payload.is::<Injected>() => Ok(Attempt::Injected),
        Err(payload) => Err(panicked(&*payload)),
    }
}

fn panicked(payload: &(dyn Any + Send)) -> Wrong {
    let message = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("of an unknown type");
    Wrong::new(Kind::Panic, "no panic", format!("panic: {message}"))
}

/// A case under way. The ops with a file of their own are in `cursors.rs`,
/// `twins.rs` and `aftermath.rs`.
pub(super) struct Run<'p, S> {
    pub(super) probe: &'p Probe,
    /// Leaked when the run ends early.
    pub(super) subject: ManuallyDrop<S>,
    pub(super) model: Model,
    pub(super) domain: Vec<u16>,
    pub(super) reach: Reach,
    /// The number of the last key made that is not equal to itself.
    next_nan: u32,
    /// Ops since the full contents were compared.
    since_contents: usize,
    /// Where in the domain the next spot check looks.
    spot: usize,
    pub(super) books: Books<'p>,
    /// The largest capacity seen since the map was last made anew or shrunk.
    pub(super) most_capacity: usize,
    /// Keys that were inserted by an op of their own.
    ever: BTreeSet<u16>,
    /// What the map did at the last step.
    pub(super) told: Told,
}

impl<'p, S: Subject> Run<'p, S> {
    /// Makes the map.
    fn start(probe: &'p Probe, case: &Case) -> Result<Self, Wrong> {
        let Attempt::Done(subject) = attempt(probe, None, || S::with_hint(case.hint.into()))?
        else {
            unreachable!("no panic was planned")
        };
        let mut run = Run {
            probe,
            subject: ManuallyDrop::new(subject),
            model: Model::default(),
            domain: case.domain(),
            reach: Reach::default(),
            next_nan: Key::LAST_EQUAL,
            since_contents: 0,
            spot: 0,
            books: Books::new(probe),
            most_capacity: 0,
            ever: BTreeSet::new(),
            told: Told::Nothing,
        };
        run.check_capacity(case.hint.into(), false)?;
        Ok(run)
    }

    /// Takes all steps, and keeps in `at` the number of the one under way.
    fn steps(&mut self, steps: &[Step], at: &mut usize) -> Result<(), Wrong> {
        for (index, &Step { op, fault }) in steps.iter().enumerate() {
            *at = index;
            self.step(op, fault)?;
        }
        *at = steps.len();
        Ok(())
    }

    /// The run as a spectator sees it.
    fn moment<'a>(&'a self, step: Option<(usize, &'a Step)>) -> Moment<'a> {
        Moment {
            step,
            told: &self.told,
            model: &self.model,
            table: self.subject.table(),
            seen: None,
        }
    }

    fn step(&mut self, op: Op, fault: Option<Fault>) -> Result<(), Wrong> {
        self.note_before(op);
        let injected = match op {
            Op::CursorOpen { .. } | Op::CursorStep { .. } | Op::CursorClose { .. } => {
                self.cursor_op(op, fault)?
            }
            Op::Clone | Op::CloneSwap => self.clone_op(op, fault)?,
            Op::CloneFrom(run) => self.clone_from_op(run, fault)?,
            op => self.plain_op(op, fault)?,
        };
        self.reach.note(Mark::Ops, 1);
        self.reach.note(Mark::Entries, self.model.len() as u64);
        self.reach.note(Mark::Faults, injected.into());
        if injected {
            self.told = Told::Injected;
        }
        if injected && !S::SUPPORT.usable_after_panic {
            return self.start_over();
        }
        self.check(op, injected).map_err(|wrong| match injected {
            // Whatever is wrong now, the panic made it so.
            true => Wrong {
                kind: Kind::AfterPanic,
                ..wrong
            },
            false => wrong,
        })
    }

    /// What is to be learned about an op only before it is done.
    fn note_before(&mut self, op: Op) {
        let (Op::Insert { key, .. } | Op::Entry { key, .. }) = op else {
            return;
        };
        if self.model.get(key.into()).is_some() {
            return;
        }
        if self.ever.contains(&key) {
            self.reach.note(Mark::Reinserts, 1);
        } else {
            self.ever.insert(key);
        }
        let hash = self.probe.hash_of(key.into());
        let near = [key.wrapping_sub(1), key + 1];
        let collides = |&other: &u16| {
            self.model.get(other.into()).is_some() && self.probe.hash_of(other.into()) == hash
        };
        self.reach
            .note(Mark::Collisions, near.iter().any(collides).into());
    }

    /// An op that answers, and changes the map in place or replaces it.
    /// Tells whether the planned panic was thrown.
    fn plain_op(&mut self, op: Op, fault: Option<Fault>) -> Result<bool, Wrong> {
        let op = match op {
            Op::Index { key } if self.model.get(key.into()).is_none() => Op::Get { key },
            Op::InsertNan { .. } => {
                self.next_nan += 1;
                op
            }
            Op::FromIter(_) | Op::IntoIter { .. } => {
                self.retire_subject();
                op
            }
            op => op,
        };
        let fresh = self.next_nan;
        // Only a planned panic asks what would have been.
        let before = fault.map(|_| self.model.clone());
        let mut inputs = Inputs::new(op, fresh, self.probe);
        let subject = &mut *self.subject;
        let output = attempt(self.probe, fault, || perform(subject, op, &mut inputs))?;
        drop(inputs);
        match output {
            Attempt::Done(output) => {
                let expected = self.model.apply(op, fresh);
                self.judge(op, &expected, output)?;
                Ok(false)
            }
            Attempt::Injected => {
                let before = before.expect("a planned panic was thrown");
                self.recover(op, fresh, &before)?;
                Ok(true)
            }
        }
    }

    fn judge(&mut self, op: Op, expected: &Answer, output: Output) -> Result<(), Wrong> {
        let got = output.into_answer();
        let verdict = self.weigh(op, expected, &got);
        self.told = Told::Answer(got);
        verdict
    }

    fn weigh(&mut self, op: Op, expected: &Answer, got: &Answer) -> Result<(), Wrong> {
        if !expected.allows(got) {
            return Err(Wrong::new(
                Kind::Answer,
                format!("{expected:?}"),
                format!("{got:?}"),
            ));
        }
        match (op, got) {
            (Op::ExtractTwo(_), Answer::Entries(two)) => self.model.forget(two),
            (Op::Truncate { len }, _) => {
                let kept = entries(&*self.subject);
                let right = kept.len() == self.model.len().min(len.into())
                    && kept
                        .iter()
                        .all(|&(id, value)| self.model.get(id) == Some(value));
                if !right {
                    return Err(Wrong::new(
                        Kind::Contents,
                        format!("{len} of the entries {:?}", self.model.entries()),
                        format!("{kept:?}"),
                    ));
                }
                self.model.restart_from(&kept);
            }
            _ => {}
        }
        Ok(())
    }

    /// Puts `new` in the place of the map, which is dropped.
    pub(super) fn replace(&mut self, new: S) -> Result<(), Wrong> {
        self.retire_subject();
        self.call(|subject| *subject = new)
    }

    /// Calls the map with no panic planned.
    pub(super) fn call(&mut self, call: impl FnOnce(&mut S)) -> Result<(), Wrong> {
        let subject = &mut *self.subject;
        attempt(self.probe, None, || call(subject)).map(|_| ())
    }

    /// Readies the map for being replaced by another one.
    pub(super) fn retire_subject(&mut self) {
        self.close_cursors();
        self.subject.reached(&mut self.reach);
        self.most_capacity = 0;
    }

    /// The checks after an op.
    fn check(&mut self, op: Op, injected: bool) -> Result<(), Wrong> {
        verify::len(&*self.subject, self.model.len())?;
        let reserved = match op {
            Op::Reserve { additional } if !injected => self.model.len() + usize::from(additional),
            _ => self.model.len(),
        };
        self.check_capacity(reserved, op == Op::ShrinkToFit)?;
        if let Some(key) = op.keys().next() {
            verify::look_up(&*self.subject, &self.model, key.into(), self.probe)?;
        }
        if !self.domain.is_empty() {
            self.spot = (self.spot + 1) % self.domain.len();
            let key = self.domain[self.spot];
            verify::look_up(&*self.subject, &self.model, key.into(), self.probe)?;
        }
        self.since_contents += 1;
        let cost = self.model.len() + self.domain.len();
        if injected || touches_all(op.kind()) || self.since_contents * 8 >= cost {
            self.since_contents = 0;
            verify::contents(&*self.subject, &self.model, &self.domain, self.probe)?;
            if self.reach.get(Mark::Growths) > 0 {
                self.reach.note(Mark::IterationsAfterGrowth, 1);
            }
        }
        let keys = self.model.len() + self.subject.retained_keys();
        self.books.check(keys, self.model.len())
    }

    fn check_capacity(&mut self, needed: usize, shrunk: bool) -> Result<(), Wrong> {
        let Some(capacity) = self.subject.capacity() else {
            return Ok(());
        };
        if capacity < needed {
            return Err(Wrong::new(
                Kind::Capacity,
                format!("room for {needed} entries"),
                format!("capacity {capacity}"),
            ));
        }
        if shrunk {
            self.most_capacity = capacity;
        } else if capacity > self.most_capacity {
            if self.most_capacity > 0 {
                self.reach.note(Mark::Growths, 1);
            }
            self.most_capacity = capacity;
        }
        Ok(())
    }

    /// The last comparison, and the drop of the map.
    fn finish(mut self) -> Result<Reach, Wrong> {
        verify::contents(&*self.subject, &self.model, &self.domain, self.probe)?;
        self.retire_subject();
        let subject = ManuallyDrop::into_inner(self.subject);
        attempt(self.probe, None, || drop(subject))?;
        self.books.check(0, 0)?;
        Ok(self.reach)
    }
}

/// Whether an op of this kind may change or rearrange any entry, so that the
/// whole contents are compared after it.
fn touches_all(kind: OpKind) -> bool {
    use OpKind as K;
    matches!(
        kind,
        K::InsertRun
            | K::RemoveRun
            | K::Extend
            | K::FromIter
            | K::Retain
            | K::Drain
            | K::ExtractIf
            | K::ExtractTwo
            | K::IntoIter
            | K::Truncate
            | K::IterMut
            | K::ValuesMut
            | K::CloneSwap
            | K::CloneFrom
            | K::Reserve
            | K::ShrinkToFit
            | K::Clear
    )
}
