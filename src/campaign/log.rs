//! Files of one JSON object a line.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::corpus::{self, CorpusError};

/// The lines of such a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log<T> {
    /// Those that are whole, in the order of the file.
    pub entries: Vec<T>,
    /// How many were left out, since a process was killed while it wrote them.
    pub torn: usize,
}

pub(super) fn append<T: Serialize>(path: &Path, entry: &T) -> Result<(), CorpusError> {
    let line = serde_json::to_string(entry)
        .map_err(|error| CorpusError::at(path, format!("cannot be written: {error}")))?;
    corpus::append_line(path, &line)
}

pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<Log<T>, CorpusError> {
    let lines = corpus::read_lines(path)?;
    let (mut entries, mut torn) = (Vec::new(), 0);
    for (index, line) in lines.whole.iter().chain(&lines.torn).enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(entry) => entries.push(entry),
            // Half an object; or, after a power cut, bytes that never came.
            Err(error) if error.is_eof() || line.contains('\0') => torn += 1,
            Err(error) => {
                let message = error.to_string();
                let message = message.rsplit_once(" at line ").map_or(&*message, |m| m.0);
                let place = CorpusError::place(path, index + 1, error.column().max(1), message);
                return Err(place);
            }
        }
    }
    Ok(Log { entries, torn })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Entry;

    #[test]
    fn a_torn_line_is_left_out_wherever_it_is() {
        let name = format!("map-oracle-log-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let line = |signature: &str| {
            let entry = Entry {
                signature: signature.to_owned(),
                ..Entry::example()
            };
            serde_json::to_string(&entry).unwrap()
        };
        let (one, two, three) = (line("one"), line("twö 🦀"), line("three"));
        for end in 0..two.len() {
            // Bytes, since a kill knows no characters.
            let half = &two.as_bytes()[..end];
            let bytes = [one.as_bytes(), b"\n", half, b"\n", three.as_bytes(), b"\n"].concat();
            std::fs::write(&path, bytes).unwrap();
            let log: Log<Entry> = read(&path).unwrap();
            let signatures = log.entries.iter().map(|entry| entry.signature.as_str());
            assert_eq!(signatures.collect::<Vec<_>>(), ["one", "three"], "{end}");
            assert_eq!(log.torn, usize::from(end > 0));
        }
        // What is whole but for the line feed is whole.
        std::fs::write(&path, format!("{one}\n{two}")).unwrap();
        assert_eq!(read::<Entry>(&path).unwrap().entries.len(), 2);
        std::fs::write(&path, format!("{one}\n\0\0\0\n{two}\n\0\0")).unwrap();
        let log = read::<Entry>(&path).unwrap();
        assert_eq!((log.entries.len(), log.torn), (2, 2));
        // And what was never one is told.
        for (wrong, place) in [
            ("{}", ":2:2: missing field"),
            ("{]", ":2:2:"),
            ("x", ":2:1:"),
            ("[1]", ":2:"),
        ] {
            std::fs::write(&path, format!("{one}\n{wrong}\n{two}\n")).unwrap();
            let error = read::<Entry>(&path).unwrap_err().to_string();
            assert!(
                error.contains(place) && !error.contains("line 1"),
                "{error}"
            );
        }
        std::fs::remove_file(&path).unwrap();
    }
}
