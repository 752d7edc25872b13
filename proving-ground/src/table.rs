//! Tables, in the form that Markdown shares with people, and medians.

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
