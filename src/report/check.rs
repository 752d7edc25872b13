//! What a check found, pair by pair.

use serde::{Serialize, Serializer};

use super::{FindingReport, field, short, table};
use crate::case::{Mark, Reach};
use crate::check::Runner;
use crate::evidence::{Class, ProcessEnd};
use crate::generate::Profile;
use crate::hunt::{Batch, missed_gates};
use crate::streams::{Orders, Progress};

/// As many cases as can be asked for.
const MOST_CASES: u64 = 10_000_000;

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
    /// The process did not come to the end of a case.
    Crashed,
    /// Cases failed, all of them in ways that are listed as known.
    Known,
    /// All cases were right, but a gate was missed.
    GateMissed,
    /// The cases so far were right; the rest was not run.
    Interrupted,
    /// No case was run.
    NotRun,
}

impl Verdict {
    /// Of a map that fails like this.
    #[must_use]
    pub(crate) fn of(class: &Class) -> Verdict {
        if *class == Class::Ended(ProcessEnd::Hang) {
            Verdict::Hangs
        } else if matches!(class, Class::Ended(_) | Class::HeapDamage) {
            Verdict::Crashed
        } else {
            Verdict::Diverged
        }
    }

    /// Whether nothing was found against the map.
    #[must_use]
    pub fn is_fine(self) -> bool {
        matches!(
            self,
            Verdict::Ok | Verdict::Known | Verdict::Interrupted | Verdict::NotRun
        )
    }

    /// A word for it in a table.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Diverged => "DIVERGED",
            Verdict::Hangs => "HANGS",
            Verdict::Crashed => "CRASHED",
            Verdict::Known => "known failures",
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
    pub cases: u64,
    /// Cases that failed.
    pub failed: u64,
    /// Ops in those that were right.
    pub ops: u64,
    /// What they took, in seconds. Not part of the JSON, which is the same for
    /// the same seed.
    #[serde(skip)]
    pub seconds: f64,
    /// How it fared.
    pub verdict: Verdict,
    /// All that was reached.
    pub reached: Reached,
    /// What the profile asks of this subject.
    pub gates: Vec<GateReport>,
    /// What the map counts that no profile asks for.
    #[serde(skip)]
    own: Vec<(&'static str, u64)>,
    /// The signatures of the findings that it met.
    pub findings: Vec<String>,
    /// The options that leave ops, checks or faults out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub left_out: String,
    /// The command that runs the same cases again.
    pub repeat: String,
}

impl PairReport {
    /// The report of what was done on a subject under one of its profiles, with
    /// all that was found on the subject.
    #[must_use]
    pub(crate) fn new(
        orders: &Orders,
        place: usize,
        progress: &Progress,
        findings: &[(Class, FindingReport)],
        program: &str,
    ) -> PairReport {
        let runner: &Runner = &orders.runner;
        let batch = Batch {
            profile: orders.profiles[place],
            // Where time is the bound, those that were run.
            cases: if orders.cases > MOST_CASES {
                progress.next.max(1) as usize
            } else {
                orders.cases as usize
            },
            steps: orders.steps,
            seed: orders.seed,
        };
        let profile = batch.profile.name();
        let met = |finding: &&(Class, FindingReport)| {
            finding.1.profiles.iter().any(|met| met.profile == profile)
        };
        let met: Vec<&(Class, FindingReport)> = findings.iter().filter(met).collect();
        let complete = progress.next == orders.cases;
        // One that was broken off might have reached it yet, and what is kept
        // clear of a failure may be what it takes.
        let missed = if complete && findings.is_empty() {
            missed_gates(runner, batch, progress.right, &progress.reach)
        } else {
            Vec::new()
        };
        let new = met.iter().find(|(_, finding)| !finding.known);
        let verdict = match new.map(|(class, _)| class) {
            Some(class) => Verdict::of(class),
            None if !missed.is_empty() => Verdict::GateMissed,
            None if complete && !met.is_empty() => Verdict::Known,
            None if complete => Verdict::Ok,
            None if progress.next == 0 => Verdict::NotRun,
            None => Verdict::Interrupted,
        };
        let gates = batch.profile.gates().iter();
        let gates = gates
            .filter(|gate| runner.reports(gate.mark))
            .map(|gate| GateReport {
                mark: field(gate.mark.name()),
                at_least: gate.at_least,
                reached: progress.reach.get(gate.mark),
                missed: missed.contains(gate),
                name: gate.mark.name(),
            })
            .collect();
        PairReport {
            subject: runner.name,
            profile,
            cases: progress.right,
            failed: progress.failed,
            ops: progress.reach.get(Mark::OPS),
            seconds: progress.took.as_secs_f64(),
            verdict,
            reached: Reached(progress.reach.clone()),
            gates,
            own: own(runner, &progress.reach),
            findings: met
                .iter()
                .map(|(_, finding)| finding.signature.clone())
                .collect(),
            left_out: runner.without.to_string(),
            repeat: repeat(runner, batch, program),
        }
    }

    /// Says that it had all the time that it was to have: that is no
    /// interruption, and the cases that were run are all there are.
    pub(crate) fn time_is_over(&mut self) {
        if self.verdict == Verdict::Interrupted {
            self.verdict = if self.findings.is_empty() {
                Verdict::Ok
            } else {
                Verdict::Known
            };
        }
    }

    /// The verdict in the words of the table.
    #[must_use]
    pub fn verdict_text(&self) -> String {
        let missed = self.gates.iter().filter(|gate| gate.missed);
        let missed: Vec<String> = missed
            .map(|gate| format!("{} >= {}", gate.name, gate.at_least))
            .collect();
        let found = self.findings.len();
        let verdict = self.verdict.text();
        if self.verdict == Verdict::GateMissed {
            format!("{verdict}: {}", missed.join(", "))
        } else if found > 1 {
            format!("{verdict}, {found} findings")
        } else {
            verdict.to_owned()
        }
    }

    fn reached_text(&self) -> String {
        let gates = self.gates.iter().map(|gate| (gate.name, gate.reached));
        let reached = gates.chain(self.own.iter().copied());
        let words: Vec<String> = reached
            .map(|(name, reached)| format!("{name} {}", short(reached)))
            .collect();
        if words.is_empty() {
            return "-".to_owned();
        }
        words.join(", ")
    }
}

/// The marks that a map declares and no profile has a gate for.
fn own(runner: &Runner, reach: &Reach) -> Vec<(&'static str, u64)> {
    let is_gate = |mark: Mark| {
        let mut gates = Profile::ALL.iter().flat_map(|profile| profile.gates());
        gates.any(|gate| gate.mark == mark)
    };
    let own = runner.support.marks.iter().filter(|&&mark| !is_gate(mark));
    own.map(|&mark| (mark.name(), reach.get(mark))).collect()
}

fn repeat(runner: &Runner, batch: Batch, program: &str) -> String {
    let Runner {
        name: subject,
        without,
        ..
    } = runner;
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
    /// Whether nothing new was found, and no gate was missed.
    pub ok: bool,
    /// Whether it was broken off.
    pub interrupted: bool,
    /// The cases asked for, for each pair; none if they are bounded by time.
    pub cases: Option<u64>,
    /// The most ops in a case.
    pub ops: usize,
    /// The seed.
    pub seed: u64,
    /// The time it took. Not part of the JSON, which is the same for the same
    /// seed.
    #[serde(skip)]
    pub seconds: f64,
    /// The pairs.
    pub pairs: Vec<PairReport>,
    /// What was found, subject by subject, in the order in which it was met.
    pub findings: Vec<FindingReport>,
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
                // A time of 0 goes with 0 ops.
                short((pair.ops as f64 / pair.seconds.max(1e-9)) as u64),
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
