//! What a hunt is after.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::bugs::Bug;
use crate::programs::Build;

/// How much longer a hunt may take by the clock than it may compute: it may wait for
/// something, and the machine may be busy.
pub(crate) const SLACK: u32 = 10;

/// What to hunt.
#[derive(Clone, Debug)]
pub struct Quarry<'a> {
    /// The program of its set.
    pub program: &'a Path,
    /// How that is built.
    pub build: Build,
    /// The subject.
    pub subject: &'a str,
    /// The bug that is looked for, if not just anything.
    pub bug: Option<&'static Bug>,
    /// The seed that cases are drawn from.
    pub seed: u64,
    /// How long it may compute.
    pub budget: Duration,
    /// The folder for what is found. Each finder has one of its own in it.
    pub out: PathBuf,
}

impl Quarry<'_> {
    pub(crate) fn name(&self) -> &str {
        self.bug.map_or(self.subject, |bug| bug.name)
    }

    /// The set's program.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        // Leaks are the ledger's business.
        command.env("ASAN_OPTIONS", "detect_leaks=0:allocator_may_return_null=1");
        command.stdin(Stdio::null());
        command
    }
}
