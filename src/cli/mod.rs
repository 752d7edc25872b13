//! The command line, for the subjects that come along or for your own.
//!
//! [`main`] is a whole program: a binary that hands it its runners has
//! `check`, `replay`, `shrink`, `import`, `convert`, `draw`, `corpus`,
//! `explain`, `export`, `stats`, `merge` and `subjects` for its map, and `conform`, `facts` and
//! `inspect` for `GoMap`; `init` gives a crate what it needs to have its own map checked, and
//! `completions` has a shell complete it all.
//!
//! ```no_run
//! use map_oracle::check::Runner;
//! use map_oracle::subject::StdBTreeMap;
//!
//! fn main() -> std::process::ExitCode {
//!     map_oracle::cli::main(vec![Runner::of::<StdBTreeMap>()])
//! }
//! ```
//!
//! Results go to standard output, and everything else (progress, notes,
//! complaints) to standard error. The exit code says what came of it: see
//! [`Exit`].

mod args;
mod cases;
mod check;
mod conform;
mod convert;
mod corpus;
mod exhaustive;
mod explain;
mod export;
mod facts;
mod folder;
mod import;
mod init;
mod inspect;
mod merge;
mod panics;
mod replay;
mod shrink;
mod stats;
mod target;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use args::{Command, LimitArgs, Parsed};
use serde::Serialize;

use crate::case::Mark;
use crate::check::Runner;
use crate::corpus::CorpusError;
use crate::process::{self, Program, Worker};
use crate::report::SubjectsReport;

/// The argument that children of this program are started with; what makes them
/// children is a variable of the environment.
const RUN_CASES: &str = "run-cases";

/// How the command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Exit code 0: nothing is wrong.
    Fine,
    /// Exit code 1: a map diverged, hung or crashed, a gate was missed, or a fact
    /// was contradicted.
    Found,
    /// Exit code 2: the command was used wrongly, or a file is bad. Each thing
    /// that is wrong was told in one line.
    Misuse,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        match exit {
            Exit::Fine => ExitCode::SUCCESS,
            Exit::Found => ExitCode::from(1),
            Exit::Misuse => ExitCode::from(2),
        }
    }
}

/// Where a command writes, and how it is stopped.
pub struct Console<'a> {
    /// Gets the results.
    pub out: &'a mut dyn Write,
    /// Gets the rest.
    pub err: &'a mut dyn Write,
    /// Whether standard error is a terminal that a progress bar may be drawn
    /// on.
    pub progress_bar: bool,
    /// Whether results may be coloured.
    pub colours: bool,
    /// How wide a table may be, in columns.
    pub width: u16,
    /// Once this is true, the command ends with what it has so far.
    pub interrupt: Arc<AtomicBool>,
    /// Whether this program, started anew, comes to [`main`] with the same
    /// runners, so that cases can run in children. They run in this process
    /// otherwise, and nothing survives a map that crashes.
    pub children: bool,
}

impl Console<'_> {
    /// Writes a result. Nobody may be listening any more (`| head`), which is
    /// not our business.
    fn print(&mut self, text: &str) -> Result<(), Misuse> {
        self.print_bytes(text.as_bytes())
    }

    fn print_bytes(&mut self, bytes: &[u8]) -> Result<(), Misuse> {
        let written = self.out.write_all(bytes).and_then(|()| self.out.flush());
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Misuse::new(format!("cannot write the result: {error}")))
            }
            _ => Ok(()),
        }
    }

    fn print_json(&mut self, document: &impl Serialize) -> Result<(), Misuse> {
        let mut text = serde_json::to_string_pretty(document)
            .map_err(|error| Misuse::new(format!("cannot write the result: {error}")))?;
        text.push('\n');
        self.print(&text)
    }

    /// Writes a line to standard error; if that fails, there is no one to
    /// tell.
    fn note(&mut self, line: &str) {
        let _ = writeln!(self.err, "{line}");
    }

    /// How children are started, if cases run in children.
    fn children(&self, in_process: bool) -> Result<Option<Program>, Misuse> {
        if in_process || !self.children {
            return Ok(None);
        }
        let program = Program::this([RUN_CASES.into()]).map_err(check::no_child)?;
        Ok(Some(program))
    }

    /// A worker for single cases.
    fn worker(&self, limits: LimitArgs) -> Result<Worker, Misuse> {
        let program = self.children(limits.in_process)?;
        let interrupt = Arc::clone(&self.interrupt);
        Ok(Worker::new(program, limits.limits(), interrupt))
    }

    fn is_interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }
}

/// What is wrong with what the user gave us, each thing in one line.
struct Misuse(Vec<String>);

impl Misuse {
    fn new(line: String) -> Misuse {
        Misuse(vec![line])
    }
}

impl From<CorpusError> for Misuse {
    fn from(error: CorpusError) -> Misuse {
        Misuse::new(error.to_string())
    }
}

/// The command, with the arguments of the process.
///
/// Ctrl-C ends it with what it has so far, and a second one at once. A panic
/// of a map under test prints nothing; any other prints one line and ends the
/// process with exit code 101.
#[must_use]
pub fn main(runners: Vec<Runner>) -> ExitCode {
    #[cfg(unix)]
    if process::is_worker() {
        process::serve(&runners, Some(explain::tell));
    }
    panics::install_hook();
    let interrupt = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupt);
    // Without a handler, Ctrl-C ends the process the usual way.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    let columns = console::Term::stdout().size_checked();
    let mut console = Console {
        out: &mut io::stdout(),
        err: &mut io::stderr(),
        progress_bar: io::stderr().is_terminal(),
        colours: console::colors_enabled(),
        width: columns.map_or(120, |(_, columns)| columns.clamp(90, 160)),
        interrupt,
        children: cfg!(unix),
    };
    // Not a panic: another thread may still be in a map that hangs, and goes
    // down with the process.
    run(std::env::args_os(), &runners, &mut console).into()
}

/// Writes the `main` of a command line for maps: `check`, `replay` and the rest
/// for the subjects of these types.
///
/// ```no_run
/// # use std::collections::BTreeMap;
/// # use map_oracle::probe::{Key, Value};
/// map_oracle::subject! {
///     pub struct Mine("mine", BTreeMap<Key, Value>);
///     new: |_| BTreeMap::new();
///     ops: clear;
/// }
/// map_oracle::main!(Mine);
/// ```
#[macro_export]
macro_rules! main {
    ($($subject:ty),+ $(,)?) => {
        fn main() -> ::std::process::ExitCode {
            $crate::cli::main(vec![$($crate::check::Runner::of::<$subject>()),+])
        }
    };
}

/// The command, with arguments (the first is the program's name) and a
/// console of the caller's choice.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let program = args.first().map_or("map-oracle".to_owned(), |path| {
        let stem = Path::new(path).file_stem().unwrap_or(path);
        stem.to_string_lossy().into_owned()
    });
    let ended = match args::parse(args) {
        Parsed::Help(text) => console.print(&text).map(|()| Exit::Fine),
        Parsed::Misuse(line) => Err(Misuse::new(line)),
        Parsed::Command(Command::Check(args)) => check::check(&args, runners, &program, console),
        Parsed::Command(Command::Replay(args)) => replay::replay(&args, runners, console),
        Parsed::Command(Command::Conform(args)) => conform::conform(&args, console),
        Parsed::Command(Command::Subjects { json }) => {
            let report = SubjectsReport::new(runners);
            let printed = if json {
                console.print_json(&report)
            } else {
                console.print(&format!("{}\n", report.table(console.width)))
            };
            printed.map(|()| Exit::Fine)
        }
        Parsed::Command(Command::Facts(args)) => facts::facts(&args, console),
        Parsed::Command(Command::Inspect(args)) => inspect::inspect(&args, console),
        Parsed::Command(Command::Shrink(args)) => shrink::shrink(&args, runners, console),
        Parsed::Command(Command::Import(args)) => import::import(&args, runners, console),
        Parsed::Command(Command::Convert(args)) => convert::convert(&args, console),
        Parsed::Command(Command::Draw(args)) => convert::draw(&args, runners, console),
        Parsed::Command(Command::Corpus(command)) => corpus::corpus(&command, runners, console),
        Parsed::Command(Command::RunCases) => Err(Misuse::new(format!(
            "`{RUN_CASES}` is for the children of this program"
        ))),
        Parsed::Command(Command::Export(args)) => export::export(&args, runners, console),
        Parsed::Command(Command::Explain(args)) => explain::explain(&args, runners, console),
        Parsed::Command(Command::Stats(args)) => stats::stats(&args, runners, console),
        Parsed::Command(Command::Merge(args)) => merge::merge(&args, runners, console),
        Parsed::Command(Command::Completions { shell }) => {
            let script = args::completions(shell, &program);
            console.print_bytes(&script).map(|()| Exit::Fine)
        }
        Parsed::Command(Command::Init(args)) => init::init(&args, console),
    };
    ended.unwrap_or_else(|Misuse(lines)| {
        for line in lines {
            // Names of files may hold anything, line feeds too.
            let line = line.replace(char::is_control, "\u{fffd}");
            console.note(&format!("error: {line}"));
        }
        Exit::Misuse
    })
}

/// The marks that are known: those of the maps that come along, whoever ran
/// them, and of these.
fn marks(runners: &[Runner]) -> Vec<Mark> {
    let along = Runner::built_in();
    let mut marks: Vec<Mark> = along
        .iter()
        .chain(runners)
        .flat_map(Runner::marks)
        .collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// The runners of these names in their own order; all of them if none is
/// named.
fn choose(runners: &[Runner], names: &[String]) -> Result<Vec<Runner>, Misuse> {
    let known = || {
        let names: Vec<&str> = runners.iter().map(|runner| runner.name).collect();
        names.join(", ")
    };
    if runners.is_empty() {
        return Err(Misuse::new("there is no subject to check".to_owned()));
    }
    for name in names {
        if !runners.iter().any(|runner| runner.name == name) {
            let meant = args::meant(name, runners.iter().map(|runner| runner.name));
            let meant = meant.map_or(String::new(), |name| format!("did you mean `{name}`? "));
            return Err(Misuse::new(format!(
                "unknown subject `{}`; {meant}the known ones are {}",
                name.escape_debug(),
                known()
            )));
        }
    }
    let chosen = |runner: &&Runner| names.is_empty() || names.iter().any(|n| n == runner.name);
    Ok(runners.iter().filter(chosen).copied().collect())
}
