//! Keeping clear of a known failure, so that others come to light behind it.
//!
//! What a failure needs is read off its smallest case: the fault in it, or the
//! op that fails, or keys that collide, or as many keys as there are. Most of
//! the cases drawn from then on are kept clear of that. A few are left as they
//! were drawn, since the same op may fail in another way as well.

use crate::case::{Case, Doing, FaultKind, HashPlan, Op, OpKind, OpSet, Spread, Standing, Without};
use crate::check::{Finding, Runner};

/// What most cases are kept clear of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Avoidance {
    /// An op of this kind.
    pub op: Option<OpKind>,
    /// A fault of this kind.
    pub fault: Option<FaultKind>,
    /// What the oracle asks by itself after an op.
    pub asked: Option<Asked>,
    /// So many keys, or more.
    pub keys: Option<u16>,
    /// Keys that collide.
    pub collisions: bool,
    /// One case in so many is left as it was drawn; none, if 0.
    pub spared: u32,
}

/// What the oracle asks by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Get,
    Iter,
    Len,
    Capacity,
    Invariants,
    Drop,
}

impl Asked {
    pub(crate) const ALL: [Asked; 6] = [
        Asked::Get,
        Asked::Iter,
        Asked::Len,
        Asked::Capacity,
        Asked::Invariants,
        Asked::Drop,
    ];

    /// Its word, as in `--without`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Asked::Get => "get",
            Asked::Iter => "iter",
            Asked::Len => "len",
            Asked::Capacity => "capacity",
            Asked::Invariants => "invariants",
            Asked::Drop => "drop",
        }
    }

    fn check(self) -> Standing {
        match self {
            Asked::Get => Standing::LookUps,
            Asked::Iter => Standing::Iteration,
            Asked::Len => Standing::Len,
            Asked::Capacity => Standing::Capacity,
            Asked::Invariants => Standing::Invariants,
            Asked::Drop => Standing::Drop,
        }
    }

    fn of(doing: Doing) -> Option<Asked> {
        Some(match doing {
            Doing::LookUp(_) => Asked::Get,
            Doing::Iterate => Asked::Iter,
            Doing::Len => Asked::Len,
            Doing::Capacity => Asked::Capacity,
            Doing::Invariants => Asked::Invariants,
            Doing::Drop => Asked::Drop,
            Doing::Make | Doing::Op | Doing::Prepare => return None,
        })
    }
}

/// One case in so many is left as it was drawn at first; half as many whenever
/// the failure was met twice as often.
const SPARED: u32 = 8;
/// Where cases hang, each of which costs its whole time: so many are enough.
pub(crate) const HANGS: u64 = 5;

impl Avoidance {
    /// What a finding's smallest case needs, if it is anything that can be kept
    /// clear of. `hangs` tells whether it is a costly one.
    pub(crate) fn of(finding: &Finding) -> Option<Avoidance> {
        let case = finding.case();
        let mut avoidance = Avoidance {
            spared: SPARED,
            ..Avoidance::default()
        };
        let signature = finding.signature();
        if let Some(fault) = signature.fault {
            avoidance.fault = Some(fault);
            return Some(avoidance);
        }
        let asked = finding.place().and_then(|place| Asked::of(place.doing));
        let running = signature.op.is_some() && asked.map(Asked::word) == signature.op;
        if let (Some(asked), true) = (asked, running) {
            avoidance.asked = Some(asked);
            avoidance.op = OpKind::from_name(asked.word());
            return Some(avoidance);
        }
        let op = signature.op.and_then(OpKind::from_name);
        match op {
            Some(op) if !fills(op) => avoidance.op = Some(op),
            // Without inserts there is no map: fewer keys, or none that collide.
            _ if collide(&case.plan.spread) => avoidance.collisions = true,
            _ if case.domain().len() > 2 => avoidance.keys = Some(case.domain().len() as u16),
            Some(op) if !matches!(op, OpKind::Insert | OpKind::InsertRun) => {
                avoidance.op = Some(op);
            }
            _ => return None,
        }
        Some(avoidance)
    }

    /// After the failure was met so many times, of which each may have cost the
    /// whole time of a case.
    pub(crate) fn met(&mut self, times: u64, hangs: bool) {
        let doublings = 63 - times.max(1).leading_zeros();
        self.spared = match hangs && times >= HANGS {
            true => 0,
            false => SPARED << doublings.min(10),
        };
    }

    /// The case of this number after all that applies, and the runner that it is
    /// run with.
    pub(crate) fn apply(
        avoided: &[Avoidance],
        unit: u64,
        runner: &Runner,
        mut case: Case,
    ) -> (Runner, Case) {
        let mut runner = *runner;
        for (index, avoidance) in avoided.iter().enumerate() {
            let spared = avoidance.spared > 0
                && mixed(unit, index).is_multiple_of(u64::from(avoidance.spared));
            if !spared {
                (runner, case) = avoidance.apply_one(runner, case);
            }
        }
        (runner, case)
    }

    fn apply_one(&self, mut runner: Runner, mut case: Case) -> (Runner, Case) {
        if let Some(asked) = self.asked {
            runner = runner.without(Without::check(asked.check()));
        }
        if let Some(op) = self.op {
            let ops = runner.ops.without(OpSet::of(&[op]));
            case = leave_out(&case, op, ops, runner.max_key);
        }
        if let Some(kind) = self.fault {
            for step in &mut case.steps {
                step.fault = step.fault.filter(|fault| fault.kind != kind);
            }
        }
        if let Some(keys) = self.keys {
            case = case.within(OpSet::ALL, keys.saturating_sub(2).max(1));
        }
        if self.collisions && collide(&case.plan.spread) {
            case.plan = HashPlan {
                spread: Spread::Random,
                seed: case.plan.seed,
                ..HashPlan::default()
            };
        }
        (runner, case)
    }
}

/// Whether an op puts entries where there are none, so that little is left
/// without it.
fn fills(op: OpKind) -> bool {
    use OpKind as K;
    matches!(op, K::Insert | K::InsertRun | K::Extend | K::FromIter)
}

fn collide(spread: &Spread) -> bool {
    matches!(spread, Spread::Distinct(_) | Spread::LowBits(_))
}

/// The case without ops of this kind: the nearest one that `ops` has takes
/// their place, if there is any.
fn leave_out(case: &Case, kind: OpKind, ops: OpSet, max_key: u16) -> Case {
    let mut case = case.clone();
    case.steps.retain_mut(|step| {
        if step.op.kind() != kind {
            return true;
        }
        let core = OpSet::CORE.contains(kind);
        if !core {
            step.op = step.op.within(ops, max_key);
        }
        let (_, key, _) = step.op.parts();
        if core && kind == OpKind::RemoveRun {
            step.op = Op::from_parts(OpKind::Remove, key, 0);
        }
        step.op.kind() != kind
    });
    case
}

/// Any mixture will do that is the same on every machine.
fn mixed(unit: u64, index: usize) -> u64 {
    let mut x = (unit + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (index as u64 + 1) << 32;
    x ^= x >> 29;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^ x >> 32
}
