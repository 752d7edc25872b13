//! Cuts that change several things of a case at once, because one alone would
//! make the failure go away.
//!
//! Whether a table fails may depend on its size in a way that no series of
//! halves meets: a failure of 33 keys may be none of 5 to 30, and one of 2
//! again. And fewer keys often collide only under another hash plan. So the
//! lengths at which tables change are tried outright, together with plain plans
//! and no hint. Likewise an op that only names a key may go if another op names
//! that key in its place.

use std::collections::BTreeSet;

use super::cut::Cut;
use super::plain::plainer_or_equal;
use super::rename::anchor;
use crate::case::{Case, Spread};

/// The lengths at which tables change: all small ones, and how much fits into a
/// table of 16 or 32 slots, and one more.
const LENGTHS: [u16; 13] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 28, 29];
/// At most so many other keys are tried in the place of one that is only named.
const OTHERS: usize = 4;

/// Shorter runs, with plainer plans, and with no hint.
pub(super) fn jumps(case: &Case) -> Vec<Cut> {
    let runs = case.steps.iter().map(|step| step.op.weight());
    let longest = runs.max().unwrap_or(1);
    let own = case.plan.spread;
    let mut spreads = vec![own];
    for spread in [
        Spread::Sequential,
        Spread::Distinct(1),
        Spread::LowBits(Spread::MAX_LOW_BITS),
        Spread::TopByte,
    ] {
        if spread != own {
            spreads.push(spread);
        }
    }
    let mut hints = vec![0, case.hint];
    hints.dedup();
    let mut cuts = Vec::new();
    for len in LENGTHS {
        if usize::from(len) >= longest {
            break;
        }
        for &spread in &spreads {
            for &hint in &hints {
                for fold in [false, true] {
                    cuts.push(Cut::Jump {
                        len,
                        fold,
                        spread,
                        hint,
                    });
                }
            }
        }
    }
    if longest == 1 {
        // There is nothing to shorten, but a plan may need another hint.
        for spread in plainer_or_equal(&case.plan) {
            cuts.push(Cut::Jump {
                len: 1,
                fold: false,
                spread,
                hint: 0,
            });
        }
    }
    cuts
}

/// Ways to do without a step that only names a key: another op takes its key, or
/// the other keys come down to where it was.
pub(super) fn unnamed(case: &Case, step: usize) -> Vec<Cut> {
    let op = case.steps[step].op;
    let Some(key) = anchor(op).filter(|_| op.kind().reads()) else {
        return Vec::new();
    };
    let mut cuts = vec![Cut::Unnamed {
        step,
        from: None,
        into: key,
    }];
    let others: BTreeSet<u16> = case.anchors().into_iter().collect();
    for from in others
        .into_iter()
        .filter(|&other| other != key)
        .take(OTHERS)
    {
        cuts.push(Cut::Unnamed {
            step,
            from: Some(from),
            into: key,
        });
    }
    cuts
}

/// Moves a step that only reads behind all that change the map: there it is the
/// op that shows the failure, and not one whose key is looked up later on.
pub(super) fn last(case: &Case, step: usize) -> Vec<Cut> {
    let reads = |step: usize| case.steps[step].op.kind().reads();
    let changes = (step + 1..case.steps.len()).any(|later| !reads(later));
    if reads(step) && changes {
        vec![Cut::Last(step)]
    } else {
        Vec::new()
    }
}

/// How many pairs there are of a step that only reads and a later one that does
/// not.
pub(super) fn early_reads(case: &Case) -> usize {
    let (mut pairs, mut reading) = (0, 0);
    for step in &case.steps {
        if step.op.kind().reads() {
            reading += 1;
        } else {
            pairs += reading;
        }
    }
    pairs
}

impl Case {
    /// Makes all runs at most `len` long. With `fold`, the keys beyond become
    /// those around the end of such a run.
    pub(super) fn shorten(&mut self, len: u16, fold: bool) {
        for step in &mut self.steps {
            if step.op.weight() > 1 {
                let [a, b, c] = step.op.operands();
                step.op = step.op.with([a, b.min(len), c]);
            }
        }
        if fold {
            // One key beyond the run stays there: it may have to be absent.
            self.rename(|key| key.min(len));
        }
    }
}
