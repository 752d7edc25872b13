//! Runs cases in another process, so that a map that brings it down, or does
//! not come back, is one more way to fail.
//!
//! The other process is this same program, which therefore must be made with
//! [`cli::main`](super::main). One process runs case after case; it is started
//! anew after a case that it did not survive.

use std::env;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::Misuse;
use super::inside::{Answer, MARK};
use crate::case::{Case, Reach};
use crate::check::{Ended, Finding, ProcessEnd, Runner};

/// How long a process may take to be ready.
const START: Duration = Duration::from_secs(20);
/// The least time that a case is given.
const LEAST: Duration = Duration::from_millis(100);
/// A case is given no less than so many times what the slowest one took that came
/// to an end.
const SLACK: u32 = 2;

/// One subject, in a process of its own.
pub(super) struct Outside {
    runner: Runner,
    limit: Duration,
    /// The longest time that a case took which came to an end.
    slowest: Duration,
    process: Option<Process>,
}

/// How much time a case is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// All of the limit.
    Full,
    /// So many times the [`LEAST`] time, or more if other cases took long, but
    /// no more than the limit.
    Short(u32),
}

struct Process {
    child: Child,
    cases: ChildStdin,
    answers: Receiver<Answer>,
}

impl Outside {
    /// A case that takes longer than `limit` is taken to hang.
    pub(super) fn new(runner: Runner, limit: Duration) -> Outside {
        Outside {
            runner,
            limit,
            slowest: Duration::ZERO,
            process: None,
        }
    }

    /// Runs the next case in a process in which no other has run.
    pub(super) fn start_anew(&mut self) {
        self.process = None;
    }

    /// Runs a case.
    ///
    /// # Errors
    ///
    /// If there is no such process to be had.
    pub(super) fn run(
        &mut self,
        case: &Case,
        patience: Patience,
    ) -> Result<Result<Reach, Finding>, Misuse> {
        let limit = match patience {
            Patience::Full => self.limit,
            Patience::Short(times) => self.limit.min((LEAST * times).max(self.slowest * SLACK)),
        };
        let process = match &mut self.process {
            Some(process) => process,
            none => none.insert(Process::start(self.runner.name)?),
        };
        let start = Instant::now();
        let answer = match process.ask(case) {
            Ok(()) => process.answers.recv_timeout(limit),
            // It did not even live to be asked.
            Err(_) => Err(RecvTimeoutError::Disconnected),
        };
        let how = match answer {
            Ok(answer) => {
                self.slowest = self.slowest.max(start.elapsed());
                let outcome = answer.outcome(&self.runner, case);
                let outcome = outcome.ok_or_else(|| unusable("it answers something else"))?;
                return Ok(outcome.map_err(Finding::Diverged));
            }
            Err(RecvTimeoutError::Timeout) => ProcessEnd::Hang,
            Err(RecvTimeoutError::Disconnected) => process.ended().map_err(unusable)?,
        };
        self.process = None;
        Ok(Err(Finding::Ended(Box::new(Ended {
            subject: self.runner.name,
            how,
            place: None,
            words: None,
            case: case.within(self.runner.ops, self.runner.max_key),
        }))))
    }
}

impl Process {
    fn start(subject: &str) -> Result<Process, Misuse> {
        let program = env::current_exe().map_err(unusable)?;
        let mut child = Command::new(program)
            .args(["run-cases", "--subject", subject])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(unusable)?;
        let cases = child.stdin.take().expect("it is piped");
        let lines = BufReader::new(child.stdout.take().expect("it is piped"));
        let (sender, answers) = mpsc::channel();
        thread::spawn(move || {
            // A map may print what is not text.
            for line in lines.split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                if let Some(answer) = line.strip_prefix(MARK)
                    && let Ok(answer) = serde_json::from_str(answer)
                    && sender.send(answer).is_err()
                {
                    return;
                }
            }
        });
        let process = Process {
            child,
            cases,
            answers,
        };
        match process.answers.recv_timeout(START) {
            Ok(Answer::Ready) => Ok(process),
            _ => Err(unusable("it does not take cases")),
        }
    }

    fn ask(&mut self, case: &Case) -> io::Result<()> {
        let mut line = serde_json::to_string(&case.to_string())?;
        line.push('\n');
        self.cases.write_all(line.as_bytes())?;
        self.cases.flush()
    }

    /// How it ended.
    fn ended(&mut self) -> io::Result<ProcessEnd> {
        let status = self.child.wait()?;
        Ok(match signal(status) {
            Some(signal) => ProcessEnd::Signal(signal),
            None => ProcessEnd::Exit(status.code().unwrap_or(-1)),
        })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // If it is gone already, so much the better.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

fn unusable(why: impl std::fmt::Display) -> Misuse {
    Misuse::new(format!(
        "cases cannot be run in another process of this program: {why}"
    ))
}
