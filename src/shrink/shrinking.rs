//! A shrinking under way: the descent, how often a case is run to be believed,
//! and the confirmation of the result.

use std::ops::ControlFlow;

use super::tiny::tiny;
use super::{Shrunk, Trial};
use crate::case::Case;
use crate::check::Runner;
use crate::evidence::{Class, Finding, ProcessEnd, Signature};
use crate::reduce::Descent;

/// The most runs that the way down may take.
const MAX_RUNS: usize = 20_000;
/// The most runs of tiny cases at a time.
const TINY: usize = 300;
/// A case of no more steps and keys than this is tiny itself.
const TINY_STEPS: usize = 1;
/// How often a case is run again to learn whether the map always does the same,
/// if it fails each time, ...
const PROBES: usize = 4;
/// ... and how often, if it does not; more often if it never fails.
const MORE_PROBES: usize = 20;
/// How often a case must fail to be believed on a map that does not always do
/// the same.
const BELIEVED: usize = 2;
/// How often the result is run on such a map.
const REPEATS: usize = 10;
/// The most runs of one case.
const MOST_TRIES: usize = 60;
/// So many taken cases are gone back one by one, before the steps get longer.
const BACK_SLOWLY: usize = 8;

pub(super) type Attempt<'a> = dyn FnMut(&Case, Trial) -> ControlFlow<(), Option<Finding>> + 'a;

/// A shrinking under way. What breaks it off breaks off all of its methods.
pub(super) struct Shrinking<'a> {
    runner: &'a Runner,
    class: Class,
    /// What must not be gone on with.
    known: &'a [Signature],
    /// The first case and all that were taken, the best at the end.
    taken: Vec<Finding>,
    runs: usize,
    steady: bool,
    /// How often a case is run to see it fail once, and to see it fail twice.
    tries: (usize, usize),
    /// What the runs on the way down are.
    trial: Trial,
    attempt: &'a mut Attempt<'a>,
}

impl<'a> Shrinking<'a> {
    pub(super) fn new(
        runner: &'a Runner,
        finding: Finding,
        known: &'a [Signature],
        attempt: &'a mut Attempt<'a>,
    ) -> Self {
        let is_known = known.contains(&finding.signature());
        Shrinking {
            runner,
            class: finding.class(),
            known: if is_known { &[] } else { known },
            taken: vec![finding],
            runs: 0,
            steady: true,
            tries: (1, 1),
            trial: Trial::Candidate,
            attempt,
        }
    }

    pub(super) fn shrunk(mut self) -> Shrunk {
        let mut finished = self.descend().is_continue();
        let mut failed_of = self.confirm();
        if self.trial == Trial::Fresh && failed_of.0 > 0 {
            // Cases did damage to each other. From here on each is by itself.
            finished = finished && self.walk_down().is_continue();
            failed_of = self.confirm();
        }
        Shrunk {
            finding: self.taken.pop().expect("the first one is never taken away"),
            runs: self.runs,
            steady: self.steady,
            failed_of,
            finished,
        }
    }

    fn best(&self) -> &Finding {
        self.taken.last().expect("the first one is there")
    }

    fn descend(&mut self) -> ControlFlow<()> {
        if !self.probe()? {
            return ControlFlow::Continue(());
        }
        self.walk_down()?;
        if self.steady && self.wavers()? {
            // What was taken on the way was believed too easily.
            self.steady = false;
            self.taken.truncate(1);
            if self.probe()? {
                self.walk_down()?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Whether the best case now fails and now passes, each time by itself. If it
    /// never fails, that is for [`Shrinking::confirm`] to mend.
    fn wavers(&mut self) -> ControlFlow<(), bool> {
        if self.class == Class::Ended(ProcessEnd::Hang) {
            return ControlFlow::Continue(false);
        }
        let case = self.best().case().clone();
        let mut failed = 0;
        for _ in 0..PROBES {
            failed += usize::from(self.attempt(&case, Trial::Fresh)?.is_some());
        }
        ControlFlow::Continue(failed > 0 && failed < PROBES)
    }

    fn walk_down(&mut self) -> ControlFlow<()> {
        let (ops, max_key) = (self.runner.ops, self.runner.max_key);
        let mut descent = Descent::new(self.best().case(), ops, max_key);
        self.try_tiny(&mut descent)?;
        loop {
            // What comes after the step that showed the failure is not needed.
            let cut = self
                .best()
                .last_step()
                .and_then(|last| descent.propose_up_to(last));
            if let Some(case) = cut.or_else(|| descent.propose()) {
                if let Some(finding) = self.fails(&case)? {
                    self.taken.push(finding);
                    descent.take(case);
                }
            } else if !self.try_tiny(&mut descent)? {
                return ControlFlow::Continue(());
            }
        }
    }

    /// Goes to a tiny case, if one fails the same way. One in which the same op
    /// does it is preferred.
    fn try_tiny(&mut self, descent: &mut Descent) -> ControlFlow<(), bool> {
        let costly = self.class == Class::Ended(ProcessEnd::Hang) || !self.steady;
        let steps = &self.best().case().steps;
        if costly || steps.len() <= TINY_STEPS && self.best().case().weight() <= TINY_STEPS {
            return ControlFlow::Continue(false);
        }
        let own = self.best().signature();
        let (ops, max_key) = (self.runner.ops, self.runner.max_key);
        let cases = tiny(self.best()).into_iter();
        let cases: Vec<Case> = cases
            .map(|case| case.within(ops, max_key))
            .filter(|case| descent.is_smaller(case))
            .take(TINY)
            .collect();
        let mut other = None;
        for case in cases {
            let Some(case) = descent.admit(case) else {
                continue;
            };
            let Some(finding) = self.fails(&case)? else {
                continue;
            };
            if finding.signature() == own {
                other = Some((case, finding));
                break;
            }
            // It is to be tried again from where the descent ends.
            descent.forget(&case);
            other = other.or(Some((case, finding)));
        }
        let found = other.is_some();
        if let Some((case, finding)) = other {
            self.taken.push(finding);
            descent.take(case);
            descent.start_over();
        }
        ControlFlow::Continue(found)
    }

    /// Finds out whether the map always does the same, and if not, how often it
    /// fails. Returns whether it was seen to fail again.
    fn probe(&mut self) -> ControlFlow<(), bool> {
        // To wait for an end that does not come would take longer than all else.
        if self.class == Class::Ended(ProcessEnd::Hang) {
            return ControlFlow::Continue(true);
        }
        let case = self.best().case().clone();
        let (mut failed, mut runs) = (0, 0);
        let least = if self.steady { PROBES } else { MORE_PROBES };
        while runs < least
            || failed < runs && runs < MORE_PROBES
            || failed == 0 && runs < MOST_TRIES
        {
            failed += usize::from(self.run(&case)?.is_some());
            runs += 1;
        }
        self.measured(failed, runs);
        ControlFlow::Continue(failed > 0)
    }

    /// Sets how often cases are run, from how often one failed.
    fn measured(&mut self, failed: usize, runs: usize) {
        self.steady &= failed == runs;
        if !self.steady {
            // At this rate one in twenty cases would be given up in vain.
            let to_fail = |times: usize| (times * runs).div_ceil(failed.max(1)).min(MOST_TRIES);
            self.tries = (to_fail(3), to_fail(5));
        }
    }

    /// How the case fails, if it fails the same way as the first one, and if
    /// that can be relied on.
    fn fails(&mut self, case: &Case) -> ControlFlow<(), Option<Finding>> {
        if self.steady {
            return self.run(case);
        }
        let (mut failed, mut runs) = (0, 0);
        let (once, twice) = self.tries;
        while runs < if failed == 0 { once } else { twice } {
            runs += 1;
            if let Some(finding) = self.run(case)? {
                failed += 1;
                if failed == BELIEVED {
                    return ControlFlow::Continue(Some(finding));
                }
            }
        }
        ControlFlow::Continue(None)
    }

    /// Runs the best case again. If it does not fail any more, goes back to the
    /// last taken one that does. Returns how often that failed, and of how many
    /// runs.
    fn confirm(&mut self) -> (usize, usize) {
        let mut back = 0;
        loop {
            let failed_of = match self.repeat() {
                ControlFlow::Continue(failed_of) => failed_of,
                ControlFlow::Break(()) => return (0, 0),
            };
            if failed_of.0 > 0 {
                return failed_of;
            }
            if self.taken.len() == 1 {
                self.steady = false;
                return failed_of;
            }
            self.trial = Trial::Fresh;
            back += 1;
            let steps = 1 << usize::saturating_sub(back, BACK_SLOWLY).min(16);
            let left = self.taken.len().saturating_sub(steps).max(1);
            self.taken.truncate(left);
        }
    }

    /// How often the best case fails by itself, and of how many runs: of one, if
    /// it fails there and the map always does the same.
    fn repeat(&mut self) -> ControlFlow<(), (usize, usize)> {
        let case = self.best().case().clone();
        let least = if self.steady { 1 } else { REPEATS };
        let most = match self.class {
            Class::Ended(ProcessEnd::Hang) => 2,
            _ => self.tries.0.max(REPEATS),
        };
        let (mut failed, mut runs) = (0, 0);
        while runs < least
            || failed == 0 && runs < most
            || failed < runs && runs < REPEATS.min(most)
        {
            failed += usize::from(self.attempt(&case, Trial::Fresh)?.is_some());
            runs += 1;
        }
        if failed > 0 {
            self.measured(failed, runs);
        }
        ControlFlow::Continue((failed, runs))
    }

    fn run(&mut self, case: &Case) -> ControlFlow<(), Option<Finding>> {
        if self.runs >= MAX_RUNS {
            return ControlFlow::Break(());
        }
        self.attempt(case, self.trial)
    }

    fn attempt(&mut self, case: &Case, trial: Trial) -> ControlFlow<(), Option<Finding>> {
        self.runs += 1;
        let finding = (self.attempt)(case, trial)?;
        ControlFlow::Continue(finding.filter(|finding| {
            finding.class() == self.class && !self.known.contains(&finding.signature())
        }))
    }
}
