//! Why a trace file could not be read.

use std::path::{Path, PathBuf};

/// Why a trace file could not be read. Displays as one line that starts with
/// the file and the line in it.
#[derive(Debug, thiserror::Error)]
#[error("{}:{line}: {what}", path.display())]
pub struct TraceError {
    path: PathBuf,
    line: u64,
    what: String,
}

impl TraceError {
    pub(super) fn new(path: &Path, line: u64, what: impl Into<String>) -> TraceError {
        TraceError {
            path: path.to_owned(),
            line,
            what: what.into(),
        }
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }
}
