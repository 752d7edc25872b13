//! All sequences of a small scope on one subject.

use std::ops::ControlFlow;

use crate::case::{Case, HashPlan, Op};
use crate::check::{Part, Runner, Scope, Walked};
use crate::evidence::Divergence;
use crate::generate::Alphabet;
use crate::probe::Observer;

/// Every sequence of up to `length` ops over `keys` keys, under one hash plan:
/// shorter ones first, so that a divergence comes with a shortest case.
///
/// `watch` is shown each sequence before it is run, and may break off. Tells how
/// many sequences were covered.
///
/// ```
/// use std::ops::ControlFlow;
/// use map_oracle::case::HashPlan;
/// use map_oracle::check::Runner;
/// use map_oracle::hunt::exhaust;
/// use map_oracle::subject::StdHashMap;
///
/// let runner = Runner::of::<StdHashMap>();
/// let go_on = |_: &_| ControlFlow::Continue(());
/// let cases = exhaust(&runner, 2, 2, &HashPlan::default(), go_on).expect("std's map is right");
/// assert!(cases > 500);
/// ```
///
/// # Errors
///
/// The first divergence.
pub fn exhaust(
    runner: &Runner,
    length: usize,
    keys: u16,
    plan: &HashPlan,
    mut watch: impl FnMut(&Case) -> ControlFlow<()>,
) -> Result<u64, Box<Divergence>> {
    let watch = |_: u64, case: &Case, _: &[Op]| watch(case);
    exhaust_from(runner, (length, keys), plan, 0, None, watch).map(|walked| walked.cases)
}

/// As [`exhaust`], for the sequences from number `from` on. `watch` is shown the
/// number of each, the sequence, and the ops that are done one by one after it.
pub(crate) fn exhaust_from(
    runner: &Runner,
    (length, keys): (usize, u16),
    plan: &HashPlan,
    from: u64,
    observer: Option<Observer>,
    mut watch: impl FnMut(u64, &Case, &[Op]) -> ControlFlow<()>,
) -> Result<Walked, Box<Divergence>> {
    let keys = keys.min(runner.max_key.saturating_add(1));
    let alphabet = Alphabet::new(runner.ops, keys);
    let mut broken_off = false;
    let mut walked = Walked { to: 0, cases: 0 };
    let mut number = from;
    for length_now in 0..=length {
        let scope = Scope {
            changing: &alphabet.changing,
            closing: &alphabet.closing,
            // One op more would be too long.
            reading: if length_now < length {
                &alphabet.reading
            } else {
                &[]
            },
            plan,
            keys,
            length: length_now,
        };
        let part = Part {
            first: walked.to,
            from,
        };
        let now = runner.walk(scope, part, observer.clone(), &mut |case| {
            let flow = watch(number, case, scope.reading);
            number += 1;
            broken_off |= flow.is_break();
            flow
        })?;
        walked = Walked {
            to: now.to,
            cases: walked.cases + now.cases,
        };
        if broken_off {
            break;
        }
    }
    Ok(walked)
}
