//! Keeps watch over the process of a peer, and its time.

use std::io::{self, BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

use super::COMMAND;
use super::message::Message;
use crate::outcome::{Find, Outcome};
use crate::quarry::{Quarry, SLACK};

/// A peer that says nothing for so long hangs.
const HANG: Duration = Duration::from_secs(10);

impl Quarry<'_> {
    /// Hunts with a peer, one of [`NAMES`](super::NAMES). `fuzzer` is the set's fuzz
    /// program, for the one that needs it.
    ///
    /// # Errors
    ///
    /// If the process cannot be started.
    pub fn hunt_with(&self, peer: &str, fuzzer: Option<&Path>) -> io::Result<Outcome> {
        let mut command = self.command();
        command
            .args([COMMAND, "--peer", peer, "--subject", self.subject])
            .args(["--seed", &self.seed.to_string()])
            .args(["--budget", &self.budget.as_secs_f64().to_string()])
            .arg("--out")
            .arg(self.out.join(peer));
        if let Some(fuzzer) = fuzzer {
            command.arg("--fuzzer").arg(fuzzer);
        }
        let mut watch = Watch {
            longest: self.budget * SLACK + HANG,
            start: Instant::now(),
            failed: None,
            outcome: Outcome::none_yet(self.name(), peer, self.seed),
        };
        watch.follow(&mut command)?;
        Ok(watch.outcome)
    }
}

struct Watch {
    /// How long it may take by the clock.
    longest: Duration,
    start: Instant,
    /// What failed and is being made small.
    failed: Option<Find>,
    outcome: Outcome,
}

impl Watch {
    /// Follows a process to its end.
    fn follow(&mut self, command: &mut Command) -> io::Result<()> {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let hangs = self.listen(&mut child);
        // It may have ended already; it must not outlive its watch in any case.
        let _ = child.kill();
        let usage = child.wait4()?;
        let broken_off = hangs || self.outcome.found.is_some() || self.outcome.out_of_time;
        let crashed = !usage.status.success() && !broken_off;
        if (hangs || crashed) && usage.status.code() == Some(2) {
            // What Clap or the peer's own command says no to.
            let (peer, name) = (&self.outcome.finder, &self.outcome.name);
            return Err(io::Error::other(format!("{name}: {peer} cannot be run")));
        }
        if (hangs || crashed) && self.failed.is_none() {
            let cpu = usage.rusage.utime + usage.rusage.stime;
            self.outcome.effort.cpu = cpu.as_secs_f64();
            // A hang shows to nobody but us.
            self.failed = crashed.then(|| Find {
                sign: "crash".to_owned(),
                path: None,
                shrunk: None,
            });
        }
        if self.outcome.found.is_none() {
            // It was still being made small.
            self.outcome.found = self.failed.take();
        }
        Ok(())
    }

    /// Hears the process out; tells if it hangs.
    fn listen(&mut self, child: &mut Child) -> bool {
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
        loop {
            match receiver.recv_timeout(HANG) {
                Ok(line) => {
                    if let Some(message) = Message::read(&line) {
                        self.hear(message);
                    }
                }
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
            if self.start.elapsed() > self.longest {
                self.outcome.out_of_time = self.outcome.found.is_none();
                return false;
            }
        }
    }

    fn hear(&mut self, message: Message) {
        let find = |sign, shrunk| Find {
            sign,
            path: None,
            shrunk,
        };
        match message {
            Message::Shrinks => {}
            Message::Progress(effort) | Message::Over(effort) => self.outcome.effort = effort,
            Message::Failed { sign, effort } => {
                self.outcome.effort = effort;
                self.failed = Some(find(sign, None));
            }
            Message::Found { sign, shrunk } => {
                self.failed = None;
                self.outcome.found = Some(find(sign, Some(shrunk)));
            }
        }
    }
}
