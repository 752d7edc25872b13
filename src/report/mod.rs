//! What people and their scripts look at: tables for the one, JSON for the
//! other, both from the same data.
//!
//! # The JSON of `check`
//!
//! One object ([`CheckReport`]):
//!
//! | field | |
//! | --- | --- |
//! | `ok` | whether nothing new was found, and no gate was missed |
//! | `interrupted` | whether the run was broken off |
//! | `cases` | how many were asked for, for each pair; `null` if the time bounds them |
//! | `ops`, `seed` | the most ops in a case, and what all are drawn from |
//! | `pairs` | one object for each subject and profile, in a fixed order |
//! | `findings` | one object for each failure, subject by subject, in the order in which they were met |
//!
//! Each of the pairs ([`PairReport`]):
//!
//! | field | |
//! | --- | --- |
//! | `subject`, `profile` | the pair |
//! | `cases`, `failed` | how many were right, and how many failed |
//! | `ops` | how many were run in those that were right |
//! | `verdict` | `ok`, `diverged`, `hangs`, `crashed`, `known`, `gate_missed`, `interrupted` or `not_run` |
//! | `reached` | an object: each mark that was reached, and how often or how far |
//! | `gates` | what had to be reached: objects with `mark`, `at_least`, `reached`, `missed` |
//! | `findings` | the `signature` of each finding that it met |
//! | `left_out` | the options that leave ops, checks or faults out; no field if nothing is |
//! | `repeat` | the command that runs the same cases again |
//!
//! The verdict is that of the first finding that is not listed as known; `known`
//! if all are. Gates are judged where all cases were run and nothing was found
//! on the subject.
//!
//! A finding ([`FindingReport`]) is one failure, whichever profiles met it:
//!
//! | field | |
//! | --- | --- |
//! | `subject`, `signature` | what failed: see [`Signature`](crate::check::Signature) |
//! | `known` | whether it is listed in `known-failures.toml` |
//! | `times` | in how many cases it was met |
//! | `profiles` | objects with `profile` and `number`: how many of its cases met it |
//! | `first` | the `profile` that met it first, and the `number` of that case, from 0; `null` for `--exhaustive` |
//! | `without` | what has to be left out for it to show, as for `--without`, or `null` |
//! | `failed_of` | how often its case failed, and of how many runs, or `null` if always |
//! | `failure` | what happened |
//!
//! A failure ([`FailureReport`]):
//!
//! | field | |
//! | --- | --- |
//! | `kind` | which check failed, or how the process ended: `crash`, `exit`, `hang`, `stack overflow`, `out of memory`, `endless output`, `fork`, `signal handling` |
//! | `step`, `op` | after which step (from 0; `null` if unknown), and its text |
//! | `expected`, `got` | what the model says, and the map |
//! | `notes` | what helps to read it: real keys, hashes, what the plan and faults mean |
//! | `case` | the smallest case, in its text form |
//! | `path` | the file that it was saved to, or `null` if it could not be |
//! | `replay` | the command that replays the file, or `null` |
//!
//! The same seed and number of cases give the same document, byte by byte,
//! whatever `--jobs` says, unless the run was interrupted or bounded by time, or
//! the map does not always do the same.
//!
//! # The JSON of `check --exhaustive`
//!
//! One object ([`ScopesReport`]): `ok`, `length`, `keys`, `left_out` and
//! `findings` as above (their `profiles` are hash plans), and `scopes`, an array
//! of [`ScopeReport`]s: `subject`, `hash`, `cases` (how many sequences were
//! right), `failed` and `verdict`.
//!
//! # The JSON of `conform`
//!
//! One object ([`ConformReport`]):
//!
//! | field | |
//! | --- | --- |
//! | `ok` | whether there is no mismatch |
//! | `contract_only` | whether nothing was played |
//! | `interrupted` | whether the run was broken off |
//! | `traces`, `matched` | how many were read, and how many have no mismatch |
//! | `files` | one object for each file, in the order of their names |
//!
//! Each of the files ([`TracesReport`]):
//!
//! | field | |
//! | --- | --- |
//! | `file`, `traces`, `ops`, `iterator_steps` | what was read |
//! | `digests`, `dumps` | how many were compared |
//! | `mismatches` | objects with `trace`, `line`, `op`, `what`, `expected`, `got`, `recorded`, `recorded_line` and `table`; the last dump in the trace may be older than the operation or `null` |
//! | `violations` | where Go breaks the contract: objects with `trace`, `line`, `op`, `breach` (`absent`, `stale`, `twice`, `missed`, `answer`) and `expected` |
//! | `free_after_clear` | steps of iterators that were open during a clear, which count for nothing but the contract |
//! | `passed_over` | steps in which Go passes over entries of NaN keys that the map produces |
//!
//! # The JSON of `subjects`
//!
//! An object with the field `subjects`, an array of [`SubjectReport`]s:
//! `name`, `ops`, `max_entries` (`null` if there is no bound),
//! `usable_after_panic`, `keeps_entries_on_panic`, `frees_all_on_panic` and
//! `marks`, as in [`Support`](crate::subject::Support).
//!
//! # The JSON of `facts`
//!
//! One object ([`FactsReport`]): `ok`, whether nothing was contradicted; the
//! numbers `claims`, `live` and `contradicted`; and `facts`, an array of
//! [`FactReport`]s:
//!
//! | field | |
//! | --- | --- |
//! | `id`, `claim` | the claim |
//! | `seeds` | the numbers of the articles that make it |
//! | `verdict`, `why` | `TRUE`, `FALSE`, `PARTLY`, `VERSION`, `TYPE` or `N-C`, and the reason |
//! | `outcome` | `passed`, `contradicted` or `runtime_only` |
//! | `found` | what was measured on `GoMap`, or why nothing could be |
//! | `case` | a case that shows it, in its text form, or `null` |
//!
//! # The JSON of `corpus stats`
//!
//! An object ([`CorpusReport`]) with `subject`, and `cases`, an array of
//! [`CaseReport`]s:
//!
//! | field | |
//! | --- | --- |
//! | `file` | the file's name |
//! | `ops`, `keys` | how many it has, and names |
//! | `verdict` | `ok`, or what it fails by on the subject |
//! | `reached` | an object: each mark that was reached, and how often or how far |
//! | `adds` | the ops, faults and marks that it has beyond the cases chosen before it |
//!
//! # The JSON of `stats`
//!
//! One object ([`StatsReport`]):
//!
//! | field | |
//! | --- | --- |
//! | `seconds`, `cpu_seconds` | how long the campaign was run, and the CPU time of all processes |
//! | `cases`, `ops`, `pairs` | how many were run |
//! | `findings` | one object for each subject and signature, by the time when it was seen first |
//! | `reached` | an object: each mark that was reached, and how often or how far |
//! | `history` | objects with `seconds`, and how many `marks` and `findings` there were by then |
//! | `torn` | how many lines of the folder's files a kill tore; they are left out |
//!
//! Each of the findings ([`FoundReport`]):
//!
//! | field | |
//! | --- | --- |
//! | `subject`, `signature` | what failed |
//! | `kind` | which check failed, or how the process ended |
//! | `times` | how often it was met |
//! | `first_seen`, `cpu_seconds` | when, in seconds from the beginning, and of CPU time |
//! | `profile`, `seed`, `number` | what drew the smallest case |
//! | `file` | its file, relative to the folder, or `null` |
//! | `ops` | how many it has, or `null` if it cannot be read |
//! | `case` | the case, in its text form |

// An op that is added must be met by whoever tells ops apart.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod check;
mod conform;
mod corpus;
pub mod explain;
pub mod export;
mod facts;
mod failure;
mod finding;
mod plot;
pub mod recording;
mod scope;
mod stats;
mod subjects;

pub use check::{CheckReport, GateReport, PairReport, Reached, Verdict};
pub use conform::{ConformReport, MismatchReport, TracesReport, ViolationReport};
pub use corpus::{CaseReport, CorpusReport};
pub use facts::{FactReport, FactsReport};
pub use failure::FailureReport;
pub use finding::{FindingReport, MetReport};
pub use scope::{ScopeReport, ScopesReport};
pub use stats::{FoundReport, MomentReport, StatsReport};
pub use subjects::{SubjectReport, SubjectsReport};

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

/// An empty table, `width` columns of the terminal wide.
fn table(width: u16, header: &[&str]) -> Table {
    const STYLE: TableStyle =
        TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .set_header(header.iter().copied());
    table
}

/// A mark's name as a field of JSON: `longest_chain`.
fn field(name: &str) -> String {
    name.replace([' ', '-'], "_").to_lowercase()
}

/// A number in at most four digits and a unit.
fn short(number: u64) -> String {
    match number {
        0..10_000 => number.to_string(),
        10_000..10_000_000 => format!("{}k", number / 1_000),
        10_000_000..10_000_000_000 => format!("{}M", number / 1_000_000),
        _ => format!("{}G", number / 1_000_000_000),
    }
}
