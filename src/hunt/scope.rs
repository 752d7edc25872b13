//! All sequences of a small scope on one subject.

use std::ops::ControlFlow;

use crate::case::{Case, HashPlan};
use crate::check::{Divergence, Runner, Scope};
use crate::generate::Alphabet;

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
    let keys = keys.min(runner.max_key.saturating_add(1));
    let alphabet = Alphabet::new(runner.ops, keys);
    let mut broken_off = false;
    let mut cases = 0;
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
        cases += runner.exhaust(scope, &mut |case| {
            let flow = watch(case);
            broken_off |= flow.is_break();
            flow
        })?;
        if broken_off {
            break;
        }
    }
    Ok(cases)
}
