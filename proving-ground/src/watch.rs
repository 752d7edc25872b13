//! Keeps watch over a hunt in a process of its own, and its time.

use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use map_oracle::corpus;
use wait4::Wait4 as _;

use crate::bugs::Bug;
use crate::child;
use crate::message::{Effort, Message};
use crate::outcome::{Find, Outcome, single_ops};
use crate::peers;
use crate::results::OURS;

/// A case that takes longer than this hangs. Where hashes collide and the machine is
/// busy, a thousand keys take seconds.
const HANG: Duration = Duration::from_secs(10);
/// How much longer a hunt may take by the clock than it may compute.
const SLACK: u32 = 4;

/// What to hunt.
#[derive(Clone, Debug)]
pub struct Quarry<'a> {
    /// The program of its set.
    pub program: &'a Path,
    /// The subject.
    pub subject: &'a str,
    /// The bug that is looked for, if not just anything.
    pub bug: Option<&'static Bug>,
    /// The seed that cases are drawn from.
    pub seed: u64,
    /// How long it may compute.
    pub budget: Duration,
    /// The folder for the cases that are found.
    pub out: PathBuf,
}

impl Quarry<'_> {
    /// Hunts with map-oracle.
    ///
    /// # Errors
    ///
    /// If the process cannot be started, or a case cannot be saved.
    pub fn hunt(&self) -> io::Result<Outcome> {
        let mut watch = Watch::new(self, OURS);
        // A process that something else brought down has a successor, which goes
        // on behind that case.
        while watch.follow(&mut self.command(&watch.before, watch.started))? {}
        Ok(watch.outcome)
    }

    /// Hunts with a peer, one of [`peers::NAMES`]. `fuzzer` is the set's fuzz
    /// program, for the one that needs it.
    ///
    /// # Errors
    ///
    /// If the process cannot be started.
    pub fn hunt_with(&self, peer: &str, fuzzer: Option<&Path>) -> io::Result<Outcome> {
        let mut command = self.program();
        command
            .args([peers::COMMAND, "--peer", peer, "--subject", self.subject])
            .args(["--seed", &self.seed.to_string()])
            .args(["--budget", &self.budget.as_secs_f64().to_string()])
            .arg("--out")
            .arg(self.out.join(peer));
        if let Some(fuzzer) = fuzzer {
            command.arg("--fuzzer").arg(fuzzer);
        }
        let mut watch = Watch::new(self, peer);
        watch.follow(&mut command)?;
        Ok(watch.outcome)
    }

    fn name(&self) -> &str {
        self.bug.map_or(self.subject, |bug| bug.name)
    }

    /// The hunt, after `spent` in `started` cases.
    fn command(&self, spent: &Effort, started: usize) -> Command {
        let left = (self.budget.as_secs_f64() - spent.cpu).max(0.0);
        let mut command = self.program();
        command
            .args([child::COMMAND, "--subject", self.subject])
            .args(["--seed", &self.seed.to_string()])
            .args(["--budget", &left.to_string()])
            .args(["--skip", &started.to_string()])
            .arg("--out")
            .arg(&self.out);
        if let Some(bug) = self.bug {
            command.args(["--bug", bug.name]);
        }
        command
    }

    fn program(&self) -> Command {
        let mut command = Command::new(self.program);
        // Leaks are the ledger's business.
        command.env("ASAN_OPTIONS", "detect_leaks=0:allocator_may_return_null=1");
        command.stdin(Stdio::null());
        command
    }

    /// The case of this place, as the process would have drawn it.
    fn drawn(&self, place: &str) -> io::Result<PathBuf> {
        let mut draw = self.command(&Effort::default(), 0);
        let output = draw.args(["--draw", place]).output()?;
        let text = String::from_utf8(output.stdout).map_err(io::Error::other)?;
        let folder = self.out.join("drawn");
        std::fs::create_dir_all(&folder)?;
        let name = format!("{}-{}.case", self.name(), place.replace('/', "-"));
        let path = folder.join(name);
        corpus::write(&path, text.as_bytes()).map_err(io::Error::other)?;
        Ok(path)
    }

    /// Makes a case small that its process does not survive, and says how it
    /// fails. A map that draws lots may survive it now and then.
    fn shrink(&self, drawn: &Path) -> io::Result<Option<(String, PathBuf)>> {
        for _ in 0..3 {
            let shrunk = self.shrink_once(drawn)?;
            if shrunk.is_some() {
                return Ok(shrunk);
            }
        }
        Ok(None)
    }

    fn shrink_once(&self, drawn: &Path) -> io::Result<Option<(String, PathBuf)>> {
        let path = self.out.join(drawn.file_name().unwrap_or_default());
        let output = self
            .program()
            .arg("shrink")
            .arg(drawn)
            .args([
                "--subject",
                self.subject,
                "--timeout",
                &HANG.as_secs().to_string(),
                "--out",
            ])
            .arg(&path)
            .output()?;
        if !output.status.success() {
            return Ok(None);
        }
        // `PATH: SIGN on SUBJECT`
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let sign = told
            .trim_end()
            .strip_suffix(&format!(" on {}", self.subject))
            .and_then(|told| told.rsplit(": ").next())
            .unwrap_or_default();
        Ok(Some((sign.to_owned(), path)))
    }
}

struct Watch<'q> {
    quarry: &'q Quarry<'q>,
    start: Instant,
    /// What the processes before this one took.
    before: Effort,
    /// How many cases were begun.
    started: usize,
    /// The case under way.
    at: Option<String>,
    /// What failed and is being shrunk.
    failed: Option<Find>,
    outcome: Outcome,
}

impl<'q> Watch<'q> {
    fn new(quarry: &'q Quarry<'q>, finder: &str) -> Self {
        Watch {
            quarry,
            start: Instant::now(),
            before: Effort::default(),
            started: 0,
            at: None,
            failed: None,
            outcome: Outcome {
                name: quarry.name().to_owned(),
                finder: finder.to_owned(),
                seed: quarry.seed,
                found: None,
                also: Vec::new(),
                effort: Effort::default(),
                out_of_time: false,
            },
        }
    }

    /// Follows a process to its end; tells whether there is a point in another
    /// one.
    fn follow(&mut self, command: &mut Command) -> io::Result<bool> {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let lost = self.listen(&mut child, HANG);
        // It may have ended already; it must not outlive its watch in any case.
        let _ = child.kill();
        let usage = child.wait4()?;
        let broken_off = self.outcome.found.is_some() || self.outcome.out_of_time;
        let crashed = !usage.status.success() && !broken_off;
        let lost = lost.or(crashed.then_some("crash"));
        let ours = self.outcome.finder == OURS;
        if let Some(sign) = lost {
            let cpu = (usage.rusage.utime + usage.rusage.stime).as_secs_f64();
            match ours {
                true => self.lost(sign, cpu)?,
                // What Clap or the peer's own command says no to.
                false if usage.status.code() == Some(2) => {
                    let (peer, name) = (&self.outcome.finder, &self.outcome.name);
                    return Err(io::Error::other(format!("{name}: {peer} cannot be run")));
                }
                false => self.peer_lost(sign, cpu),
            }
        }
        if !ours && self.outcome.found.is_none() {
            // It was still being made small.
            self.outcome.found = self.failed.take();
        }
        self.before = self.outcome.effort;
        (self.at, self.failed) = (None, None);
        let on = ours && lost.is_some() && self.outcome.found.is_none();
        Ok(on && self.before.cpu < self.quarry.budget.as_secs_f64())
    }

    /// A peer's process ended before it was done. That it failed was told, or
    /// shows in a crash; a hang, nobody but us has seen.
    fn peer_lost(&mut self, sign: &str, cpu: f64) {
        if self.failed.is_none() {
            self.outcome.effort.cpu = cpu;
            self.failed = (sign == "crash").then(|| Find {
                sign: sign.to_owned(),
                path: None,
                shrunk: None,
            });
        }
    }

    /// Hears the process out; tells if it hangs.
    fn listen(&mut self, child: &mut Child, hang: Duration) -> Option<&'static str> {
        let lines = BufReader::new(child.stdout.take().expect("it is piped"));
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            // A map gone wild may print anything.
            for line in lines.split(b'\n').map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let longest = self.quarry.budget * SLACK + HANG;
        loop {
            match receiver.recv_timeout(hang) {
                Ok(line) => {
                    if let Some(message) = Message::read(&line) {
                        self.hear(message);
                    }
                }
                Err(RecvTimeoutError::Timeout) => return Some("hang"),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            if self.start.elapsed() > longest {
                self.outcome.out_of_time = self.outcome.found.is_none();
                return None;
            }
        }
    }

    fn hear(&mut self, message: Message) {
        let outcome = &mut self.outcome;
        match message {
            Message::Case(profile, index) => {
                self.at = Some(format!("{profile}/{index}"));
                self.started += 1;
                outcome.effort.cases = self.started;
            }
            Message::Shrinks => {}
            Message::Progress(effort) => outcome.effort = self.before.and(effort),
            Message::Failed { sign, path, effort } => {
                outcome.effort = self.before.and(effort);
                self.failed = Some(Find {
                    sign,
                    path,
                    shrunk: None,
                });
            }
            Message::Also { sign, path } => {
                self.failed = None;
                outcome.also.push(Find {
                    sign,
                    path: Some(path),
                    shrunk: None,
                });
            }
            Message::Found { sign, path, shrunk } => {
                self.failed = None;
                outcome.found = Some(Find {
                    sign,
                    path,
                    shrunk: Some(shrunk),
                });
            }
            Message::Over(effort) => outcome.effort = self.before.and(effort),
        }
    }

    /// The process ended in the middle of a case.
    fn lost(&mut self, sign: &str, cpu: f64) -> io::Result<()> {
        let drawn = match (&self.failed, &self.at) {
            // It failed without a crash; what it is made into may bring the
            // process down.
            (Some(failed), _) => failed.path.clone(),
            (None, Some(place)) => {
                self.outcome.effort.cpu = self.before.cpu + cpu;
                Some(self.quarry.drawn(place)?)
            }
            (None, None) => {
                let name = &self.outcome.name;
                return Err(io::Error::other(format!(
                    "{name}: it ended before it began"
                )));
            }
        };
        let drawn = drawn.expect("our own cases have files");
        let small = self.quarry.shrink(&drawn)?;
        let is_small = small.is_some();
        let (sign, path) = small.unwrap_or_else(|| (sign.to_owned(), drawn));
        // A map gone wild may have written into what was saved.
        let case = corpus::read(&path).ok();
        let find = Find {
            sign,
            path: Some(path),
            shrunk: case.as_ref().filter(|_| is_small).map(single_ops),
        };
        let known = self.quarry.bug.zip(case.as_ref());
        match known.is_some_and(|(bug, case)| bug.is_shown_by(&find.sign, case)) {
            true => self.outcome.found = Some(find),
            false => self.outcome.also.push(find),
        }
        Ok(())
    }
}
