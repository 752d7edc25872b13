//! Every subject that comes along agrees with the model, in every profile,
//! and every profile reaches what it is there for.

use std::ops::ControlFlow;

use libtest_mimic::{Arguments, Failed, Trial};
use map_oracle::case::Without;
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::{Batch, hunt};

/// The printed seed of all batches.
const SEED: u64 = 1;
const CASES: usize = 600;
const STEPS: usize = 120;

fn main() {
    let mut trials = Vec::new();
    // Not of std's `BTreeMap`: it brings the process down where a comparison
    // panics in it, see `corpus/known-failures.toml`.
    let split_off = Without::parse(Some("split_off"), None, None).expect("it is an op");
    for runner in Runner::built_in() {
        let runner = if runner.name == "std-btreemap" {
            runner.without(split_off)
        } else {
            runner
        };
        for profile in Profile::ALL {
            let name = format!("{}::{}", runner.name, profile.name());
            trials.push(Trial::test(name, move || run(&runner, profile)));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn run(runner: &Runner, profile: Profile) -> Result<(), Failed> {
    let batch = Batch {
        profile,
        cases: CASES,
        steps: STEPS,
        seed: SEED,
    };
    let tally = hunt(runner, batch, |_| ControlFlow::Continue(()));
    println!("{tally}");
    match tally.failure {
        None => Ok(()),
        Some(_) => Err(tally.to_string().into()),
    }
}
