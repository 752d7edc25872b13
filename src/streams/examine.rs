//! A failure as it was drawn becomes a finding: it is made small, and compared
//! with those that are known.

use std::collections::BTreeSet;
use std::io;
use std::ops::ControlFlow;
use std::time::Duration;

use super::stream::{Found, Raw};
use crate::case::{Case, Doing, Op, OpKind, OpSet, Step};
use crate::check::Runner;
use crate::evidence::{Class, Finding, ProcessEnd, Signature};
use crate::hunt;
use crate::process::{self, Avoidance, Detail, Worker};
use crate::shrink::{self, Trial};

/// Shrinking is broken off when it has cost so many look-ups, as
/// [`hunt::cost`] estimates them, ...
const MOST_COST: usize = 30_000_000;
/// ... and more than so many runs of the first case would, since the estimate may
/// be far too high, ...
const LEAST_RUNS: usize = 100;
/// ... or when a process was ended so often, ...
const MOST_ENDS: usize = 1_500;
/// ... or waited for in vain so often.
const MOST_HANGS: usize = 60;
/// While a hang is made small, a case has so much time at first.
const SHORT: Duration = Duration::from_millis(100);
/// While a case that asks for memory without end is made small, it has this part
/// of the memory at first: to fill all of it takes most of a second.
const SMALL: u64 = 8;

/// What came of an examination.
#[derive(Debug)]
pub(crate) enum Examined {
    /// It is this one of those that were found before.
    Known(usize),
    /// It is new.
    New(Box<Smallest>),
    /// It did not happen again, nor need it have been the map.
    Gone,
    /// The user broke it off.
    Interrupted,
}

/// The smallest case of a failure.
#[derive(Debug)]
pub(crate) struct Smallest {
    pub finding: Finding,
    /// Whether it showed only with the runner that the case was drawn for.
    pub reduced: bool,
    pub failed_of: (usize, usize),
    /// Whether nothing was left to try.
    pub finished: bool,
    /// How often a case was run.
    #[cfg(feature = "cli")]
    pub runs: usize,
}

/// Makes a failure small and compares it with what was found before.
///
/// # Errors
///
/// If there is no process to be had.
pub(crate) fn examine(
    worker: &mut Worker,
    base: &Runner,
    raw: &Raw,
    found: &[Found],
    limit: Duration,
) -> io::Result<Examined> {
    let known: Vec<Signature> = found.iter().map(|found| found.signature.clone()).collect();
    let place_of = |signature: &Signature| known.iter().position(|known| known == signature);
    // With all that the map offers, if it shows there; what is kept clear of a
    // known failure may show only so. A hang was waited for twice, with all.
    let hangs = raw.finding.class() == Class::Ended(ProcessEnd::Hang);
    let (finding, runner, reduced) = if hangs && !raw.runner.is_reduced(base) {
        (raw.finding.clone(), base, false)
    } else {
        worker.renew();
        let whole = match worker.case(base, raw.finding.case(), Detail::Places)? {
            None => return Ok(Examined::Interrupted),
            Some(outcome) => outcome.err(),
        };
        match whole {
            Some(finding) if finding.class() == raw.finding.class() => (finding, base, false),
            _ if raw.runner.is_reduced(base) => (raw.finding.clone(), &raw.runner, true),
            Some(finding) => (finding, base, false),
            None if is_from_outside(&raw.finding) => return Ok(Examined::Gone),
            None => (raw.finding.clone(), base, false),
        }
    };
    let smallest = smallest(worker, runner, finding, &known, limit)?;
    if worker.is_interrupted() && !smallest.finished {
        return Ok(Examined::Interrupted);
    }
    if smallest.failed_of.0 == 0 && is_from_outside(&smallest.finding) {
        return Ok(Examined::Gone);
    }
    let signature = smallest.finding.signature();
    if let Some(place) = place_of(&signature) {
        return Ok(Examined::Known(place));
    }
    // What was kept from becoming one that is known may be that one, with a fault
    // or an op beside it that has nothing to do with it.
    let mut plainest = smallest.finding.clone();
    if !known.is_empty() {
        plainest = bare(worker, runner, plainest)?;
        if let Some(place) = place_of(&plainest.signature()) {
            return Ok(Examined::Known(place));
        }
        // So may be one in which a fault does what a plainer case does without.
        // One of another op may be another failure.
        let freed = self::smallest(worker, runner, plainest.clone(), &[], limit)?;
        let freed = freed.finding.signature();
        if let Some(place) = place_of(&freed).filter(|_| freed.op == signature.op) {
            return Ok(Examined::Known(place));
        }
    }
    if let Some(place) = same_by_another_op(worker, runner, &plainest, found)? {
        return Ok(Examined::Known(place));
    }
    if let Some(place) = same_damage(worker, runner, &smallest.finding, found)? {
        return Ok(Examined::Known(place));
    }
    Ok(Examined::New(Box::new(Smallest {
        reduced,
        ..smallest
    })))
}

/// The end of a process that somebody else may have ended.
fn is_from_outside(finding: &Finding) -> bool {
    matches!(finding.class(), Class::Ended(how) if process::is_from_outside(how))
}

/// Shrinks a failure, in processes that can be spared. If the user breaks it off,
/// it ends with the smallest case so far.
///
/// # Errors
///
/// If there is no process to be had.
pub(crate) fn smallest(
    worker: &mut Worker,
    runner: &Runner,
    finding: Finding,
    known: &[Signature],
    limit: Duration,
) -> io::Result<Smallest> {
    let whole = (limit, worker.memory());
    let mut short = match finding.class() {
        Class::Ended(ProcessEnd::Hang) => (SHORT.min(limit), whole.1),
        Class::Ended(ProcessEnd::Memory) => (limit, whole.1 / SMALL),
        _ => whole,
    };
    loop {
        let smallest = attempt(worker, runner, finding.clone(), known, (short, whole))?;
        worker.set_cpu(whole.0);
        worker.set_memory(whole.1);
        // One that was given little may only have been slow, or large.
        let is_slow = smallest.failed_of.0 == 0;
        if !is_slow || short == whole || worker.is_interrupted() {
            return Ok(smallest);
        }
        short = (limit.min(short.0 * 8), whole.1);
    }
}

/// How a failure is made small: what it may cost, and what it did.
struct Shrinking<'a> {
    worker: &'a mut Worker,
    runner: &'a Runner,
    /// Whether the process ends, and is not used again.
    ends: bool,
    /// The CPU time and the memory for a case, and for one that is to be sure.
    patience: ((Duration, u64), (Duration, u64)),
    cost: usize,
    most_cost: usize,
    ended: usize,
    hung: usize,
    failed: Option<io::Error>,
}

impl Shrinking<'_> {
    fn attempt(&mut self, case: &Case, trial: Trial) -> ControlFlow<(), Option<Finding>> {
        let fresh = trial == Trial::Fresh;
        let spent = self.cost > self.most_cost || self.ended > MOST_ENDS || self.hung > MOST_HANGS;
        if spent && !fresh || self.worker.is_interrupted() {
            return ControlFlow::Break(());
        }
        self.cost += hunt::cost(case);
        let (short, whole) = self.patience;
        let (cpu, memory) = if fresh { whole } else { short };
        self.worker.set_cpu(cpu);
        self.worker.set_memory(memory);
        if self.worker.is_apart() && (self.ends || fresh) {
            self.worker.renew();
            self.ended += 1;
        }
        // Where a process ended is part of how.
        let detail = if self.ends {
            Detail::Places
        } else {
            Detail::Coarse
        };
        let mut outcome = self.worker.case(self.runner, case, detail);
        if !self.ends && matches!(&outcome, Ok(Some(Err(Finding::Ended(_))))) {
            // The fault may be that of a case before it.
            outcome = self.worker.case(self.runner, case, detail);
        }
        match outcome {
            Ok(Some(outcome)) => {
                let finding = outcome.err();
                let class = finding.as_ref().map(Finding::class);
                self.hung += usize::from(class == Some(Class::Ended(ProcessEnd::Hang)));
                ControlFlow::Continue(finding)
            }
            Ok(None) => ControlFlow::Break(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }
}

fn attempt(
    worker: &mut Worker,
    runner: &Runner,
    finding: Finding,
    known: &[Signature],
    patience: ((Duration, u64), (Duration, u64)),
) -> io::Result<Smallest> {
    let mut shrinking = Shrinking {
        ends: matches!(finding, Finding::Ended(_)),
        worker,
        runner,
        patience,
        cost: 0,
        most_cost: MOST_COST.max(hunt::cost(finding.case()).saturating_mul(LEAST_RUNS)),
        ended: 0,
        hung: 0,
        failed: None,
    };
    let shrunk = shrink::shrink(runner, finding, known, |case, trial| {
        shrinking.attempt(case, trial)
    });
    match shrinking.failed {
        Some(error) => Err(error),
        None => Ok(Smallest {
            finding: shrunk.finding,
            reduced: false,
            failed_of: shrunk.failed_of,
            finished: shrunk.finished,
            #[cfg(feature = "cli")]
            runs: shrunk.runs,
        }),
    }
}

/// A finding without the faults and the steps that it does not need, whatever its
/// signature is then. No op gives way to another: that may be another failure.
fn bare(worker: &mut Worker, runner: &Runner, finding: Finding) -> io::Result<Finding> {
    let mut best = finding;
    loop {
        let case = best.case();
        let mut barer = Vec::new();
        for step in 0..case.steps.len() {
            if case.steps[step].fault.is_some() {
                let mut without = case.clone();
                without.steps[step].fault = None;
                barer.push(without);
            }
            let mut without = case.clone();
            without.steps.remove(step);
            barer.push(without);
        }
        let mut found = None;
        for case in barer {
            worker.renew();
            let outcome = worker.case(runner, &case, Detail::Places)?;
            if let Some(Err(finding)) = outcome
                && finding.class() == best.class()
            {
                found = Some(finding);
                break;
            }
        }
        match found {
            Some(finding) => best = finding,
            None => return Ok(best),
        }
    }
}

/// A finding of the same class that comes of the same case if the simpler of both
/// ops is put in the place of the other: two names of one method, whichever was met
/// first. What a run of ops does to the map is looked at when the run is over, and
/// may show in another way than after the first of them; so there the class does not
/// count.
fn same_by_another_op(
    worker: &mut Worker,
    runner: &Runner,
    finding: &Finding,
    found: &[Found],
) -> io::Result<Option<usize>> {
    // Of others, the one is not a name of the other.
    let vocabulary = finding.case().vocabulary();
    let has_names = vocabulary.core().union(OpSet::of(&[OpKind::Clone]));
    let signature = finding.signature();
    let Some(kind) = signature.op.and_then(|name| vocabulary.kind(name)) else {
        return Ok(None);
    };
    let mut tried = BTreeSet::new();
    for (place, other) in found.iter().enumerate() {
        let Some(of_other) = other.signature.op.and_then(|name| vocabulary.kind(name)) else {
            continue;
        };
        let (case, long, short, wanted) = if of_other.is_simpler_than(kind) {
            (finding.case(), kind, of_other, &other.signature)
        } else if kind.is_simpler_than(of_other) {
            (other.finding.case(), of_other, kind, &signature)
        } else {
            continue;
        };
        let is_run = is_plain_run(long);
        let alike = is_run || other.signature.class == signature.class;
        if !has_names.contains(short) || !alike || !tried.insert((long, short)) {
            continue;
        }
        let mut case = case.clone();
        case.steps = case
            .steps
            .into_iter()
            .flat_map(|step| in_place_of(step, long, short))
            .collect();
        worker.renew();
        let outcome = worker.case(runner, &case, Detail::Places)?;
        if let Some(Err(same)) = outcome
            && same.signature() == *wanted
        {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// Whether it is no more than the same op on each key of a run.
fn is_plain_run(kind: OpKind) -> bool {
    let roles = &kind.vocabulary().roles;
    kind == roles.insert_run || kind == roles.remove_run
}

/// The step with the plainer op; of a run, one step for each of its keys.
fn in_place_of(step: Step, kind: OpKind, plainer: OpKind) -> Vec<Step> {
    if step.op.kind() != kind {
        return vec![step];
    }
    let [a, b, _] = step.op.operands();
    let keys: Vec<u16> = if is_plain_run(kind) {
        step.op.keys().collect()
    } else {
        vec![a]
    };
    let steps = keys.into_iter().enumerate().map(|(place, key)| Step {
        op: Op::from_parts(plainer, key, b),
        fault: step.fault.filter(|_| place == 0),
    });
    steps.collect()
}

/// A finding that damaged the heap, if this one does not fail either where that
/// one's op is left out: damage shows anywhere, and in any way.
fn same_damage(
    worker: &mut Worker,
    runner: &Runner,
    finding: &Finding,
    found: &[Found],
) -> io::Result<Option<usize>> {
    // SIGILL, SIGABRT, SIGBUS and SIGSEGV.
    let shows = matches!(
        finding.class(),
        Class::HeapDamage | Class::Ended(ProcessEnd::Signal(4 | 6 | 7 | 11))
    );
    if !shows {
        return Ok(None);
    }
    for (place, other) in found.iter().enumerate() {
        if other.signature.class != Class::HeapDamage {
            continue;
        }
        let Some(avoidance) = Avoidance::of(&other.finding) else {
            continue;
        };
        let (runner, case) = avoidance.apply_to(*runner, finding.case().clone());
        worker.renew();
        if let Some(Ok(_)) = worker.case(&runner, &case, Detail::Places)? {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// What a failure looks like as it was drawn. Where it was noticed is part of
/// it, and what was done before.
pub(crate) fn look(raw: &Raw) -> Signature {
    let mut look = raw.finding.signature();
    if let Some(place) = raw.finding.place()
        && place.doing != Doing::Op
        && let Some(step) = raw.finding.case().steps.get(place.step)
    {
        look.op = Some(step.op.kind().name());
    }
    look
}
