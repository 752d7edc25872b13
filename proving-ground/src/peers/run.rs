//! The hunt of a peer, in a process of its own.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::builder::PossibleValuesParser;

use super::driven::Plain;
use super::fuzzer::Fuzzer;
use super::log::Tell;
use super::message::Message;
use super::{COMMAND, FUZZER, NAMES, Shrunk};
use super::{field, hegel, log, proptest, quickcheck, state_machine};
use crate::set::Specimen;

/// Who hunts what, and for how long.
#[derive(Clone, Debug, Parser)]
#[command(name = COMMAND)]
pub struct Peer {
    /// Who
    #[arg(long, value_parser = PossibleValuesParser::new(NAMES))]
    pub peer: String,
    /// The subject
    #[arg(long)]
    pub subject: String,
    /// The seed
    #[arg(long)]
    pub seed: u64,
    /// Seconds of CPU time, or of the clock where that is all a peer can be told
    #[arg(long)]
    pub budget: f64,
    /// The folder for what is found, where a peer writes something
    #[arg(long, default_value = "found")]
    pub out: PathBuf,
    /// The fuzz program of the set
    #[arg(long)]
    pub fuzzer: Option<PathBuf>,
}

/// The hunt that these arguments ask for.
#[must_use]
pub fn main(specimens: &[Specimen], args: impl Iterator<Item = String>) -> ExitCode {
    let peer = Peer::parse_from(std::iter::once(COMMAND.to_owned()).chain(args));
    match peer.run(specimens) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// A run of as many cases as are the default, by seed and number.
type Round = fn(u64, u64) -> Shrunk;

impl Peer {
    fn run(&self, specimens: &[Specimen]) -> io::Result<()> {
        let named = |specimen: &&Specimen| specimen.runner.name == self.subject;
        let Some(specimen) = specimens.iter().find(named) else {
            let subject = &self.subject;
            return Err(io::Error::other(format!("there is no subject {subject}")));
        };
        field::enter(specimen.plain);
        if self.peer == FUZZER {
            return self.fuzz();
        }
        // Panics are the peer's business.
        std::panic::set_hook(Box::new(|_| {}));
        hunt(
            &self.peer,
            specimen.plain,
            self.seed,
            self.budget,
            Message::tell,
        )
    }

    fn fuzz(&self) -> io::Result<()> {
        let program = self.fuzzer.as_deref();
        let program = program.ok_or_else(|| io::Error::other("--fuzzer is missing"))?;
        Fuzzer {
            program,
            subject: &self.subject,
            seed: self.seed,
            budget: self.budget,
            out: &self.out,
        }
        .hunt()
    }
}

/// Hunts with a peer other than [`FUZZER`], and tells what comes of it.
///
/// # Errors
///
/// Those of `tell`.
///
/// # Panics
///
/// If there is no such peer.
pub fn hunt(peer: &str, plain: Plain, seed: u64, budget: f64, tell: Tell) -> io::Result<()> {
    let (round, looped): (Round, bool) = match peer {
        "proptest" => (proptest::round, false),
        "proptest-looped" => (proptest::round, true),
        "quickcheck" => (quickcheck::round, false),
        "quickcheck-looped" => (quickcheck::round, true),
        "proptest-state-machine" => (state_machine::round, true),
        "hegel" => (hegel::round, true),
        _ => panic!("{peer} does not hunt in here"),
    };
    field::enter(plain);
    log::start(budget, tell);
    for number in 0.. {
        let shrunk = round(seed, number);
        if let Some(sign) = log::sign() {
            return tell(&Message::Found {
                sign: sign.to_owned(),
                shrunk: shrunk.unwrap_or_else(log::last),
            });
        }
        if !looped || !log::goes_on() {
            break;
        }
    }
    tell(&Message::Over(log::effort()))
}
