//! Single cases in processes that can be spared, for the commands that are
//! about a case or a few.

use super::check::no_child;
use super::{Console, Misuse};
use crate::case::{Case, Reach};
use crate::check::Runner;
use crate::cli::args::LimitArgs;
use crate::evidence::Finding;
use crate::process::{Detail, Worker};

/// Runs single cases.
pub(super) struct Cases {
    pub worker: Worker,
}

impl Cases {
    pub(super) fn new(console: &Console<'_>, limits: LimitArgs) -> Result<Cases, Misuse> {
        let worker = console.worker(limits)?;
        Ok(Cases { worker })
    }

    /// Runs a case.
    ///
    /// # Errors
    ///
    /// If no process is to be had, or the user breaks off.
    pub(super) fn run(
        &mut self,
        runner: &Runner,
        case: &Case,
    ) -> Result<Result<Reach, Finding>, Misuse> {
        let outcome = self.worker.case(runner, case, Detail::Places);
        let outcome = outcome.map_err(no_child)?;
        outcome.ok_or_else(|| Misuse::new("interrupted".to_owned()))
    }

    /// Runs a case even if the user has broken off: it is what all else is about.
    pub(super) fn run_first(
        &mut self,
        runner: &Runner,
        case: &Case,
    ) -> Result<Result<Reach, Finding>, Misuse> {
        self.worker.heed_interrupt(false);
        let outcome = self.run(runner, case);
        self.worker.heed_interrupt(true);
        outcome
    }
}
