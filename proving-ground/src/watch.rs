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
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["--child", "--bug", specimen.name])
        .args(["--seed", &settings.seed.to_string()])
        .args(["--cases", &settings.cases.to_string()])
        .arg("--out")
        .arg(&settings.out);
    watch(&mut command, HANG, specimen, settings)
}

fn watch(
    command: &mut Command,
    hang: Duration,
    specimen: &'static Specimen,
    settings: &Settings,
) -> io::Result<Outcome> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let watched = Watch::new(specimen, settings).until_the_end(&mut child, hang);
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

    fn until_the_end(mut self, child: &mut Child, hang: Duration) -> io::Result<Outcome> {
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
            match receiver.recv_timeout(hang) {
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::specimens;

    /// Watches a shell that plays the part of a hunt.
    fn watch_shell(script: &str) -> Outcome {
        let settings = Settings {
            out: std::env::temp_dir().join("proving-ground-watch"),
            ..Settings::default()
        };
        let specimen = specimens::by_name("heapless-truncate-0_9_3").expect("it is listed");
        let mut shell = Command::new("sh");
        watch(
            shell.args(["-c", script]),
            Duration::from_secs(1),
            specimen,
            &settings,
        )
        .expect("the shell starts")
    }

    /// The case that was under way, saved.
    fn assert_is_case_three(find: &Find) {
        assert_eq!((find.profile, find.index), (Profile::Mixed, 3));
        let runner = (specimens::by_name("heapless-truncate-0_9_3")
            .expect("listed")
            .runner)();
        let case = Settings::default().batch(Profile::Mixed).case(3, &runner);
        assert_eq!(corpus::read(&find.path).expect("it is saved"), case);
    }

    #[test]
    fn a_signal_is_a_finding() {
        let outcome = watch_shell("printf 'case\tmixed\t2\ncase\tmixed\t3\n'; kill -SEGV $$");
        assert_eq!(outcome.also.len(), 1);
        assert_eq!(outcome.also[0].sign, "crash");
        assert_eq!(outcome.cases, 2);
        assert_is_case_three(&outcome.also[0]);
        assert!(!outcome.is_as_expected(), "the known bug is no crash");
    }

    #[test]
    fn a_hang_is_a_finding_and_does_not_outlive_its_watch() {
        let outcome = watch_shell("printf 'case\tmixed\t3\n'; exec sleep 60");
        assert_eq!(outcome.also[0].sign, "hang");
        assert_is_case_three(&outcome.also[0]);
        assert!(outcome.seconds < 30.0);
    }

    #[test]
    fn a_find_outlives_a_crash_while_it_is_shrunk() {
        let outcome = watch_shell(
            "printf 'case\tmixed\t3\nfound\tlook-up\tx.case\nshrinks\n'; kill -ABRT $$",
        );
        let found = outcome.found.expect("it was told");
        assert_eq!((found.sign.as_str(), found.shrunk), ("look-up", false));
        assert!(outcome.also.is_empty());
    }
}
