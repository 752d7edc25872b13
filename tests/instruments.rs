//! What each instrument is there for: a map that goes wrong only with it is caught,
//! and sound maps pass with it.

#[path = "instruments/copy.rs"]
mod copy;
#[path = "instruments/hasher.rs"]
mod hasher;
#[path = "instruments/shared.rs"]
mod shared;
#[path = "instruments/strings.rs"]
mod strings;

use std::ops::ControlFlow;

use map_oracle::case::Mark;
use map_oracle::check::{Divergence, Kind, Runner};
use map_oracle::generate::{Gate, Profile};
use map_oracle::hunt::{Batch, Failure, Tally, hunt, hunt_faults};

/// The printed seeds of all batches.
const SEEDS: [u64; 3] = [1, 2, 3];
const CASES: usize = 60;
const STEPS: usize = 100;
const SWEPT_STEPS: usize = 12;
const _: () = assert!(CASES * STEPS < Gate::BATCH);

/// Cases of each profile, and small ones with a fault at every call, until one is
/// wrong.
fn find(runner: &Runner, seed: u64) -> Result<Vec<Tally>, Box<Divergence>> {
    let batch = |profile, steps| Batch {
        profile,
        cases: CASES,
        steps,
        seed,
    };
    let mut tallies = Vec::new();
    let mut judge = |tally: Tally| match tally.failure {
        Some(Failure::Found(found)) => Err(Box::new(found.divergence)),
        Some(Failure::Missed(gates)) => panic!("{}: missed {gates:?}", runner.name),
        None => {
            tallies.push(tally);
            Ok(())
        }
    };
    for profile in Profile::ALL {
        let batch = batch(profile, STEPS);
        judge(hunt(runner, batch, |_| ControlFlow::Continue(())))?;
    }
    // Keys without faults of their own leave little to strike.
    if !runner.reports(Mark::FAULTS) {
        return Ok(tallies);
    }
    judge(hunt_faults(
        runner,
        batch(Profile::Mixed, SWEPT_STEPS),
        |_| ControlFlow::Continue(()),
    ))?;
    Ok(tallies)
}

/// It is found to be wrong with every seed, in one of these ways.
fn is_caught(runner: &Runner, kinds: &[Kind]) {
    for seed in SEEDS {
        match find(runner, seed) {
            Ok(_) => panic!("{}, seed {seed}: not caught", runner.name),
            Err(found) => assert!(kinds.contains(&found.kind()), "seed {seed}: {found}"),
        }
    }
}

/// It is found to be right with every seed, after many ops, and after many faults if
/// its keys can go wrong.
fn passes(runner: &Runner) {
    for seed in SEEDS {
        let tallies = find(runner, seed).unwrap_or_else(|found| panic!("seed {seed}: {found}"));
        let sum = |mark| {
            tallies
                .iter()
                .map(|tally| tally.reach.get(mark))
                .sum::<u64>()
        };
        let (ops, struck) = (sum(Mark::OPS), sum(Mark::FAULTS));
        let least = if runner.reports(Mark::FAULTS) { 500 } else { 0 };
        assert!(
            ops > 5_000 && struck >= least,
            "{}, seed {seed}: {ops} ops, {struck} faults",
            runner.name
        );
    }
}
