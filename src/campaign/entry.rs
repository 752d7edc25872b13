//! `findings.jsonl`: what a campaign found.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{FINDINGS, Log, log};
use crate::corpus::CorpusError;
use crate::evidence::Finding;

/// A finding, as it was when it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The subject.
    pub subject: String,
    /// The profile that drew the case; empty if none did.
    #[serde(default)]
    pub profile: String,
    /// The text of the finding's [`Signature`](crate::check::Signature).
    pub signature: String,
    /// The name of the check that failed, or of the process's end.
    #[serde(default)]
    pub kind: String,
    /// The seed that the case was drawn from.
    #[serde(default)]
    pub seed: u64,
    /// The number of the case in its batch, from 0.
    #[serde(default)]
    pub case: u64,
    /// Seconds from the campaign's beginning until it was seen first.
    #[serde(default)]
    pub first_seen: f64,
    /// The CPU seconds that had been spent by then.
    #[serde(default)]
    pub cpu_seconds: f64,
    /// How often it was met; a finding that was just made, once.
    #[serde(default = "once")]
    pub times: u64,
    /// The case's file, relative to the folder, if there is one.
    #[serde(default)]
    pub file: Option<String>,
    /// The case, in its text form.
    pub text: String,
}

fn once() -> u64 {
    1
}

impl Entry {
    /// What a finding says of itself. When and where it was made, and its file,
    /// are for the caller to fill in:
    ///
    /// ```
    /// # use map_oracle::campaign::Entry;
    /// # use map_oracle::check::Finding;
    /// # fn log(finding: &Finding) -> Entry {
    /// Entry { seed: 1, case: 17, first_seen: 2.5, ..Entry::of(finding) }
    /// # }
    /// ```
    #[must_use]
    pub fn of(finding: &Finding) -> Entry {
        Entry {
            subject: finding.subject().to_owned(),
            profile: String::new(),
            signature: finding.signature().to_string(),
            kind: finding.name().to_owned(),
            seed: 0,
            case: 0,
            first_seen: 0.0,
            cpu_seconds: 0.0,
            times: once(),
            file: None,
            text: finding.case().to_string(),
        }
    }

    /// Which case is the better one to keep: the smaller one, then the one that
    /// was found earlier. The rest makes it a total order.
    fn rank(&self, other: &Entry) -> Ordering {
        let rest = |entry: &Entry| (entry.profile.clone(), entry.seed, entry.case);
        let length = self.text.len().cmp(&other.text.len());
        length
            .then(self.first_seen.total_cmp(&other.first_seen))
            .then_with(|| self.text.cmp(&other.text))
            .then_with(|| rest(self).cmp(&rest(other)))
    }
}

#[cfg(test)]
impl Entry {
    pub(super) fn example() -> Entry {
        Entry {
            subject: "mine".to_owned(),
            profile: "mixed".to_owned(),
            signature: "lost key after remove".to_owned(),
            kind: "look-up".to_owned(),
            seed: 1,
            case: 0,
            first_seen: 2.5,
            cpu_seconds: 5.0,
            times: 1,
            file: None,
            text: "map-oracle case 1\nremove 1\n".to_owned(),
        }
    }
}

/// Appends a finding to the file in a campaign's folder. When this returns, it
/// is on the disk.
///
/// # Errors
///
/// If it cannot be written.
pub fn append(folder: &Path, entry: &Entry) -> Result<(), CorpusError> {
    log::append(&folder.join(FINDINGS), entry)
}

/// The findings of a campaign, in the order that they were made. Lines that a
/// kill tore are left out.
///
/// # Errors
///
/// If the file cannot be read, or a line is something else than a finding.
pub fn read(folder: &Path) -> Result<Log<Entry>, CorpusError> {
    log::read(&folder.join(FINDINGS))
}

/// One entry for each subject and signature, by the time when it was seen first:
/// with the best case, and the times of all. A case that was run twice, as after
/// a kill, counts once.
#[must_use]
pub fn together(entries: impl IntoIterator<Item = Entry>) -> Vec<Entry> {
    let mut runs: BTreeMap<_, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        let finding = (entry.subject.clone(), entry.signature.clone());
        let run = (entry.profile.clone(), entry.seed, entry.case);
        runs.entry((finding, run)).or_default().push(entry);
    }
    let once = |entries: Vec<Entry>| {
        let times = entries.iter().map(|entry| entry.times).max();
        let times = times.unwrap_or_else(once);
        best(entries).map(|entry| Entry { times, ..entry })
    };
    sum(runs.into_values().filter_map(once))
}

/// As [`together`], for entries that are of different runs in any event.
pub(super) fn sum(entries: impl IntoIterator<Item = Entry>) -> Vec<Entry> {
    let mut found: BTreeMap<_, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        let finding = (entry.subject.clone(), entry.signature.clone());
        found.entry(finding).or_default().push(entry);
    }
    let mut found: Vec<Entry> = found.into_values().filter_map(best).collect();
    // The sort is stable: at the same time, by name.
    found.sort_by(|a, b| a.first_seen.total_cmp(&b.first_seen));
    found
}

/// The entry with the best case, seen first when the first one was, and as often
/// as all of them.
fn best(entries: Vec<Entry>) -> Option<Entry> {
    let times = entries.iter().map(|entry| entry.times);
    let times = times.fold(0, u64::saturating_add);
    let first = entries
        .iter()
        .min_by(|a, b| a.first_seen.total_cmp(&b.first_seen))?;
    let (first_seen, cpu_seconds) = (first.first_seen, first.cpu_seconds);
    let best = entries.into_iter().min_by(Entry::rank)?;
    Some(Entry {
        first_seen,
        cpu_seconds,
        times,
        ..best
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_case_is_kept_and_the_times_are_summed() {
        let entry = |case, first_seen, text: &str| Entry {
            case,
            first_seen,
            text: text.to_owned(),
            ..Entry::example()
        };
        let mut entries = vec![
            entry(1, 9.0, "long case"),
            entry(2, 20.0, "short"),
            entry(3, 10.0, "other"),
            // Run once more after a kill.
            entry(3, 30.0, "other"),
            Entry {
                subject: "yours".to_owned(),
                ..entry(1, 1.0, "x")
            },
        ];
        let forward = together(entries.clone());
        entries.reverse();
        assert_eq!(forward, together(entries), "whatever the order");
        assert_eq!(forward.len(), 2);
        assert_eq!(forward[0].subject, "yours");
        let mine = &forward[1];
        assert_eq!((mine.text.as_str(), mine.times), ("other", 3));
        assert_eq!(mine.first_seen, 9.0);
        assert_eq!(together(forward.clone()), forward);
    }

    #[test]
    fn a_newer_or_older_line_is_read() {
        let line = r#"{"subject":"a","signature":"s","text":"t","colour":"red"}"#;
        let entry: Entry = serde_json::from_str(line).unwrap();
        assert_eq!((entry.times, entry.file), (1, None));
    }
}
