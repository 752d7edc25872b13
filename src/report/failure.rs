//! A case that failed, told once: what happened, where it was saved, how to
//! see it again.

use std::path::Path;

use serde::Serialize;

use crate::case::Without;
use crate::check::{Runner, notes};
use crate::evidence::{Divergence, Ended, Finding, contrast, told_place};

/// Texts that are longer than so many characters are shortened where they are
/// equal.
const MOST_CHARS: usize = 600;
/// A longer case than this is left to its file.
const MOST_LINES: usize = 40;

/// A case that failed. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct FailureReport {
    /// The name of the check that failed, or of how the process ended.
    pub kind: &'static str,
    /// The index of the step after which it was seen, from 0.
    pub step: Option<usize>,
    /// That step.
    pub op: Option<String>,
    /// What the model says.
    pub expected: String,
    /// What the map did.
    pub got: String,
    /// What helps to read it, a line each.
    pub notes: Vec<String>,
    /// The case, in its text form.
    pub case: String,
    /// Where it was saved.
    pub path: Option<String>,
    /// The command that replays it.
    pub replay: Option<String>,
    #[serde(skip)]
    pub(super) place: String,
}

impl FailureReport {
    /// Tells of a divergence, without notes.
    #[must_use]
    pub fn of(divergence: &Divergence) -> FailureReport {
        let step = divergence.case.steps.get(divergence.step);
        FailureReport {
            kind: divergence.kind().name(),
            step: Some(divergence.step),
            op: step.map(ToString::to_string),
            expected: divergence.expected(),
            got: divergence.got(),
            notes: Vec::new(),
            case: divergence.case.to_string(),
            path: None,
            replay: None,
            place: format!(" {}", divergence.place()),
        }
    }

    /// Tells of a finding on this subject, with the
    /// [notes](crate::check::notes()) that help to read it.
    #[must_use]
    pub fn found(runner: &Runner, finding: &Finding) -> FailureReport {
        let report = match finding {
            Finding::Diverged(divergence) => FailureReport::of(divergence),
            Finding::Ended(ended) => FailureReport::ended(ended),
        };
        FailureReport {
            notes: notes(runner, finding),
            ..report
        }
    }

    fn ended(ended: &Ended) -> FailureReport {
        let last = ended.case.steps.len().saturating_sub(1);
        let step = ended.place.map(|place| place.step.min(last));
        let op = step.and_then(|step| ended.case.steps.get(step));
        let words = ended.words.as_ref();
        FailureReport {
            kind: ended.how.name(),
            step,
            op: op.map(ToString::to_string),
            expected: "an end of the case".to_owned(),
            got: match words {
                Some(words) => format!("{}: {words}", ended.how),
                None => ended.how.to_string(),
            },
            notes: Vec::new(),
            case: ended.case.to_string(),
            path: None,
            replay: None,
            place: ended.place.map_or(String::new(), |place| {
                format!(" {}", told_place(&ended.case, place))
            }),
        }
    }

    /// Adds the file that the case is in; `program` replays it.
    #[must_use]
    pub fn saved(mut self, path: &Path, subject: &str, program: &str) -> FailureReport {
        let path = path.display().to_string();
        self.replay = Some(format!(
            "{program} replay {} --subject {}",
            quoted(&path),
            quoted(subject)
        ));
        self.path = Some(path);
        self
    }

    /// Has the line that replays the case leave out what its run did. The faults
    /// that were left out are not in the case.
    #[must_use]
    pub fn leaving_out(mut self, without: &Without) -> FailureReport {
        let without = without.ops_and_checks();
        if let Some(replay) = self.replay.as_mut().filter(|_| !without.is_nothing()) {
            *replay += &format!(" {without}");
        }
        self
    }

    /// What happened, in a few lines. The case itself is left out.
    #[must_use]
    pub fn summary(&self) -> String {
        let (expected, got) = contrast(&self.expected, &self.got, MOST_CHARS);
        let mut summary = format!(
            "{}{}\n  expected: {expected}\n  got:      {got}\n",
            self.kind, self.place
        );
        for note in &self.notes {
            summary += &format!("  {note}\n");
        }
        summary
    }

    /// What happened, the case if it is not too long, where it is, and how to
    /// see it again.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.summary();
        let lines = self.case.lines().count();
        if lines <= MOST_LINES || self.path.is_none() {
            text.push('\n');
            for line in self.case.lines() {
                text += &format!("    {line}\n");
            }
            text.push('\n');
        } else {
            text += &format!("  the case has {lines} lines\n");
        }
        if let (Some(path), Some(replay)) = (&self.path, &self.replay) {
            text += &format!("  saved:    {path}\n  replay:   {replay}\n");
        }
        text
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-./+:,@%=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::ProcessEnd;

    #[test]
    fn a_path_is_quoted_if_a_shell_would_split_it() {
        assert_eq!(quoted("corpus/found/a-1.case"), "corpus/found/a-1.case");
        assert_eq!(quoted("my case"), "'my case'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn long_texts_are_shortened_where_they_are_equal_and_notes_come_after_them() {
        let case = "map-oracle case 1\nremove 0\n".parse().expect("a case");
        let ended = Ended {
            subject: "none",
            how: ProcessEnd::Hang,
            place: None,
            words: None,
            case,
        };
        let report = FailureReport {
            expected: format!("{}a{}", "x".repeat(5_000), "y".repeat(5_000)),
            got: format!("{}b{}", "x".repeat(5_000), "y".repeat(5_000)),
            notes: vec!["key 0: this one".to_owned()],
            ..FailureReport::ended(&ended)
        };
        let text = report.text();
        assert!(text.contains("xxay") && text.contains("xxby"), "{text}");
        assert!(text.contains("equal characters"), "{text}");
        assert!(text.contains("\n  key 0: this one\n"), "{text}");
        assert!(text.len() < 600, "{text}");
    }
}
