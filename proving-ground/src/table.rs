//! What came of the hunts, as one table.

use map_oracle::corpus;

use crate::Expect;
use crate::watch::{Find, Outcome};

const HEAD: [&str; 9] = [
    "specimen", "found", "profile", "check", "cases", "ops", "seconds", "shrunk", "min",
];

/// The table, in the form that Markdown shares with people.
///
/// `cases`, `ops` (the steps of those cases) and `seconds` (of the clock,
/// without shrinking) count until the bug was found; `shrunk` is the number of
/// ops in the small case, `min` the fewest that are known.
#[must_use]
pub fn table(outcomes: &[Outcome]) -> String {
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(outcomes.iter().map(row));
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(width - cell.len());
            // Numbers stand at the right.
            text += &if column < 4 {
                format!("| {cell}{gap} ")
            } else {
                format!("| {gap}{cell} ")
            };
        }
        text += "|\n";
        if number == 0 {
            for (column, width) in widths.iter().enumerate() {
                let end = if column < 4 { '-' } else { ':' };
                text += &format!("|{}{end}", "-".repeat(width + 1));
            }
            text += "|\n";
        }
    }
    text
}

fn row(outcome: &Outcome) -> [String; 9] {
    let specimen = outcome.specimen;
    let nothing = || "-".to_owned();
    let found = match specimen.expect {
        _ if outcome.out_of_time => "out of time",
        Expect::Bug { .. } if outcome.found.is_some() => "yes",
        Expect::Bug { .. } => "NO",
        Expect::Clean if outcome.also.is_empty() => "clean",
        Expect::Clean => "NOT CLEAN",
    };
    let find = outcome.found.as_ref();
    let min = match specimen.expect {
        Expect::Bug { min, .. } => min.to_string(),
        Expect::Clean => nothing(),
    };
    [
        specimen.name.to_owned(),
        found.to_owned(),
        find.map_or_else(nothing, |find| find.profile.name().to_owned()),
        find.map_or_else(nothing, |find| find.sign.clone()),
        outcome.cases.to_string(),
        outcome.ops.map_or_else(nothing, |ops| ops.to_string()),
        format!("{:.3}", outcome.seconds),
        find.and_then(size)
            .map_or_else(nothing, |ops| ops.to_string()),
        min,
    ]
}

/// The number of ops in a case that was found.
fn size(find: &Find) -> Option<usize> {
    Some(corpus::read(&find.path).ok()?.steps.len())
}
