//! map-oracle's own hunt: `check` of the set's program, in a process of its own.
//!
//! `check` survives whatever a map does. It goes on behind each finding, and notes it
//! in its folder as soon as the case is small. Here that is read as it comes, and
//! judged. When the bug has shown, or the CPU time is used up, `check` is stopped.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use map_oracle::campaign::{self, Entry};
use map_oracle::case::Case;
use map_oracle::corpus;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde::Deserialize;

use crate::outcome::{Effort, Find, Outcome, single_ops};
use crate::programs::Build;
use crate::quarry::{Quarry, SLACK};
use crate::results::OURS;

/// How often the folder is looked at.
const POLL: Duration = Duration::from_millis(50);
/// How long `check` may take to stop. It is killed then.
const GRACE: Duration = Duration::from_secs(10);
/// Seconds of CPU time after which a case hangs. A case is done in far less than one; and
/// until a hang is a finding, that much is used up several times.
const HANG: &str = "1";

impl Quarry<'_> {
    /// Hunts with map-oracle.
    ///
    /// # Errors
    ///
    /// If `check` cannot be started or fails itself, or its folder cannot be read or
    /// written.
    pub fn hunt(&self) -> io::Result<Outcome> {
        let folder = self.out.join(OURS);
        // A campaign is not overwritten by another one.
        if campaign::is_campaign(&folder) {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let mut check = Check::start(&mut self.check(&folder)?)?;
        let mut hunt = Hunt {
            quarry: self,
            folder,
            judged: 0,
            awaited: None,
            outcome: Outcome::none_yet(self.name(), OURS, self.seed),
        };
        loop {
            // Before it is looked for the last time what is new.
            let ended = check.has_ended()?;
            if hunt.judge_news()? || ended || hunt.is_over()? {
                break;
            }
            thread::sleep(POLL);
        }
        check.stop().map_err(|error| hunt.blamed(&error))?;
        hunt.came()
    }

    fn check(&self, folder: &Path) -> io::Result<Command> {
        let longest = (self.budget * SLACK).as_secs_f64().ceil();
        let mut command = self.command();
        command
            .args(["check", "--subject", self.subject])
            .args(["--seed", &self.seed.to_string()])
            // The hunts are as many at a time as there are cores.
            .args(["--jobs", "1"])
            .args(["--timeout", HANG])
            .args(["--time", &format!("{longest}s")])
            .arg("--out")
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(File::create(told_in(folder))?);
        if self.build == Build::Asan {
            // AddressSanitizer sets more address space aside than there is memory.
            command.args(["--memory", "0"]);
        }
        Ok(command)
    }
}

/// What `check` says on the way.
fn told_in(folder: &Path) -> PathBuf {
    folder.join("check.log")
}

/// A hunt under way.
struct Hunt<'q> {
    quarry: &'q Quarry<'q>,
    /// The folder of `check`.
    folder: PathBuf,
    /// How many findings were judged.
    judged: usize,
    /// Once the CPU time is used up: the cases that were being made small then, as
    /// they had been drawn.
    awaited: Option<Vec<PathBuf>>,
    outcome: Outcome,
}

/// What is read of `campaign.json`.
#[derive(Deserialize)]
struct State {
    cpu_seconds: f64,
}

impl Hunt<'_> {
    /// Judges what was found since; tells whether the bug has shown.
    fn judge_news(&mut self) -> io::Result<bool> {
        if !self.folder.join(campaign::FINDINGS).exists() {
            return Ok(false);
        }
        let log = campaign::read(&self.folder).map_err(io::Error::other)?;
        let seen = std::mem::replace(&mut self.judged, log.entries.len());
        for entry in log.entries.into_iter().skip(seen) {
            self.judge(entry)?;
        }
        Ok(self.outcome.found.is_some())
    }

    fn judge(&mut self, entry: Entry) -> io::Result<()> {
        let case: Case = entry.text.parse().map_err(|error| self.blamed(&error))?;
        let cpu = entry.cpu_seconds;
        let is_awaited = self.awaited.as_ref().is_some_and(|cases| !cases.is_empty());
        let in_time = cpu <= self.quarry.budget.as_secs_f64() || is_awaited;
        let bug = self.quarry.bug.filter(|_| in_time);
        let shows = self.outcome.found.is_none()
            && bug.is_some_and(|bug| bug.is_shown_by(&entry.kind, &case));
        let find = Find {
            sign: entry.kind,
            path: entry.file.map(|file| self.folder.join(file)),
            shrunk: Some(single_ops(&case)),
        };
        if shows {
            self.outcome.found = Some(find);
            self.outcome.effort.cpu = cpu;
        } else {
            self.outcome.also.push(find);
        }
        Ok(())
    }

    /// Whether the CPU time is used up, which `check` keeps once a second, and the
    /// failure that was being made small then is a finding.
    fn is_over(&mut self) -> io::Result<bool> {
        if self.awaited.is_none() && self.cpu() >= self.quarry.budget.as_secs_f64() {
            self.awaited = Some(self.drawn()?);
        }
        let awaited = self.awaited.as_ref();
        Ok(awaited.is_some_and(|cases| !cases.iter().any(|case| case.exists())))
    }

    /// The seconds of CPU time that are known to be spent.
    fn cpu(&self) -> f64 {
        let text = fs::read(self.folder.join(campaign::STATE));
        let state = text
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok());
        state.map_or(0.0, |State { cpu_seconds }| cpu_seconds)
    }

    /// The cases that are being made small, as they were drawn.
    fn drawn(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = corpus::files(&self.folder).map_err(io::Error::other)?;
        let prefix = format!("{}-drawn-", self.quarry.subject);
        files.retain(|file| {
            let name = file.file_name().unwrap_or_default();
            name.to_string_lossy().starts_with(&prefix)
        });
        Ok(files)
    }

    /// What has come of it, when `check` has ended.
    fn came(mut self) -> io::Result<Outcome> {
        self.judge_news()?;
        let history = match self.folder.join(campaign::PROGRESS).exists() {
            true => campaign::read_progress(&self.folder).map_err(io::Error::other)?,
            false => return Ok(self.outcome),
        };
        if let Some(last) = history.entries.last() {
            let effort = &mut self.outcome.effort;
            let until_found = self.outcome.found.as_ref().map(|_| effort.cpu);
            *effort = Effort {
                cases: usize::try_from(last.cases).unwrap_or(usize::MAX),
                ops: last.ops,
                cpu: until_found.unwrap_or(last.cpu_seconds),
            };
        }
        let short = self.outcome.effort.cpu < self.quarry.budget.as_secs_f64();
        self.outcome.out_of_time = self.outcome.found.is_none() && short;
        Ok(self.outcome)
    }

    fn blamed(&self, error: &dyn std::fmt::Display) -> io::Error {
        let (name, told) = (self.quarry.name(), told_in(&self.folder));
        io::Error::other(format!("{name}: {error}; see {}", told.display()))
    }
}

/// The process. It does not outlive its hunt.
struct Check(Child);

impl Check {
    fn start(command: &mut Command) -> io::Result<Check> {
        command.spawn().map(Check)
    }

    fn has_ended(&mut self) -> io::Result<bool> {
        Ok(self.0.try_wait()?.is_some())
    }

    /// Asks it to stop, so that it tells how far it has come, and sees to it that it
    /// does.
    fn stop(&mut self) -> io::Result<()> {
        let asked = Instant::now();
        let mut is_asked = false;
        loop {
            if let Some(status) = self.0.try_wait()? {
                return expected(status);
            }
            if !is_asked {
                is_asked = true;
                let id = i32::try_from(self.0.id()).map_err(io::Error::other)?;
                kill(Pid::from_raw(id), Signal::SIGTERM)?;
            }
            if asked.elapsed() > GRACE {
                self.0.kill()?;
                self.0.wait()?;
                return Ok(());
            }
            thread::sleep(POLL);
        }
    }
}

impl Drop for Check {
    fn drop(&mut self) {
        // It may have ended long ago.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whether `check` has done what it should: it found something, or did not.
fn expected(status: ExitStatus) -> io::Result<()> {
    match status.code() {
        Some(0 | 1) => Ok(()),
        // It was stopped before it could listen.
        None if std::os::unix::process::ExitStatusExt::signal(&status) == Some(15) => Ok(()),
        _ => Err(io::Error::other(format!("check failed itself, {status}"))),
    }
}
