//! Makes a failing case small: one shrinker for whoever found it.

use std::ops::ControlFlow;

use crate::case::Case;
use crate::check::{Divergence, Runner};

/// The most runs that one shrinking may take.
const MAX_RUNS: usize = 20_000;

/// The divergence of the smallest case that can be reached from this one and
/// fails by the same check. Goes from case to [smaller](crate::case::Case::smaller)
/// case, greedily; the same case always shrinks to the same.
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
    let mut best = divergence;
    let mut runs = 0;
    loop {
        // What comes after the step that showed the difference is not needed.
        let mut cut = best.case.clone();
        cut.steps.truncate(best.step + 1);
        let candidates = std::iter::once(cut)
            .filter(|cut| cut.steps.len() < best.case.steps.len())
            .chain(best.case.smaller());
        let mut next = None;
        for candidate in candidates {
            runs += 1;
            if runs > MAX_RUNS || watch(&candidate).is_break() {
                return best;
            }
            match runner.run(&candidate) {
                Err(smaller) if smaller.kind == best.kind => {
                    next = Some(*smaller);
                    break;
                }
                _ => {}
            }
        }
        match next {
            Some(smaller) => best = smaller,
            None => return best,
        }
    }
}
