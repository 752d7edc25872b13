//! The run of one case: op by op, the map beside the model.

use std::collections::BTreeSet;

use super::leak_check::LeakCheck;
use super::panics::{listen, unplanned};
use super::suspect::Suspect;
use super::verify;
use super::watch::Told;
use crate::case::{
    Case, Doing, Effect, Fault, Mark, Op, OpKind, OpSet, Place, Reach, Standing, Step, Without,
};
use crate::evidence::{Divergence, Kind};
use crate::evidence::{Evidence, Wrong};
use crate::probe::{Injected, Key, Observer, Probe};
use crate::structure::{Blueprint, Conduct, Model, Panics, Specimen, Structure};

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
pub fn run<S: Structure>(case: &Case) -> Result<Reach, Box<Divergence>> {
    run_observed(S::BLUEPRINT, case, Without::NOTHING, None)
}

/// As [`run`], but for what is left out. The observer is told of each place in
/// the case before what is done there begins: whoever wants to know where a
/// process ended needs that.
pub(super) fn run_observed(
    blueprint: &'static Blueprint,
    case: &Case,
    without: Without,
    observer: Option<Observer>,
) -> Result<Reach, Box<Divergence>> {
    guarded(blueprint, case, without, observer, |case, probe| {
        let domain = case.domain();
        let mut run = Run::start(blueprint, probe, case.hint, &domain)?;
        run.steps(&case.steps)?;
        run.finish(case.steps.len())
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
pub fn run_to<S: Structure>(
    case: &Case,
    steps: usize,
    look: impl FnOnce(&S),
) -> Result<Reach, Box<Divergence>> {
    let mut case = case.clone();
    case.steps.truncate(steps);
    guarded(
        S::BLUEPRINT,
        &case,
        Without::NOTHING,
        None,
        |case, probe| {
            let domain = case.domain();
            let mut run = Run::start(S::BLUEPRINT, probe, case.hint, &domain)?;
            let outcome = run.steps(&case.steps);
            look(run.subject.inner().downcast_ref().expect("it is made so"));
            outcome?;
            run.finish(case.steps.len())
        },
    )
}

/// The case as it suits a structure, with nothing in it that is left out.
fn suited(blueprint: &Blueprint, case: &Case, without: &Without) -> Case {
    let mut case = case.within(blueprint.ops_left(without), blueprint.max_key);
    case.leave_out_faults(without);
    case
}

/// Calls `run` with the case as it suits the structure and with its experiment.
pub(super) fn guarded<R>(
    blueprint: &Blueprint,
    case: &Case,
    without: Without,
    observer: Option<Observer>,
    run: impl FnOnce(&Case, &Probe) -> Result<R, Wrong>,
) -> Result<R, Box<Divergence>> {
    let case = suited(blueprint, case, &without);
    let probe = Probe::observed(case.plan.clone(), observer).leaving_out(without);
    // A map that panics while it is looked at is caught here, and leaked by
    // the unwinding run.
    let outcome = listen(|| run(&case, &probe)).unwrap_or_else(|payload| Err(unplanned(&*payload)));
    let place = probe.place();
    drop(probe);
    outcome.map_err(|wrong| failed(blueprint, case, place, wrong))
}

/// The divergence of `case` at a place.
pub(super) fn failed(
    blueprint: &Blueprint,
    case: Case,
    place: Place,
    wrong: Wrong,
) -> Box<Divergence> {
    Box::new(Divergence {
        subject: blueprint.name,
        wrong,
        step: place.step,
        doing: place.doing,
        case,
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
    match listen(|| probe.armed(fault, call)) {
        Ok((result, false)) => Ok(Attempt::Done(result)),
        Ok((_, true)) => Err(Evidence::Swallowed.into()),
        Err(payload) if payload.is::<Injected>() => Ok(Attempt::Injected),
        Err(payload) => Err(unplanned(&*payload)),
    }
}

/// Drops a map that is not needed any more, or leaks it where the drop is left
/// out.
pub(super) fn dispose(map: Box<dyn Specimen>, probe: &Probe) {
    if probe.checks(Standing::Drop) {
        drop(map);
    } else {
        std::mem::forget(map);
    }
}

/// Whether an op forgets an iterator that holds on to the map, which may then
/// have lost any entry.
fn forgets(op: Op) -> bool {
    op.kind().has(Effect::FORGETS) && !op.kind().has(Effect::ANEW)
}

/// A second map and what it should hold.
pub(super) type Second<'p> = (Suspect<'p>, Box<dyn Model>);

/// A case under way. The ops with a file of their own are in `cursors.rs`,
/// `twins.rs`, `after_lie.rs` and `recovery.rs`.
pub(super) struct Run<'p> {
    pub(super) blueprint: &'static Blueprint,
    pub(super) probe: &'p Probe,
    pub(super) subject: Suspect<'p>,
    pub(super) model: Box<dyn Model>,
    /// The other map, once there was an op on two.
    pub(super) other: Option<Second<'p>>,
    /// The ops that are not left out.
    pub(super) ops: OpSet,
    pub(super) domain: &'p [u16],
    pub(super) reach: Reach,
    /// The number of the last key made that is not equal to itself.
    pub(super) next_nan: u32,
    /// Ops since the full contents were compared.
    pub(super) since_contents: usize,
    /// Where in the domain the next spot check looks.
    pub(super) spot: usize,
    pub(super) leaks: LeakCheck<'p>,
    /// The largest capacity seen since the map was last made anew or shrunk.
    pub(super) most_capacity: usize,
    /// The capacity after the step before.
    pub(super) last_capacity: usize,
    /// Keys that were inserted by an op of their own.
    ever: BTreeSet<u16>,
    /// What the map did at the last step.
    pub(super) told: Told,
    /// See [`Run::give_up`].
    pub(super) given_up: bool,
}

impl<'p> Run<'p> {
    /// Makes the map.
    pub(super) fn start(
        blueprint: &'static Blueprint,
        probe: &'p Probe,
        hint: u16,
        domain: &'p [u16],
    ) -> Result<Self, Wrong> {
        let Attempt::Done(subject) = attempt(probe, None, || (blueprint.make)(hint.into()))? else {
            unreachable!("no panic was planned")
        };
        let mut run = Run {
            blueprint,
            probe,
            subject: Suspect::new(probe, subject),
            model: (blueprint.model)(),
            other: None,
            ops: blueprint.ops_left(probe.without()),
            domain,
            reach: Reach::default(),
            next_nan: Key::LAST_EQUAL,
            since_contents: 0,
            spot: 0,
            leaks: LeakCheck::new(probe, blueprint.followed, blueprint.support.drops)
                .sharing_keys(blueprint.shares_keys),
            most_capacity: 0,
            last_capacity: 0,
            ever: BTreeSet::new(),
            told: Told::Nothing,
            given_up: false,
        };
        // A map of a fixed size cannot make more room than it has.
        let hint = blueprint
            .support
            .max_entries
            .map_or(hint, |most| hint.min(most));
        run.check_capacity(hint.into(), false)?;
        Ok(run)
    }

    /// Takes all steps.
    fn steps(&mut self, steps: &[Step]) -> Result<(), Wrong> {
        for (index, &Step { op, fault }) in steps.iter().enumerate() {
            self.probe.begin_step(index);
            self.step(op, fault)?;
            if self.given_up {
                break;
            }
        }
        Ok(())
    }

    /// Takes a step and checks all that is to be checked after it.
    pub(super) fn step(&mut self, op: Op, fault: Option<Fault>) -> Result<(), Wrong> {
        self.note_before(op);
        if self.probe.lied() {
            return self.step_after_lie(op, fault);
        }
        match fault {
            Some(lie) if !lie.kind.panics() => self.step_of_lie(op, lie),
            _ => self.take_step(op, fault),
        }
    }

    pub(super) fn take_step(&mut self, op: Op, fault: Option<Fault>) -> Result<(), Wrong> {
        let asked = op;
        let Some(op) = self.model.fit(op, self.ops).stand_in(self.ops, u16::MAX) else {
            return Ok(());
        };
        let ran = (op != asked).then_some(op);
        self.run_step(op, fault)
            .map_err(|wrong| Wrong { ran, ..wrong })
    }

    fn run_step(&mut self, op: Op, fault: Option<Fault>) -> Result<(), Wrong> {
        let injected = self.do_step(op, fault)?;
        self.reach.note(Mark::OPS, 1);
        self.reach.note(Mark::ENTRIES, self.model.len() as u64);
        self.reach.note(Mark::FAULTS, injected.into());
        if injected {
            self.told = Told::Injected;
        }
        if (injected || forgets(op)) && !self.goes_on_after_panic() {
            return self.start_over();
        }
        self.check(op, injected).map_err(|wrong| {
            if injected {
                // Whatever is wrong now, the panic made it so.
                Wrong {
                    after_panic: true,
                    ..wrong
                }
            } else {
                wrong
            }
        })
    }

    /// Does what the op says and judges its answer. Tells whether the planned
    /// panic was thrown.
    pub(super) fn do_step(&mut self, op: Op, fault: Option<Fault>) -> Result<bool, Wrong> {
        match (self.blueprint.conduct)(op.kind()) {
            Conduct::Plain => self.plain_op(op, fault),
            Conduct::Cursor(turn) => self.cursor_op(op, turn, fault),
            Conduct::Clone { lives_on } => self.clone_op(lives_on, fault),
            Conduct::CloneFrom { to_other } => self.clone_from_op(op, to_other, fault),
            Conduct::Equal(twin) => self.equal_op(op, twin, fault),
            Conduct::Merge(merge) => self.merge_op(op, merge, fault),
            Conduct::Split { lives_on } => self.split_op(op, lives_on, fault),
            Conduct::Swap => self.swap_op(),
        }
    }

    /// Whether the map is used on after a planned panic: what is left in it
    /// must be allowed to be used, and to be looked at.
    pub(super) fn goes_on_after_panic(&self) -> bool {
        self.blueprint.support.usable_after_panic && self.probe.checks(Standing::Iteration)
    }

    /// What is to be learned about an op only before it is done.
    fn note_before(&mut self, op: Op) {
        let inserts =
            op.kind() == op.kind().vocabulary().roles.insert || op.kind().has(Effect::ENTRY);
        let key = op.key();
        if !inserts || self.model.get(key.into()).is_some() {
            return;
        }
        if self.ever.contains(&key) {
            self.reach.note(Mark::REINSERTS, 1);
        } else {
            self.ever.insert(key);
        }
        let hash = self.probe.hash_of(key.into());
        let near = [key.wrapping_sub(1), key + 1];
        let collides = |&other: &u16| {
            self.model.get(other.into()).is_some() && self.probe.hash_of(other.into()) == hash
        };
        self.reach
            .note(Mark::COLLISIONS, near.iter().any(collides).into());
    }

    /// An op that answers, and changes the map in place or replaces it.
    /// Tells whether the planned panic was thrown.
    fn plain_op(&mut self, op: Op, fault: Option<Fault>) -> Result<bool, Wrong> {
        if op.kind() == OpKind::InsertNan {
            self.next_nan += 1;
        }
        if op.kind().has(Effect::ANEW) {
            self.retire_subject();
        }
        let fresh = self.next_nan;
        // Only a planned panic and a forgotten iterator ask what would have
        // been.
        let forgets = forgets(op);
        let before = (fault.is_some() || forgets).then(|| self.model.copy());
        self.subject.give(op, fresh, self.probe);
        let outcome = self.perform(op, fault);
        if let Err(wrong) = &outcome
            && wrong.kind() == Kind::Panic
            && self.model.panics(op) != Panics::Never
        {
            return Ok(false);
        }
        match outcome? {
            Attempt::Done(()) => {
                if self.model.panics(op) == Panics::Always {
                    return Err(Evidence::NoPanic.into());
                }
                self.judge(op, fresh)?;
                if matches!(op.kind(), OpKind::FromIter | OpKind::FromIterTwice) {
                    self.settle_leaked_map();
                }
                if let Some(before) = before.filter(|_| forgets && self.goes_on_after_panic()) {
                    self.judge_forgotten(&*before)?;
                }
                Ok(false)
            }
            Attempt::Injected => {
                let before = before.expect("it is kept where a panic is planned");
                self.recover(op, fresh, &*before)?;
                Ok(true)
            }
        }
    }

    /// Calls the map for an op that it was given, and puts away what is left of
    /// that.
    pub(super) fn perform(&mut self, op: Op, fault: Option<Fault>) -> Result<Attempt<()>, Wrong> {
        let subject = &mut *self.subject;
        let _saying = op.says().map(|said| self.probe.say(said));
        let outcome = attempt(self.probe, fault, || subject.perform(op));
        self.subject.put_away();
        outcome
    }

    /// Puts `new` in the place of the map, which is dropped.
    pub(super) fn replace(&mut self, new: Suspect<'p>) -> Result<(), Wrong> {
        self.retire_subject();
        let old = std::mem::replace(&mut self.subject, new.moved());
        self.discard(old)
    }

    /// Drops a map in which nothing was found wrong.
    pub(super) fn discard(&mut self, map: Suspect<'p>) -> Result<(), Wrong> {
        let map = map.clear();
        let probe = self.probe;
        self.call(|_| dispose(map, probe))?;
        self.settle_leaked_map();
        Ok(())
    }

    /// Where maps are leaked in place of being dropped: writes off what was in
    /// the last one.
    pub(super) fn settle_leaked_map(&mut self) {
        if !self.probe.checks(Standing::Drop) {
            self.leaks.write_off(self.keys(), self.values());
        }
    }

    /// Calls the map with no panic planned.
    pub(super) fn call(&mut self, call: impl FnOnce(&mut dyn Specimen)) -> Result<(), Wrong> {
        let subject = &mut *self.subject;
        attempt(self.probe, None, || call(subject)).map(|_| ())
    }

    /// Readies the map for being replaced by another one.
    pub(super) fn retire_subject(&mut self) {
        self.close_cursors();
        let mut reached = Reach::default();
        self.subject.reached(&mut reached);
        for &mark in self.blueprint.support.marks {
            self.reach.note(mark, reached.get(mark));
        }
        self.forget_capacity();
    }

    /// What follows is another map.
    pub(super) fn forget_capacity(&mut self) {
        self.most_capacity = 0;
        self.last_capacity = 0;
    }

    /// How many keys should live.
    pub(super) fn keys(&self) -> usize {
        let other = self
            .other
            .as_ref()
            .map_or(0, |(map, model)| model.len() + map.retained_keys());
        self.model.len() + self.subject.retained_keys() + other
    }

    /// How many values should live.
    pub(super) fn values(&self) -> usize {
        let other = self.other.as_ref().map_or(0, |(_, model)| model.len());
        self.model.len() + other
    }

    /// The last comparison, and the drop of the maps, after so many steps.
    pub(super) fn finish(mut self, steps: usize) -> Result<Reach, Wrong> {
        self.probe.begin_step(steps);
        if !self.probe.lied() {
            self.check_contents()?;
            if let Some((other, model)) = &self.other {
                verify::contents(&**other, &**model, self.domain, self.probe)?;
            }
        }
        self.retire()
    }

    /// Drops the maps.
    pub(super) fn retire(mut self) -> Result<Reach, Wrong> {
        if self.probe.lied() {
            return self.retire_after_lie();
        }
        self.retire_subject();
        let Run {
            probe,
            subject,
            other,
            mut leaks,
            reach,
            ..
        } = self;
        if !probe.checks(Standing::Drop) {
            // A map under suspicion is leaked.
            drop((subject, other));
            leaks.check_lives()?;
            return Ok(reach);
        }
        probe.begin(Doing::Drop);
        attempt(probe, None, || {
            drop(subject.clear());
            drop(other.map(|(other, _)| other.clear()));
        })?;
        leaks.end();
        leaks.check(0, 0)?;
        Ok(reach)
    }
}
