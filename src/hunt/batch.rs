//! A batch of a profile's cases.

use std::fmt;
use std::ops::ControlFlow;

use super::cost::{affordable, cost};
use crate::case::{Case, Mark, Reach, Without};
use crate::check::Runner;
use crate::evidence::Divergence;
use crate::generate::{Gate, Profile};
use crate::shrink;

/// The most that a case may cost, in look-ups as [`super::cost`] estimates them:
/// a quarter of a second or so. No bug was seen that needs more keys than that
/// with one hash.
const MAX_COST: usize = 30_000_000;

/// Which cases to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The profile that draws them.
    pub profile: Profile,
    /// How many.
    pub cases: usize,
    /// The most steps in one.
    pub steps: usize,
    /// The seed that they are drawn from.
    pub seed: u64,
}

impl Batch {
    /// The case of this number (from 0) for a subject.
    #[must_use]
    pub fn case(&self, index: usize, runner: &Runner) -> Case {
        self.case_within(index, runner, runner.max_key)
    }

    /// The case of this number that is to be swept, a small one.
    pub(crate) fn case_to_sweep(&self, index: usize, runner: &Runner) -> Case {
        self.case_within(index, runner, super::sweep::KEYS)
    }

    /// As [`Batch::case`], with keys up to `max_key` at most.
    #[must_use]
    pub fn case_within(&self, index: usize, runner: &Runner, max_key: u16) -> Case {
        // Any bijection will do that keeps neighbouring seeds apart.
        let seed = (self.seed ^ (self.profile as u64) << 56)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(index as u64);
        let max_key = runner.max_key.min(max_key);
        let mut case = self.profile.case(runner.ops, max_key, self.steps, seed);
        if cost(&case) > MAX_COST {
            // One that even so is dear is what was asked for, by many steps.
            case = affordable(case.clone(), MAX_COST).unwrap_or(case);
        }
        // After it was drawn, so that the rest of it is what it would be.
        case.leave_out_faults(&runner.without);
        case
    }
}

/// What came of a batch.
#[derive(Clone, Debug)]
pub struct Tally {
    /// The subject.
    pub subject: &'static str,
    /// What was left out.
    pub without: Without,
    /// What was asked for.
    pub batch: Batch,
    /// How many cases were run.
    pub cases: usize,
    /// What they reached together.
    pub reach: Reach,
    /// Why the batch failed, if it did.
    pub failure: Option<Failure>,
}

impl Tally {
    /// Of a batch of which nothing was run yet.
    #[must_use]
    pub fn new(runner: &Runner, batch: Batch) -> Tally {
        Tally {
            subject: runner.name,
            without: runner.without,
            batch,
            cases: 0,
            reach: Reach::default(),
            failure: None,
        }
    }
}

/// Why a batch failed.
#[derive(Clone, Debug)]
pub enum Failure {
    /// A case diverged.
    Found(Box<Found>),
    /// No case diverged, but these gates were missed.
    Missed(Vec<Gate>),
}

/// A case that diverged.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its number in the batch.
    pub index: usize,
    /// The case as it was found, before it was shrunk.
    pub drawn: Case,
    /// The divergence of the smallest case found that fails the same way.
    pub divergence: Divergence,
}

/// Runs a batch on a subject, until a case diverges or `progress`, which is
/// told how many cases have been run, breaks off.
///
/// A case that diverged is shrunk. Gates are judged if at least
/// [`Gate::BATCH`] was run, nothing diverged, and the runner leaves nothing out:
/// what is reached without some ops or faults is anyone's guess.
///
/// ```
/// use map_oracle::check::Runner;
/// use map_oracle::generate::Profile;
/// use map_oracle::hunt::{Batch, hunt};
/// use map_oracle::subject::StdHashMap;
///
/// let batch = Batch { profile: Profile::Mixed, cases: 200, steps: 50, seed: 1 };
/// let tally = hunt(&Runner::of::<StdHashMap>(), batch, |_| std::ops::ControlFlow::Continue(()));
/// assert!(tally.failure.is_none(), "{tally}");
/// ```
pub fn hunt(
    runner: &Runner,
    batch: Batch,
    mut progress: impl FnMut(usize) -> ControlFlow<()>,
) -> Tally {
    hunt_watched(runner, batch, |event| match event {
        Event::Right(tally) => progress(tally.cases),
        Event::Begins(_) | Event::Diverged(_) => ControlFlow::Continue(()),
    })
}

/// What a hunt tells of itself while it goes on.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// This case, one that was drawn or a smaller one, is about to be run.
    Begins(&'a Case),
    /// One more case was right.
    Right(&'a Tally),
    /// The case drawn last diverged and is about to be shrunk. Now is the time
    /// to save it: shrinking calls a map that is known to be broken, which may
    /// bring the process down.
    Diverged(&'a Divergence),
}

/// As [`hunt`], for one who wants to know of every single case. Breaking off
/// while a case is shrunk leaves the smallest one found so far.
pub fn hunt_watched(
    runner: &Runner,
    batch: Batch,
    mut watch: impl FnMut(Event<'_>) -> ControlFlow<()>,
) -> Tally {
    let draw = |index| batch.case(index, runner);
    let mut tally = hunt_by(runner, batch, &mut watch, draw, |case, watch| {
        match watch(Event::Begins(case)) {
            ControlFlow::Break(()) => Ok(None),
            ControlFlow::Continue(()) => runner.run(case).map(Some),
        }
    });
    let missed = missed_gates(runner, batch, tally.cases as u64, &tally.reach);
    if tally.failure.is_none() && !missed.is_empty() {
        tally.failure = Some(Failure::Missed(missed));
    }
    tally
}

/// Who is told of a hunt, and may break it off.
pub(super) type Watch<'a> = &'a mut dyn FnMut(Event<'_>) -> ControlFlow<()>;

/// A hunt whose cases are drawn and run in the caller's way; `run` gives nothing
/// if it was broken off. A case that diverged is shrunk.
pub(super) fn hunt_by(
    runner: &Runner,
    batch: Batch,
    watch: Watch<'_>,
    draw: impl Fn(usize) -> Case,
    run: impl Fn(&Case, Watch<'_>) -> Result<Option<Reach>, Box<Divergence>>,
) -> Tally {
    let mut tally = Tally::new(runner, batch);
    for index in 0..batch.cases {
        match run(&draw(index), watch) {
            Ok(None) => break,
            Ok(Some(reach)) => tally.reach.merge(&reach),
            Err(divergence) => {
                let drawn = divergence.case.clone();
                let divergence = match watch(Event::Diverged(&divergence)) {
                    ControlFlow::Continue(()) => {
                        shrink::minimize_watched(runner, *divergence, |smaller| {
                            watch(Event::Begins(smaller))
                        })
                    }
                    ControlFlow::Break(()) => *divergence,
                };
                tally.failure = Some(Failure::Found(Box::new(Found {
                    index,
                    drawn,
                    divergence,
                })));
                break;
            }
        }
        tally.cases += 1;
        if watch(Event::Right(&tally)).is_break() {
            break;
        }
    }
    tally
}

/// The gates of a batch that were not reached by so many cases. None is judged
/// where something is left out.
pub(crate) fn missed_gates(runner: &Runner, batch: Batch, cases: u64, reach: &Reach) -> Vec<Gate> {
    if cases * (batch.steps as u64) < Gate::BATCH as u64 || !runner.without.is_nothing() {
        return Vec::new();
    }
    let gates = batch.profile.gates().iter().copied();
    gates
        .filter(|gate| runner.reports(gate.mark))
        .filter(|gate| !out_of_bounds(runner, *gate))
        .filter(|gate| reach.get(gate.mark) < gate.at_least)
        .collect()
}

/// Whether a bounded map cannot hold what the gate asks for.
fn out_of_bounds(runner: &Runner, gate: Gate) -> bool {
    let most = runner.support.max_entries;
    gate.mark == Mark::ENTRIES && most.is_some_and(|most| u64::from(most) < gate.at_least)
}

impl fmt::Display for Tally {
    /// Everything that is needed to repeat the batch, and its failure.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Batch {
            profile,
            cases,
            steps,
            seed,
        } = self.batch;
        let (subject, profile) = (self.subject, profile.name());
        write!(f, "{subject}, profile {profile}: ")?;
        match &self.failure {
            None => write!(
                f,
                "{} cases are right; reached {:?}",
                self.cases, self.reach
            )?,
            Some(Failure::Missed(gates)) => {
                let gates: Vec<String> = gates.iter().map(Gate::to_string).collect();
                write!(
                    f,
                    "{} cases did not reach {}; reached {:?}",
                    self.cases,
                    gates.join(", "),
                    self.reach
                )?;
            }
            Some(Failure::Found(found)) => {
                writeln!(f, "case {} of the batch fails.", found.index)?;
                write!(f, "{}", found.divergence)?;
            }
        }
        write!(
            f,
            "\nto repeat: map-oracle check --subject {subject} --profile {profile} \
             --cases {cases} --ops {steps} --seed {seed}"
        )?;
        if self.without.is_nothing() {
            Ok(())
        } else {
            write!(
                f,
                " {}\n(where something is left out, gates are not judged)",
                self.without
            )
        }
    }
}
