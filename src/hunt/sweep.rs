//! Every fault at every call: what a random fault only samples.

use std::ops::ControlFlow;

use super::batch::{Batch, Event, Failure, Tally, hunt_by};
use crate::case::{Case, Fault, FaultKind, Mark, Reach, Without};
use crate::check::Runner;
use crate::evidence::Divergence;
use crate::generate::Gate;

/// The most keys in a case that is drawn to be swept: enough for a growth or
/// two, and few enough that every call can be struck.
pub(super) const KEYS: u16 = 24;

/// Runs `case` with one fault at a time: in each of its steps, at each call of
/// each kind of user code that is made there, but for faults that the runner
/// leaves out. Faults that the case has of its own are passed over. Tells what
/// all runs reached together; [`Mark::FAULTS`] and [`Mark::LIES`] count the
/// faults that struck.
///
/// ```
/// use map_oracle::case::Mark;
/// use map_oracle::check::Runner;
/// use map_oracle::hunt::sweep;
/// use map_oracle::subject::StdHashMap;
///
/// let case = "map-oracle case 1\ninsert 3 = 5\ninsert 3 = 6\nremove 3\n".parse()?;
/// let reach = sweep(&Runner::of::<StdHashMap>(), &case).expect("std's map is right");
/// // Each op hashes its key by one call of `hash` and three of the hasher.
/// assert!(reach.get(Mark::FAULTS) >= 12);
/// # Ok::<(), map_oracle::case::CaseError>(())
/// ```
///
/// # Errors
///
/// The first divergence.
pub fn sweep(runner: &Runner, case: &Case) -> Result<Reach, Box<Divergence>> {
    sweep_watched(runner, case, |_| ControlFlow::Continue(()))
}

/// As [`sweep`]. `watch` is shown each case before it is run, and may break off.
///
/// # Errors
///
/// The first divergence.
pub fn sweep_watched(
    runner: &Runner,
    case: &Case,
    mut watch: impl FnMut(&Case) -> ControlFlow<()>,
) -> Result<Reach, Box<Divergence>> {
    let mut reach = Reach::default();
    let swept = sweep_from(case, 0, &runner.without, |_, struck| {
        watch(struck)?;
        let outcome = runner.run(struck);
        if let Ok(reached) = &outcome {
            reach.merge(reached);
        }
        ControlFlow::Continue(outcome)
    });
    match swept {
        ControlFlow::Continue(Err((_, divergence))) => Err(divergence),
        ControlFlow::Continue(Ok(())) | ControlFlow::Break(()) => Ok(reach),
    }
}

/// How many calls of how many kinds of user code can be struck in a step.
const KINDS: u64 = FaultKind::ALL.len() as u64;
const CALLS: u64 = Fault::MAX_CALL as u64;

/// A sweep in which each fault has a number, from that of `from` on; those that
/// are left out are passed over. `run` is given the number and the case, and may
/// break off. A divergence comes with the number of its fault.
pub(crate) fn sweep_from(
    case: &Case,
    from: u64,
    without: &Without,
    mut run: impl FnMut(u64, &Case) -> ControlFlow<(), Result<Reach, Box<Divergence>>>,
) -> ControlFlow<(), Result<(), (u64, Box<Divergence>)>> {
    let mut case = without_faults(case);
    let first = |step: u64, kind: u64| (step * KINDS + kind) * CALLS;
    for step in 0..case.steps.len() {
        for (place, kind) in FaultKind::ALL.into_iter().enumerate() {
            if without.leaves_out_fault(kind) {
                continue;
            }
            let first = first(step as u64, place as u64);
            for number in first.max(from)..first + CALLS {
                let call = (number - first) as u16 + 1;
                case.steps[step].fault = Some(Fault { kind, call });
                match run(number, &case)? {
                    Ok(reached) if reached.get(Mark::FAULTS) + reached.get(Mark::LIES) == 0 => {
                        break;
                    }
                    Ok(_) => {}
                    Err(divergence) => return ControlFlow::Continue(Err((number, divergence))),
                }
            }
        }
        case.steps[step].fault = None;
    }
    ControlFlow::Continue(Ok(()))
}

/// The case with the fault of this number; see [`sweep_from`].
#[cfg(feature = "process")]
pub(crate) fn struck(case: &Case, number: u64) -> Option<Case> {
    let mut case = without_faults(case);
    let step = case.steps.get_mut((number / CALLS / KINDS) as usize)?;
    step.fault = Some(Fault {
        kind: FaultKind::ALL[(number / CALLS % KINDS) as usize],
        call: (number % CALLS) as u16 + 1,
    });
    Some(case)
}

fn without_faults(case: &Case) -> Case {
    let mut case = case.clone();
    for step in &mut case.steps {
        step.fault = None;
    }
    case
}

/// As [`hunt_watched`](super::hunt_watched), but every case of the batch is
/// [swept](sweep). Its cases are drawn small, and its gates are that the faults
/// struck.
pub fn hunt_faults(
    runner: &Runner,
    batch: Batch,
    mut watch: impl FnMut(Event<'_>) -> ControlFlow<()>,
) -> Tally {
    let draw = |index| batch.case_within(index, runner, KEYS);
    let mut tally = hunt_by(runner, batch, &mut watch, draw, |case, watch| {
        let mut broken_off = false;
        let swept = sweep_watched(runner, case, |struck| {
            let flow = watch(Event::Begins(struck));
            broken_off |= flow.is_break();
            flow
        });
        swept.map(|reach| (!broken_off).then_some(reach))
    });
    // Every op makes a call or two of user code, if it is only a drop.
    let gate = Gate {
        mark: Mark::FAULTS,
        at_least: tally.cases as u64,
    };
    let struck = tally.reach.get(Mark::FAULTS) >= gate.at_least;
    let judged = runner.without.is_nothing();
    if judged && runner.has_instruments() && tally.cases == batch.cases && !struck {
        tally.failure = Some(Failure::Missed(vec![gate]));
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::Profile;
    use crate::subject::StdHashMap;

    #[test]
    fn kinds_that_are_left_out_are_not_struck() {
        let case: Case = "map-oracle case 1\ninsert 3 = 5\n".parse().unwrap();
        let struck = |words| {
            let without = Without::parse(None, None, Some(words)).unwrap();
            let runner = Runner::of::<StdHashMap>().without(without);
            let mut struck = Vec::new();
            let reach = sweep_watched(&runner, &case, |case| {
                struck.extend(case.steps[0].fault.map(|fault| fault.kind));
                ControlFlow::Continue(())
            });
            let batch = Batch {
                profile: Profile::Mixed,
                cases: 3,
                steps: 4,
                seed: 1,
            };
            let tally = hunt_faults(&runner, batch, |_| ControlFlow::Continue(()));
            assert!(tally.failure.is_none(), "{tally}");
            struck.dedup();
            (struck, reach.unwrap().get(Mark::FAULTS) > 0)
        };
        assert_eq!(struck("none"), (vec![], false));
        let two = vec![FaultKind::Hash, FaultKind::HashLie];
        assert_eq!(struck("lie_hash, hash"), (two, true));
    }

    #[test]
    fn each_call_of_each_kind_is_struck_once() {
        let case: Case = "map-oracle case 1\ninsert 3 = 5\nremove 3 panic hash 1\n"
            .parse()
            .unwrap();
        let mut struck = Vec::new();
        let runner = Runner::of::<StdHashMap>();
        let outcome = sweep_watched(&runner, &case, |case| {
            let faults = case.steps.iter().enumerate();
            struck.extend(faults.filter_map(|(at, step)| step.fault.map(|fault| (at, fault))));
            ControlFlow::Continue(())
        });
        let reach = outcome.expect("std's map is right");
        let calls = |at, kind| {
            let of = |&&(step, fault): &&(usize, Fault)| step == at && fault.kind == kind;
            struck.iter().filter(of).count()
        };
        // One more is tried than there are.
        assert_eq!(calls(0, FaultKind::Hash), 2);
        assert_eq!(calls(0, FaultKind::Hasher), 4);
        assert_eq!(calls(1, FaultKind::Eq), 2);
        assert_eq!(calls(1, FaultKind::Closure), 1);
        // The last try of each kind strikes nothing.
        let kinds = FaultKind::ALL.len() * case.steps.len();
        let hits = reach.get(Mark::FAULTS) + reach.get(Mark::LIES);
        assert_eq!(hits as usize, struck.len() - kinds);
    }
}
