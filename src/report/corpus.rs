//! A folder of case files: what is in each, what it reaches on a subject, and
//! what the others do not have.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Reached, table};
use crate::corpus::Feature;

/// A case file. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct CaseReport {
    /// The file's name.
    pub file: String,
    /// How many ops it has.
    pub ops: usize,
    /// How many keys it names.
    pub keys: usize,
    /// `ok`, the name of the check that failed, `crash` or `hang`.
    pub verdict: &'static str,
    /// Each mark that was reached, and how often or how far.
    pub reached: Reached,
    /// What it has that no case chosen before it has.
    pub adds: Vec<String>,
}

/// All case files of a folder, by name, on one subject.
#[derive(Clone, Debug, Serialize)]
pub struct CorpusReport {
    /// The subject.
    pub subject: &'static str,
    /// The cases.
    pub cases: Vec<CaseReport>,
}

impl CaseReport {
    /// Whether the corpus could do without it. A case that fails says something
    /// that no other says.
    #[must_use]
    pub fn adds_nothing(&self) -> bool {
        self.verdict == "ok" && self.adds.is_empty()
    }

    /// Notes what the case adds to others.
    pub fn adds(&mut self, added: &BTreeSet<Feature>) {
        let most = |feature: &&Feature| {
            // To reach further says it all.
            let Feature::Mark(mark, power) = **feature else {
                return true;
            };
            !added.contains(&Feature::Mark(mark, power + 1))
        };
        self.adds = added.iter().filter(most).map(Feature::to_string).collect();
    }
}

impl CorpusReport {
    /// The table of all cases, `width` columns wide.
    #[must_use]
    pub fn table(&self, width: u16) -> String {
        let mut table = table(width, &["case", "ops", "keys", "verdict", "adds"]);
        for case in &self.cases {
            let adds = if case.adds_nothing() {
                "nothing".to_owned()
            } else {
                case.adds.join(", ")
            };
            table.add_row([
                case.file.clone(),
                case.ops.to_string(),
                case.keys.to_string(),
                case.verdict.to_owned(),
                adds,
            ]);
        }
        table.trim_fmt()
    }
}
