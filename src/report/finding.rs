//! A finding of a check: one entry for each failure, whoever met it and however
//! often.

use std::path::Path;

use serde::Serialize;

use super::FailureReport;
use crate::case::Without;
use crate::check::Runner;
use crate::evidence::{Finding, Signature};
use crate::streams::{Found, Orders};

/// One failure. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct FindingReport {
    /// The subject.
    pub subject: &'static str,
    /// What makes it the same wherever it is met: see
    /// [`Signature`](crate::check::Signature).
    pub signature: String,
    /// Whether it is listed as a known failure.
    pub known: bool,
    /// In how many cases it was met.
    pub times: u64,
    /// In how many of each profile, of those that met it.
    pub profiles: Vec<MetReport>,
    /// The profile that met it first, and in which of its cases; `null` for a
    /// walk.
    pub first: Option<MetReport>,
    /// What has to be left out for it to show, as for `--without`.
    pub without: Option<String>,
    /// What the whole run left out.
    #[serde(skip)]
    left_out: Without,
    /// How often its first case failed, of how many runs, if not always.
    pub failed_of: Option<(usize, usize)>,
    /// What happened.
    pub failure: FailureReport,
}

/// A profile that met a failure: so many times, or in this case.
#[derive(Clone, Debug, Serialize)]
pub struct MetReport {
    /// The profile, or the hash plan of a walk.
    pub profile: String,
    /// How often, or in which case (from 0).
    pub number: u64,
}

impl FindingReport {
    /// Tells of what a stream of cases found.
    #[must_use]
    pub(crate) fn new(orders: &Orders, found: &Found) -> FindingReport {
        let profile = |place: usize| orders.profiles[place].name().to_owned();
        let met = found
            .met
            .iter()
            .enumerate()
            .filter(|&(_, &times)| times > 0);
        let (failed, runs) = found.failed_of;
        FindingReport {
            subject: orders.runner.name,
            signature: found.signature.to_string(),
            known: found.listed,
            times: found.met.iter().sum(),
            profiles: met
                .map(|(place, &number)| MetReport {
                    profile: profile(place),
                    number,
                })
                .collect(),
            first: Some(MetReport {
                profile: profile(found.first.0),
                number: found.first.1,
            }),
            left_out: orders.runner.without,
            without: (!found.without.is_empty()).then(|| found.without.clone()),
            failed_of: (failed < runs).then_some((failed, runs)),
            failure: FailureReport::found(&orders.runner, &found.finding),
        }
    }

    /// Tells of what walks over every sequence found, each so many times.
    pub(crate) fn of_walks(
        runner: &Runner,
        signature: &Signature,
        finding: &Finding,
        met: Vec<(String, u64)>,
    ) -> FindingReport {
        let profiles: Vec<MetReport> = met
            .into_iter()
            .map(|(profile, number)| MetReport { profile, number })
            .collect();
        FindingReport {
            subject: runner.name,
            signature: signature.to_string(),
            known: false,
            times: profiles.iter().map(|met| met.number).sum(),
            profiles,
            first: None,
            left_out: runner.without,
            without: None,
            failed_of: None,
            failure: FailureReport::found(runner, finding),
        }
    }

    /// Adds the file that the case is in; `program` replays it.
    pub(crate) fn saved(&mut self, path: &Path, program: &str) {
        let failure = self.failure.clone();
        let showing = Without::parse(self.without.as_deref(), None, None);
        let without = self.left_out.and(showing.unwrap_or_default());
        let failure = failure.saved(path, self.subject, program);
        self.failure = failure.leaving_out(&without);
    }

    /// The whole entry.
    #[must_use]
    pub fn text(&self) -> String {
        let met: Vec<String> = self
            .profiles
            .iter()
            .map(|met| format!("{} {}", met.profile, met.number))
            .collect();
        let times = match self.times {
            1 => "once".to_owned(),
            times => format!("{times} times"),
        };
        let mut text = format!(
            "{}: {}\n  met {times} ({})",
            self.subject,
            self.signature,
            met.join(", ")
        );
        if let Some(first) = &self.first {
            text += &format!(", first in case {} of {}", first.number, first.profile);
        }
        text.push('\n');
        if let Some((failed, runs)) = self.failed_of {
            text += &format!(
                "  the map does not always do the same: the case failed {failed} times of {runs}\n"
            );
        }
        if let Some(without) = &self.without {
            text += &format!("  it shows behind what was found before: leave out {without}\n");
        }
        text + &self.failure.text()
    }
}
