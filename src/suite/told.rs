//! A failure of a test, in words.

use std::path::PathBuf;

use crate::check::{Runner, notes};
use crate::evidence::{Finding, contrast, told_place};

/// Texts that are longer than so many characters are shortened where they are
/// equal.
const MOST_CHARS: usize = 600;

/// A failure, by its smallest case.
pub(super) struct Failure {
    pub runner: Runner,
    pub finding: Finding,
    /// How often and where it was met.
    pub met: String,
    /// What has to be left out for it to show, as for `--without`; empty as a
    /// rule.
    pub without: String,
    /// How many of how many runs of its first case failed.
    pub failed_of: (usize, usize),
    /// Its file, or why there is none.
    pub saved: Result<PathBuf, String>,
}

impl Failure {
    /// One that always shows, and is not saved yet.
    pub(super) fn new(runner: Runner, finding: Finding) -> Failure {
        Failure {
            runner,
            finding,
            met: String::new(),
            without: String::new(),
            failed_of: (1, 1),
            saved: Err("it was not tried".to_owned()),
        }
    }

    /// All that is known of it, and an empty line.
    pub(super) fn text(&self) -> String {
        let finding = &self.finding;
        let (expected, got) = match finding {
            Finding::Diverged(divergence) => {
                contrast(&divergence.expected(), &divergence.got(), MOST_CHARS)
            }
            Finding::Ended(ended) => {
                let how = match &ended.words {
                    Some(words) => format!("{}: {words}", ended.how),
                    None => ended.how.to_string(),
                };
                ("an end of the case".to_owned(), how)
            }
        };
        let place = finding.place().map_or(String::new(), |place| {
            format!(" {}", told_place(finding.case(), place))
        });
        let mut text = format!(
            "{}: {}\n  {}\n{}{place}\n  expected: {expected}\n  got:      {got}\n",
            self.runner.name,
            finding.signature(),
            self.met,
            finding.name(),
        );
        for note in notes(&self.runner, finding) {
            text += &format!("  {note}\n");
        }
        let (failed, runs) = self.failed_of;
        if failed < runs {
            text += &format!(
                "  the map does not always do the same: the case failed {failed} times of {runs}\n"
            );
        }
        if !self.without.is_empty() {
            let without = &self.without;
            text += &format!(
                "  the case shows it where what was found before is left out: \
                 MAP_ORACLE_WITHOUT='{without}'\n"
            );
        }
        text += &format!("the case:\n\n{}\n", finding.case());
        text += &match &self.saved {
            Ok(path) => format!(
                "saved: {} (move it to corpus/ to keep it)\n",
                path.display()
            ),
            // The case is told all the same.
            Err(error) => format!("it cannot be saved: {error}\n"),
        };
        text + "\n"
    }
}

/// "once", or "3 times".
pub(super) fn times(times: u64) -> String {
    match times {
        1 => "once".to_owned(),
        times => format!("{times} times"),
    }
}
