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
    /// Make a failing case as small as it gets
    ///
    /// Cases are run in another process, so that one that crashes or hangs can
    /// be shrunk as well. The small case fails by the same check.
    Shrink(ShrinkArgs),
    /// Shrink, name and file what a fuzzer found
    ///
    /// Takes a fuzzer's artifacts (bytes) and case files. Each is run on the
    /// subjects in another process, and filed where it fails, unless the same
    /// failure was filed before.
    Import(ImportArgs),
    /// Bring a case from one form to the other
    Convert(ConvertArgs),
    /// Print a case that `check` draws
    Draw(DrawArgs),
    /// Keep a folder of case files
    #[command(subcommand)]
    Corpus(CorpusCommand),
    /// Run cases from standard input: the other process of `shrink`
    #[command(hide = true)]
    RunCases(RunCasesArgs),
    /// Tell what happens in a case, op by op, or make a page of it
    Explain(ExplainArgs),
    /// Give a crate a test, a fuzz target and a corpus for its map
    ///
    /// Writes tests/oracle.rs, fuzz/ and corpus/, and adds the dev-dependency.
    /// Overwrites nothing: it writes all of it, or says why not.
    Init(InitArgs),
    /// Write a failing case as a Rust test that knows only the map
    ///
    /// The test is for a bug report: it uses the map's own methods and nothing
    /// of map-oracle, and fails where the case does.
    Export(ExportArgs),
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
pub(super) struct ShrinkArgs {
    /// Case files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The map that it fails on (`subjects` lists them)
    #[arg(long, value_name = "NAME")]
    pub subject: Option<String>,
    /// Where the small case is written; FILE itself will do. Of several files, the
    /// folder for them all [default: standard output]
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    outside: Outside,
}

impl ShrinkArgs {
    pub(super) fn timeout(&self) -> Duration {
        self.outside.duration()
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// Case files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write a Rust test
    #[arg(long)]
    pub rust: bool,
    /// The map that it fails on (`subjects` lists them)
    #[arg(long, value_name = "NAME")]
    pub subject: Option<String>,
    /// Where the test is written. Of several files, the folder for them all
    /// [default: standard output]
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    outside: Outside,
}

impl ExportArgs {
    pub(super) fn timeout(&self) -> Duration {
        self.outside.duration()
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// Files, or folders of them, such as fuzz/artifacts
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Run them on this map only; may be repeated (`subjects` lists them)
    #[arg(long = "subject", value_name = "NAME")]
    pub subjects: Vec<String>,
    /// Where the cases are filed
    #[arg(long, value_name = "DIR", default_value = "corpus/found")]
    pub out: PathBuf,
    #[command(flatten)]
    outside: Outside,
}

impl ImportArgs {
    pub(super) fn timeout(&self) -> Duration {
        self.outside.duration()
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct ConvertArgs {
    /// A case file, or bytes of a fuzzer
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The form to write
    #[arg(long, value_name = "FORM")]
    pub to: Form,
    /// Where it is written [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// A form of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Form {
    /// The text form, for people and for the corpus
    Text,
    /// The byte form, for fuzzers
    Bytes,
}

#[derive(Debug, clap::Args)]
pub(super) struct DrawArgs {
    /// The profile that draws it
    #[arg(long, value_name = "NAME", value_parser = profile())]
    pub profile: Profile,
    /// The number that all cases are drawn from
    #[arg(long, value_name = "N", default_value = "1")]
    pub seed: u64,
    /// The most ops in the case
    #[arg(long, value_name = "N", default_value = "120", value_parser = within(10_000))]
    pub ops: usize,
    /// Which case of the profile, counted from 0
    #[arg(long, value_name = "N", default_value = "0")]
    pub case: usize,
    /// The map that it is drawn for (`subjects` lists them)
    #[arg(long, value_name = "NAME")]
    pub subject: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum CorpusCommand {
    /// Add cases to a folder, unless they are there
    Add(CorpusAddArgs),
    /// List the cases in a folder
    List {
        /// The folder
        #[arg(value_name = "DIR", default_value = "corpus")]
        folder: PathBuf,
    },
    /// Tell what each case reaches, and what it adds to the others
    Stats {
        #[command(flatten)]
        run: CorpusRunArgs,
        /// Print JSON, with all that was reached, in place of the table
        #[arg(long)]
        json: bool,
    },
    /// List the cases that add nothing to the others
    ///
    /// A case is kept if it adds something on some subject, if it fails there, or
    /// if its comment says what it `reaches:`.
    Prune {
        #[command(flatten)]
        run: CorpusRunArgs,
        /// Remove them
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct CorpusAddArgs {
    /// Case files, or bytes of a fuzzer
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The folder
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    pub dir: PathBuf,
    /// What the case is called there [default: as its file]
    #[arg(long, value_name = "NAME", value_parser = file_name)]
    pub name: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct CorpusRunArgs {
    /// The folder
    #[arg(value_name = "DIR", default_value = "corpus")]
    pub folder: PathBuf,
    /// The map that the cases are run on [default: for `stats` the first of
    /// `subjects`, for `prune` all]
    #[arg(long, value_name = "NAME")]
    pub subject: Option<String>,
    #[command(flatten)]
    outside: Outside,
}

impl CorpusRunArgs {
    pub(super) fn timeout(&self) -> Duration {
        self.outside.duration()
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct RunCasesArgs {
    #[arg(long, value_name = "NAME")]
    pub subject: String,
}

/// As [`Patience`], for cases that are run in another process, where a hang is
/// no reason to give up.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Outside {
    /// Seconds after which a case that still runs is taken to hang
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = within(86_400))]
    timeout: usize,
}

impl Outside {
    pub(super) fn duration(self) -> Duration {
        Duration::from_secs(self.timeout as u64)
    }
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

#[derive(Debug, clap::Args)]
pub(super) struct InitArgs {
    /// A type of the crate that implements `Subject`, such as
    /// my_crate::oracle::Mine [default: an adapter to start from, in
    /// tests/oracle.rs]
    #[arg(long, value_name = "PATH::TYPE")]
    pub subject: Option<String>,
    /// The folder of the crate
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// Depend on map-oracle in this folder [default: as published]
    #[arg(long, value_name = "PATH")]
    pub map_oracle_path: Option<PathBuf>,
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

fn file_name(name: &str) -> Result<String, String> {
    let plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    if name.chars().all(plain) && name.contains(char::is_alphanumeric) {
        Ok(name.strip_suffix(".case").unwrap_or(name).to_owned())
    } else {
        Err("letters, digits, `-`, `_` and `.` make a name".to_owned())
    }
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
