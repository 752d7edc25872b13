//! What the script `mutants` has measured: how many mutants of a published
//! crate its own tests catch, and how many our suite does.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::PathBuf;

use serde::Deserialize;

use crate::programs;
use crate::table::markdown;

/// What the script writes down of a crate.
#[derive(Clone, Debug, Deserialize)]
struct Measured {
    #[serde(rename = "crate")]
    name: String,
    version: String,
    seed: u64,
    population: usize,
    sample: usize,
    viable: usize,
    own: Side,
    oracle: Side,
    own_only: Vec<String>,
    oracle_only: Vec<String>,
}

/// One suite's share.
#[derive(Clone, Debug, Deserialize)]
struct Side {
    caught: usize,
    timeout: usize,
    kill_rate: f64,
}

impl Side {
    fn cell(&self) -> String {
        format!("{} ({}%)", self.caught + self.timeout, self.kill_rate)
    }
}

/// The page's section about what was measured on this machine; a line that says
/// how, if nothing was.
///
/// # Errors
///
/// If what the script wrote down cannot be read.
pub fn section() -> io::Result<String> {
    let mut measured = Vec::new();
    for file in files()? {
        let told = |error: io::Error| io::Error::other(format!("{}: {error}", file.display()));
        let text = fs::read(&file).map_err(told)?;
        measured.push(serde_json::from_slice(&text).map_err(|error| told(error.into()))?);
    }
    Ok(format!(
        "## Mutants of published crates\n\n{}",
        told(&measured)
    ))
}

/// One for each crate, by name.
fn files() -> io::Result<Vec<PathBuf>> {
    let Ok(folder) = fs::read_dir(programs::home().join("target/mutants")) else {
        return Ok(Vec::new());
    };
    let mut files = Vec::new();
    for entry in folder {
        let file = entry?.path().join("result.json");
        if file.exists() {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn told(measured: &[Measured]) -> String {
    if measured.is_empty() {
        return "Not measured: `./mutants` does.\n".to_owned();
    }
    let head = [
        "crate",
        "sample",
        "viable",
        "its own tests catch",
        "our suite catches",
        "only its own",
        "only ours",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for crate_ in measured {
        rows.push(vec![
            format!("{} {}", crate_.name, crate_.version),
            format!("{} of {}", crate_.sample, crate_.population),
            crate_.viable.to_string(),
            crate_.own.cell(),
            crate_.oracle.cell(),
            crate_.own_only.len().to_string(),
            crate_.oracle_only.len().to_string(),
        ]);
    }
    let mut text = markdown(&rows, 1);
    let seeds: Vec<String> = measured.iter().map(|m| m.seed.to_string()).collect();
    let _ = writeln!(
        text,
        "\nBy cargo-mutants, through `./mutants CRATE`; drawn with seed {}. *viable*: built by both. \
         A mutant\nwhose tests take too long counts as caught.",
        seeds.join(", ")
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_script_writes_is_read() {
        let json = r#"{ "crate": "some", "version": "1.2.3", "seed": 7, "population": 90,
            "sample": 50, "viable": 40,
            "own": { "caught": 9, "timeout": 1, "missed": 30, "kill_rate": 25.0 },
            "oracle": { "caught": 20, "timeout": 0, "missed": 20, "kill_rate": 50.0 },
            "own_only": ["a"], "oracle_only": ["b", "c"] }"#;
        let text = told(&[serde_json::from_str(json).unwrap()]);
        let row = text.lines().nth(2).unwrap();
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let expected = [
            "some 1.2.3",
            "50 of 90",
            "40",
            "10 (25%)",
            "20 (50%)",
            "1",
            "2",
        ];
        assert_eq!(cells, expected);
        assert!(text.contains("seed 7"), "{text}");
    }
}
