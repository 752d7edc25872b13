//! `progress.jsonl`: how far a campaign had come at one moment and the next.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Log, PROGRESS, log};
use crate::case::{Mark, Reach};
use crate::corpus::CorpusError;

/// A heartbeat. All numbers are totals since the campaign began, over all times
/// that it was gone on with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The time that it was run for, in seconds.
    pub seconds: f64,
    /// The CPU time of all processes, in seconds.
    #[serde(default)]
    pub cpu_seconds: f64,
    /// Cases run.
    #[serde(default)]
    pub cases: u64,
    /// Ops in them.
    #[serde(default)]
    pub ops: u64,
    /// Pairs of a subject and a profile that were begun.
    #[serde(default)]
    pub pairs: u64,
    /// Findings, each counted once.
    #[serde(default)]
    pub findings: u64,
    /// Each mark that was reached, by its name, and how often or how far.
    #[serde(default)]
    pub marks: BTreeMap<String, u64>,
    /// How often findings were met since they were made, and were not reported
    /// again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeats: Vec<Repeat>,
}

/// How often a finding was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// The subject.
    pub subject: String,
    /// The text of the signature.
    pub signature: String,
    /// How often, the first time left out.
    pub times: u64,
}

impl Progress {
    /// The [`marks`](Progress::marks) of what was reached.
    #[must_use]
    pub fn marks_of(reach: &Reach) -> BTreeMap<String, u64> {
        let named = |(mark, amount): (Mark, u64)| (mark.name().to_owned(), amount);
        reach.iter().map(named).collect()
    }

    /// Adds what another machine did in the same time. `marks` are those that
    /// are known.
    pub(super) fn add(&mut self, other: &Progress, marks: &[Mark]) {
        self.cpu_seconds += other.cpu_seconds;
        self.cases = self.cases.saturating_add(other.cases);
        self.ops = self.ops.saturating_add(other.ops);
        self.findings = self.findings.saturating_add(other.findings);
        // Each machine has a part of every pair.
        self.pairs = self.pairs.max(other.pairs);
        for (name, amount) in &other.marks {
            let there = self.marks.entry(name.clone()).or_insert(0);
            *there = fold(marks, name, *there, *amount);
        }
    }
}

/// Some marks are maxima. One that is not known is taken for a sum.
fn fold(marks: &[Mark], name: &str, a: u64, b: u64) -> u64 {
    let Some(&mark) = marks.iter().find(|mark| mark.name() == name) else {
        return a.saturating_add(b);
    };
    let mut reach = Reach::default();
    reach.note(mark, a);
    // What is added up to more than there is room for comes of a bad file.
    reach.note(mark, b.min(u64::MAX - a));
    reach.get(mark)
}

/// Appends a heartbeat to the file in a campaign's folder.
///
/// # Errors
///
/// If it cannot be written.
pub fn append_progress(folder: &Path, progress: &Progress) -> Result<(), CorpusError> {
    log::append(&folder.join(PROGRESS), progress)
}

/// The heartbeats of a campaign. A campaign that was killed goes on from the
/// state that was saved last; the heartbeats after that are taken back by the new
/// ones, and left out. So are lines that a kill tore.
///
/// # Errors
///
/// If the file cannot be read, or a line is something else than a heartbeat.
pub fn read_progress(folder: &Path) -> Result<Log<Progress>, CorpusError> {
    let log: Log<Progress> = log::read(&folder.join(PROGRESS))?;
    let mut entries: Vec<Progress> = Vec::new();
    for entry in log.entries {
        while entries
            .last()
            .is_some_and(|last| last.seconds > entry.seconds)
        {
            entries.pop();
        }
        entries.push(entry);
    }
    Ok(Log {
        entries,
        torn: log.torn,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longest_chain_is_not_the_sum_of_two() {
        let marks = [Mark::how_far("longest chain"), Mark::COLLISIONS];
        assert_eq!(fold(&marks, "longest chain", 3, 5), 5);
        assert_eq!(fold(&marks, "collisions", 3, 5), 8);
        assert_eq!(fold(&marks, "a new one", 3, 5), 8);
        assert_eq!(fold(&marks, "collisions", u64::MAX, 5), u64::MAX);
    }
}
