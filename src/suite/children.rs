//! The processes that a suite's cases run in: this test binary, started anew for
//! the one test, which then serves its parent instead of testing anything.
//!
//! A harness of one's own may not know the arguments. If the child does not come
//! back to the test, the cases run in this process; so they do where there are no
//! child processes, and if `MAP_ORACLE_IN_PROCESS` is set.

use std::io;
use std::time::Duration;

use super::number;
#[cfg(all(unix, feature = "process"))]
use crate::case::Case;
use crate::check::Runner;
use crate::hunt::environment;
#[cfg(all(unix, feature = "process"))]
use crate::process::{self, Detail, Worker};
use crate::process::{Limits, Program};

const IN_PROCESS: &str = "MAP_ORACLE_IN_PROCESS";
const TIMEOUT: &str = "MAP_ORACLE_TIMEOUT";

/// Seconds of CPU time that a case may take, which none does by far.
const PATIENCE: u64 = 20;
/// Seconds by the clock, where that is all there is to go by.
const PATIENCE_HERE: u64 = 60;
/// Miri is slow, and does not hang.
const PATIENCE_OF_MIRI: u64 = 1_000_000;

/// How the cases of a test are run.
pub(super) struct Children {
    program: Option<Program>,
}

impl Children {
    /// Those of the test of this name, as long as one of them can be started.
    pub(super) fn of(test: &str, runner: &Runner) -> Children {
        let set = environment::variable(IN_PROCESS).is_some_and(|value| value != "0");
        if set || cfg!(miri) || !cfg!(all(unix, feature = "process")) {
            return Children { program: None };
        }
        match start(test, runner) {
            Ok(program) => Children {
                program: Some(program),
            },
            Err(error) => {
                println!(
                    "{test}: the test binary does not run one test alone, so its cases run in \
                     this process, and a map that crashes ends it: {error}"
                );
                Children { program: None }
            }
        }
    }

    /// What starts one.
    pub(super) fn program(&self) -> Option<Program> {
        self.program.clone()
    }

    pub(super) fn are_there(&self) -> bool {
        self.program.is_some()
    }

    /// What a case may use.
    pub(super) fn limits(&self) -> Limits {
        limits(match self.program {
            Some(_) => PATIENCE,
            None if cfg!(miri) => PATIENCE_OF_MIRI,
            None => PATIENCE_HERE,
        })
    }
}

/// How this test is started in a process of its own, after it was once.
#[cfg(all(unix, feature = "process"))]
fn start(test: &str, runner: &Runner) -> io::Result<Program> {
    let arguments = [
        test,
        "--exact",
        "--nocapture",
        "--include-ignored",
        "--test-threads=1",
    ];
    let program = Program::this(arguments.map(Into::into))?;
    let limits = limits(PATIENCE);
    let mut worker = Worker::new(Some(program.clone()), limits, Default::default());
    // Whatever comes of it: somebody took it.
    worker.case(runner, &Case::default(), Detail::Coarse)?;
    Ok(program)
}

/// There are no such processes.
#[cfg(not(all(unix, feature = "process")))]
fn start(_: &str, _: &Runner) -> io::Result<Program> {
    Program::this([])
}

fn limits(seconds: u64) -> Limits {
    Limits::of_cpu(Duration::from_secs(number(TIMEOUT, seconds)))
}

/// Whether this process is a child of some test. If it is one of this test, it
/// serves its parent and ends. A child starts no children.
#[cfg(all(unix, feature = "process"))]
pub(super) fn serves(runner: Runner, test: &str) -> bool {
    if process::is_worker() && std::env::args().any(|argument| argument == test) {
        process::serve(&[runner], None)
    }
    process::is_worker()
}

/// There are none.
#[cfg(not(all(unix, feature = "process")))]
pub(super) fn serves(_: Runner, _: &str) -> bool {
    false
}

/// The variables of this file that are set, in front of a command that is to be
/// repeated.
pub(super) fn assignments() -> String {
    let set = [IN_PROCESS, TIMEOUT].into_iter().filter_map(|name| {
        let value = environment::variable(name)?;
        Some(format!("{name}='{value}' "))
    });
    set.collect()
}
