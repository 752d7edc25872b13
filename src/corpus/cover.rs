//! What a case is good for beside the others: which of them are needed to
//! reach all that the whole corpus reaches.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;

use crate::case::{Case, FaultKind, Mark, OpKind, Reach};

/// Something that a case does or reaches, and that may be the reason to keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature {
    /// It has an op of this kind.
    Op(OpKind),
    /// It plans a fault of this kind in an op of this kind.
    Fault(FaultKind, OpKind),
    /// It reached this mark, to at least this power of two.
    Mark(Mark, u32),
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Feature::Op(kind) => f.write_str(kind.name()),
            Feature::Fault(fault, kind) => {
                let (verb, code) = fault.words();
                write!(f, "{} {verb} {code}", kind.name())
            }
            Feature::Mark(mark, power) => write!(f, "{} >= {}", mark.name(), 1_u64 << power),
        }
    }
}

/// What a case does, as it was run, and what it reached.
///
/// How many ops it has is no merit, and not in it.
#[must_use]
pub fn features(case: &Case, reach: &Reach) -> BTreeSet<Feature> {
    let mut features = BTreeSet::new();
    for step in &case.steps {
        let kind = step.op.kind();
        features.insert(Feature::Op(kind));
        features.extend(step.fault.map(|fault| Feature::Fault(fault.kind, kind)));
    }
    for (mark, amount) in reach.iter().filter(|&(mark, _)| mark != Mark::OPS) {
        features.extend((0..=amount.ilog2()).map(|power| Feature::Mark(mark, power)));
    }
    features
}

/// For each of the cases, what it adds to those that were chosen before it. The
/// next to be chosen is always the one that adds most; of several, the shortest
/// one, then the first.
///
/// What the ones that add nothing have is all in the others.
#[must_use]
pub fn cover(cases: &[(usize, BTreeSet<Feature>)]) -> Vec<BTreeSet<Feature>> {
    let mut covered = BTreeSet::new();
    let mut added = vec![BTreeSet::new(); cases.len()];
    loop {
        let adds = |index: usize| cases[index].1.difference(&covered).count();
        let best = (0..cases.len())
            .max_by_key(|&index| (adds(index), Reverse(cases[index].0), Reverse(index)));
        let Some(best) = best.filter(|&best| adds(best) > 0) else {
            return added;
        };
        added[best] = cases[best].1.difference(&covered).copied().collect();
        covered.extend(&added[best]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(body: &str) -> (usize, BTreeSet<Feature>) {
        let case: Case = format!("map-oracle case 1\n{body}").parse().unwrap();
        (case.steps.len(), features(&case, &Reach::default()))
    }

    #[test]
    fn what_others_have_adds_nothing() {
        let cases = [
            case("insert 1 = 1\nremove 1\n"),
            case("get 1\nget 2\ninsert 1 = 1\nremove 1\n"),
            case("get 7\nclear\n"),
            case("clear\n"),
            case("clear panic drop 1\n"),
            case("clear lie hash 1\n"),
        ];
        let words = |index: usize| -> Vec<String> {
            let added = cover(&cases);
            added[index].iter().map(Feature::to_string).collect()
        };
        assert_eq!(words(1), ["insert", "remove", "get"]);
        assert_eq!(words(4), ["clear", "clear panic drop"]);
        assert_eq!(words(5), ["clear lie hash"]);
        assert!([0, 2, 3].into_iter().all(|index| words(index).is_empty()));
    }

    #[test]
    fn of_two_alike_the_shorter_one_is_needed() {
        let cases = [case("get 1\nget 1\n"), case("get 4\n"), case("get 5\n")];
        let needed = cover(&cases).iter().position(|added| !added.is_empty());
        assert_eq!(needed, Some(1));
    }

    #[test]
    fn to_reach_further_is_to_add_something() {
        let reached = |amount| {
            let mut reach = Reach::default();
            reach.note(Mark::how_far("longest chain"), amount);
            reach.note(Mark::OPS, amount * 100);
            (1, features(&Case::default(), &reach))
        };
        let added = cover(&[reached(5), reached(8), reached(9)]);
        assert_eq!(added[1].len(), 4);
        assert!(added[0].is_empty() && added[2].is_empty());
        let words: Vec<String> = added[1].iter().map(Feature::to_string).collect();
        assert_eq!(words[3], "longest chain >= 8");
    }
}
