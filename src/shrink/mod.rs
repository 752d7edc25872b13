//! Makes a failing case small: one shrinker for whoever found it.
//!
//! [`minimize`] is for a map that can be run in this process. [`shrink`] is the
//! same for whoever runs cases elsewhere, in a process that may crash or hang.
//! Both go down the one way that cases have to smaller ones, which is also
//! [`Case::smaller`](crate::case::Case::smaller), from the boldest cuts to the
//! most timid:
//!
//! 1. leave out what comes after the failure, then runs of steps, half of them,
//!    a quarter, ..., single steps;
//! 2. simplify the case as a whole: no faults, no gaps between keys, no values,
//!    no hint, a plainer hash plan;
//! 3. say several inserts or removals as one, leave out two steps at a time;
//! 4. simplify single steps: no fault or an earlier one, plainer ops, smaller
//!    numbers; then merge keys and drop pins.
//!
//! A smaller case counts only if it fails the same way: its
//! [`Class`](crate::check::Class) is the same. The same case always shrinks to the same, and what it shrinks to, it
//! shrinks to itself, unless the map does not always do the same or the most
//! runs were used up.

use std::ops::ControlFlow;

use crate::case::{Case, Descent, OpSet};
use crate::check::{Class, Divergence, Finding, ProcessEnd, Runner};

/// The most runs that one shrinking may take.
const MAX_RUNS: usize = 20_000;
/// How often a case is run to learn whether the map always does the same.
const PROBES: usize = 3;
/// How often a case is run on a map that does not, before it is given up, ...
const TRIES: usize = 8;
/// ... and how often it must have failed to be believed.
const BELIEVED: usize = 2;

/// What came of shrinking.
#[derive(Clone, Debug)]
pub struct Shrunk {
    /// The smallest failure found.
    pub finding: Finding,
    /// How often a case was run.
    pub runs: usize,
    /// Whether the first case failed the same way each time that it was run.
    /// If not, the smallest case may pass now and then as well.
    pub steady: bool,
    /// Whether there was nothing left to try. If not, it was broken off, or the
    /// most runs were used up, and the case may not be as small as it gets.
    pub finished: bool,
    /// TODO merge.
    pub failed_of: (usize, usize),
}

/// The divergence of the smallest case that can be reached from this one and
/// fails the same way. The same case always shrinks to the same.
#[must_use]
pub fn minimize(runner: &Runner, divergence: Divergence) -> Divergence {
    minimize_watched(runner, divergence, |_| ControlFlow::Continue(()))
}

/// As [`minimize`]. `watch` is shown each case before it is run, and may break
/// off; the smallest case found so far is the result then.
#[must_use]
pub fn minimize_watched(
    runner: &Runner,
    divergence: Divergence,
    mut watch: impl FnMut(&Case) -> ControlFlow<()>,
) -> Divergence {
    let shrunk = shrink(runner, Finding::Diverged(Box::new(divergence)), |case| {
        watch(case)?;
        ControlFlow::Continue(runner.run(case).err().map(Finding::Diverged))
    });
    match shrunk.finding {
        Finding::Diverged(smallest) => *smallest,
        Finding::Ended(_) => unreachable!("only what has the class of a divergence is taken"),
    }
}

/// Shrinks what `runner`'s subject fails by. `attempt` runs a case, wherever it
/// likes, and tells how it failed, if it did; it may break off, and the smallest
/// case found so far is the result then.
///
/// A map that does not always do the same is found out by running the first case
/// again; each smaller one is then run several times, and must fail twice.
#[must_use]
pub fn shrink(
    runner: &Runner,
    finding: Finding,
    mut attempt: impl FnMut(&Case) -> ControlFlow<(), Option<Finding>>,
) -> Shrunk {
    let mut shrinking = Shrinking {
        class: finding.class(),
        best: finding,
        runs: 0,
        steady: true,
        attempt: &mut attempt,
    };
    let ended = shrinking.descend(runner.ops, runner.max_key);
    Shrunk {
        finding: shrinking.best,
        runs: shrinking.runs,
        steady: shrinking.steady,
        finished: ended.is_continue(),
        failed_of: (1, 1),
    }
}

/// As [`shrink`]; see there.
pub(crate) fn shrink_clear_of(
    runner: &Runner,
    finding: Finding,
    _known: &[crate::check::Signature],
    attempt: impl FnMut(&Case) -> ControlFlow<(), Option<Finding>>,
) -> Shrunk {
    shrink(runner, finding, attempt)
}

/// A shrinking under way. What breaks it off breaks off all of its methods.
struct Shrinking<'a> {
    class: Class,
    best: Finding,
    runs: usize,
    steady: bool,
    attempt: &'a mut dyn FnMut(&Case) -> ControlFlow<(), Option<Finding>>,
}

impl Shrinking<'_> {
    fn descend(&mut self, ops: OpSet, max_key: u16) -> ControlFlow<()> {
        self.probe()?;
        let mut descent = Descent::new(self.best.case(), ops, max_key);
        loop {
            // What comes after the step that showed the failure is not needed.
            let cut = self
                .best
                .last_step()
                .and_then(|last| descent.propose_up_to(last));
            let Some(case) = cut.or_else(|| descent.propose()) else {
                return ControlFlow::Continue(());
            };
            if let Some(finding) = self.fails(&case)? {
                self.best = finding;
                descent.take(case);
            }
        }
    }

    /// Finds out whether the map always does the same.
    fn probe(&mut self) -> ControlFlow<()> {
        // To wait for an end that does not come would take longer than all else.
        if self.class == Class::Ended(ProcessEnd::Hang) {
            return ControlFlow::Continue(());
        }
        let case = self.best.case().clone();
        for _ in 1..PROBES {
            self.steady &= self.run(&case)?.is_some();
        }
        ControlFlow::Continue(())
    }

    /// How the case fails, if it fails the same way as the first one, and if
    /// that can be relied on.
    fn fails(&mut self, case: &Case) -> ControlFlow<(), Option<Finding>> {
        if self.steady {
            return self.run(case);
        }
        let mut failed = 0;
        for _ in 0..TRIES {
            if let Some(finding) = self.run(case)? {
                failed += 1;
                if failed == BELIEVED {
                    return ControlFlow::Continue(Some(finding));
                }
            }
        }
        ControlFlow::Continue(None)
    }

    fn run(&mut self, case: &Case) -> ControlFlow<(), Option<Finding>> {
        if self.runs == MAX_RUNS {
            return ControlFlow::Break(());
        }
        self.runs += 1;
        let finding = (self.attempt)(case)?;
        ControlFlow::Continue(finding.filter(|finding| finding.class() == self.class))
    }
}
