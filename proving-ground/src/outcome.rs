//! What came of a hunt, as it goes to a table or a file.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::message::Effort;

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

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Find {
    /// How it showed.
    pub sign: String,
    /// Where the smallest case is, if it is one of ours.
    pub path: Option<PathBuf>,
    /// How many ops the smallest case has, if it could be made small.
    pub shrunk: Option<usize>,
}
