//! A case that failed, told once: what happened, where it was saved, how to
//! see it again.

use std::path::Path;

use serde::Serialize;

use crate::case::Without;
use crate::check::Divergence;

/// More of a value than this many characters does not help on a screen.
const MOST_CHARS: usize = 600;
/// A longer case than this is left to its file.
const MOST_LINES: usize = 40;

/// A case that diverged or hung. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct FailureReport {
    /// The name of the check that failed, or `hang`.
    pub kind: &'static str,
    /// The index of the step after which it was seen, from 0.
    pub step: Option<usize>,
    /// That step.
    pub op: Option<String>,
    /// What the model says.
    pub expected: String,
    /// What the map did.
    pub got: String,
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
    /// Tells of a divergence.
    #[must_use]
    pub fn of(divergence: &Divergence) -> FailureReport {
        let step = divergence.case.steps.get(divergence.step);
        FailureReport {
            kind: divergence.kind.name(),
            step: Some(divergence.step),
            op: step.map(ToString::to_string),
            expected: divergence.expected.clone(),
            got: divergence.got.clone(),
            case: divergence.case.to_string(),
            path: None,
            replay: None,
            place: format!(" {}", divergence.place()),
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
        format!(
            "{}{}\n  expected: {}\n  got:      {}\n",
            self.kind,
            self.place,
            clipped(&self.expected),
            clipped(&self.got)
        )
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

fn clipped(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{} ... ({} bytes in all)", &text[..end], text.len()),
        None => text.to_owned(),
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

    #[test]
    fn a_path_is_quoted_if_a_shell_would_split_it() {
        assert_eq!(quoted("corpus/found/a-1.case"), "corpus/found/a-1.case");
        assert_eq!(quoted("my case"), "'my case'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn what_is_clipped_ends_between_characters() {
        let long = "ö".repeat(MOST_CHARS + 1);
        assert_eq!(
            clipped(&long),
            format!("{} ... (1202 bytes in all)", "ö".repeat(MOST_CHARS))
        );
        assert_eq!(clipped("short"), "short");
    }
}
