//! What came of a hunt, as it goes to a table or a file.

use std::path::PathBuf;

use map_oracle::case::{Case, OpKind, Step};
use serde::{Deserialize, Serialize};

/// What came of one hunt.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The bug that was looked for; the subject, if there was none.
    pub name: String,
    /// Who hunted.
    pub finder: String,
    /// The seed.
    pub seed: u64,
    /// What was looked for, if it was found.
    pub found: Option<Find>,
    /// Other findings.
    pub also: Vec<Find>,
    /// What it took until the bug was found, or until the end.
    pub effort: Effort,
    /// Whether it was broken off because of the clock.
    pub out_of_time: bool,
}

impl Outcome {
    /// That of a hunt that just begins.
    pub(crate) fn none_yet(name: &str, finder: &str, seed: u64) -> Outcome {
        Outcome {
            name: name.to_owned(),
            finder: finder.to_owned(),
            seed,
            found: None,
            also: Vec::new(),
            effort: Effort::default(),
            out_of_time: false,
        }
    }
}

/// What a hunt took.
///
/// Of map-oracle, `cpu` is the time until the finding was made, shrinking
/// included, and that of all findings before it; the cases and ops are those that
/// were run when `check` had stopped. Of a peer, all three are taken when the first
/// case failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// Cases run.
    pub cases: usize,
    /// Steps of cases.
    pub ops: u64,
    /// Seconds of CPU time.
    pub cpu: f64,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Find {
    /// How it showed.
    pub sign: String,
    /// Where the smallest case is, if it is one of ours.
    pub path: Option<PathBuf>,
    /// How many ops the smallest case has, if it could be made small; see
    /// [`single_ops`].
    pub shrunk: Option<usize>,
}

/// How many ops a case has, where a run of inserts or removals is one for each
/// of its keys, as it is in what is known of the bugs and in what peers make small.
#[must_use]
pub fn single_ops(case: &Case) -> usize {
    let ops = |step: &Step| match step.op.kind() {
        OpKind::InsertRun | OpKind::RemoveRun => usize::from(step.op.run().len),
        _ => 1,
    };
    case.steps.iter().map(ops).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_an_op_for_each_key() {
        let case = "map-oracle case 1\nhash sequential seed 0\ninsert_run 0 len 7\nget 3\n";
        assert_eq!(single_ops(&case.parse().unwrap()), 8);
    }
}
