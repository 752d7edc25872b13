//! The way down from a case to smaller ones: one for every shrinker.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::vec;

use super::cut::{Cut, Pass};
use super::plain::Size;
use crate::case::{Case, OpSet};

/// The way down from a case that fails: it proposes smaller cases, is told
/// which of them fail as well, and goes on from those.
///
/// Large cuts come first: runs of steps, then what belongs to the case as a
/// whole, then shorter runs together with another hash plan and hint, then
/// single steps, keys and pins. After a proposal that was taken it
/// goes on where it is, and does not begin anew; when it is through, and has
/// taken anything since it began, it starts over. So the case that it ends with
/// has none left to propose that was not turned down, and a descent from there
/// takes nothing.
///
/// The same case and the same answers give the same proposals.
#[derive(Clone, Debug)]
pub(crate) struct Descent {
    /// The case that was taken last, or that it began with.
    best: Case,
    size: Size,
    ops: OpSet,
    max_key: u16,
    pass: Option<Pass>,
    site: usize,
    cuts: vec::IntoIter<Cut>,
    /// Whether a proposal was taken since the first pass began.
    taken: bool,
    /// Fingerprints of the cases that were proposed. A collision would leave a
    /// case a little larger than need be.
    proposed: HashSet<u64>,
}

impl Descent {
    /// From `case`, over cases for a subject that has `ops` and takes keys up
    /// to `max_key`.
    pub(crate) fn new(case: &Case, ops: OpSet, max_key: u16) -> Descent {
        let best = case.within(ops, max_key);
        let mut descent = Descent {
            size: Size::of(&best),
            pass: Some(Pass::first(&best)),
            best,
            ops,
            max_key,
            site: 0,
            cuts: Vec::new().into_iter(),
            taken: false,
            proposed: HashSet::new(),
        };
        descent.proposed.insert(fingerprint(&descent.best));
        descent.enter(descent.pass);
        descent
    }

    /// A case smaller than the last one that was taken, none twice.
    pub(crate) fn propose(&mut self) -> Option<Case> {
        loop {
            while let Some(cut) = self.cuts.next() {
                let case = self.best.cut(&cut);
                if let Some(case) = self.admit(case) {
                    return Some(case);
                }
            }
            self.go_on();
            self.pass?;
        }
    }

    /// The beginning of the best case up to and with step number `last`, if that
    /// is less than all and has not been proposed.
    pub(crate) fn propose_up_to(&mut self, last: usize) -> Option<Case> {
        let mut case = self.best.clone();
        case.steps.truncate(last + 1);
        self.admit(case)
    }

    /// A case that someone else thought of, if it is smaller than the best one
    /// and has not been proposed.
    pub(crate) fn admit(&mut self, case: Case) -> Option<Case> {
        let case = case.within(self.ops, self.max_key);
        let new = self.size.exceeds(&case) && self.proposed.insert(fingerprint(&case));
        new.then_some(case)
    }

    /// Whether a case is smaller than the best one.
    pub(crate) fn is_smaller(&self, case: &Case) -> bool {
        self.size.exceeds(case)
    }

    /// Lets a case be proposed again: it was turned down for the sake of another
    /// one.
    pub(crate) fn forget(&mut self, case: &Case) {
        self.proposed.remove(&fingerprint(case));
    }

    /// Begins a new round, from the boldest cuts on.
    pub(crate) fn start_over(&mut self) {
        self.taken = false;
        self.enter(Some(Pass::first(&self.best)));
    }

    /// Goes on from a case that was proposed.
    pub(crate) fn take(&mut self, case: Case) {
        self.size = Size::of(&case);
        self.best = case;
        self.taken = true;
        // The same place holds something else now.
        self.cuts = self.cuts_here();
    }

    /// To the next site, or to the next pass, or to the next round.
    fn go_on(&mut self) {
        let Some(pass) = self.pass else {
            return;
        };
        self.site += 1;
        if pass.cuts(&self.best, self.site).is_some() {
            self.cuts = self.cuts_here();
            return;
        }
        let next = pass.next(&self.best);
        if next.is_none() && self.taken {
            self.start_over();
        } else {
            self.enter(next);
        }
    }

    fn enter(&mut self, pass: Option<Pass>) {
        self.pass = pass;
        self.site = 0;
        self.cuts = self.cuts_here();
    }

    fn cuts_here(&self) -> vec::IntoIter<Cut> {
        let cuts = self.pass.and_then(|pass| pass.cuts(&self.best, self.site));
        cuts.unwrap_or_default().into_iter()
    }
}

/// The same on every machine and in every run.
fn fingerprint(case: &Case) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(case)
}

/// The iterator that [`Case::smaller`] makes.
#[derive(Clone, Debug)]
pub struct Smaller(Descent);

impl Iterator for Smaller {
    type Item = Case;

    fn next(&mut self) -> Option<Case> {
        self.0.propose()
    }
}

impl Case {
    /// Smaller cases, the boldest cuts first: half of the steps left out, a
    /// quarter, ..., single steps; then the hash plan, faults, ops, operands and
    /// keys made plainer. None comes twice.
    ///
    /// Each is smaller than this case by an order that no chain of them can
    /// descend for ever, so that repeatedly going to one that still fails ends.
    ///
    /// ```
    /// use map_oracle::case::Case;
    ///
    /// let case: Case = "map-oracle case 1\ninsert 3 = 0\nclear\n".parse()?;
    /// let smaller: Vec<Case> = case.smaller().collect();
    /// assert!(smaller.iter().any(|c| c.to_string().ends_with("seed 0\nclear\n")));
    /// # Ok::<(), map_oracle::case::CaseError>(())
    /// ```
    pub fn smaller(&self) -> Smaller {
        Smaller(Descent::new(self, OpSet::ALL, u16::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::OpKind;

    fn random_cases(count: usize, bytes: usize) -> impl Iterator<Item = Case> {
        let mut rng = fastrand::Rng::with_seed(5);
        (0..count).map(move |_| {
            let bytes: Vec<u8> = (0..bytes).map(|_| rng.u8(..)).collect();
            Case::from_bytes(&bytes)
        })
    }

    #[test]
    fn each_proposal_is_smaller_and_none_comes_twice() {
        for case in random_cases(60, 160) {
            let size = Size::of(&case);
            let mut seen = HashSet::new();
            for smaller in case.smaller() {
                assert!(
                    Size::of(&smaller) < size,
                    "{smaller}is no smaller than\n{case}"
                );
                assert!(seen.insert(smaller));
            }
        }
    }

    #[test]
    fn any_way_down_ends_at_a_case_with_nothing_in_it() {
        let mut rng = fastrand::Rng::with_seed(6);
        for mut case in random_cases(20, 120) {
            let mut moves = 0;
            loop {
                let smaller: Vec<Case> = case.smaller().collect();
                if smaller.is_empty() {
                    break;
                }
                case = smaller[rng.usize(0..smaller.len())].clone();
                moves += 1;
                assert!(moves < 100_000, "the descent does not end");
            }
            assert_eq!(
                case.to_string(),
                "map-oracle case 1\nhash sequential seed 0\n"
            );
        }
    }

    #[test]
    fn every_single_step_can_be_left_out() {
        for case in random_cases(10, 200) {
            for step in 0..case.steps.len() {
                let mut without = case.clone();
                without.steps.remove(step);
                assert!(case.smaller().any(|smaller| smaller == without));
            }
        }
    }

    /// Walks down while `fails`; counts the proposals.
    fn shrink(case: &Case, fails: impl Fn(&Case) -> bool) -> (Case, usize) {
        let mut descent = Descent::new(case, OpSet::ALL, u16::MAX);
        let mut proposals = 0;
        while let Some(case) = descent.propose() {
            proposals += 1;
            if fails(&case) {
                descent.take(case);
            }
        }
        (descent.best, proposals)
    }

    #[test]
    fn two_steps_among_a_thousand_are_found_in_few_proposals() {
        let mut text = "map-oracle case 1\n".to_owned();
        for step in 0..1_000 {
            text += &match step {
                300 => "clear\n".to_owned(),
                700 => "shrink_to_fit\n".to_owned(),
                _ => format!("insert {} = {step}\n", step % 60),
            };
        }
        let case: Case = text.parse().unwrap();
        let fails = |case: &Case| {
            let text = case.to_string();
            text.contains("clear") && text.contains("shrink")
        };
        let (smallest, proposals) = shrink(&case, fails);
        assert_eq!(smallest.steps.len(), 2);
        assert!(proposals < 150, "{proposals}");
    }

    #[test]
    fn inserts_become_a_run_with_small_keys() {
        let keys = [91, 12, 3000, 7, 8, 555, 31, 2000, 40];
        let mut text = "map-oracle case 1\nhash random seed 77\nhint 900\n".to_owned();
        for key in keys {
            text += &format!("insert {key} = {key}\nget {key}\n");
        }
        // Whoever has seen nine different keys.
        let fails = |case: &Case| case.domain().len() >= 9;
        let (smallest, _) = shrink(&text.parse().unwrap(), fails);
        assert_eq!(
            smallest.to_string(),
            "map-oracle case 1\nhash sequential seed 0\ninsert_run 0 len 9\n"
        );
    }

    #[test]
    fn a_plainer_op_may_take_a_key_of_its_own() {
        let text = "map-oracle case 1\ninsert 3 = 0\ninsert_nan = 4\ninsert 9 = 0\n";
        let inserts = |case: &Case| {
            let nan = |step: &&crate::case::Step| step.op.kind() == OpKind::InsertNan;
            case.domain().len() + case.steps.iter().filter(nan).count()
        };
        let (smallest, _) = shrink(&text.parse().unwrap(), |case| inserts(case) >= 3);
        let body = "sequential seed 0\ninsert_run 0 len 3\n";
        assert!(smallest.to_string().ends_with(body), "{smallest}");
    }

    #[test]
    fn keys_are_merged_everywhere_at_once() {
        let text = "map-oracle case 1\ninsert 9 = 4\nremove 9\ninsert 30 = 4\nget 30\n";
        // As many reads as inserts of the same key.
        let fails = |case: &Case| {
            let text = case.to_string();
            case.steps.len() == 4
                && text.lines().nth(2).unwrap().split(' ').nth(1)
                    == text.lines().nth(3).unwrap().split(' ').nth(1)
                && text.lines().nth(4).unwrap().split(' ').nth(1)
                    == text.lines().nth(5).unwrap().split(' ').nth(1)
        };
        let (smallest, _) = shrink(&text.parse().unwrap(), fails);
        let body = "insert 0 = 0\nremove 0\ninsert 0 = 0\nget 0\n";
        assert!(smallest.to_string().ends_with(body), "{smallest}");
    }

    #[test]
    fn a_descent_from_its_own_end_takes_nothing() {
        for case in random_cases(40, 240) {
            // Any rule will do that depends on a bit of everything.
            let kinds = |case: &Case| -> usize {
                case.steps
                    .iter()
                    .map(|step| usize::from(step.op.kind().code()) % 3)
                    .sum()
            };
            let fails = |case: &Case| {
                kinds(case) % 2 == 1 && case.domain().iter().map(|&k| k % 7).max() > Some(3)
            };
            if !fails(&case) {
                continue;
            }
            let (smallest, _) = shrink(&case, fails);
            assert_eq!(shrink(&smallest, fails).0, smallest);
        }
    }
}
