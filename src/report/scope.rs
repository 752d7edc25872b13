//! What an exhaustive walk covered, subject by subject and plan by plan.

use std::time::Duration;

use serde::Serialize;

use super::{FindingReport, Verdict, short, table};
use crate::case::{HashPlan, Without};

/// One subject under one hash plan. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct ScopeReport {
    /// The subject.
    pub subject: &'static str,
    /// The hash plan, as in a case's text.
    pub hash: String,
    /// How many sequences were right.
    pub cases: u64,
    /// How many failed.
    pub failed: u64,
    /// What they took, in seconds. Not part of the JSON.
    #[serde(skip)]
    pub seconds: f64,
    /// How it fared.
    pub verdict: Verdict,
}

impl ScopeReport {
    /// Of a walk that has not begun.
    #[must_use]
    pub fn new(subject: &'static str, plan: &HashPlan) -> ScopeReport {
        ScopeReport {
            subject,
            hash: plan.spread.to_string(),
            cases: 0,
            failed: 0,
            seconds: 0.0,
            verdict: Verdict::NotRun,
        }
    }

    /// What came of the walk.
    pub fn cover(&mut self, cases: u64, failed: u64, took: Duration, verdict: Verdict) {
        self.cases = cases;
        self.failed = failed;
        self.seconds = took.as_secs_f64();
        self.verdict = verdict;
    }
}

/// All walks. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct ScopesReport {
    /// Whether nothing was found.
    pub ok: bool,
    /// The most ops in a sequence.
    pub length: usize,
    /// How many keys there were.
    pub keys: usize,
    /// The time it took. Not part of the JSON.
    #[serde(skip)]
    pub seconds: f64,
    /// The options that leave ops, checks or faults out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub left_out: String,
    /// Subject by subject, plan by plan.
    pub scopes: Vec<ScopeReport>,
    /// What was found, subject by subject.
    pub findings: Vec<FindingReport>,
}

impl ScopesReport {
    /// The report of all walks.
    #[must_use]
    pub fn new(
        length: usize,
        keys: usize,
        took: Duration,
        scopes: Vec<ScopeReport>,
        findings: Vec<FindingReport>,
    ) -> ScopesReport {
        ScopesReport {
            ok: scopes.iter().all(|scope| scope.verdict.is_fine()),
            length,
            keys,
            seconds: took.as_secs_f64(),
            left_out: String::new(),
            scopes,
            findings,
        }
    }

    /// The same, of walks that left this out.
    #[must_use]
    pub fn leaving_out(mut self, without: &Without) -> ScopesReport {
        self.left_out = without.to_string();
        self
    }

    /// The table, `width` columns wide, and what failed.
    #[must_use]
    pub fn text(&self, width: u16, program: &str) -> String {
        let header = ["subject", "hash", "sequences", "a second", "verdict"];
        let mut rows = table(width, &header);
        for scope in &self.scopes {
            let rate = scope.cases as f64 / scope.seconds.max(1e-9);
            rows.add_row([
                scope.subject.to_owned(),
                scope.hash.clone(),
                scope.cases.to_string(),
                short(rate as u64),
                scope.verdict.text().to_owned(),
            ]);
        }
        for index in 2..=3 {
            let column = rows.column_mut(index).expect("there are five");
            column.set_cell_alignment(comfy_table::CellAlignment::Right);
        }
        let mut text = format!("{}\n", rows.trim_fmt());
        for finding in &self.findings {
            text += &format!("\n{}", finding.text());
        }
        let ScopesReport {
            length,
            keys,
            seconds,
            left_out,
            ..
        } = self;
        let cases: u64 = self.scopes.iter().map(|scope| scope.cases).sum();
        text += &format!(
            "\nevery sequence of up to {length} ops over {keys} keys: {cases} in {seconds:.1} s\n\
             repeat a row: {program} check --exhaustive {length} --keys {keys} --subject SUBJECT \
             {left_out}"
        );
        text.trim_end().to_owned() + "\n"
    }
}
