//! What a campaign's folder says, read as a whole.

use std::fs;
use std::path::Path;

use super::{Entry, Progress, is_campaign, read, read_progress, together};
use crate::corpus::CorpusError;

/// A campaign, or several that were merged.
#[derive(Clone, Debug, PartialEq)]
pub struct Stats {
    /// One entry for each subject and signature, by the time when it was seen
    /// first, with all times that it was met.
    pub findings: Vec<Entry>,
    /// The heartbeats.
    pub history: Vec<Progress>,
    /// How many lines were left out, since a kill tore them.
    pub torn: usize,
}

impl Stats {
    /// Reads the folder.
    ///
    /// # Errors
    ///
    /// If it cannot be read, holds no campaign, or a line of its files is wrong.
    pub fn read(folder: &Path) -> Result<Stats, CorpusError> {
        let unreadable = |error| CorpusError::io(folder, "cannot be read", error);
        if !fs::metadata(folder).map_err(unreadable)?.is_dir() {
            return Err(CorpusError::at(folder, "is not a directory"));
        }
        // What may not be looked into would look empty.
        drop(fs::read_dir(folder).map_err(unreadable)?);
        if !is_campaign(folder) {
            return Err(CorpusError::at(folder, "holds no campaign"));
        }
        let (found, history) = (read(folder)?, read_progress(folder)?);
        let mut findings = together(found.entries);
        let repeats = history.entries.last().map(|last| last.repeats.as_slice());
        for repeat in repeats.unwrap_or_default() {
            let same = |entry: &&mut Entry| {
                (&entry.subject, &entry.signature) == (&repeat.subject, &repeat.signature)
            };
            if let Some(entry) = findings.iter_mut().find(same) {
                entry.times = entry.times.saturating_add(repeat.times);
            }
        }
        Ok(Stats {
            findings,
            history: history.entries,
            torn: found.torn + history.torn,
        })
    }

    /// The totals.
    #[must_use]
    pub fn totals(&self) -> Progress {
        self.history.last().cloned().unwrap_or_default()
    }
}
