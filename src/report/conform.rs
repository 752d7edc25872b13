//! What became of Go's recorded traces, file by file.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use super::table;
use crate::conform::{Breach, Mismatch, Mode, Row, TraceReport, Violation};

/// More rows of two tables than this are cut down to those that differ.
const MOST_ROWS: usize = 24;

/// The traces of one file. See the [module](super) for its fields.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TracesReport {
    /// The file.
    pub file: String,
    /// Traces.
    pub traces: u64,
    /// Operations in them.
    pub ops: u64,
    /// Steps of iterators among these.
    pub iterator_steps: u64,
    /// Digests that were compared.
    pub digests: u64,
    /// Full dumps that were compared.
    pub dumps: u64,
    /// What the map did differently.
    pub mismatches: Vec<MismatchReport>,
    /// Where Go breaks the contract.
    pub violations: Vec<ViolationReport>,
    /// Steps of iterators that were open during a clear.
    pub free_after_clear: u64,
    /// Steps in which Go passes over entries that the map produces.
    pub passed_over: u64,
}

impl TracesReport {
    /// The report of a file of which nothing was read yet.
    #[must_use]
    pub fn new(file: &Path) -> TracesReport {
        TracesReport {
            file: file.display().to_string(),
            ..TracesReport::default()
        }
    }

    /// Adds a trace.
    pub fn add(&mut self, trace: TraceReport) {
        self.traces += 1;
        self.ops += trace.ops;
        self.iterator_steps += trace.steps;
        self.digests += trace.digests;
        self.dumps += trace.dumps;
        self.free_after_clear += trace.free_after_clear;
        self.passed_over += trace.passed_over;
        self.mismatches
            .extend(trace.mismatch.map(MismatchReport::new));
        let violations = trace.violations.into_iter();
        self.violations
            .extend(violations.map(|violation| ViolationReport::new(&trace.name, violation)));
    }

    fn short_name(&self) -> &str {
        self.file.rsplit(['/', '\\']).next().unwrap_or(&self.file)
    }
}

/// Where a map and a trace part. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct MismatchReport {
    /// The trace.
    pub trace: String,
    /// The line of the operation.
    pub line: u64,
    /// The operation.
    pub op: String,
    /// What is different.
    pub what: &'static str,
    /// What was recorded.
    pub expected: String,
    /// What the map did.
    pub got: String,
    /// The last dump in the trace.
    pub recorded: Option<String>,
    /// Its line.
    pub recorded_line: Option<u64>,
    /// The map's table as a dump.
    pub table: String,
    #[serde(skip)]
    rows: Vec<Row>,
}

impl MismatchReport {
    fn new(mismatch: Mismatch) -> MismatchReport {
        let rows = mismatch.rows();
        let (recorded_line, recorded) = mismatch.recorded.unzip();
        MismatchReport {
            trace: mismatch.trace,
            line: mismatch.line,
            op: mismatch.op,
            what: mismatch.what,
            expected: mismatch.expected,
            got: mismatch.got,
            recorded,
            recorded_line,
            table: mismatch.table,
            rows,
        }
    }

    /// What happened, and both tables side by side.
    fn text(&self, file: &str) -> String {
        let MismatchReport {
            trace,
            line,
            op,
            what,
            expected,
            got,
            ..
        } = self;
        let mut text = format!(
            "MISMATCH ({what}) in {file}:{line}, trace {trace}\n  \
             op:       {op}\n  expected: {expected}\n  got:      {got}\n"
        );
        let age = match self.recorded_line {
            None => "Go (no dump so far)".to_owned(),
            // A dump follows the operation that it belongs to.
            Some(at) if at > *line => format!("Go, line {at}"),
            Some(at) => format!("Go before that, line {at}"),
        };
        let all = self.rows.len() <= MOST_ROWS;
        let shown: Vec<&Row> = self
            .rows
            .iter()
            .filter(|row| all || !row.agrees())
            .collect();
        let cells: Vec<[String; 3]> = shown
            .iter()
            .take(MOST_ROWS)
            .map(|row| {
                let sign = if row.agrees() { ' ' } else { '!' };
                let place = format!("{sign} {} {}", row.place.0, row.place.1);
                [place, in_lines(&row.recorded), in_lines(&row.table)]
            })
            .collect();
        let mut side_by_side = super::table(u16::MAX, &["", &age, "GoMap"]);
        side_by_side.add_rows(cells);
        for line in side_by_side.to_string().lines() {
            let _ = writeln!(text, "  {}", line.trim_end());
        }
        let left_out = self.rows.len() - shown.len().min(MOST_ROWS);
        if left_out > 0 {
            let _ = writeln!(
                text,
                "  ({left_out} more chains, {} of which differ)",
                shown.len().saturating_sub(MOST_ROWS)
            );
        }
        text
    }
}

/// A chain, a bucket to the line.
fn in_lines(chain: &str) -> String {
    if chain.is_empty() {
        "-".to_owned()
    } else {
        chain.replace('|', "\n")
    }
}

/// A recorded operation with which Go breaks the contract. See the
/// [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct ViolationReport {
    /// The trace.
    pub trace: String,
    /// The line of the operation.
    pub line: u64,
    /// The operation.
    pub op: String,
    /// In which way it does.
    #[serde(serialize_with = "breach_name")]
    pub breach: Breach,
    /// What the contract says.
    pub expected: String,
}

impl ViolationReport {
    fn new(trace: &str, violation: Violation) -> ViolationReport {
        ViolationReport {
            trace: trace.to_owned(),
            line: violation.line,
            op: violation.op,
            breach: violation.breach,
            expected: violation.expected,
        }
    }
}

fn breach_name<S: serde::Serializer>(breach: &Breach, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format!("{breach:?}").to_lowercase())
}

/// All files. See the [module](super) for its fields.
#[derive(Clone, Debug, Serialize)]
pub struct ConformReport {
    /// Whether there is no mismatch.
    pub ok: bool,
    /// Whether nothing was played.
    pub contract_only: bool,
    /// Whether the run was broken off.
    pub interrupted: bool,
    /// All traces.
    pub traces: u64,
    /// Those without a mismatch.
    pub matched: u64,
    /// The files.
    pub files: Vec<TracesReport>,
}

impl ConformReport {
    /// The report of no file yet.
    #[must_use]
    pub fn new(mode: Mode) -> ConformReport {
        ConformReport {
            ok: true,
            contract_only: mode == Mode::ContractOnly,
            interrupted: false,
            traces: 0,
            matched: 0,
            files: Vec::new(),
        }
    }

    /// Adds a file.
    pub fn add(&mut self, file: TracesReport) {
        let mismatches = file.mismatches.len() as u64;
        self.ok &= mismatches == 0;
        self.traces += file.traces;
        self.matched += file.traces - mismatches;
        self.files.push(file);
    }

    /// The table, `width` columns wide, and below it what is worth more than a
    /// number.
    #[must_use]
    pub fn text(&self, width: u16) -> String {
        let mut text = format!("{}\n\n", self.table(width));
        for file in &self.files {
            if self.contract_only {
                for violation in &file.violations {
                    let ViolationReport {
                        trace,
                        line,
                        op,
                        expected,
                        ..
                    } = violation;
                    let name = file.short_name();
                    let _ = writeln!(
                        text,
                        "go violates the contract here: {name}:{line}, trace {trace}"
                    );
                    let _ = writeln!(text, "  op:       {op}\n  expected: {expected}");
                }
            } else {
                text += &violations_by_trace(file);
            }
        }
        for file in &self.files {
            for mismatch in &file.mismatches {
                text += &mismatch.text(file.short_name());
                text.push('\n');
            }
        }
        text + &self.summary()
    }

    fn table(&self, width: u16) -> String {
        let mut header = vec!["file", "traces", "ops", "iterator steps"];
        if !self.contract_only {
            header.extend(["digests", "dumps", "mismatches"]);
        }
        header.push("violations");
        if !self.contract_only {
            header.push("free after clear");
        }
        let mut table = table(width, &header);
        let mut total = [0; 8];
        for file in &self.files {
            let numbers = [
                file.traces,
                file.ops,
                file.iterator_steps,
                file.digests,
                file.dumps,
                file.mismatches.len() as u64,
                file.violations.len() as u64,
                file.free_after_clear,
            ];
            for (sum, number) in total.iter_mut().zip(numbers) {
                *sum += number;
            }
            let name = file.short_name();
            let name = name.strip_suffix(".gz").unwrap_or(name);
            let name = name.strip_suffix(".trace").unwrap_or(name);
            table.add_row(self.row(name, numbers));
        }
        table.add_row(self.row("total", total));
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(comfy_table::CellAlignment::Right);
        }
        table.to_string()
    }

    fn row(&self, name: &str, numbers: [u64; 8]) -> Vec<String> {
        let [
            traces,
            ops,
            steps,
            digests,
            dumps,
            mismatches,
            violations,
            free,
        ] = numbers;
        let shown = if self.contract_only {
            vec![traces, ops, steps, violations]
        } else {
            vec![
                traces, ops, steps, digests, dumps, mismatches, violations, free,
            ]
        };
        let numbers = shown.iter().map(u64::to_string);
        std::iter::once(name.to_owned()).chain(numbers).collect()
    }

    /// The last lines: what to make of it all.
    fn summary(&self) -> String {
        let mut text = String::new();
        let violations = || self.files.iter().flat_map(|file| &file.violations);
        if violations().next().is_some() {
            let _ = writeln!(
                text,
                "{} times Go violates the contract:",
                violations().count()
            );
            for breach in Breach::ALL {
                let count = violations()
                    .filter(|violation| violation.breach == breach)
                    .count();
                if count > 0 {
                    let _ = writeln!(text, "{count:>6} x it {}", breach.text());
                }
            }
        }
        let passed_over: u64 = self.files.iter().map(|file| file.passed_over).sum();
        if passed_over > 0 {
            let _ = writeln!(
                text,
                "{passed_over} times Go passes over NaN keys, their same-size growth having ended: \
                 a violation at the end of the walk, undecided if the walk is left"
            );
        }
        let traces = self.traces;
        let _ = if self.contract_only {
            writeln!(text, "{traces} traces judged")
        } else {
            let matched = self.matched;
            let mismatches = match traces - matched {
                1 => "1 mismatch".to_owned(),
                count => format!("{count} mismatches"),
            };
            writeln!(text, "{matched} of {traces} traces, {mismatches}")
        };
        text
    }
}

/// A line for each trace with violations.
fn violations_by_trace(file: &TracesReport) -> String {
    let mut text = String::new();
    for steps in file
        .violations
        .chunk_by(|one, other| one.trace == other.trace)
    {
        let (trace, line) = (&steps[0].trace, steps[0].line);
        let more = match steps.len() {
            1 => String::new(),
            count => format!(" and in {} more steps", count - 1),
        };
        let name = file.short_name();
        let _ = writeln!(
            text,
            "go violates the contract here{more}: {name}:{line}, trace {trace}"
        );
    }
    text
}
