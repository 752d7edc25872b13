//! Keeps watch over a hunt in a process of its own, and its time.

use std::io::{self, BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use map_oracle::corpus;
use map_oracle::generate::Profile;

use crate::child::{Message, Settings};
use crate::{Expect, Sign, Specimen};

/// A case that takes longer than this hangs.
const HANG: Duration = Duration::from_secs(10);
/// A hunt that takes longer than this is broken off.
const LIMIT: Duration = Duration::from_secs(120);

/// What came of a hunt.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What was hunted.
    pub specimen: &'static Specimen,
    /// What was looked for, if it was found.
    pub found: Option<Find>,
    /// Findings of other kinds, each kind once.
    pub also: Vec<Find>,
    /// Cases run until then.
    pub cases: usize,
    /// Steps of cases run until then, if the process lived to tell.
    pub ops: Option<u64>,
    /// Seconds of the clock until then.
    pub seconds: f64,
    /// Whether the hunt was broken off.
    pub out_of_time: bool,
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Find {
    /// The profile that drew the case.
    pub profile: Profile,
    /// The number of the case in its batch.
    pub index: usize,
    /// How it showed: the word for a [`Sign`].
    pub sign: String,
    /// Where the case is.
    pub path: PathBuf,
    /// Whether the case is as small as it gets, rather than as it was drawn.
    pub shrunk: bool,
}

impl Outcome {
    /// Whether it is what should have come of the hunt.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        match self.specimen.expect {
            Expect::Bug { .. } => self.found.is_some(),
            Expect::Clean => self.also.is_empty() && !self.out_of_time,
        }
    }
}

/// Hunts for a specimen in a process of its own: this program, started again.
///
/// # Errors
///
/// If the process cannot be started, or a case cannot be saved.
pub fn hunt(specimen: &'static Specimen, settings: &Settings) -> io::Result<Outcome> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["--child", "--bug", specimen.name])
        .args(["--seed", &settings.seed.to_string()])
        .args(["--cases", &settings.cases.to_string()])
        .arg("--out")
        .arg(&settings.out)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let watched = Watch::new(specimen, settings).until_the_end(&mut child);
    // It may have ended already; it must not outlive its watch in any case.
    let _ = child.kill();
    child.wait()?;
    watched
}

struct Watch<'s> {
    settings: &'s Settings,
    start: Instant,
    /// The case under way.
    at: Option<(Profile, usize)>,
    outcome: Outcome,
}

impl<'s> Watch<'s> {
    fn new(specimen: &'static Specimen, settings: &'s Settings) -> Self {
        Watch {
            settings,
            start: Instant::now(),
            at: None,
            outcome: Outcome {
                specimen,
                found: None,
                also: Vec::new(),
                cases: 0,
                ops: None,
                seconds: 0.0,
                out_of_time: false,
            },
        }
    }

    fn until_the_end(mut self, child: &mut Child) -> io::Result<Outcome> {
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
                    if let Some(message) = Message::read(&String::from_utf8_lossy(&line)) {
                        self.hear(message);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.lost(Sign::Hang)?;
                    break;
                }
                Err(RecvTimeoutError::Disconnected) => {
                    if !child.wait()?.success() {
                        self.lost(Sign::Crash)?;
                    }
                    break;
                }
            }
            if self.start.elapsed() > LIMIT {
                self.outcome.out_of_time = self.outcome.found.is_none();
                break;
            }
        }
        if self.outcome.seconds == 0.0 {
            self.outcome.seconds = self.start.elapsed().as_secs_f64();
        }
        Ok(self.outcome)
    }

    fn hear(&mut self, message: Message) {
        let outcome = &mut self.outcome;
        match message {
            Message::Case(profile, index) => {
                self.at = Some((profile, index));
                outcome.cases += 1;
            }
            Message::Shrinks => {}
            Message::Also { check, path } => {
                let find = self.at.map(|at| find(at, check, path));
                outcome.also.extend(find);
            }
            Message::Found { check, path } => {
                outcome.found = self.at.map(|at| find(at, check, path));
            }
            Message::Shrunk { path } => {
                if let Some(found) = &mut outcome.found {
                    found.path = path;
                    found.shrunk = true;
                }
            }
            Message::Effort {
                cases,
                ops,
                seconds,
            } => {
                outcome.cases = cases;
                outcome.ops = Some(ops);
                outcome.seconds = seconds;
            }
        }
    }

    /// The process ended in the middle of a case. If that is while a find is
    /// shrunk, the find stands as it was drawn.
    fn lost(&mut self, sign: Sign) -> io::Result<()> {
        let specimen = self.outcome.specimen;
        if self.outcome.found.is_some() {
            return Ok(());
        }
        let Some(at) = self.at else {
            return Err(io::Error::other(format!(
                "{}: the hunt ended before it began",
                specimen.name
            )));
        };
        let (profile, index) = at;
        let runner = (specimen.runner)();
        let case = self.settings.batch(profile).case(index, &runner);
        let comment = format!("found on {} ({})", runner.name, sign.name());
        let path = corpus::save_case(&self.settings.out, runner.name, &comment, &case)
            .map_err(io::Error::other)?;
        let find = find(at, sign.name().to_owned(), path);
        match specimen.expect {
            Expect::Bug { signs, .. } if signs.contains(&sign) => self.outcome.found = Some(find),
            _ => self.outcome.also.push(find),
        }
        Ok(())
    }
}

fn find((profile, index): (Profile, usize), sign: String, path: PathBuf) -> Find {
    Find {
        profile,
        index,
        sign,
        path,
        shrunk: false,
    }
}
