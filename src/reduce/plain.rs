//! What makes one case plainer than another: the ranks of spreads, and [`Size`], the order in which every shrinker goes down.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::jump::early_reads;
use crate::case::{Case, HashPlan, Op, Spread};

/// How far a spread is from a plain one.
fn spread_rank(spread: Spread) -> u32 {
    match spread {
        Spread::Sequential => 0,
        Spread::Distinct(1) => 1,
        Spread::Random => 2,
        Spread::TopByte => 3,
        Spread::LowBits(bits) => 4 + u32::from(bits),
        Spread::Distinct(hashes) => 100 + u32::from(hashes),
    }
}

/// Spreads that are plainer than the plan's own, the plainest first.
pub(super) fn plainer_spreads(plan: &HashPlan) -> Vec<Spread> {
    let mut spreads = vec![
        Spread::Sequential,
        Spread::Distinct(1),
        Spread::Random,
        Spread::TopByte,
    ];
    match plan.spread {
        Spread::LowBits(bits) => spreads.extend(ladder(bits.into(), 1).map(Spread::LowBits)),
        Spread::Distinct(n) => {
            spreads.extend([1, 2, 3, 8].map(Spread::LowBits));
            spreads.extend(ladder(n.into(), 2).map(Spread::Distinct));
        }
        Spread::Random | Spread::TopByte | Spread::Sequential => {}
    }
    let own = spread_rank(plan.spread);
    spreads.retain(|&spread| spread_rank(spread) < own);
    spreads
}

/// The plan's own spread, and those that are plainer, the plainest first.
pub(super) fn plainer_or_equal(plan: &HashPlan) -> Vec<Spread> {
    let mut spreads = plainer_spreads(plan);
    spreads.push(plan.spread);
    spreads
}

/// Values between `least` and `value`, which is left out: the least first, then
/// in steps that get smaller and smaller.
pub(super) fn ladder<N: TryFrom<u64>>(value: u64, least: u64) -> impl Iterator<Item = N> {
    let mut step = value.saturating_sub(least);
    std::iter::from_fn(move || {
        let at = (step > 0).then(|| value - step);
        step /= 2;
        at.and_then(|at| N::try_from(at).ok())
    })
}

/// How much there is to a case. Whoever makes cases smaller goes from one to
/// another of less size, so every way down ends.
///
/// What counts first comes first: the number of steps, then of planned panics,
/// then how plain the ops are, and so on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Size {
    steps: usize,
    faults: usize,
    ranks: usize,
    weight: usize,
    keys: usize,
    pins: usize,
    spread: u32,
    hint: u16,
    operands: usize,
    calls: usize,
    seed: u32,
    pinned: u128,
    early_reads: usize,
}

impl Size {
    /// Whether `case` is of less size than this.
    pub(crate) fn exceeds(&self, case: &Case) -> bool {
        match case.steps.len().cmp(&self.steps) {
            Ordering::Less => true,
            Ordering::Equal => Size::of(case) < *self,
            Ordering::Greater => false,
        }
    }

    pub(crate) fn of(case: &Case) -> Size {
        let ops = || case.steps.iter().map(|step| step.op);
        let faults = || case.steps.iter().filter_map(|step| step.fault);
        let operands = |op: Op| op.operands().map(usize::from).iter().sum::<usize>();
        Size {
            steps: case.steps.len(),
            faults: faults().count(),
            ranks: ops().map(|op| op.kind().rank()).sum(),
            weight: case.weight(),
            keys: ops()
                .flat_map(Op::key_ranges)
                .filter(|keys| !keys.is_empty())
                .map(|keys| keys.start)
                .collect::<BTreeSet<_>>()
                .len(),
            pins: case.plan.pins.len(),
            spread: spread_rank(case.plan.spread),
            hint: case.hint,
            operands: ops().map(operands).sum(),
            calls: faults().map(|fault| usize::from(fault.call)).sum(),
            seed: case.plan.seed,
            pinned: case.plan.pins.values().map(|&hash| u128::from(hash)).sum(),
            early_reads: early_reads(case),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreads_are_ranked_one_by_one() {
        let bits = (1..=Spread::MAX_LOW_BITS).map(Spread::LowBits);
        let hashes = (2..=Spread::MAX_DISTINCT).map(Spread::Distinct);
        let plain = [
            Spread::Sequential,
            Spread::Distinct(1),
            Spread::Random,
            Spread::TopByte,
        ];
        let ranks = plain.into_iter().chain(bits).chain(hashes).map(spread_rank);
        assert!(ranks.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_ladder_goes_from_the_least_to_the_next() {
        let rungs = |value, least| ladder::<u16>(value, least).collect::<Vec<_>>();
        assert_eq!(rungs(10, 1), [1, 6, 8, 9]);
        assert_eq!(rungs(1, 0), [0]);
        assert!(rungs(1, 1).is_empty());
        assert!(rungs(0, 1).is_empty());
    }

    #[test]
    fn no_case_is_of_less_size_than_itself() {
        let case = Case::from_bytes(&[7; 60]);
        assert!(!Size::of(&case).exceeds(&case));
    }

    #[test]
    fn spreads_get_plainer() {
        for spread in [
            Spread::Distinct(64),
            Spread::LowBits(32),
            Spread::TopByte,
            Spread::Random,
        ] {
            let plan = HashPlan {
                spread,
                ..HashPlan::default()
            };
            let plainer = plainer_spreads(&plan);
            assert_eq!(plainer[0], Spread::Sequential);
            let ranks: Vec<u32> = plainer.iter().map(|&spread| spread_rank(spread)).collect();
            assert!(ranks.iter().all(|&rank| rank < spread_rank(spread)));
        }
        assert_eq!(
            plainer_spreads(&HashPlan {
                spread: Spread::Sequential,
                ..HashPlan::default()
            }),
            []
        );
    }
}
