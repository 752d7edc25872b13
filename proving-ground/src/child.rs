//! The hunt itself, in a process that may not survive it.
//!
//! Everything is told as it happens, see [`message`](crate::message).

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use cpu_time::ProcessTime;
use map_oracle::case::{Case, Mark};
use map_oracle::check::{Divergence, Runner};
use map_oracle::generate::Profile;
use map_oracle::hunt::Batch;
use map_oracle::{corpus, shrink};

use crate::bugs::Bug;
use crate::message::{Effort, Message};
use crate::outcome::single_ops;
use crate::set::Specimen;

/// The word that starts a hunt.
pub const COMMAND: &str = "hunt";
/// The most steps in a case: the default of `map-oracle check`.
const STEPS: usize = 120;
/// The profiles take turns of so many cases, so that none has to wait for all
/// cases of another.
const TURN: usize = 10;
/// Where shrinking is broken off.
const SHRINKING: Duration = Duration::from_secs(10);

/// What to hunt, and for how long.
#[derive(Clone, Debug, Parser)]
#[command(name = COMMAND)]
pub struct Hunt {
    /// The subject
    #[arg(long)]
    pub subject: String,
    /// The bug that is looked for; without, anything
    #[arg(long)]
    pub bug: Option<String>,
    /// The seed that cases are drawn from
    #[arg(long)]
    pub seed: u64,
    /// Seconds of CPU time
    #[arg(long)]
    pub budget: f64,
    /// The folder for the cases that are found
    #[arg(long)]
    pub out: PathBuf,
    /// How many cases to leave out
    #[arg(long, default_value_t = 0)]
    pub skip: usize,
    /// Only prints this case: PROFILE/NUMBER
    #[arg(long)]
    pub draw: Option<String>,
}

/// The hunt that these arguments ask for.
#[must_use]
pub fn main(specimens: &[Specimen], args: impl Iterator<Item = String>) -> ExitCode {
    let hunt = Hunt::parse_from(std::iter::once(COMMAND.to_owned()).chain(args));
    match hunt.run(specimens) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

impl Hunt {
    fn run(&self, specimens: &[Specimen]) -> io::Result<()> {
        let named = |specimen: &&Specimen| specimen.runner.name == self.subject;
        let specimen = specimens.iter().find(named);
        let specimen = specimen.ok_or_else(|| unknown("subject", &self.subject))?;
        let bug = match &self.bug {
            Some(name) => Some(Bug::by_name(name).ok_or_else(|| unknown("bug", name))?),
            None => None,
        };
        match &self.draw {
            Some(place) => {
                let case = self.drawn(place, &specimen.runner);
                print!("{}", case.ok_or_else(|| unknown("case", place))?);
                Ok(())
            }
            None => self.hunt(&specimen.runner, bug),
        }
    }

    fn drawn(&self, place: &str, runner: &Runner) -> Option<Case> {
        let (profile, index) = place.split_once('/')?;
        let batch = self.batch(Profile::from_name(profile)?);
        Some(batch.case(index.parse().ok()?, runner))
    }

    /// The cases of a profile.
    fn batch(&self, profile: Profile) -> Batch {
        Batch {
            profile,
            cases: usize::MAX,
            steps: STEPS,
            seed: self.seed,
        }
    }

    /// Hunts until the bug shows or the time is up.
    ///
    /// A finding of another kind is saved and passed over.
    fn hunt(&self, runner: &Runner, bug: Option<&Bug>) -> io::Result<()> {
        // A divergence is told by its case; what the map printed when it
        // panicked would be told a thousand times while that is shrunk.
        std::panic::set_hook(Box::new(|_| {}));
        let mut clock = Clock::start();
        let mut others = Vec::new();
        for (profile, index) in turns().skip(self.skip) {
            if clock.effort.cpu > self.budget {
                break;
            }
            Message::Case(profile.name().to_owned(), index).tell()?;
            let case = self.batch(profile).case(index, runner);
            let divergence = match runner.run(&case) {
                Ok(reach) => {
                    clock.count(reach.get(Mark::Ops));
                    continue;
                }
                Err(divergence) => divergence,
            };
            clock.count((divergence.step + 1).min(divergence.case.steps.len()) as u64);
            let path = Some(save(&self.out.join("drawn"), &divergence)?);
            let sign = divergence.kind.name().to_owned();
            let effort = clock.effort;
            Message::Failed { sign, path, effort }.tell()?;
            let smallest = minimize(&divergence, runner);
            clock.skip();
            let sign = smallest.kind.name().to_owned();
            if bug.is_some_and(|bug| bug.is_shown_by(&sign, &smallest.case)) {
                let path = Some(save(&self.out, &smallest)?);
                let shrunk = single_ops(&smallest.case);
                return Message::Found { sign, path, shrunk }.tell();
            }
            let look = (smallest.kind, smallest.case.to_string());
            if !others.contains(&look) {
                let path = save(&self.out.join("also"), &smallest)?;
                Message::Also { sign, path }.tell()?;
                others.push(look);
            }
        }
        Message::Over(clock.effort).tell()
    }
}

/// CPU time and work, with shrinking left out.
struct Clock {
    last: ProcessTime,
    effort: Effort,
}

impl Clock {
    fn start() -> Clock {
        Clock {
            last: ProcessTime::now(),
            effort: Effort::default(),
        }
    }

    /// One more case.
    fn count(&mut self, ops: u64) {
        self.effort.cases += 1;
        self.effort.ops += ops;
        let now = ProcessTime::now();
        self.effort.cpu += now.duration_since(self.last).as_secs_f64();
        self.last = now;
    }

    /// What went by since does not count.
    fn skip(&mut self) {
        self.last = ProcessTime::now();
    }
}

/// Which cases are run, in order.
fn turns() -> impl Iterator<Item = (Profile, usize)> {
    (0..).step_by(TURN).flat_map(|start| {
        Profile::ALL
            .into_iter()
            .flat_map(move |profile| (start..start + TURN).map(move |index| (profile, index)))
    })
}

fn unknown(what: &str, name: &str) -> io::Error {
    io::Error::other(format!("there is no {what} {name}"))
}

fn save(folder: &Path, divergence: &Divergence) -> io::Result<PathBuf> {
    corpus::save(folder, divergence).map_err(io::Error::other)
}

fn minimize(divergence: &Divergence, runner: &Runner) -> Divergence {
    let start = Instant::now();
    shrink::minimize_watched(runner, divergence.clone(), |_| {
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
        let turns: Vec<_> = turns().take(3 * TURN * Profile::ALL.len()).collect();
        assert_eq!(turns[TURN], (Profile::ALL[1], 0));
        for profile in Profile::ALL {
            let own = turns.iter().filter(|(of, _)| *of == profile);
            assert!(own.map(|(_, index)| *index).eq(0..3 * TURN));
        }
    }
}
