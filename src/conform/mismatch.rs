//! Where a map and the recording part.

use std::collections::BTreeMap;

/// The first thing in a trace that the map did differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The trace.
    pub trace: String,
    /// The line of the operation.
    pub line: u64,
    /// The operation, as the trace has it.
    pub op: String,
    /// What is different.
    pub what: &'static str,
    /// What was recorded.
    pub expected: String,
    /// What the map did.
    pub got: String,
    /// The last dump of this map in the trace, after the operation or before
    /// it, and its line.
    pub recorded: Option<(u64, String)>,
    /// The dump of the map.
    pub table: String,
}

/// A bucket chain as it was recorded, and as it is in the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `B` or `O` (the current or the old array), and the chain's index.
    pub place: (char, usize),
    /// The chain as it was recorded; empty if there is nothing in it.
    pub recorded: String,
    /// The chain as it is.
    pub table: String,
}

impl Row {
    /// Whether both sides are the same.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.recorded == self.table
    }
}

impl Mismatch {
    /// Both tables, chain by chain, of those that are in use on either side.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let mut sides: BTreeMap<(char, usize), [&str; 2]> = BTreeMap::new();
        let recorded = self.recorded.as_ref().map_or("", |(_, dump)| dump);
        for (side, dump) in [recorded, &self.table].into_iter().enumerate() {
            for (place, chain) in chains(dump) {
                sides.entry(place).or_default()[side] = chain;
            }
        }
        let rows = sides.into_iter().map(|(place, [recorded, table])| Row {
            place,
            recorded: recorded.to_owned(),
            table: table.to_owned(),
        });
        rows.collect()
    }
}

/// The chains of a dump and their places.
fn chains(dump: &str) -> impl Iterator<Item = ((char, usize), &str)> {
    let mut tag = 'B';
    dump.split(' ')
        .filter_map(move |word| match word.split_once(':') {
            Some((index, chain)) => Some(((tag, index.parse().ok()?), chain)),
            None => {
                if word == "O" {
                    tag = 'O';
                }
                None
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_are_laid_side_by_side() {
        let mismatch = Mismatch {
            trace: String::new(),
            line: 1,
            op: String::new(),
            what: "dump",
            expected: String::new(),
            got: String::new(),
            recorded: Some((2, "F B 0:a 3:b O 0:c".to_owned())),
            table: "F B 0:a 1:d O 0:e".to_owned(),
        };
        let rows = mismatch.rows();
        let rows: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row.place,
                    row.recorded.as_str(),
                    row.table.as_str(),
                    row.agrees(),
                )
            })
            .collect();
        assert_eq!(
            rows,
            [
                (('B', 0), "a", "a", true),
                (('B', 1), "", "d", false),
                (('B', 3), "b", "", false),
                (('O', 0), "c", "e", false),
            ]
        );
    }
}
