//! The proving ground's command: hunts, and prints what came of it.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser};
use proving_ground::controls;
use proving_ground::hunts::{Hunts, Target};
use proving_ground::outcome::Outcome;
use proving_ground::results::{OURS, Results};
use proving_ground::{mutants, programs};

/// Hunts known bugs of published map crates.
#[derive(Parser)]
#[command(name = "proving-ground")]
enum Cli {
    /// Hunts bugs, and prints a table
    Run(Run),
    /// Hunts everything, controls and peers and all, and writes RESULTS.md
    Table(Table),
}

#[derive(Args)]
struct Run {
    /// Only this bug, or this control (may be given more than once)
    #[arg(long, value_name = "NAME")]
    bug: Vec<String>,
    /// Only what is in this set (may be given more than once)
    #[arg(long, value_name = "NAME")]
    set: Vec<String>,
    /// The controls, too, in which nothing should be found
    #[arg(long)]
    controls: bool,
    /// With map-oracle's peers, too; one of them wants a nightly toolchain
    #[arg(long)]
    peers: bool,
    /// Under AddressSanitizer, which wants a nightly toolchain
    #[arg(long)]
    asan: bool,
    #[command(flatten)]
    effort: Effort,
}

#[derive(Args)]
struct Table {
    #[command(flatten)]
    effort: Effort,
    /// Hunts nothing: the page of what `--json` wrote down
    #[arg(long, value_name = "FILE", conflicts_with_all = ["seeds", "budget", "out", "json"])]
    from: Option<PathBuf>,
}

#[derive(Args)]
struct Effort {
    /// How long a hunt may compute, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 20.0, value_parser = seconds)]
    budget: f64,
    /// Hunts with the seeds from 1 to N
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=1000))]
    seeds: u64,
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
        Cli::Table(table) => table.run(),
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

impl Run {
    fn run(&self) -> io::Result<bool> {
        let outcomes = (self.effort).hunt(self.targets()?, self.effort.seeds, self.peers)?;
        self.effort.save(&outcomes)?;
        print!("{}", Results::of(&outcomes).page());
        Ok(are_as_expected(&outcomes))
    }

    fn targets(&self) -> io::Result<Vec<Target>> {
        let all = || Target::bugs().chain(Target::controls());
        known(
            "bug or control",
            &self.bug,
            all().map(|target| target.name()),
        )?;
        known("set", &self.set, all().map(|target| target.set()))?;
        let mut targets: Vec<Target> = match self.controls || !self.bug.is_empty() {
            true => all().collect(),
            false => Target::bugs().collect(),
        };
        let asked = |names: &[String], name| names.is_empty() || names.iter().any(|n| n == name);
        targets.retain(|target| asked(&self.bug, target.name()) && asked(&self.set, target.set()));
        if self.asan {
            targets = targets.into_iter().map(Target::with_asan).collect();
        }
        Ok(targets)
    }
}

fn known<'n>(
    what: &str,
    asked: &[String],
    names: impl Iterator<Item = &'n str> + Clone,
) -> io::Result<()> {
    match asked.iter().find(|name| !names.clone().any(|n| n == *name)) {
        None => Ok(()),
        Some(name) => {
            let mut names: Vec<&str> = names.collect();
            names.dedup();
            Err(io::Error::other(format!(
                "there is no {what} {name}; there are {}",
                names.join(", ")
            )))
        }
    }
}

impl Table {
    fn run(&self) -> io::Result<bool> {
        let outcomes: Vec<Outcome> = match &self.from {
            Some(file) => read(file)?,
            None => {
                let effort = &self.effort;
                let mut outcomes = effort.hunt(Target::bugs().collect(), effort.seeds, true)?;
                effort.save(&outcomes)?;
                // Nothing ends the hunt of a control early, so it has but one.
                outcomes.extend(effort.hunt(Target::controls().collect(), 1, false)?);
                effort.save(&outcomes)?;
                outcomes
            }
        };
        let page = format!(
            "# Results\n\n\
             Written by `cargo run --release -- table`; [README.md](README.md) says what is \
             measured here,\nand how.\n\n{}{}",
            Results::of(&outcomes).page(),
            mutants::section()?
        );
        print!("{page}");
        let file = programs::home().join("RESULTS.md");
        map_oracle::corpus::write(&file, page.as_bytes()).map_err(io::Error::other)?;
        Ok(are_as_expected(&outcomes))
    }
}

fn read(file: &Path) -> io::Result<Vec<Outcome>> {
    let told =
        |error: &dyn std::fmt::Display| io::Error::other(format!("{}: {error}", file.display()));
    let text = std::fs::read(file).map_err(|error| told(&error))?;
    serde_json::from_slice(&text).map_err(|error| told(&error))
}

impl Effort {
    fn hunt(&self, targets: Vec<Target>, seeds: u64, peers: bool) -> io::Result<Vec<Outcome>> {
        let hunts = Hunts {
            targets,
            seeds,
            budget: Duration::from_secs_f64(self.budget),
            peers,
            out: self.out.clone(),
        };
        hunts.run(|came| {
            let [first, ..] = came else { return };
            let found = came.iter().filter(|outcome| outcome.found.is_some());
            let (found, hunts) = (found.count(), came.len());
            eprintln!("{}: {} found {found} of {hunts}", first.name, first.finder);
        })
    }

    fn save(&self, outcomes: &[Outcome]) -> io::Result<()> {
        match &self.json {
            Some(file) => {
                let json = serde_json::to_vec_pretty(outcomes)?;
                map_oracle::corpus::write(file, &json).map_err(io::Error::other)
            }
            None => Ok(()),
        }
    }
}

/// Whether we found every bug, with every seed, and nothing where nothing is.
fn are_as_expected(outcomes: &[Outcome]) -> bool {
    let mut ours = outcomes.iter().filter(|outcome| outcome.finder == OURS);
    ours.all(|outcome| match controls::by_name(&outcome.name) {
        Some(control) => control.news(outcome).is_empty(),
        None => outcome.found.is_some(),
    })
}
