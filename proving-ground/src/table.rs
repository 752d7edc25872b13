//! What came of the hunts, as tables in the form that Markdown shares with
//! people.

use crate::bugs::Bug;
use crate::controls;
use crate::outcome::Outcome;

/// A table; the first row is its head. Columns from `numbers` on are numbers.
#[must_use]
pub fn markdown(rows: &[Vec<String>], numbers: usize) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let length = |row: &Vec<String>, column: usize| row[column].chars().count();
    let width = |column| {
        rows.iter()
            .map(|row| length(row, column))
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        for (column, width) in widths.iter().enumerate() {
            let cell = &row[column];
            let gap = " ".repeat(width - length(row, column));
            text += &match column < numbers {
                true => format!("| {cell}{gap} "),
                false => format!("| {gap}{cell} "),
            };
        }
        text += "|\n";
        if number == 0 {
            for (column, width) in widths.iter().enumerate() {
                let end = if column < numbers { '-' } else { ':' };
                text += &format!("|{}{end}", "-".repeat(width + 1));
            }
            text += "|\n";
        }
    }
    text
}

/// The median of some numbers, the lower one of two.
#[must_use]
pub fn median(numbers: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len().saturating_sub(1) / 2).copied()
}

/// A row for each bug and control.
#[must_use]
pub fn bugs(outcomes: &[Outcome]) -> String {
    let head = [
        "name", "found", "check", "CPU s", "ops", "cases", "shrunk", "min",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let mut names: Vec<&str> = Vec::new();
    for outcome in outcomes {
        if !names.contains(&outcome.name.as_str()) {
            names.push(&outcome.name);
        }
    }
    for name in names {
        let own: Vec<&Outcome> = outcomes.iter().filter(|o| o.name == name).collect();
        rows.push(row(name, &own));
    }
    markdown(&rows, 3)
}

fn row(name: &str, outcomes: &[&Outcome]) -> Vec<String> {
    let bug = Bug::by_name(name);
    let finds: Vec<_> = outcomes.iter().filter_map(|o| o.found.as_ref()).collect();
    let control = controls::by_name(name);
    let news = |outcome: &&&Outcome| control.is_some_and(|c| !c.news(outcome).is_empty());
    let also = outcomes.iter().filter(news).count();
    let found = match bug {
        Some(_) => format!("{}/{}", finds.len(), outcomes.len()),
        None if also == 0 => "clean".to_owned(),
        None => format!("NOT CLEAN {also}/{}", outcomes.len()),
    };
    let mut signs: Vec<&str> = finds.iter().map(|find| find.sign.as_str()).collect();
    signs.sort_unstable();
    signs.dedup();
    let number = |value: Option<f64>, digits| {
        value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
    };
    let until = |read: fn(&Outcome) -> f64| median(outcomes.iter().map(|outcome| read(outcome)));
    let shrunk = median(
        finds
            .iter()
            .filter_map(|find| find.shrunk.map(|n| n as f64)),
    );
    vec![
        name.to_owned(),
        found,
        signs.join(", "),
        number(until(|outcome| outcome.effort.cpu), 4),
        number(until(|outcome| outcome.effort.ops as f64), 0),
        number(until(|outcome| outcome.effort.cases as f64), 0),
        number(shrunk, 0),
        bug.map_or_else(|| "-".to_owned(), |bug| bug.min.to_string()),
    ]
}
