//! Cases that are a little smaller than a given one: what every shrinker
//! tries.

use super::{Case, HashPlan, Op, OpKind, Spread};

/// One way to make a case smaller.
#[derive(Clone, Copy, Debug)]
enum Cut {
    /// Leave out `len` steps from `start` on.
    Steps { start: usize, len: usize },
    /// Plan no panic in a step.
    Fault(usize),
    /// Let the panic of a step come at its first call.
    EarlierFault(usize),
    /// Make the second operand of a step's op smaller: halve it, or take one
    /// away.
    Operand { step: usize, halve: bool },
    /// Put a plainer op in a step.
    Plainer { step: usize, kind: OpKind },
    /// Ask for no capacity.
    Hint,
    /// Unpin a key.
    Pin(u16),
    /// Hash by a plainer rule.
    Spread(Spread),
    /// Use seed 0.
    Seed,
}

impl Case {
    /// Smaller cases, the boldest cuts first: half of the steps left out, a
    /// quarter, ..., single steps; then faults, operands, the hint and the
    /// hash plan made plainer.
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
    pub fn smaller(&self) -> impl Iterator<Item = Case> + use<> {
        let case = self.clone();
        cuts(&case).into_iter().filter_map(move |cut| {
            let smaller = case.cut(cut);
            (smaller != case).then_some(smaller)
        })
    }

    fn cut(&self, cut: Cut) -> Case {
        let mut case = self.clone();
        match cut {
            Cut::Steps { start, len } => {
                case.steps.drain(start..start + len);
            }
            Cut::Fault(step) => case.steps[step].fault = None,
            Cut::EarlierFault(step) => {
                if let Some(fault) = &mut case.steps[step].fault {
                    fault.call = fault.call.div_ceil(2);
                }
            }
            Cut::Operand { step, halve } => {
                let (kind, a, b) = case.steps[step].op.parts();
                let b = if halve { b / 2 } else { b.saturating_sub(1) };
                case.steps[step].op = Op::from_parts(kind, a, b);
            }
            Cut::Plainer { step, kind } => {
                let (_, a, b) = case.steps[step].op.parts();
                case.steps[step].op = Op::from_parts(kind, a, b);
            }
            Cut::Hint => case.hint = 0,
            Cut::Pin(key) => {
                case.plan.pins.remove(&key);
            }
            Cut::Spread(spread) => case.plan.spread = spread,
            Cut::Seed => case.plan.seed = 0,
        }
        case
    }
}

fn cuts(case: &Case) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let steps = case.steps.len();
    let mut len = steps;
    while len > 0 {
        // From the end: what a case leads up to is seldom what can go first.
        let mut end = steps;
        while end > 0 {
            let start = end.saturating_sub(len);
            cuts.push(Cut::Steps {
                start,
                len: end - start,
            });
            end = start;
        }
        len /= 2;
    }
    for (step, of) in case.steps.iter().enumerate() {
        if of.fault.is_some() {
            cuts.extend([Cut::Fault(step), Cut::EarlierFault(step)]);
        }
        let kind = of.op.kind();
        if let Some(plainer) = plainer(kind) {
            cuts.push(Cut::Plainer {
                step,
                kind: plainer,
            });
        }
        for halve in [true, false] {
            cuts.push(Cut::Operand { step, halve });
        }
    }
    if case.hint > 0 {
        cuts.push(Cut::Hint);
    }
    cuts.extend(case.plan.pins.keys().map(|&key| Cut::Pin(key)));
    cuts.extend(plainer_spreads(&case.plan).map(Cut::Spread));
    if case.plan.seed > 0 {
        cuts.push(Cut::Seed);
    }
    cuts
}

/// The op that says the same more plainly.
fn plainer(kind: OpKind) -> Option<OpKind> {
    use OpKind as K;
    match kind {
        K::EntryOrInsertWith | K::EntryOrInsertWithKey | K::EntryAndModify | K::EntryFill => {
            Some(K::EntryOrInsert)
        }
        K::EntryOrInsert
        | K::EntryInsertEntry
        | K::EntryReplace
        | K::EntryWrite
        | K::TryInsert
        | K::InsertRun => Some(K::Insert),
        K::EntryRemove
        | K::EntryRemoveEntry
        | K::RemoveEntry
        | K::RemoveRun
        | K::SwapRemove
        | K::ShiftRemove => Some(K::Remove),
        K::GetMut | K::GetKeyValue | K::ContainsKey | K::Index | K::EntryPeek => Some(K::Get),
        K::Extend | K::FromIter | K::Append | K::Union => Some(K::InsertRun),
        K::CloneSwap => Some(K::Clone),
        K::SplitSwap => Some(K::SplitOff),
        K::RangeRev | K::RangeEnds | K::RangeMut => Some(K::Range),
        K::Rev | K::Ends | K::IterClone => Some(K::Iter),
        K::TryReserve => Some(K::Reserve),
        K::IntoKeys | K::IntoValues | K::IntoIterForget => Some(K::IntoIter),
        K::DrainForget => Some(K::Drain),
        K::ExtractForget => Some(K::ExtractTwo),
        _ => None,
    }
}

/// Rules that are plainer than the plan's own, in a fixed order of plainness.
fn plainer_spreads(plan: &HashPlan) -> impl Iterator<Item = Spread> + use<> {
    let all = [
        Spread::Sequential,
        Spread::Distinct(1),
        Spread::Random,
        Spread::TopByte,
    ];
    let own = plan.spread;
    let rank = all.iter().position(|&s| s == own).unwrap_or(all.len());
    all.into_iter().take(rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_way_down_ends_at_a_case_with_nothing_in_it() {
        let mut rng = fastrand::Rng::with_seed(5);
        for _ in 0..50 {
            let bytes: Vec<u8> = (0..120).map(|_| rng.u8(..)).collect();
            let mut case = Case::from_bytes(&bytes);
            let mut moves = 0;
            loop {
                let smaller: Vec<Case> = case.smaller().collect();
                if smaller.is_empty() {
                    break;
                }
                case = smaller[rng.usize(0..smaller.len())].clone();
                moves += 1;
                assert!(moves < 1_000_000, "the descent does not end");
            }
            assert!(case.steps.is_empty());
        }
    }

    #[test]
    fn every_single_step_can_be_left_out() {
        let case: Case = "map-oracle case 1\ninsert 1 = 1\ninsert 2 = 2\ninsert 3 = 3\n"
            .parse()
            .unwrap();
        for step in 0..3 {
            let mut without = case.clone();
            without.steps.remove(step);
            assert!(case.smaller().any(|smaller| smaller == without));
        }
    }
}
