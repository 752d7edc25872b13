//! What a campaign ran, found and reached.

use std::collections::BTreeMap;

use serde::Serialize;

use super::plot::Plot;
use super::{field, short, table};
use crate::campaign::{Entry, Stats};
use crate::case::{Case, Mark};

/// A finding. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct FoundReport {
    /// The subject.
    pub subject: String,
    /// What failed.
    pub signature: String,
    /// The name of the check that failed, or of the process's end.
    pub kind: String,
    /// How often it was met.
    pub times: u64,
    /// Seconds from the beginning until it was seen first.
    pub first_seen: f64,
    /// The CPU seconds that had been spent by then.
    pub cpu_seconds: f64,
    /// The profile that drew the smallest case, or empty.
    pub profile: String,
    /// The seed it was drawn from.
    pub seed: u64,
    /// Its number in the batch.
    pub number: u64,
    /// Its file, relative to the folder.
    pub file: Option<String>,
    /// How many ops it has, if it can be read.
    pub ops: Option<usize>,
    /// The case, in its text form.
    pub case: String,
}

/// A moment of a campaign.
#[derive(Clone, Debug, Serialize)]
pub struct MomentReport {
    /// Seconds from the beginning.
    pub seconds: f64,
    /// How many marks had been reached.
    pub marks: usize,
    /// How many findings had been made.
    pub findings: usize,
}

/// A campaign. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct StatsReport {
    /// How long it was run, in seconds.
    pub seconds: f64,
    /// The CPU time of all processes, in seconds.
    pub cpu_seconds: f64,
    /// Cases run.
    pub cases: u64,
    /// Ops in them.
    pub ops: u64,
    /// Pairs of a subject and a profile.
    pub pairs: u64,
    /// By the time when they were seen first.
    pub findings: Vec<FoundReport>,
    /// Each mark that was reached, and how often or how far.
    pub reached: BTreeMap<String, u64>,
    #[serde(skip)]
    marks: BTreeMap<String, u64>,
    #[serde(skip)]
    known: usize,
    /// How it went on.
    pub history: Vec<MomentReport>,
    /// Lines that a kill tore, and that are left out.
    pub torn: usize,
}

impl StatsReport {
    /// The report of what a folder says. `marks` are those that are known.
    #[must_use]
    pub fn of(stats: &Stats, marks: &[Mark]) -> StatsReport {
        let totals = stats.totals();
        let findings: Vec<FoundReport> = stats.findings.iter().map(found).collect();
        let history = stats.history.iter().map(|beat| {
            let seen = stats.findings.iter();
            let seen = seen.filter(|entry| entry.first_seen <= beat.seconds);
            MomentReport {
                seconds: beat.seconds,
                marks: beat.marks.values().filter(|&&amount| amount > 0).count(),
                findings: seen.count(),
            }
        });
        let last = findings.last().map_or(0.0, |found| found.first_seen);
        let reached = totals.marks.iter().map(|(name, &n)| (field(name), n));
        StatsReport {
            // A finding may be newer than the last heartbeat.
            seconds: totals.seconds.max(last),
            cpu_seconds: totals.cpu_seconds,
            cases: totals.cases,
            ops: totals.ops,
            pairs: totals.pairs,
            reached: reached.collect(),
            history: history.collect(),
            marks: totals.marks,
            known: marks.len(),
            findings,
            torn: stats.torn,
        }
    }

    /// The totals, what was reached, and the table of findings, `width` columns
    /// wide.
    #[must_use]
    pub fn text(&self, width: u16) -> String {
        let mut text = format!(
            "{}, {} of CPU time: {} cases, {} ops",
            duration(self.seconds),
            duration(self.cpu_seconds),
            short(self.cases),
            short(self.ops)
        );
        if self.pairs > 0 {
            text += &format!(" on {}", count(self.pairs, "pair"));
        }
        text += &format!(
            "\nreached: {} of {} marks\n",
            self.reached.len(),
            self.known
        );
        if !self.reached.is_empty() {
            let mut rows = table(width, &["mark", "how often, or how far"]);
            for (name, &amount) in &self.marks {
                rows.add_row([one_line(name), amount.to_string()]);
            }
            align_right(&mut rows, 1);
            text += &format!("\n{}\n\n", rows.trim_fmt());
        }
        text += &format!("{}\n", count(self.findings.len() as u64, "finding"));
        if !self.findings.is_empty() {
            let header = ["subject", "signature", "times", "first seen", "file"];
            let mut rows = table(width, &header);
            for found in &self.findings {
                rows.add_row([
                    one_line(&found.subject),
                    one_line(&found.signature),
                    short(found.times),
                    format!("after {}", duration(found.first_seen)),
                    found.file.as_deref().map_or("-".to_owned(), one_line),
                ]);
            }
            align_right(&mut rows, 2);
            text += &format!("\n{}\n", rows.trim_fmt());
        }
        text
    }

    /// The plot of marks and findings over time, as a document of SVG.
    #[must_use]
    pub fn svg(&self, title: &str) -> String {
        let mut marks: Vec<(f64, f64)> = Vec::new();
        for moment in &self.history {
            marks.push((moment.seconds, moment.marks as f64));
        }
        let seen = self.findings.iter().enumerate();
        let findings = seen.map(|(index, found)| (found.first_seen, (index + 1) as f64));
        let plot = Plot {
            title: format!("{title}: {}", self.brief()),
            end: self.seconds,
            panels: [
                (format!("marks reached, of {}", self.known), marks),
                ("findings".to_owned(), findings.collect()),
            ],
        };
        plot.svg()
    }

    fn brief(&self) -> String {
        let findings = count(self.findings.len() as u64, "finding");
        format!("{findings} in {} cases", short(self.cases))
    }
}

fn found(entry: &Entry) -> FoundReport {
    let case = entry.text.parse::<Case>();
    FoundReport {
        subject: entry.subject.clone(),
        signature: entry.signature.clone(),
        kind: entry.kind.clone(),
        times: entry.times,
        first_seen: entry.first_seen,
        cpu_seconds: entry.cpu_seconds,
        profile: entry.profile.clone(),
        seed: entry.seed,
        number: entry.case,
        file: entry.file.clone(),
        ops: case.ok().map(|case| case.steps.len()),
        case: entry.text.clone(),
    }
}

fn align_right(rows: &mut comfy_table::Table, column: usize) {
    let column = rows.column_mut(column).expect("it is one of the header's");
    column.set_cell_alignment(comfy_table::CellAlignment::Right);
}

fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn count(number: u64, what: &str) -> String {
    match number {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{} {what}s", short(number)),
    }
}

/// A time in the two units that say enough.
fn duration(seconds: f64) -> String {
    let whole = seconds.max(0.0) as u64;
    match whole {
        0..10 => format!("{seconds:.1} s"),
        10..60 => format!("{whole} s"),
        60..3_600 => format!("{} min {} s", whole / 60, whole % 60),
        3_600..86_400 => format!("{} h {} min", whole / 3_600, whole / 60 % 60),
        _ => format!("{} d {} h", whole / 86_400, whole / 3_600 % 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_in_two_units() {
        let told = [0.0, 9.96, 59.9, 61.0, 3_600.0, 86_399.0, 90_000.0, -1.0].map(duration);
        let wanted = [
            "0.0 s",
            "10.0 s",
            "59 s",
            "1 min 1 s",
            "1 h 0 min",
            "23 h 59 min",
            "1 d 1 h",
            "-1.0 s",
        ];
        assert_eq!(told, wanted);
    }
}
