//! What is done to a subject: the default suite, on a thread that may be given
//! up if it hangs.

use std::ops::ControlFlow;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use map_oracle::case::Case;
use map_oracle::check::Divergence;
use map_oracle::generate::{Alphabet, Profile};
use map_oracle::hunt::{Batch, Event, Failure, exhaust, hunt_faults, hunt_watched};

use super::Row;
use super::flaw::set_flaw;

/// As `suite!` has it.
const CASES: usize = 500;
const STEPS: usize = 120;
const SWEPT_CASES: usize = 50;
const SWEPT_STEPS: usize = 12;
const SCOPE: (usize, u16) = (3, 2);
/// A case takes milliseconds; one that takes this long does not end.
const PATIENCE: Duration = Duration::from_secs(4);

/// Why a subject is wrong.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// A case diverged.
    Diverged(Box<Divergence>),
    /// A case did not end.
    Hung,
    /// A batch did not reach what it should have.
    Missed(String),
}

/// A test of the suite.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// Random cases of a profile.
    Profile(Profile),
    /// Small cases with a fault at every call.
    Faults,
    /// Every short sequence.
    Exhaustive,
}

impl Part {
    const ALL: [Part; 6] = [
        Part::Profile(Profile::TombstoneReuse),
        Part::Profile(Profile::GrowthMidIteration),
        Part::Profile(Profile::OverflowChains),
        Part::Profile(Profile::Mixed),
        Part::Faults,
        Part::Exhaustive,
    ];

    fn name(self) -> &'static str {
        match self {
            Part::Profile(profile) => profile.name(),
            Part::Faults => "faults",
            Part::Exhaustive => "exhaustive",
        }
    }
}

/// How a subject was found to be wrong.
#[derive(Clone, Debug)]
pub struct Caught {
    pub verdict: Verdict,
    /// The part of the suite that found it.
    pub part: &'static str,
    /// How many cases were run, those of earlier parts and of the sweep
    /// included.
    pub cases: usize,
    /// How many runs it took to shrink the case.
    pub shrinking: usize,
}

/// Runs the parts of the suite on a subject until one finds fault. It is what
/// `suite!` does, but that nothing is saved and there is less patience.
pub fn catch(row: &Row, seed: u64, shrinks: bool) -> Option<Caught> {
    let mut before = 0;
    for part in Part::ALL {
        let (verdict, cases, shrinking) = run_part(*row, part, seed, shrinks);
        before += cases;
        if let Some(verdict) = verdict {
            return Some(Caught {
                verdict,
                part: part.name(),
                cases: before,
                shrinking,
            });
        }
    }
    None
}

/// What the thread that runs a part tells.
enum Tiding {
    Begins,
    Diverged,
    Ended(Option<Verdict>),
}

/// Runs a part on a thread of its own. Tells how it ended, after how many
/// cases, and how many more it took to shrink the last one.
fn run_part(row: Row, part: Part, seed: u64, shrinks: bool) -> (Option<Verdict>, usize, usize) {
    let (sender, tidings) = channel();
    thread::spawn(move || {
        set_flaw(row.flaw);
        let verdict = judge(&row, part, seed, |event| {
            let tiding = match event {
                Event::Begins(_) => Tiding::Begins,
                Event::Diverged(_) => Tiding::Diverged,
                Event::Right(_) => return ControlFlow::Continue(()),
            };
            let stops = !shrinks && matches!(tiding, Tiding::Diverged);
            // Nobody listens any more if this was taken for a hang.
            let _ = sender.send(tiding);
            if stops {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let _ = sender.send(Tiding::Ended(verdict));
    });
    let (mut cases, mut shrinking, mut diverged) = (0, 0, false);
    loop {
        match tidings.recv_timeout(PATIENCE) {
            Ok(Tiding::Begins) if diverged => shrinking += 1,
            Ok(Tiding::Begins) => cases += 1,
            Ok(Tiding::Diverged) => diverged = true,
            Ok(Tiding::Ended(verdict)) => return (verdict, cases, shrinking),
            Err(RecvTimeoutError::Timeout) => return (Some(Verdict::Hung), cases, shrinking),
            Err(RecvTimeoutError::Disconnected) => panic!("the oracle itself panicked"),
        }
    }
}

fn judge(
    row: &Row,
    part: Part,
    seed: u64,
    mut watch: impl FnMut(Event<'_>) -> ControlFlow<()>,
) -> Option<Verdict> {
    let batch = |profile, cases, steps| Batch {
        profile,
        cases,
        steps,
        seed,
    };
    let tally = match part {
        Part::Profile(profile) => hunt_watched(&row.runner, batch(profile, CASES, STEPS), watch),
        Part::Faults => {
            let batch = batch(Profile::Mixed, SWEPT_CASES, SWEPT_STEPS);
            hunt_faults(&row.runner, batch, watch)
        }
        Part::Exhaustive => {
            let (length, keys) = SCOPE;
            let runner = &row.runner;
            let mut plans = Alphabet::plans(runner.support.order).into_iter();
            let found = plans.find_map(|plan| {
                let watch = |case: &Case| watch(Event::Begins(case));
                exhaust(runner, length, keys, &plan, watch).err()
            });
            return found.map(Verdict::Diverged);
        }
    };
    Some(match tally.failure? {
        Failure::Found(found) => Verdict::Diverged(Box::new(found.divergence)),
        Failure::Missed(gates) => Verdict::Missed(format!("{gates:?}")),
    })
}
