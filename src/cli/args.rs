//! What can be said on the command line, and what is said back if it is wrong:
//! one line, whatever clap would print.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{PossibleValuesParser, RangedU64ValueParser, TypedValueParser as _};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::Misuse;
use super::folder::Asked;
use crate::case::Without;
use crate::check::Runner;
use crate::generate::Profile;
use crate::process::Limits;

/// Checks maps against a model, op by op.
///
/// Without a command, checks every subject under every profile.
#[derive(Debug, Parser)]
#[command(name = "map-oracle", version)]
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
    /// A child of this program, which runs cases for it
    #[command(hide = true)]
    RunCases,
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
    /// Tell what a campaign ran, found and reached
    Stats(StatsArgs),
    /// Merge the campaigns of several machines
    ///
    /// Each finding is kept once, with its smallest case; counts are summed.
    Merge(MergeArgs),
    /// Print what makes a shell complete this command
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
}

/// What a command leaves out.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Selecting {
    #[command(flatten)]
    ops: SelectingOps,
    /// Plan only these faults: `none`, or of hash, eq, clone, drop, closure and
    /// hasher (`panic` for the six), lie_eq and lie_hash (`lie` for both)
    #[arg(long, value_name = "KIND,...")]
    faults: Option<String>,
}

/// The ops that a command leaves out.
#[derive(Debug, Default, clap::Args)]
pub(super) struct SelectingOps {
    /// Leave out these ops (as a case calls them; `entry_*` for all that begin
    /// so) and checks (len, drop, capacity, invariants); `get` and `iter` are
    /// left out of what is checked after every op, too
    #[arg(long, value_name = "OP,...")]
    without: Option<String>,
    /// Keep only these ops
    #[arg(long, value_name = "OP,...")]
    only: Option<String>,
}

impl Selecting {
    /// These runners, without what is left out.
    pub(super) fn apply(&self, runners: Vec<Runner>) -> Result<Vec<Runner>, Misuse> {
        self.ops.apply_with(self.faults.as_deref(), runners)
    }
}

impl SelectingOps {
    /// As [`Selecting::apply`].
    pub(super) fn apply(&self, runners: Vec<Runner>) -> Result<Vec<Runner>, Misuse> {
        self.apply_with(None, runners)
    }

    fn apply_with(
        &self,
        faults: Option<&str>,
        runners: Vec<Runner>,
    ) -> Result<Vec<Runner>, Misuse> {
        let without = Without::parse(self.without.as_deref(), self.only.as_deref(), faults);
        let without = without.map_err(Misuse::new)?;
        let leave_out = |runner: Runner| {
            let runner = runner.without(without);
            if runner.ops.is_empty() {
                let name = runner.name;
                return Err(Misuse::new(format!(
                    "no op is left to be drawn for `{name}`; --subject chooses maps"
                )));
            }
            Ok(runner)
        };
        runners.into_iter().map(leave_out).collect()
    }
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
    /// where cases times ops reach 12,000 [default: 1000, or no end with --time]
    #[arg(long, value_name = "N", value_parser = within(10_000_000))]
    pub cases: Option<usize>,
    /// For how long to run: 90s, 10m, 8h
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub time: Option<Time>,
    /// How many workers to use [default: one for each core]
    #[arg(long, value_name = "N", value_parser = within(1_024))]
    pub jobs: Option<usize>,
    /// Run one case in N: part I of N, counted from 1, for several machines
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub shard: Option<Shard>,
    /// Go on behind what is found; this is the default
    #[arg(long, conflicts_with = "first")]
    pub keep_going: bool,
    /// Stop at the first finding of each subject
    #[arg(long)]
    pub first: bool,
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
        conflicts_with_all = ["profiles", "cases", "ops", "seed", "time", "shard", "known"]
    )]
    pub exhaustive: Option<usize>,
    /// How many keys the sequences are over
    #[arg(long, value_name = "K", default_value = "3", value_parser = within(16), requires = "exhaustive")]
    pub keys: usize,
    /// Print JSON in place of the table
    #[arg(long)]
    pub json: bool,
    /// Where failing cases are saved, with a log of what was found; where it is
    /// given, and for --time and --shard, with what --resume needs [default:
    /// corpus/found]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Go on with what was broken off in --out
    #[arg(
        long,
        conflicts_with_all = [
            "subjects", "profiles", "cases", "ops", "seed", "shard", "first", "keep_going",
            "exhaustive", "without", "only", "faults",
        ]
    )]
    pub resume: bool,
    /// The list of failures that are known and stepped over [default:
    /// known-failures.toml in corpus, in --out, or beside it]
    #[arg(long, value_name = "FILE")]
    pub known: Option<PathBuf>,
    #[command(flatten)]
    pub limits: LimitArgs,
    #[command(flatten)]
    pub selecting: Selecting,
}

#[derive(Debug, clap::Args)]
pub(super) struct ReplayArgs {
    /// Case files; `-` is the standard input
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
    pub limits: LimitArgs,
    #[command(flatten)]
    pub selecting: SelectingOps,
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
    /// A case file; `-` is the standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Stop after this many ops [default: all]
    #[arg(long, value_name = "N")]
    pub at: Option<usize>,
}

#[derive(Debug, clap::Args)]
pub(super) struct ShrinkArgs {
    /// Case files; `-` is the standard input
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
    pub limits: LimitArgs,
    #[command(flatten)]
    pub selecting: Selecting,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// Case files; `-` is the standard input
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
    pub limits: LimitArgs,
    #[command(flatten)]
    pub selecting: Selecting,
}

#[derive(Debug, clap::Args)]
pub(super) struct StatsArgs {
    /// The folder of a campaign
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Print JSON in place of the text
    #[arg(long)]
    pub json: bool,
    /// Write a plot of marks and findings over time as well
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct MergeArgs {
    /// The folders of the campaigns
    #[arg(required = true, value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// Where the result goes: a folder without a campaign
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
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
    pub limits: LimitArgs,
    #[command(flatten)]
    pub selecting: Selecting,
}

#[derive(Debug, clap::Args)]
pub(super) struct ConvertArgs {
    /// A case file, or bytes of a fuzzer; `-` is the standard input
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
    #[command(flatten)]
    pub selecting: Selecting,
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
    /// Case files, or bytes of a fuzzer; `-` is the standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Take a text that is no case for the bytes of a fuzzer
    #[arg(long)]
    pub bytes: bool,
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
    pub limits: LimitArgs,
    #[command(flatten)]
    pub selecting: Selecting,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// A case file; `-` is the standard input
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
    pub limits: LimitArgs,
    #[command(flatten)]
    pub selecting: Selecting,
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

/// What a case may use, and where it runs.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct LimitArgs {
    /// Seconds of CPU time after which a case that still runs is taken to hang
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = within(86_400))]
    timeout: usize,
    /// MiB of memory that a case may ask for; 0 for no limit
    #[arg(long, value_name = "MIB", default_value = "1024")]
    memory: u64,
    /// Run cases in this process, for debuggers and sanitizers: nothing survives
    /// a map that crashes, and time counts by the clock
    #[arg(long)]
    pub in_process: bool,
}

impl LimitArgs {
    pub(super) fn limits(self) -> Limits {
        Limits {
            memory: self.memory << 20,
            ..Limits::of_cpu(Duration::from_secs(self.timeout as u64))
        }
    }
}

/// How long a run may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time(pub Duration);

fn duration(text: &str) -> Result<Time, String> {
    let wrong = || "a number and s, m, h or d, such as 90s or 8h".to_owned();
    let (number, unit) = text.split_at(text.len().saturating_sub(1));
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    match number.checked_mul(seconds) {
        Some(seconds @ 1..=31_536_000) => Ok(Time(Duration::from_secs(seconds))),
        _ => Err("1s to 365d".to_owned()),
    }
}

/// One part of the cases.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shard {
    /// Which, counted from 0.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/');
    let numbers = parts.and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((index @ 1.., of @ 1..=10_000)) if index <= of => Ok(Shard {
            index: index - 1,
            of,
        }),
        _ => Err("I/N, with I from 1 to N, and N up to 10000".to_owned()),
    }
}

impl CheckArgs {
    /// Where failing cases are saved.
    pub(super) fn out(&self) -> &Path {
        self.out.as_deref().unwrap_or(Path::new("corpus/found"))
    }

    /// Whether what is needed to go on later is kept.
    pub(super) fn is_campaign(&self) -> bool {
        self.out.is_some() || self.time.is_some() || self.shard.is_some() || self.resume
    }

    /// What must stay the same when the run is gone on with.
    pub(super) fn asked(&self) -> Asked {
        let selecting = &self.selecting;
        Asked {
            subjects: self.subjects.clone(),
            profiles: self
                .profiles
                .iter()
                .map(|profile| profile.name().to_owned())
                .collect(),
            cases: self.cases.map(|cases| cases as u64),
            ops: self.ops,
            seed: self.seed,
            seconds: self.time.map(|time| time.0.as_secs()),
            shard: self.shard.map(|shard| (shard.index, shard.of)),
            first: self.first,
            known: self.known.clone(),
            without: [
                selecting.ops.without.clone(),
                selecting.ops.only.clone(),
                selecting.faults.clone(),
            ],
        }
    }

    /// These arguments, with what was asked for when the run began. The time may
    /// be another one.
    pub(super) fn as_asked(&self, asked: Asked) -> CheckArgs {
        let profile = |name: &String| Profile::from_name(name);
        let [without, only, faults] = asked.without;
        CheckArgs {
            subjects: asked.subjects,
            profiles: asked.profiles.iter().filter_map(profile).collect(),
            cases: asked.cases.map(|cases| cases as usize),
            ops: asked.ops,
            seed: asked.seed,
            time: self.time.or(asked
                .seconds
                .map(|seconds| Time(Duration::from_secs(seconds)))),
            shard: asked.shard.map(|(index, of)| Shard { index, of }),
            first: asked.first,
            keep_going: false,
            exhaustive: None,
            keys: self.keys,
            jobs: self.jobs,
            json: self.json,
            out: self.out.clone(),
            resume: true,
            known: self.known.clone().or(asked.known),
            limits: self.limits,
            selecting: Selecting {
                ops: SelectingOps { without, only },
                faults,
            },
        }
    }

    /// Cases for each subject and profile; of a shard, those that are its own.
    pub(super) fn cases(&self) -> u64 {
        let most = if self.time.is_some() {
            10_000_000_000
        } else {
            1_000
        };
        let cases = self.cases.map_or(most, |cases| cases as u64);
        match self.shard {
            Some(Shard { index, of }) => (cases + of - 1 - index) / of,
            None => cases,
        }
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
#[allow(clippy::large_enum_variant, reason = "there is one in a process")]
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
            _ => Parsed::Misuse(one_line(&error)),
        },
    }
}

/// The first paragraph of clap's complaint as one line, with what was meant if
/// that can be guessed; usage follows after it.
fn one_line(error: &clap::Error) -> String {
    let complaint = error.render().to_string();
    let words: Vec<&str> = complaint
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .flat_map(str::split_whitespace)
        .collect();
    let line = words.join(" ");
    let line = line.strip_prefix("error: ").unwrap_or(&line);
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let suggested = kinds.into_iter().find_map(|kind| match error.get(kind)? {
        ContextValue::String(one) => Some(one.clone()),
        ContextValue::Strings(all) => all.last().cloned(),
        _ => None,
    });
    let meant = suggested.map_or(String::new(), |name| format!("; did you mean `{name}`?"));
    format!("{line}{meant} (--help tells more)")
}

/// The name that was meant by another one, if one is like it.
pub(super) fn meant<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let alike = |known: &'n str| (strsim::jaro_winkler(name, known), known);
    let best = known.into_iter().map(alike);
    let best = best.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(likeness, _)| *likeness > 0.7)
        .map(|(_, known)| known)
}

/// The script with which a shell completes the command of this name.
pub(super) fn completions(shell: clap_complete::Shell, program: &str) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), program, &mut script);
    script
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
