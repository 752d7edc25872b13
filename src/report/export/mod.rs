//! A failure as a Rust test of its own, which uses nothing but the map: what
//! goes into a bug report.
//!
//! [`export`] first learns, by running variants of the case, how much of its
//! hash plan the failure needs; the test then has keys that are plain numbers
//! if it can. What the test must have beside the ops is written in
//! `prelude.rs`, and each op in `ops/`. The one assertion that fails is written in
//! `judge.rs` if it is on an answer, and in `left.rs` if on what a map holds.

mod judge;
mod left;
mod ops;
mod prelude;
mod spell;

use std::fmt;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use crate::case::{Case, FaultKind, HashPlan, Op, OpKind, Spread, Step};
use crate::check::{Runner, Told};
use crate::evidence::{Evidence, Finding, Kind, Which};
use crate::probe::Key;
use crate::structure::{Answer, Model};

use crate::structure::Source;

/// Why there is no such test, in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

fn refuse<T>(why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(why.into()))
}

/// How keys hash in the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hashing {
    /// As std hashes numbers, with no secret.
    Std,
    /// By their number.
    Number,
    /// By a table.
    Table,
}

/// What the test is made from.
struct Failure<'a> {
    runner: &'a Runner,
    source: Source,
    /// The case, with no fault that is not thrown.
    case: &'a Case,
    /// The steps after which it fails.
    steps: &'a [Step],
    finding: &'a Finding,
    hashing: Hashing,
    /// The model before each step, as far as it is known, and after the last.
    models: Vec<Box<dyn Model>>,
}

/// The test that shows `finding`, which is what came of a case on `runner`.
/// `run` runs further cases on it, and tells what comes of them.
///
/// # Errors
///
/// If the failure cannot be told in the map's own words.
pub fn export(
    runner: &Runner,
    finding: &Finding,
    mut run: impl FnMut(&Case) -> Option<Finding>,
) -> Result<String, Refusal> {
    let Some(source) = runner.source else {
        return refuse(format!(
            "how {} is written in a program of its own is not known: its adapter has no `source`, \
             or keys and values that are not ours",
            runner.name
        ));
    };
    let case = finding.case();
    let mut last = case.steps.len();
    if let Finding::Diverged(divergence) = finding {
        last = last.min(divergence.step + 1);
        if let Kind::Invariant | Kind::Cursor | Kind::Adapter = divergence.kind() {
            return refuse(format!(
                "a failure of the kind `{}` does not show in the map's own methods",
                divergence.kind().name()
            ));
        }
    }
    for (number, step) in case.steps[..last].iter().enumerate() {
        let number = number + 1;
        if step.fault.is_some_and(|fault| !fault.kind.panics()) {
            return refuse(format!(
                "op {number}, `{step}`: a key that lies cannot be exported"
            ));
        }
    }
    let (mut case, finding, hashing) = simplest(&source, case, finding, &mut run);
    let finding = &finding;
    let mut models = Vec::new();
    if let Finding::Diverged(divergence) = finding {
        let mut thrown = Vec::new();
        // What it fails by was seen already.
        let _ = runner.watch(&case, &mut |moment| {
            models.push(moment.model.copy());
            if moment.step.is_some() {
                thrown.push(*moment.told == Told::Injected);
            }
        });
        for (index, step) in case.steps[..last].iter_mut().enumerate() {
            let blamed = index == divergence.step
                && matches!(
                    divergence.kind(),
                    Kind::AfterPanic | Kind::Ledger | Kind::Panic
                );
            if !blamed && !thrown.get(index).is_some_and(|&thrown| thrown) {
                step.fault = None;
            }
        }
    } else {
        let mut model = runner.model();
        for step in &case.steps {
            models.push(model.copy());
            let _ = model.step(step.op, &Answer::Nothing, Key::LAST_EQUAL + 1);
        }
        models.push(model);
    }
    let failure = Failure {
        runner,
        source,
        case: &case,
        steps: &case.steps[..last],
        finding,
        hashing,
        models,
    };
    failure.program()
}

/// The case with the plainest hashes that still fails as `finding` does, and what
/// comes of it: which keys are lost may depend on their hashes.
fn simplest(
    source: &Source,
    case: &Case,
    finding: &Finding,
    run: &mut impl FnMut(&Case) -> Option<Finding>,
) -> (Case, Finding, Hashing) {
    let mut tried = |case: Case, hashing| {
        let other = run(&case).filter(|other| is_same(finding, other))?;
        Some((case, other, hashing))
    };
    let as_it_is = || (case.clone(), finding.clone(), Hashing::Table);
    let has_step = |is: &dyn Fn(&Step) -> bool| case.steps.iter().any(is);
    if has_step(&|step| step.op.kind() == OpKind::InsertNan) {
        return as_it_is();
    }
    let spread = |spread, seed| {
        let pins = Default::default();
        with_plan(case, HashPlan { spread, seed, pins })
    };
    if !hashes_by_plan(source) {
        // Its own hasher sees the numbers of a plan in one case, and plain
        // ones in the other: that should make no difference.
        let all = (0..4).map(|seed| tried(spread(Spread::Random, seed), Hashing::Std));
        let all: Option<Vec<_>> = all.collect();
        return all.and_then(|mut all| all.pop()).unwrap_or_else(as_it_is);
    }
    let std = BuildHasherDefault::<DefaultHasher>::default();
    let hasher = |step: &Step| step.fault.is_some_and(|f| f.kind == FaultKind::Hasher);
    if !has_step(&hasher)
        && let Some(plain) = tried(
            pinned(case, |key| std.hash_one(u32::from(key))),
            Hashing::Std,
        )
    {
        return plain;
    }
    tried(spread(Spread::Sequential, 0), Hashing::Number)
        .or_else(|| tried(pinned(case, |_| 0), Hashing::Table))
        .unwrap_or_else(as_it_is)
}

fn is_same(one: &Finding, other: &Finding) -> bool {
    match (one, other) {
        // A panic may name numbers that depend on hashes.
        (Finding::Diverged(one), Finding::Diverged(other)) => {
            one.step == other.step && one.kind() == other.kind()
        }
        (Finding::Ended(one), Finding::Ended(other)) => one.how == other.how,
        _ => false,
    }
}

fn with_plan(case: &Case, plan: HashPlan) -> Case {
    Case {
        plan,
        ..case.clone()
    }
}

fn pinned(case: &Case, hash: impl Fn(u16) -> u64) -> Case {
    let pins = case.domain().into_iter().map(|key| (key, hash(key)));
    let pins = pins.collect();
    with_plan(
        case,
        HashPlan {
            pins,
            ..HashPlan::default()
        },
    )
}

/// Whether the map is hashed by the plan's hasher.
fn hashes_by_plan(source: &Source) -> bool {
    spell::names(source.map).any(|name| name == "PlanState")
}

impl Failure<'_> {
    /// The index of the step after which it fails; the number of steps, if it
    /// does so at the end.
    fn at(&self) -> Option<usize> {
        match self.finding {
            Finding::Diverged(divergence) => Some(divergence.step),
            Finding::Ended(_) => None,
        }
    }

    /// The check that fails, what it found, and in which map.
    fn wrong(&self) -> Option<(Kind, &Evidence, Which)> {
        match self.finding {
            Finding::Diverged(d) => Some((d.kind(), d.evidence(), d.which())),
            Finding::Ended(_) => None,
        }
    }

    /// Whether keys and values must be counted.
    fn counts(&self) -> bool {
        let evidence = self.wrong().map(|(_, evidence, _)| evidence);
        matches!(
            evidence,
            Some(Evidence::Balance { .. } | Evidence::Misuse { .. })
        )
    }

    fn has_fault(&self, kind: FaultKind) -> bool {
        let mut faults = self.steps.iter().filter_map(|step| step.fault);
        faults.any(|fault| fault.kind == kind)
    }

    fn has_op(&self, is: impl Fn(Op) -> bool) -> bool {
        self.steps.iter().any(|step| is(step.op))
    }

    /// The model before a step.
    fn before(&self, step: usize) -> &dyn Model {
        &*self.models[step.min(self.models.len() - 1)]
    }

    /// The model after a step.
    fn after(&self, step: usize) -> Box<dyn Model> {
        if let Some(known) = self.models.get(step + 1)
            && self
                .wrong()
                .is_none_or(|(kind, ..)| kind != Kind::AfterPanic)
        {
            return known.copy();
        }
        let mut model = self.before(step).copy();
        model.assume(self.steps[step].op, self.fresh(step));
        model
    }

    /// The number of the last key made that is not equal to itself, at a step.
    fn fresh(&self, step: usize) -> u32 {
        let until = self.steps.iter().take(step + 1);
        let nans = until.filter(|step| step.op.kind() == OpKind::InsertNan);
        Key::LAST_EQUAL + u32::try_from(nans.count()).unwrap_or(0)
    }
}
