//! Makes a failing case small: one shrinker for whoever found it.
//!
//! [`minimize`] is for a map that can be run in this process. [`shrink`] is the
//! same for whoever runs cases elsewhere, in a process that may crash or hang.
//! Both go down the one way that cases have to smaller ones, which is also
//! [`Case::smaller`](crate::case::Case::smaller), from the boldest cuts to the
//! most timid:
//!
//! 1. run the first case again, to learn whether the map always does the same;
//! 2. try a few hundred tiny cases of the failing op, with up to three keys and
//!    the hash plans under which they collide;
//! 3. leave out what comes after the failure, then runs of steps, half of them,
//!    a quarter, ..., single steps;
//! 4. simplify the case as a whole: no faults, no gaps between keys, no values,
//!    no hint, a plainer hash plan;
//! 5. say several inserts or removals as one; shorten all runs to the lengths
//!    at which tables change, together with other hash plans and no hint;
//! 6. leave out two steps at a time, and ops that only name a key, which another
//!    op can name;
//! 7. simplify single steps: no fault or an earlier one, plainer ops, smaller
//!    numbers; then merge keys, drop pins, and put ops that only read at the
//!    end;
//! 8. at the end of all that, the tiny cases again, and then run the smallest
//!    case once more. If it does not fail any more, the cases that led to it are
//!    tried from the smallest to the largest, and the first that fails is gone
//!    on with.
//!
//! A smaller case counts only if it fails the same way: its
//! [`Class`] is the same, and its [`Signature`] is none of those that are known
//! already. The same case always shrinks to the same, and what it shrinks to,
//! it shrinks to itself, unless the map does not always do the same or the most
//! runs were used up. Limits count runs, never time.

mod shrinking;
mod tiny;

use std::ops::ControlFlow;

use crate::case::Case;
use crate::check::Runner;
use crate::evidence::{Divergence, Finding, Signature};
use shrinking::Shrinking;

#[cfg(doc)]
use crate::evidence::Class;

/// What a run of a case is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trial {
    /// One of many that lead down: it may follow others in one process.
    Candidate,
    /// It is to show that the case fails by itself: in a process in which no
    /// other case has run, with all the time that a case may have. There are few
    /// such runs, unless a result failed in this.
    Fresh,
}

/// What came of shrinking.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Shrunk {
    /// The smallest failure found.
    pub finding: Finding,
    /// How often a case was run.
    pub runs: usize,
    /// Whether the map was never seen to do the one thing and then the other. If
    /// not, the smallest case may pass now and then as well.
    pub steady: bool,
    /// How often the smallest case failed in the end, and in how many runs:
    /// `(1, 1)` if the map always does the same. `(0, _)` if it was not seen to
    /// fail again, which is then the first case; `(0, 0)` if shrinking was
    /// broken off before the smallest case could be run once more.
    pub failed_of: (usize, usize),
    /// Whether there was nothing left to try. If not, it was broken off, or the
    /// most runs were used up, and the case may not be as small as it gets.
    pub finished: bool,
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
    let finding = Finding::Diverged(Box::new(divergence));
    let shrunk = shrink(runner, finding, &[], |case, _| {
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
/// A case that fails with one of the `known` signatures is not gone on with, as
/// that is another failure; unless the first case has one of them.
///
/// When the way down ends, or is broken off, `attempt` is asked for a
/// [`Trial::Fresh`] run of the result. If it breaks off there, too, nothing is
/// known of that. A caller with a time limit best gives such runs some more.
///
/// A map that does not always do the same is found out by running the first case
/// again, and the smallest one, upon which the way down begins anew. Each smaller
/// case is then run several times, by how often the first one failed, and must
/// fail twice.
#[must_use]
pub fn shrink(
    runner: &Runner,
    finding: Finding,
    known: &[Signature],
    mut attempt: impl FnMut(&Case, Trial) -> ControlFlow<(), Option<Finding>>,
) -> Shrunk {
    Shrinking::new(runner, finding, known, &mut attempt).shrunk()
}
