//! The proving ground's command: hunts, and prints the table.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Duration;

use clap::{Args, Parser};
use proving_ground::bugs::{self, Bug};
use proving_ground::controls;
use proving_ground::outcome::Outcome;
use proving_ground::peers;
use proving_ground::programs::{Build, Programs};
use proving_ground::results::{OURS, Results};
use proving_ground::table;
use proving_ground::watch::Quarry;

/// Hunts known bugs of published map crates.
#[derive(Parser)]
#[command(name = "proving-ground")]
enum Cli {
    /// Hunts, and prints a table
    Run(Run),
}

#[derive(Args)]
struct Run {
    /// Only this bug, or this control (may be given more than once)
    #[arg(long, value_name = "NAME")]
    bug: Vec<String>,
    /// How long a hunt may compute, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 20.0, value_parser = seconds)]
    budget: f64,
    /// Hunts with the seeds from 1 to N
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=1000))]
    seeds: u64,
    /// Everything under AddressSanitizer, which wants a nightly toolchain; without,
    /// only what needs it
    #[arg(long)]
    asan: bool,
    /// With map-oracle's peers, too; one of them wants a nightly toolchain
    #[arg(long)]
    peers: bool,
    /// Where to write what came of it, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Where to save the cases that are found
    #[arg(long, value_name = "DIR", default_value = "found")]
    out: PathBuf,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(seconds) if (0.01..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("not a number of seconds between 0.01 and 86400".to_owned()),
    }
}

fn main() -> ExitCode {
    let done = match Cli::parse() {
        Cli::Run(run) => run.run(),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// What is hunted.
#[derive(Clone, Copy)]
struct Target {
    set: &'static str,
    subject: &'static str,
    bug: Option<&'static Bug>,
    build: Build,
}

impl Run {
    fn run(&self) -> io::Result<bool> {
        let targets = self.targets()?;
        eprintln!("building");
        let builds = targets.iter().flat_map(|target| {
            let theirs: &[Build] = match self.peers {
                true => &[Build::Release, Build::Fuzz],
                false => &[],
            };
            let builds = theirs.iter().chain([&target.build]);
            builds.map(|build| (target.set, *build))
        });
        let programs = Programs::build(builds)?;
        let finders: Vec<&str> = match self.peers {
            true => [OURS].iter().chain(peers::NAMES).copied().collect(),
            false => vec![OURS],
        };
        let mut hunts = VecDeque::new();
        for target in &targets {
            for seed in 1..=self.seeds {
                hunts.extend(finders.iter().map(|finder| (*target, seed, *finder)));
            }
        }
        let hunts = Mutex::new(hunts);
        let outcomes = Mutex::new(Vec::new());
        let next = || hunts.lock().expect("no panic").pop_front();
        let work = || -> io::Result<()> {
            while let Some((target, seed, finder)) = next() {
                let outcome = self.hunt(&programs, target, seed, finder)?;
                outcomes.lock().expect("no panic").push(outcome);
            }
            Ok(())
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .try_for_each(|worker| worker.join().expect("no panic"))
        })?;
        let outcomes: Vec<Outcome> = outcomes.into_inner().expect("no panic");
        let (ours, theirs): (Vec<Outcome>, Vec<Outcome>) = outcomes
            .iter()
            .cloned()
            .partition(|outcome| outcome.finder == OURS);
        print!("{}", table::bugs(&ours));
        if !theirs.is_empty() {
            print!("\n{}", Results::of(&outcomes).page());
        }
        if let Some(file) = &self.json {
            let json = serde_json::to_vec_pretty(&outcomes)?;
            map_oracle::corpus::write(file, &json).map_err(io::Error::other)?;
        }
        Ok(ours.iter().all(is_as_expected))
    }

    fn hunt(
        &self,
        programs: &Programs,
        target: Target,
        seed: u64,
        finder: &str,
    ) -> io::Result<Outcome> {
        let name = target.bug.map_or(target.subject, |bug| bug.name);
        let out = self.out.join(format!("{name}-{seed}"));
        let build = match finder {
            OURS => target.build,
            // AddressSanitizer comes with the fuzz program.
            _ => Build::Release,
        };
        let quarry = Quarry {
            program: programs.path(target.set, build),
            subject: target.subject,
            bug: target.bug,
            seed,
            budget: Duration::from_secs_f64(self.budget),
            out,
        };
        match finder {
            OURS => quarry.hunt(),
            peers::FUZZER => {
                let fuzzer = programs.path(target.set, Build::Fuzz);
                quarry.hunt_with(finder, Some(fuzzer))
            }
            _ => quarry.hunt_with(finder, None),
        }
    }

    fn targets(&self) -> io::Result<Vec<Target>> {
        let build = |asan| match asan || self.asan {
            true => Build::Asan,
            false => Build::Release,
        };
        let bugs = bugs::all().map(|bug| Target {
            set: bug.set,
            subject: bug.subject,
            bug: Some(bug),
            build: build(bug.asan),
        });
        let mut targets: Vec<Target> = bugs.collect();
        targets.extend(controls::ALL.iter().map(|control| Target {
            set: control.set,
            subject: control.subject,
            bug: None,
            build: build(false),
        }));
        let name = |target: &Target| target.bug.map_or(target.subject, |bug| bug.name);
        for asked in &self.bug {
            if !targets.iter().any(|target| name(target) == asked) {
                let names: Vec<&str> = targets.iter().map(name).collect();
                let names = names.join(", ");
                return Err(io::Error::other(format!(
                    "there is no bug or control {asked}; there are {names}"
                )));
            }
        }
        targets.retain(|target| {
            self.bug.is_empty() || self.bug.iter().any(|asked| name(target) == asked)
        });
        Ok(targets)
    }
}

fn is_as_expected(outcome: &Outcome) -> bool {
    match controls::by_name(&outcome.name) {
        Some(control) => control.news(outcome).is_empty() && !outcome.out_of_time,
        None => outcome.found.is_some(),
    }
}
