//! The hunt itself, in a process that may not survive it.
//!
//! Everything is told on standard output as it happens, a [`Message`] a line,
//! so that whoever watches knows which case was under way when the lines end.

use std::io::{self, Write as _};
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use map_oracle::case::Mark;
use map_oracle::check::Divergence;
use map_oracle::generate::Profile;
use map_oracle::hunt::Batch;
use map_oracle::{corpus, shrink};

use crate::{Expect, Sign, Specimen};

/// The most steps in a case: the default of `map-oracle check`.
const STEPS: usize = 120;
/// The profiles take turns, so that none has to wait for all cases of another.
const TURN: usize = 100;
/// Where shrinking is broken off.
const SHRINKING: Duration = Duration::from_secs(10);

/// Which cases are drawn for a specimen.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The seed that they are drawn from.
    pub seed: u64,
    /// How many of each profile.
    pub cases: usize,
    /// The folder for the cases that were found.
    pub out: PathBuf,
}

impl Default for Settings {
    /// The defaults of `map-oracle check`.
    fn default() -> Self {
        Settings {
            seed: 1,
            cases: 1_500,
            out: "found".into(),
        }
    }
}

impl Settings {
    /// The cases of a profile.
    #[must_use]
    pub fn batch(&self, profile: Profile) -> Batch {
        Batch {
            profile,
            cases: self.cases,
            steps: STEPS,
            seed: self.seed,
        }
    }
}

/// What a hunt tells of itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// This case of a profile is about to be run.
    Case(Profile, usize),
    /// A smaller case is about to be run.
    Shrinks,
    /// The case under way diverged, in a way that is no sign of the known bug.
    Also {
        /// The word for the check.
        check: String,
        /// Where the case is.
        path: PathBuf,
    },
    /// The case under way diverged, and that is what was looked for.
    Found {
        /// The word for the check.
        check: String,
        /// Where the case is, as it was drawn.
        path: PathBuf,
    },
    /// The case that was found is as small as it gets.
    Shrunk {
        /// Where the small case is.
        path: PathBuf,
    },
    /// How much was done until the bug was found or the cases were used up.
    Effort {
        /// Cases.
        cases: usize,
        /// Steps of cases.
        ops: u64,
        /// Seconds of the clock, without shrinking.
        seconds: f64,
    },
}

impl Message {
    /// Tells it, at once.
    fn tell(&self) -> io::Result<()> {
        let line = match self {
            Message::Case(profile, index) => format!("case\t{}\t{index}", profile.name()),
            Message::Shrinks => "shrinks".to_owned(),
            Message::Also { check, path } => format!("also\t{check}\t{}", path.display()),
            Message::Found { check, path } => format!("found\t{check}\t{}", path.display()),
            Message::Shrunk { path } => format!("shrunk\t{}", path.display()),
            Message::Effort {
                cases,
                ops,
                seconds,
            } => format!("effort\t{cases}\t{ops}\t{seconds}"),
        };
        // Standard output is flushed at the end of each line.
        writeln!(io::stdout(), "{line}")
    }

    /// The message of a line; `None` for lines that somebody else wrote.
    #[must_use]
    pub fn read(line: &str) -> Option<Message> {
        let fields: Vec<&str> = line.split('\t').collect();
        Some(match fields[..] {
            ["case", profile, index] => {
                Message::Case(Profile::from_name(profile)?, index.parse().ok()?)
            }
            ["shrinks"] => Message::Shrinks,
            ["also", check, path] => Message::Also {
                check: check.to_owned(),
                path: path.into(),
            },
            ["found", check, path] => Message::Found {
                check: check.to_owned(),
                path: path.into(),
            },
            ["shrunk", path] => Message::Shrunk { path: path.into() },
            ["effort", cases, ops, seconds] => Message::Effort {
                cases: cases.parse().ok()?,
                ops: ops.parse().ok()?,
                seconds: seconds.parse().ok()?,
            },
            _ => return None,
        })
    }
}

/// Hunts until the known bug shows: a hundred cases of each profile in turn,
/// until none has any left.
///
/// A finding of another kind is told once, saved as it was drawn, and passed
/// over.
///
/// # Errors
///
/// If nobody listens any more, or a case cannot be saved.
pub fn hunt(specimen: &Specimen, settings: &Settings) -> io::Result<()> {
    // A divergence is told by its case; what the map printed when it panicked
    // would be told a thousand times while that is shrunk.
    std::panic::set_hook(Box::new(|_| {}));
    let signs = match specimen.expect {
        Expect::Bug { signs, .. } => signs,
        Expect::Clean => &[],
    };
    let runner = (specimen.runner)();
    let start = Instant::now();
    let (mut cases, mut ops) = (0, 0);
    let mut others = Vec::new();
    for (profile, turn) in turns(settings.cases) {
        let batch = settings.batch(profile);
        for index in turn {
            Message::Case(profile, index).tell()?;
            let divergence = match runner.run(&batch.case(index, &runner)) {
                Ok(reach) => {
                    cases += 1;
                    ops += reach.get(Mark::Ops);
                    continue;
                }
                Err(divergence) => divergence,
            };
            cases += 1;
            ops += (divergence.step + 1).min(divergence.case.steps.len()) as u64;
            let check = divergence.kind.name().to_owned();
            if signs.contains(&Sign::Check(divergence.kind)) {
                let seconds = start.elapsed().as_secs_f64();
                let path = save(&settings.out.join("drawn"), &divergence)?;
                Message::Found { check, path }.tell()?;
                Message::Effort {
                    cases,
                    ops,
                    seconds,
                }
                .tell()?;
                let smallest = minimize(&divergence, specimen);
                let path = save(&settings.out, &smallest)?;
                return Message::Shrunk { path }.tell();
            }
            if !others.contains(&divergence.kind) {
                others.push(divergence.kind);
                let path = save(&settings.out.join("also"), &divergence)?;
                Message::Also { check, path }.tell()?;
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    Message::Effort {
        cases,
        ops,
        seconds,
    }
    .tell()
}

/// Which cases of which profile are run, in order.
fn turns(cases: usize) -> impl Iterator<Item = (Profile, Range<usize>)> {
    (0..cases).step_by(TURN).flat_map(move |start| {
        let turn = start..cases.min(start + TURN);
        Profile::ALL.map(|profile| (profile, turn.clone()))
    })
}

fn save(folder: &Path, divergence: &Divergence) -> io::Result<PathBuf> {
    corpus::save(folder, divergence).map_err(io::Error::other)
}

fn minimize(divergence: &Divergence, specimen: &Specimen) -> Divergence {
    let start = Instant::now();
    shrink::minimize_watched(&(specimen.runner)(), divergence.clone(), |_| {
        if start.elapsed() > SHRINKING || Message::Shrinks.tell().is_err() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_has_its_turn() {
        let turns: Vec<_> = turns(250).collect();
        assert_eq!(turns.len(), 3 * Profile::ALL.len());
        assert_eq!(turns[1], (Profile::ALL[1], 0..100));
        for profile in Profile::ALL {
            let own = turns.iter().filter(|(of, _)| *of == profile);
            assert!(own.flat_map(|(_, turn)| turn.clone()).eq(0..250));
        }
    }

    #[test]
    fn messages_are_read_as_they_were_told() {
        let line = "case\tmixed\t17";
        assert_eq!(Message::read(line), Some(Message::Case(Profile::Mixed, 17)));
        let line = "found\tlook-up\tfound/a b.case";
        let found = Message::Found {
            check: "look-up".into(),
            path: "found/a b.case".into(),
        };
        assert_eq!(Message::read(line), Some(found));
        assert_eq!(Message::read("case\tmixed"), None);
        assert_eq!(Message::read("free(): invalid pointer"), None);
    }
}
