//! Tiny cases made of a failing case's own ops: a few keys, one or two ops, and
//! the hash plans under which keys collide.
//!
//! Most bugs of maps fail with two or three keys if only the right ones collide.
//! From a case of 33 keys the way there may be closed: with 20 keys it passes.
//! So a few hundred cases of the smallest scope are tried outright.

use crate::case::{Case, Fault, HashPlan, Op, Spread, Step};
use crate::evidence::{Class, Finding};

/// The most keys that a tiny case is filled with.
const KEYS: u16 = 3;
/// So many kinds of ops, the nearest ones before the one that fails, are put
/// before that.
const KINDS: usize = 4;

/// The tiny cases, the smallest first.
pub(super) fn tiny(finding: &Finding) -> Vec<Case> {
    let case = finding.case();
    let roles = &case.vocabulary().roles;
    let Some(culprit) = culprit(finding) else {
        return Vec::new();
    };
    // A key that no op names may have to be named to be looked for.
    let named = match finding.class() {
        Class::PhantomKey => vec![false, true],
        _ => vec![false],
    };
    let mut cases = Vec::new();
    let mut put = |plan: &HashPlan, hint: u16, keys: u16, steps: &[Step], named: bool| {
        let fill = (keys > 0).then(|| Op::from_parts(roles.insert_run, 0, keys));
        let name = named.then(|| Op::from_parts(roles.get, keys, 0));
        let fill = fill.map(Step::from).into_iter();
        cases.push(Case {
            plan: plan.clone(),
            hint,
            steps: fill
                .chain(steps.iter().cloned())
                .chain(name.map(Step::from))
                .collect(),
        });
    };

    let mut hints = vec![0, case.hint];
    hints.dedup();
    for keys in 0..=KEYS {
        for named in &named {
            for plan in plans(&case.plan) {
                for &hint in &hints {
                    for last in letters(&case.steps[culprit], keys) {
                        put(&plan, hint, keys, &[last], *named);
                    }
                }
            }
        }
    }
    let before = before(&case.steps[..culprit]);
    for keys in 1..=KEYS {
        for plan in plans(&case.plan).into_iter().take(3) {
            for kind in &before {
                for first in letters(kind, keys) {
                    for last in letters(&case.steps[culprit], keys) {
                        put(&plan, 0, keys, &[first.clone(), last], false);
                    }
                }
            }
        }
    }
    cases
}

/// The index of the step that did it: the op that the signature names.
fn culprit(finding: &Finding) -> Option<usize> {
    let steps = &finding.case().steps;
    let end = steps.len().checked_sub(1)?;
    let last = finding.place().map_or(end, |place| place.step.min(end));
    let op = finding.signature().op;
    let named = |&step: &usize| Some(steps[step].op.kind().name()) == op;
    Some((0..=last).rev().find(named).unwrap_or(last))
}

/// The nearest steps of different kinds.
fn before(steps: &[Step]) -> Vec<Step> {
    let mut kinds: Vec<Step> = Vec::new();
    for step in steps.iter().rev() {
        let fault = |step: &Step| step.fault.map(|fault| fault.kind);
        let is_new =
            |other: &Step| (other.op.kind(), fault(other)) != (step.op.kind(), fault(step));
        let reads = step.op.kind().reads();
        if kinds.len() < KINDS && !reads && kinds.iter().all(is_new) {
            kinds.push(step.clone());
        }
    }
    kinds
}

/// The case's own plan, and those of the smallest scopes: all keys in one
/// place, with one tag, or both.
fn plans(own: &HashPlan) -> Vec<HashPlan> {
    let mut plans = vec![own.clone()];
    for spread in [
        Spread::Distinct(1),
        Spread::LowBits(Spread::MAX_LOW_BITS),
        Spread::Sequential,
        Spread::TopByte,
    ] {
        let plan = HashPlan {
            spread,
            ..HashPlan::default()
        };
        if plan != *own {
            plans.push(plan);
        }
    }
    plans
}

/// A step with each of a few keys, and with the first calls that may go wrong.
fn letters(step: &Step, keys: u16) -> Vec<Step> {
    let kind = step.op.kind();
    let [_, b, c] = step.op.operands();
    let mut ops: Vec<Op> = Vec::new();
    let op = |a, b| step.op.with([a, b, c]);
    if kind.is_run() {
        ops.extend((1..=KEYS).map(|len| op(0, len)));
        ops.push(op(keys, 1));
    } else if step.op.keys().count() == 1 && !kind.is_range() {
        ops.extend((0..=keys).map(|key| op(key, 0)));
    } else if step.op.keys().next().is_none() {
        ops.push(step.op);
        ops.extend([op(0, b), op(1, b), op(2, b)]);
    } else {
        ops.push(step.op);
    }
    let mut letters: Vec<Step> = Vec::new();
    for op in ops {
        let mut put = |fault| {
            let step = Step { op, fault };
            if !letters.contains(&step) {
                letters.push(step);
            }
        };
        let Some(fault) = step.fault else {
            put(None);
            continue;
        };
        for call in [1, 2, 3, fault.call] {
            put(Some(Fault { call, ..fault }));
        }
    }
    letters
}
