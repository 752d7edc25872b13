//! A number of hunts: what is hunted, by whom and with which seeds, as many at
//! a time as there are cores.

use std::io;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use crate::bugs::{self, Bug};
use crate::controls;
use crate::outcome::Outcome;
use crate::peers;
use crate::programs::{Build, Programs};
use crate::quarry::Quarry;
use crate::results::OURS;

/// What is hunted.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    set: &'static str,
    subject: &'static str,
    bug: Option<&'static Bug>,
    build: Build,
}

impl Target {
    /// The known bugs.
    pub fn bugs() -> impl Iterator<Item = Target> + Clone {
        bugs::all().map(|bug| Target {
            set: bug.set,
            subject: bug.subject,
            bug: Some(bug),
            build: Build::Release,
        })
    }

    /// What should be clean.
    pub fn controls() -> impl Iterator<Item = Target> + Clone {
        controls::ALL.iter().map(|control| Target {
            set: control.set,
            subject: control.subject,
            bug: None,
            build: Build::Release,
        })
    }

    /// The name of the bug or the control.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.bug.map_or(self.subject, |bug| bug.name)
    }

    /// The set that it is in.
    #[must_use]
    pub fn set(&self) -> &'static str {
        self.set
    }

    /// The same, under AddressSanitizer.
    #[must_use]
    pub fn with_asan(self) -> Target {
        let build = Build::Asan;
        Target { build, ..self }
    }

    /// Who hunts it: no peer is asked about a control.
    fn finders(&self, peers: bool) -> impl Iterator<Item = &'static str> {
        let peers: &[&str] = match peers && self.bug.is_some() {
            true => peers::NAMES,
            false => &[],
        };
        [OURS].into_iter().chain(peers.iter().copied())
    }

    /// What a finder needs of the set.
    fn build(&self, finder: &str) -> Build {
        match finder {
            OURS => self.build,
            // The fuzz program has AddressSanitizer in it.
            _ => Build::Release,
        }
    }
}

/// How the targets are hunted.
#[derive(Clone, Debug)]
pub struct Hunts {
    /// What is hunted.
    pub targets: Vec<Target>,
    /// With the seeds from 1 to this one.
    pub seeds: u64,
    /// How long a hunt may compute.
    pub budget: Duration,
    /// Whether the peers hunt, too.
    pub peers: bool,
    /// The folder for the cases that are found.
    pub out: PathBuf,
}

impl Hunts {
    /// Builds what it takes, and hunts; `done` is told of what has come of one
    /// target and finder. The outcomes are in the order of the targets.
    ///
    /// # Errors
    ///
    /// If something cannot be built or started, or a case cannot be saved.
    pub fn run(&self, done: impl Fn(&[Outcome]) + Sync) -> io::Result<Vec<Outcome>> {
        let jobs: Vec<(Target, &str)> = self
            .targets
            .iter()
            .flat_map(|target| target.finders(self.peers).map(|finder| (*target, finder)))
            .collect();
        let programs = Programs::build(jobs.iter().flat_map(|(target, finder)| {
            let fuzzer = (*finder == peers::FUZZER).then_some(Build::Fuzz);
            let builds = [target.build(finder)].into_iter().chain(fuzzer);
            builds.map(|build| (target.set, build))
        }))?;
        let jobs = Mutex::new(jobs.into_iter().enumerate());
        let outcomes = Mutex::new(Vec::new());
        let next = || jobs.lock().expect("no panic").next();
        let work = || -> io::Result<()> {
            while let Some((place, (target, finder))) = next() {
                let came = self.job(&programs, target, finder)?;
                done(&came);
                outcomes.lock().expect("no panic").push((place, came));
            }
            Ok(())
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .try_for_each(|worker| worker.join().expect("no panic"))
        })?;
        let mut outcomes = outcomes.into_inner().expect("no panic");
        outcomes.sort_by_key(|(place, _)| *place);
        Ok(outcomes.into_iter().flat_map(|(_, came)| came).collect())
    }

    /// One finder's hunts of one target.
    fn job(
        &self,
        programs: &Programs,
        target: Target,
        finder: &'static str,
    ) -> io::Result<Vec<Outcome>> {
        let mut outcomes: Vec<Outcome> = Vec::new();
        for seed in 1..=self.seeds {
            outcomes.push(self.hunt(programs, target, seed, finder)?);
            let missed = outcomes.iter().filter(|outcome| outcome.found.is_none());
            // Found with most of the seeds, it will not be.
            if finder != OURS && 2 * missed.count() as u64 >= self.seeds {
                break;
            }
        }
        Ok(outcomes)
    }

    fn hunt(
        &self,
        programs: &Programs,
        target: Target,
        seed: u64,
        finder: &str,
    ) -> io::Result<Outcome> {
        let build = target.build(finder);
        let quarry = Quarry {
            program: programs.path(target.set, build),
            build,
            subject: target.subject,
            bug: target.bug,
            seed,
            budget: self.budget,
            out: self.out.join(format!("{}-{seed}", target.name())),
        };
        match finder {
            OURS => quarry.hunt(),
            peers::FUZZER => {
                let fuzzer = programs.path(target.set, Build::Fuzz);
                quarry.hunt_with(finder, Some(fuzzer))
            }
            _ => quarry.hunt_with(finder, None),
        }
    }
}
