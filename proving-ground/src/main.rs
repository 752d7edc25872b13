//! The proving ground's command: hunts, and prints the table.

use std::fmt::Display;
use std::process::ExitCode;

use map_oracle::corpus;
use proving_ground::child::{self, Settings};
use proving_ground::specimens::{self, Expect, Specimen};
use proving_ground::table;
use proving_ground::watch::{self, Find, Outcome};

const USAGE: &str = "\
usage: proving-ground [--bug NAME] [--seed N] [--cases N] [--out DIR]
       proving-ground replay FILE --bug NAME

  --bug NAME   only this bug or control
  --seed N     the seed that cases are drawn from (1)
  --cases N    how many cases of each profile (1500)
  --out DIR    where to save the cases that were found (found)

Exit code 0: every bug is found and every control is clean (replay: the case
is right); 1: not so; 2: wrong use.";

fn main() -> ExitCode {
    let command = match Command::read(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(error) => return wrong_use(error),
    };
    match command {
        Command::Help => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        Command::Child(specimen, settings) => match child::hunt(specimen, &settings) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => wrong_use(error),
        },
        Command::Replay(specimen, file) => replay(specimen, &file),
        Command::Hunt(specimens, settings) => hunt(&specimens, &settings),
    }
}

enum Command {
    Help,
    Hunt(Vec<&'static Specimen>, Settings),
    /// What [`watch::hunt`] starts.
    Child(&'static Specimen, Settings),
    Replay(&'static Specimen, String),
}

impl Command {
    fn read(mut args: impl Iterator<Item = String>) -> Result<Command, String> {
        let mut settings = Settings::default();
        let (mut only, mut is_child, mut replayed) = (None, false, None);
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} wants a value"));
            match arg.as_str() {
                "--help" | "-h" => return Ok(Command::Help),
                "--child" => is_child = true,
                "replay" => replayed = Some(value()?),
                "--bug" => {
                    let name = value()?;
                    only = Some(specimens::by_name(&name).ok_or_else(|| unknown(&name))?);
                }
                "--seed" => settings.seed = number(&arg, &value()?)?,
                "--cases" => {
                    settings.cases = number(&arg, &value()?)?;
                    if settings.cases == 0 {
                        return Err("--cases 0 would check nothing".to_owned());
                    }
                }
                "--out" => settings.out = value()?.into(),
                _ => return Err(format!("unknown argument `{arg}`\n{USAGE}")),
            }
        }
        Ok(match (only, replayed, is_child) {
            (Some(specimen), Some(file), _) => Command::Replay(specimen, file),
            (None, Some(_), _) => return Err("replay wants --bug NAME".to_owned()),
            (Some(specimen), None, true) => Command::Child(specimen, settings),
            (Some(specimen), None, false) => Command::Hunt(vec![specimen], settings),
            (None, None, _) => Command::Hunt(specimens::ALL.iter().collect(), settings),
        })
    }
}

fn unknown(name: &str) -> String {
    let names: Vec<&str> = specimens::ALL
        .iter()
        .map(|specimen| specimen.name)
        .collect();
    format!("unknown bug `{name}`; there are {}", names.join(", "))
}

fn number<N: std::str::FromStr>(name: &str, value: &str) -> Result<N, String> {
    value
        .parse()
        .map_err(|_| format!("{name} wants a whole number, not `{value}`"))
}

fn wrong_use(error: impl Display) -> ExitCode {
    eprintln!("proving-ground: {error}");
    ExitCode::from(2)
}

fn hunt(specimens: &[&'static Specimen], settings: &Settings) -> ExitCode {
    let mut outcomes = Vec::new();
    for specimen in specimens {
        eprintln!("hunting: {}", specimen.name);
        match watch::hunt(specimen, settings) {
            Ok(outcome) => outcomes.push(outcome),
            Err(error) => return wrong_use(error),
        }
    }
    println!("{}", table::table(&outcomes));
    for outcome in &outcomes {
        if let Err(error) = tell(outcome) {
            return wrong_use(error);
        }
    }
    if outcomes.iter().all(Outcome::is_as_expected) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn tell(outcome: &Outcome) -> Result<(), corpus::CorpusError> {
    let specimen = outcome.specimen;
    let Specimen {
        name,
        package,
        version,
        ..
    } = specimen;
    let label = |find: &Find| {
        let (profile, index, path) = (find.profile.name(), find.index, find.path.display());
        format!("{}, case {index} of {profile}: {path}", find.sign)
    };
    if let (Some(find), Expect::Bug { what, link, .. }) = (&outcome.found, specimen.expect) {
        println!("{package} {version}: {what}\n{link}\n{}", label(find));
        if !find.shrunk {
            println!("(as it was drawn)");
        }
        println!("{}", corpus::read(&find.path)?);
    }
    for find in &outcome.also {
        println!("{package} {version} also: {}\n", label(find));
    }
    if outcome.found.is_some() || !outcome.also.is_empty() {
        println!("to replay: proving-ground replay FILE --bug {name}\n");
    }
    Ok(())
}

fn replay(specimen: &Specimen, file: &str) -> ExitCode {
    let case = match corpus::read(file.as_ref()) {
        Ok(case) => case,
        Err(error) => return wrong_use(error),
    };
    match (specimen.runner)().run(&case) {
        Ok(_) => {
            println!("{file}: {} agrees with the model", specimen.name);
            ExitCode::SUCCESS
        }
        Err(divergence) => {
            println!("{divergence}");
            ExitCode::FAILURE
        }
    }
}
