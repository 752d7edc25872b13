//! What a check found, pair by pair.

use std::time::Duration;

use serde::{Serialize, Serializer};

use super::{FailureReport, field, short, table};
use crate::case::{Mark, Reach};
use crate::check::Runner;
use crate::hunt::{Failure, Tally};

/// How a pair of subject and profile fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All cases were right, and every gate was reached.
    Ok,
    /// A case diverged.
    Diverged,
    /// A case did not come to an end.
    Hangs,
    /// All cases were right, but a gate was missed.
    GateMissed,
    /// The cases so far were right; the rest was not run.
    Interrupted,
    /// No case was run.
    NotRun,
}

impl Verdict {
    /// Whether nothing was found against the map.
    #[must_use]
    pub fn is_fine(self) -> bool {
        matches!(self, Verdict::Ok | Verdict::Interrupted | Verdict::NotRun)
    }

    /// A word for it in a table.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Diverged => "DIVERGED",
            Verdict::Hangs => "HANGS",
            Verdict::GateMissed => "gate missed",
            Verdict::Interrupted => "interrupted",
            Verdict::NotRun => "not run",
        }
    }
}

/// What was reached; in JSON, an object with a field for each mark.
#[derive(Clone, Debug, Default)]
pub struct Reached(pub Reach);

impl Serialize for Reached {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(mark, n)| (field(mark.name()), n)))
    }
}

/// A gate, and how far the pair came.
#[derive(Clone, Debug, Serialize)]
pub struct GateReport {
    /// The name of the mark, as a field of `reached`.
    pub mark: String,
    /// What was asked for.
    pub at_least: u64,
    /// What was reached.
    pub reached: u64,
    /// Whether that fails the batch: a small batch may fall short.
    pub missed: bool,
    #[serde(skip)]
    name: &'static str,
}

/// One subject under one profile. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct PairReport {
    /// The subject.
    pub subject: &'static str,
    /// The profile.
    pub profile: &'static str,
    /// Cases that were right.
    pub cases: usize,
    /// Ops in them.
    pub ops: u64,
    /// What they took, in seconds.
    pub seconds: f64,
    /// Ops by seconds.
    pub ops_per_second: f64,
    /// How it fared.
    pub verdict: Verdict,
    /// All that was reached.
    pub reached: Reached,
    /// What the profile asks of this subject.
    pub gates: Vec<GateReport>,
    /// The case that failed.
    pub failure: Option<FailureReport>,
    /// The options that leave ops, checks or faults out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub left_out: String,
    /// The command that runs the same cases again.
    pub repeat: String,
}

impl PairReport {
    /// The report of a tally. `took` is the time without shrinking; `failure`
    /// tells of the case, if one failed.
    #[must_use]
    pub fn new(
        runner: &Runner,
        tally: &Tally,
        took: Duration,
        failure: Option<FailureReport>,
        program: &str,
    ) -> PairReport {
        let batch = tally.batch;
        let complete = tally.cases == batch.cases;
        let missed = match &tally.failure {
            // One that was broken off might have reached it yet.
            Some(Failure::Missed(gates)) if complete => gates.as_slice(),
            _ => &[],
        };
        let verdict = match &failure {
            Some(failure) if failure.kind == "hang" => Verdict::Hangs,
            Some(_) => Verdict::Diverged,
            None if !missed.is_empty() => Verdict::GateMissed,
            None if complete => Verdict::Ok,
            None if tally.cases == 0 => Verdict::NotRun,
            None => Verdict::Interrupted,
        };
        let gates = batch.profile.gates().iter();
        let gates = gates
            .filter(|gate| runner.reports(gate.mark))
            .map(|gate| GateReport {
                mark: field(gate.mark.name()),
                at_least: gate.at_least,
                reached: tally.reach.get(gate.mark),
                missed: missed.contains(gate),
                name: gate.mark.name(),
            })
            .collect();
        let ops = tally.reach.get(Mark::Ops);
        let seconds = took.as_secs_f64();
        PairReport {
            subject: runner.name,
            profile: batch.profile.name(),
            cases: tally.cases,
            ops,
            seconds,
            // A time of 0 goes with 0 ops.
            ops_per_second: ops as f64 / seconds.max(1e-9),
            verdict,
            reached: Reached(tally.reach.clone()),
            gates,
            failure,
            left_out: tally.without.to_string(),
            repeat: repeat(runner.name, tally, program),
        }
    }

    /// The verdict in the words of the table.
    #[must_use]
    pub fn verdict_text(&self) -> String {
        let missed = self.gates.iter().filter(|gate| gate.missed);
        let missed: Vec<String> = missed
            .map(|gate| format!("{} >= {}", gate.name, gate.at_least))
            .collect();
        match self.verdict {
            Verdict::GateMissed => format!("{}: {}", self.verdict.text(), missed.join(", ")),
            verdict => verdict.text().to_owned(),
        }
    }

    fn reached_text(&self) -> String {
        if self.gates.is_empty() {
            return "-".to_owned();
        }
        let gates: Vec<String> = self
            .gates
            .iter()
            .map(|gate| format!("{} {}", gate.name, short(gate.reached)))
            .collect();
        gates.join(", ")
    }
}

fn repeat(subject: &str, tally: &Tally, program: &str) -> String {
    let Tally { batch, without, .. } = tally;
    let command = format!(
        "{program} check --subject {subject} --profile {} --cases {} --ops {} --seed {} {without}",
        batch.profile.name(),
        batch.cases,
        batch.steps,
        batch.seed
    );
    command.trim_end().to_owned()
}

/// A whole check. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct CheckReport {
    /// Whether nothing diverged, hung or missed a gate.
    pub ok: bool,
    /// Whether it was broken off.
    pub interrupted: bool,
    /// The cases asked for, for each pair.
    pub cases: usize,
    /// The most ops in a case.
    pub ops: usize,
    /// The seed.
    pub seed: u64,
    /// The time it took.
    pub seconds: f64,
    /// The pairs.
    pub pairs: Vec<PairReport>,
}

impl CheckReport {
    /// The table of all pairs of which some case was begun, `width` columns
    /// wide.
    #[must_use]
    pub fn table(&self, width: u16) -> String {
        let header = [
            "subject", "profile", "cases", "ops", "ops/s", "reached", "verdict",
        ];
        let mut table = table(width, &header);
        let begun = |pair: &&PairReport| pair.verdict != Verdict::NotRun;
        for pair in self.pairs.iter().filter(begun) {
            table.add_row([
                pair.subject.to_owned(),
                pair.profile.to_owned(),
                pair.cases.to_string(),
                short(pair.ops),
                short(pair.ops_per_second as u64),
                pair.reached_text(),
                pair.verdict_text(),
            ]);
        }
        for index in 2..=4 {
            let column = table.column_mut(index).expect("there are seven");
            column.set_cell_alignment(comfy_table::CellAlignment::Right);
        }
        table.trim_fmt()
    }
}
