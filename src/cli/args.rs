//! What can be said on the command line, and what is said back if it is wrong:
//! one line, whatever clap would print.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, RangedU64ValueParser, TypedValueParser as _};
use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::generate::Profile;

/// Checks maps against a model, op by op.
///
/// Without a command, checks every subject under every profile.
#[derive(Debug, Parser)]
#[command(name = "map-oracle", version, disable_help_subcommand = true)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run random cases on maps, beside the model
    Check(CheckArgs),
    /// Run the cases in files
    Replay(ReplayArgs),
    /// Play recorded traces of Go's runtime on GoMap
    Conform(ConformArgs),
    /// List the maps that can be checked, and what they offer
    Subjects {
        /// Print JSON in place of the table
        #[arg(long)]
        json: bool,
    },
    /// Check what is said about Go's map, claim by claim, on GoMap
    Facts(FactsArgs),
    /// Print GoMap's table as a case leaves it
    Inspect(InspectArgs),
    /// Tell what happens in a case, op by op, or make a page of it
    Explain(ExplainArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Check this map only; may be repeated (`subjects` lists them)
    #[arg(long = "subject", value_name = "NAME")]
    pub subjects: Vec<String>,
    /// Use this profile only; may be repeated
    #[arg(long = "profile", value_name = "NAME", value_parser = profile())]
    pub profiles: Vec<Profile>,
    /// How many cases to run for each subject and profile; gates are judged
    /// where cases times ops reach 12,000
    #[arg(long, value_name = "N", default_value = "1000", value_parser = within(10_000_000))]
    pub cases: usize,
    /// The most ops in a case
    #[arg(long, value_name = "N", default_value = "120", value_parser = within(10_000))]
    pub ops: usize,
    /// The number that all cases are drawn from
    #[arg(long, value_name = "N", default_value = "1")]
    pub seed: u64,
    /// Run every sequence of up to N ops in place of random ones
    #[arg(
        long,
        value_name = "N",
        value_parser = within(12),
        conflicts_with_all = ["profiles", "cases", "ops", "seed"]
    )]
    pub exhaustive: Option<usize>,
    /// How many keys the sequences are over
    #[arg(long, value_name = "K", default_value = "3", value_parser = within(16), requires = "exhaustive")]
    pub keys: usize,
    /// Print JSON in place of the table
    #[arg(long)]
    pub json: bool,
    /// Where failing cases are saved
    #[arg(long, value_name = "DIR", default_value = "corpus/found")]
    pub out: PathBuf,
    #[command(flatten)]
    pub patience: Patience,
}

#[derive(Debug, clap::Args)]
pub(super) struct ReplayArgs {
    /// Case files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Run them on this map only; may be repeated (`subjects` lists them)
    #[arg(long = "subject", value_name = "NAME")]
    pub subjects: Vec<String>,
    /// Run each with a panic or a lie at every single call of user code, in
    /// place of its own faults
    #[arg(long)]
    pub faults: bool,
    #[command(flatten)]
    pub patience: Patience,
}

#[derive(Debug, clap::Args)]
pub(super) struct ConformArgs {
    /// Trace files, or folders of them (*.trace.gz, *.trace)
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Only judge what Go did by the contract of an open iterator
    #[arg(long)]
    pub contract_only: bool,
    /// Print JSON in place of the table
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct FactsArgs {
    /// Tell this one at length, for example C07; may be repeated
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Print JSON in place of the text
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct InspectArgs {
    /// A case file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Stop after this many ops [default: all]
    #[arg(long, value_name = "N")]
    pub at: Option<usize>,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// A case file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Run it on this map [default: the first that `subjects` lists]
    #[arg(long, value_name = "NAME")]
    pub subject: Option<String>,
    /// Write a page for the browser in place of the text
    #[arg(long, value_name = "OUT")]
    pub html: Option<PathBuf>,
    /// The first op that is told; 0 is the start
    #[arg(long, value_name = "N", conflicts_with = "html")]
    pub from: Option<usize>,
    /// The last op that is told
    #[arg(long, value_name = "N", conflicts_with = "html")]
    pub to: Option<usize>,
    #[command(flatten)]
    pub patience: Patience,
}

#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Patience {
    /// Seconds after which a case that still runs is taken to hang
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = within(86_400))]
    timeout: usize,
}

impl Patience {
    pub(super) fn seconds(self) -> u64 {
        self.timeout as u64
    }

    pub(super) fn duration(self) -> Duration {
        Duration::from_secs(self.seconds())
    }
}

fn within(most: u64) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=most)
}

fn profile() -> impl clap::builder::TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(Profile::ALL.map(Profile::name))
        .map(|name| Profile::from_name(&name).expect("one of the possible values"))
}

/// What came of the arguments.
pub(super) enum Parsed {
    Command(Command),
    /// They ask for a text that is to be printed.
    Help(String),
    /// They are wrong; this line says how.
    Misuse(String),
}

pub(super) fn parse(args: Vec<OsString>) -> Parsed {
    let program = args.first().cloned().unwrap_or_else(|| "map-oracle".into());
    let parsed = Args::command()
        .try_get_matches_from(args)
        .and_then(|matches| Args::from_arg_matches(&matches));
    match parsed {
        Ok(Args {
            command: Some(command),
        }) => Parsed::Command(command),
        // Its defaults are written down once, in its arguments.
        Ok(Args { command: None }) => parse(vec![program, "check".into()]),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                Parsed::Help(error.render().to_string())
            }
            _ => Parsed::Misuse(one_line(&error.render().to_string())),
        },
    }
}

/// The first paragraph of clap's complaint as one line; tips and usage follow
/// after it.
fn one_line(complaint: &str) -> String {
    let words: Vec<&str> = complaint
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .flat_map(str::split_whitespace)
        .collect();
    let line = words.join(" ");
    let line = line.strip_prefix("error: ").unwrap_or(&line);
    format!("{line} (--help tells more)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn no_command_is_check_with_its_defaults() {
        let Parsed::Command(Command::Check(args)) = parse(vec!["map-oracle".into()]) else {
            panic!("not `check`");
        };
        assert!(args.subjects.is_empty() && args.profiles.is_empty());
        assert_eq!((args.ops, args.seed), (120, 1));
    }
}
