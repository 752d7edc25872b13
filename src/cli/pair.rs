//! A pair of subject and profile while it is checked, and what is kept of it
//! if it fails: the case, in a file, from the moment that it is known.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::case::Case;
use crate::check::{Divergence, Finding, Runner};
use crate::corpus::{self, CorpusError};
use crate::hunt::{Batch, Tally};
use crate::report::{FailureReport, PairReport};

/// A subject under a profile, and how far it is.
pub(super) struct Pair {
    pub runner: Runner,
    state: Mutex<State>,
}

pub(super) struct State {
    pub tally: Tally,
    /// The time taken by the cases of the tally.
    pub took: Duration,
    pub failure: Option<FailureReport>,
}

impl Pair {
    pub(super) fn new(runner: Runner, batch: Batch) -> Pair {
        let tally = Tally::new(&runner, batch);
        Pair {
            runner,
            state: Mutex::new(State {
                tally,
                took: Duration::ZERO,
                failure: None,
            }),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn report(&self, program: &str) -> PairReport {
        let state = self.state();
        let failure = state.failure.clone();
        PairReport::new(&self.runner, &state.tally, state.took, failure, program)
    }
}

fn told(runner: &Runner, divergence: &Divergence) -> FailureReport {
    FailureReport::found(runner, &Finding::Diverged(Box::new(divergence.clone())))
}

/// Saves the cases that failed, and notes with the pair where they are.
pub(super) struct Keeper {
    folder: PathBuf,
    program: String,
    /// Held while a file is written: two profiles may find the same case.
    saving: Mutex<()>,
}

impl Keeper {
    pub(super) fn new(folder: &Path, program: &str) -> Keeper {
        Keeper {
            folder: folder.to_owned(),
            program: program.to_owned(),
            saving: Mutex::new(()),
        }
    }

    /// Saves a case that is about to be shrunk, in case nothing comes of it.
    pub(super) fn drawn(&self, pair: &Pair, divergence: &Divergence) -> Result<(), CorpusError> {
        let report = told(&pair.runner, divergence);
        let name = format!("{}-drawn", divergence.subject);
        self.keep(pair, report, |report| {
            corpus::save_case(&self.folder, &name, &report.summary(), &divergence.case)
        })
    }

    /// Saves the smallest case in the place of the one that was drawn.
    pub(super) fn shrunk(&self, pair: &Pair, divergence: &Divergence) -> Result<(), CorpusError> {
        let drawn = pair.state().failure.take();
        self.keep(pair, told(&pair.runner, divergence), |_| {
            corpus::save(&self.folder, divergence)
        })?;
        if let Some(path) = drawn.and_then(|drawn| drawn.path) {
            // That it stays does no harm.
            let _ = fs::remove_file(path);
        }
        Ok(())
    }

    /// Saves a case that hangs, unless it is a smaller form of one that
    /// diverged, which is more to the point.
    pub(super) fn hang(&self, pair: &Pair, case: &Case, seconds: u64) -> Result<(), CorpusError> {
        if pair.state().failure.is_some() {
            return Ok(());
        }
        let name = format!("{}-hang", pair.runner.name);
        self.keep(pair, FailureReport::hang(case, seconds), |report| {
            corpus::save_case(&self.folder, &name, &report.summary(), case)
        })
    }

    fn keep(
        &self,
        pair: &Pair,
        report: FailureReport,
        save: impl FnOnce(&FailureReport) -> Result<PathBuf, CorpusError>,
    ) -> Result<(), CorpusError> {
        let saved = {
            let _saving = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
            save(&report)
        };
        let (report, outcome) = match saved {
            Ok(path) => (report.saved(&path, pair.runner.name, &self.program), Ok(())),
            Err(error) => (report, Err(error)),
        };
        pair.state().failure = Some(report);
        outcome
    }
}
