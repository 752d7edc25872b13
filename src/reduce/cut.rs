//! The single moves by which a case gets smaller, and in what order they are
//! thought of.
//!
//! Moves come in [`Pass`]es, each a way to make cases smaller, from the boldest
//! to the most timid; a pass has *sites*, places in the case, and each site some
//! [`Cut`]s. Sites are numbered so that after a cut that was taken, the site of
//! the same number is where to go on: nothing that was tried in vain is tried
//! again.

use super::jump::{jumps, last, unnamed};
use super::plain::{ladder, plainer_spreads};
use super::rename::anchor;
use crate::case::{Case, MAX_RUN, Op, OpKind, Spread};

/// Beyond this many steps, no two of them are taken for a pair unless they are
/// on one key.
const PAIRED: usize = 32;
/// At most so many other keys are tried in the place of one.
const OTHERS: usize = 6;

/// A way to make cases smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// Leave out runs of this many steps.
    Runs(usize),
    /// Simplify what belongs to the case as a whole.
    Whole,
    /// Say steps that follow each other as one op on a run of keys.
    Fuse,
    /// Shorten all runs at once, with another hash plan and hint.
    Jump,
    /// Leave out, or fuse, two steps that do not follow each other; and leave
    /// out a step whose key another one can name.
    Pairs,
    /// Simplify single steps.
    Each,
    /// Bring keys together and down.
    Keys,
    /// Pin fewer keys, to plainer hashes.
    Pins,
    /// Put steps that only read at the end.
    Reads,
}

impl Pass {
    /// What a round begins with.
    pub(super) fn first(case: &Case) -> Pass {
        Pass::Runs(case.steps.len().div_ceil(2).max(1))
    }

    /// What comes after this pass.
    pub(super) fn next(self, case: &Case) -> Option<Pass> {
        Some(match self {
            Pass::Runs(len) if len > 1 => Pass::Runs((len.min(case.steps.len()) / 2).max(1)),
            Pass::Runs(_) => Pass::Whole,
            Pass::Whole => Pass::Fuse,
            Pass::Fuse => Pass::Jump,
            Pass::Jump => Pass::Pairs,
            Pass::Pairs => Pass::Each,
            Pass::Each => Pass::Keys,
            Pass::Keys => Pass::Pins,
            Pass::Pins => Pass::Reads,
            Pass::Reads => return None,
        })
    }

    /// The cuts at a site; `None` behind the last site.
    pub(super) fn cuts(self, case: &Case, site: usize) -> Option<Vec<Cut>> {
        let steps = case.steps.len();
        match self {
            Pass::Runs(len) => {
                // From the end: what a case leads up to is seldom what can go
                // first. The last site is what is left over at the beginning.
                let end = steps.checked_sub(site * len).filter(|&end| end > 0)?;
                let start = end.saturating_sub(len);
                Some(vec![Cut::Steps { start, end }])
            }
            Pass::Whole => (site == 0).then(|| whole(case)),
            Pass::Fuse => (site < steps).then(|| fuse(case, site)),
            Pass::Jump => (site == 0).then(|| jumps(case)),
            Pass::Pairs => (site < steps).then(|| pairs(case, site)),
            Pass::Each => (site < steps).then(|| each(case, site)),
            Pass::Keys => keys(case, site),
            Pass::Pins => {
                let (&key, &hash) = case.plan.pins.iter().nth(site)?;
                let low = [hash & 0xff, hash & 0xffff];
                let plainer = ladder(hash, 0).take(3).chain(low).chain(ladder(low[1], 0));
                let plainer = plainer.map(|hash| Cut::PinTo(key, hash));
                Some(std::iter::once(Cut::Pin(key)).chain(plainer).collect())
            }
            Pass::Reads => (site < steps).then(|| last(case, site)),
        }
    }
}

/// One way to make a case smaller. Applied to a case, it may also do nothing or
/// make it larger in the end: whoever takes it compares.
#[derive(Clone, Debug)]
pub(super) enum Cut {
    /// Leave out the steps in `start..end`.
    Steps { start: usize, end: usize },
    /// Leave out two steps.
    Two(usize, usize),
    /// Plan no panic at all.
    Faults,
    /// Plan no panic in a step.
    Fault(usize),
    /// Let the panic of a step come at this call.
    Call { step: usize, call: u16 },
    /// Make all values 0.
    Values,
    /// Put another op in a step.
    Op { step: usize, op: Op },
    /// Say the steps in `start..end` as one `kind` of `len` keys. With
    /// `rename`, their keys are numbered without a gap first.
    Fuse {
        start: usize,
        end: usize,
        kind: OpKind,
        rename: bool,
    },
    /// Leave out step `dropped`, and let `kept` do its part.
    FuseTwo {
        kept: usize,
        dropped: usize,
        kind: OpKind,
    },
    /// Give one key the number of another one.
    Merge { from: u16, into: u16 },
    /// Move all keys from `from` on down by `by`.
    Shift { from: u16, by: u16 },
    /// Close all gaps between keys.
    Gaps,
    /// Ask for this capacity.
    Hint(u16),
    /// Unpin all keys.
    Pins,
    /// Unpin a key.
    Pin(u16),
    /// Pin a key to another hash.
    PinTo(u16, u64),
    /// Shorten all runs to `len`, keys beyond which are brought down with
    /// `fold`, hash by another rule, and ask for another capacity.
    Jump {
        len: u16,
        fold: bool,
        spread: Spread,
        hint: u16,
    },
    /// Leave out a step that only names `into`, and give that number to the
    /// key `from`; without one, close all gaps.
    Unnamed {
        step: usize,
        from: Option<u16>,
        into: u16,
    },
    /// Put a step at the end.
    Last(usize),
    /// Hash by another rule.
    Spread(Spread),
    /// Use another seed.
    Seed(u32),
}

impl Case {
    /// The case after a cut.
    pub(super) fn cut(&self, cut: &Cut) -> Case {
        let mut case = self.clone();
        match *cut {
            Cut::Steps { start, end } => {
                case.steps.drain(start..end);
            }
            Cut::Two(first, second) => {
                case.steps.remove(second);
                case.steps.remove(first);
            }
            Cut::Faults => case.steps.iter_mut().for_each(|step| step.fault = None),
            Cut::Fault(step) => case.steps[step].fault = None,
            Cut::Call { step, call } => {
                if let Some(fault) = &mut case.steps[step].fault {
                    fault.call = call;
                }
            }
            Cut::Values => {
                for step in &mut case.steps {
                    let [a, ..] = step.op.operands();
                    let without = step.op.with([a, 0, 0]);
                    // Where it is no value, it says how many.
                    if without.weight() == step.op.weight() {
                        step.op = without;
                    }
                }
            }
            Cut::Op { step, op } => case.steps[step].op = op,
            Cut::Fuse {
                start,
                end,
                kind,
                rename,
            } => case.fuse(start, end, kind, rename),
            Cut::FuseTwo {
                kept,
                dropped,
                kind,
            } => case.fuse_two(kept, dropped, kind),
            Cut::Merge { from, into } => case.rename(|key| if key == from { into } else { key }),
            Cut::Shift { from, by } => case.shift(from, by),
            Cut::Gaps => case.close_gaps(),
            Cut::Hint(hint) => case.hint = hint,
            Cut::Pins => case.plan.pins.clear(),
            Cut::Pin(key) => {
                case.plan.pins.remove(&key);
            }
            Cut::PinTo(key, hash) => {
                case.plan.pins.insert(key, hash);
            }
            Cut::Jump {
                len,
                fold,
                spread,
                hint,
            } => {
                case.shorten(len, fold);
                case.plan.spread = spread;
                case.hint = hint;
            }
            Cut::Unnamed { step, from, into } => {
                case.steps.remove(step);
                match from {
                    Some(from) => case.rename(|key| if key == from { into } else { key }),
                    None => case.close_gaps(),
                }
            }
            Cut::Last(step) => {
                let step = case.steps.remove(step);
                case.steps.push(step);
            }
            Cut::Spread(spread) => case.plan.spread = spread,
            Cut::Seed(seed) => case.plan.seed = seed,
        }
        case
    }

    fn fuse_two(&mut self, kept: usize, dropped: usize, kind: OpKind) {
        let [one, other] = [kept, dropped].map(|step| self.steps[step].op);
        let first = one.key().min(other.key());
        self.steps[kept].op = bulk_op(kind, first, one.weight() + other.weight());
        self.steps.remove(dropped);
    }

    fn fuse(&mut self, start: usize, end: usize, kind: OpKind, rename: bool) {
        let mut keys: Vec<u16> = Vec::new();
        for step in &self.steps[start..end] {
            keys.extend(step.op.keys());
        }
        keys.sort_unstable();
        keys.dedup();
        let Some(&first) = keys.first() else {
            return;
        };
        if rename {
            self.rename(|key| match keys.binary_search(&key) {
                Ok(place) => first + place as u16,
                Err(_) => key,
            });
        }
        self.steps.drain(start + 1..end);
        self.steps[start].op = bulk_op(kind, first, keys.len());
        self.steps[start].fault = None;
    }
}

fn bulk_op(kind: OpKind, first: u16, len: usize) -> Op {
    Op::from_parts(kind, first, len.min(MAX_RUN.into()) as u16)
}

fn whole(case: &Case) -> Vec<Cut> {
    let mut cuts = vec![Cut::Faults, Cut::Gaps, Cut::Values, Cut::Pins];
    cuts.extend(ladder(case.hint.into(), 0).map(Cut::Hint));
    cuts.extend(plainer_spreads(&case.plan).into_iter().map(Cut::Spread));
    let seed = case.plan.seed;
    cuts.extend((0..8).filter(|&plain| plain < seed).map(Cut::Seed));
    cuts.extend(ladder(seed.into(), 0).skip(1).map(Cut::Seed));
    cuts
}

/// The step and those after it that can be said as one.
fn fuse(case: &Case, start: usize) -> Vec<Cut> {
    let kind_of = |step: usize| case.steps[step].op.kind().row().bulk;
    let Some(kind) = kind_of(start) else {
        return Vec::new();
    };
    let goes_on = |&step: &usize| kind_of(step) == Some(kind);
    let end = start + (start..case.steps.len()).take_while(goes_on).count();
    if end - start < 2 {
        return Vec::new();
    }
    let fuse = |rename| Cut::Fuse {
        start,
        end,
        kind,
        rename,
    };
    vec![fuse(false), fuse(true)]
}

fn pairs(case: &Case, first: usize) -> Vec<Cut> {
    let op = |step: usize| case.steps[step].op;
    let few = case.steps.len() <= PAIRED;
    let mut cuts = unnamed(case, first);
    let on_one_key = |&second: &usize| few || anchor(op(first)) == anchor(op(second));
    for second in (first + 1..case.steps.len())
        .filter(on_one_key)
        .take(PAIRED)
    {
        cuts.push(Cut::Two(first, second));
    }
    if let (true, Some(kind)) = (few, op(first).kind().row().bulk) {
        let seconds = first + 1..case.steps.len();
        for second in seconds.filter(|&second| op(second).kind().row().bulk == Some(kind)) {
            for (kept, dropped) in [(first, second), (second, first)] {
                cuts.push(Cut::FuseTwo {
                    kept,
                    dropped,
                    kind,
                });
            }
        }
    }
    cuts
}

fn each(case: &Case, step: usize) -> Vec<Cut> {
    let of = &case.steps[step];
    let mut cuts = Vec::new();
    if let Some(fault) = of.fault {
        cuts.push(Cut::Fault(step));
        let earlier = ladder(fault.call.into(), 1);
        cuts.extend(earlier.map(|call| Cut::Call { step, call }));
    }
    let [a, b, c] = of.op.operands();
    let op = |op| Cut::Op { step, op };
    let with = |operands| op(of.op.with(operands));
    for &plain in of.op.kind().row().simpler {
        let plain = of.op.as_kind(plain);
        cuts.push(op(plain));
        if anchor(plain).is_some() && of.op.keys().next().is_none() {
            // It may have to be a key that no other step names.
            let fresh = case.stretches().last().map_or(0, |last| last.1);
            cuts.push(op(plain.with([fresh, b, c])));
        }
    }
    cuts.extend(ladder(c.into(), 0).map(|c| with([a, b, c])));
    cuts.extend(ladder(b.into(), 0).map(|b| with([a, b, c])));
    if of.op.weight() > 1 && anchor(of.op).is_some() {
        // A run may also begin later.
        let later = ladder(b.into(), 1).filter(|&len| len < b);
        cuts.extend(later.map(|len: u16| with([a + (b - len), len, c])));
    }
    if anchor(of.op).is_some() {
        let others = case.anchors().into_iter().take_while(|&key| key < a);
        cuts.extend(others.take(OTHERS).map(|a| with([a, b, c])));
    }
    cuts.extend(ladder(a.into(), 0).map(|a| with([a, b, c])));
    cuts
}

/// First one site for each stretch of keys, which can go down; then one for each
/// anchor, from the highest, which can become another one.
fn keys(case: &Case, site: usize) -> Option<Vec<Cut>> {
    let stretches = case.stretches();
    if let Some(&(from, _)) = stretches.get(site) {
        let below = site.checked_sub(1).map_or(0, |below| stretches[below].1);
        let gap = from - below;
        // Some rules of hashing and of choosing keys go by sixteen, or by even
        // and odd.
        let mut by = vec![gap, gap & !15, gap & !1];
        by.dedup();
        by.retain(|&by| by > 0);
        return Some(by.into_iter().map(|by| Cut::Shift { from, by }).collect());
    }
    let anchors = case.anchors();
    let place = anchors.len().checked_sub(1 + site - stretches.len())?;
    let from = anchors[place];
    let others = anchors[..place].iter().take(OTHERS);
    Some(others.map(|&into| Cut::Merge { from, into }).collect())
}
