//! Keeping clear of a known failure, so that others come to light behind it.
//!
//! What a failure needs is read off its smallest case: the fault in it, or the
//! op that fails, or keys that collide, or as many keys as there are. Most of
//! the cases drawn from then on are kept clear of that. A few are left as they
//! were drawn, since the same op may fail in another way as well.

use crate::case::{Case, Doing, FaultKind, HashPlan, OpKind, OpSet, Spread, Without};
use crate::check::Runner;
use crate::evidence::Finding;

/// What most cases are kept clear of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Avoidance {
    /// An op, a fault, or what the oracle asks by itself.
    pub without: Without,
    /// So many keys, or more.
    pub keys: Option<u16>,
    /// Keys that collide.
    pub collisions: bool,
    /// Ranges whose ends are exchanged.
    pub inverted: bool,
    /// One case in so many is left as it was drawn; none, if 0.
    pub spared: u32,
}

/// One case in so many is left as it was drawn at first; half as many whenever
/// the failure was met twice as often.
const SPARED: u32 = 8;
/// Where cases hang, each of which costs its whole time: so many are enough.
const HANGS: u64 = 5;

impl Avoidance {
    /// What a finding's smallest case needs, if it is anything that can be kept
    /// clear of.
    pub(crate) fn of(finding: &Finding) -> Option<Avoidance> {
        let case = finding.case();
        let signature = finding.signature();
        let mut avoidance = Avoidance {
            spared: SPARED,
            ..Avoidance::default()
        };
        if let Some(fault) = signature.fault {
            avoidance.without = without_fault(fault)?;
            return Some(avoidance);
        }
        let op = signature.op.and_then(|name| case.vocabulary().kind(name));
        let place = finding.place().map_or(Doing::Op, |place| place.doing);
        let running = finding.place().and_then(|place| case.steps.get(place.step));
        if place == Doing::Op && running.is_some_and(|step| step.op.is_inverted_range()) {
            avoidance.inverted = true;
            return Some(avoidance);
        }
        match (signature.op, op) {
            // What the oracle asked by itself.
            (Some(word), _) if place.word() == Some(word) => {
                avoidance.without = without(word)?;
            }
            (None, _) if case.steps.is_empty() => avoidance.without = without(place.word()?)?,
            (Some(word), Some(op)) if !op.only_fills() => avoidance.without = without(word)?,
            // Without inserts there is no map: fewer keys, or none that collide.
            _ if collide(&case.plan.spread) => avoidance.collisions = true,
            _ if case.domain().len() > 2 => avoidance.keys = Some(case.domain().len() as u16),
            (Some(word), Some(OpKind::Extend | OpKind::FromIter)) => {
                avoidance.without = without(word)?;
            }
            _ => return None,
        }
        Some(avoidance)
    }

    /// After the failure was met so many times, of which each may have cost the
    /// whole time of a case.
    pub(crate) fn met(&mut self, times: u64, hangs: bool) {
        let doublings = 63 - times.max(1).leading_zeros();
        self.spared = if hangs && times >= HANGS {
            0
        } else {
            SPARED << doublings.min(10)
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
                (runner, case) = avoidance.apply_to(runner, case);
            }
        }
        (runner, case)
    }

    /// The case, and the runner that it is run with, after this.
    pub(crate) fn apply_to(&self, runner: Runner, mut case: Case) -> (Runner, Case) {
        let reduced = runner.without(self.without);
        // All that is left may be what most failures are in.
        let runner = if reduced.ops.is_empty() {
            runner
        } else {
            reduced
        };
        case = runner.suited(&case);
        if let Some(keys) = self.keys {
            case = case.within(OpSet::ALL, keys.saturating_sub(2).max(1));
        }
        if self.inverted {
            for step in &mut case.steps {
                step.op = step.op.with_ends_in_order();
            }
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

fn without(word: &str) -> Option<Without> {
    Without::parse(Some(word), None, None).ok()
}

fn without_fault(kind: FaultKind) -> Option<Without> {
    let kept = FaultKind::ALL.into_iter().filter(|&other| other != kind);
    let words: Vec<String> = kept
        .map(|kind| match kind {
            FaultKind::EqLie => "lie_eq".to_owned(),
            FaultKind::HashLie => "lie_hash".to_owned(),
            kind => kind.name().to_owned(),
        })
        .collect();
    Without::parse(None, None, Some(&words.join(","))).ok()
}

fn collide(spread: &Spread) -> bool {
    matches!(spread, Spread::Distinct(_) | Spread::LowBits(_))
}

/// Any mixture will do that is the same on every machine.
fn mixed(unit: u64, index: usize) -> u64 {
    let mut x = (unit + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (index as u64 + 1) << 32;
    x ^= x >> 29;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^ x >> 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Place;
    use crate::evidence::{Ended, ProcessEnd};
    use crate::subject::{StdBTreeMap, StdHashMap};

    fn finding(body: &str, step: usize, doing: Doing) -> Finding {
        Finding::Ended(Box::new(Ended {
            subject: "any",
            how: ProcessEnd::Signal(6),
            place: Some(Place { step, doing }),
            words: None,
            case: format!("map-oracle case 1\n{body}").parse().unwrap(),
        }))
    }

    /// What is left of a case that is kept clear of a finding.
    fn left(finding: &Finding, body: &str) -> (Runner, String) {
        let avoidance = Avoidance::of(finding).unwrap();
        let case = format!("map-oracle case 1\n{body}").parse().unwrap();
        let runner = Runner::of::<StdHashMap>();
        let (runner, case) = avoidance.apply_to(runner, case);
        let steps: Vec<String> = case.steps.iter().map(ToString::to_string).collect();
        (
            runner,
            format!("{}; {}", case.plan.spread, steps.join("; ")),
        )
    }

    #[test]
    fn most_cases_are_kept_clear_of_what_a_failure_needs() {
        let body =
            "hash low 3\ninsert_run 0 len 9\nremove 1\nremove_run 0 len 2\nclear panic drop 1\n";
        let told = |finding: &Finding| left(finding, body).1;
        assert_eq!(
            told(&finding("insert 0 = 0\nremove 0\n", 1, Doing::Op)),
            "low 3; insert_run 0 len 9; clear panic drop 1"
        );
        assert_eq!(
            told(&finding("clear panic drop 1\n", 0, Doing::Op)),
            "low 3; insert_run 0 len 9; remove 1; remove_run 0 len 2; clear"
        );
        let collides = finding("hash distinct 1\ninsert_run 0 len 4\n", 0, Doing::Op);
        assert!(told(&collides).starts_with("random; "));
        let many = finding("insert_run 0 len 4\n", 0, Doing::Op);
        assert!(told(&many).starts_with("low 3; insert_run 0 len 3; "));
        let asked = finding("insert 0 = 0\n", 0, Doing::LookUp(0));
        let (runner, _) = left(&asked, body);
        assert!(runner.without.leaves_out(crate::case::Standing::LookUps));
    }

    #[test]
    fn other_ranges_are_still_asked_for_than_the_inverted_ones_that_fail() {
        let found = finding("insert 0 = 0\nrange [1 0]\n", 1, Doing::Op);
        let avoidance = Avoidance::of(&found).unwrap();
        let case = "map-oracle case 1\nrange (3 3)\nrange_rev [2 4)\nrange [5 ..\n";
        let runner = Runner::of::<StdBTreeMap>();
        let (_, case) = avoidance.apply_to(runner, case.parse().unwrap());
        let steps: Vec<String> = case.steps.iter().map(ToString::to_string).collect();
        assert_eq!(
            steps.join("; "),
            "range [3 3]; range_rev [2 4); range [5 .."
        );
    }

    #[test]
    fn a_few_cases_are_left_as_they_were_and_fewer_of_what_is_met_often() {
        let avoidance = Avoidance::of(&finding("clear\n", 0, Doing::Op)).unwrap();
        let runner = Runner::of::<StdHashMap>();
        let case: Case = "map-oracle case 1\nclear\n".parse().unwrap();
        let spared = |avoidance: Avoidance| {
            let kept =
                |unit: &u64| Avoidance::apply(&[avoidance], *unit, &runner, case.clone()).1 == case;
            (0..8_000).filter(kept).count()
        };
        assert!((800..1_200).contains(&spared(avoidance)));
        let mut often = avoidance;
        often.met(16, false);
        assert!((30..100).contains(&spared(often)));
        often.met(HANGS, true);
        assert_eq!(spared(often), 0);
    }
}
