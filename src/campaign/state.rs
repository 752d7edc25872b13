//! `campaign.json`, and who may write to a campaign's folder.
//!
//! What stands in `campaign.json` is for the engine to say. Here is how it is
//! replaced: as a whole.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use serde::Serialize;

use crate::corpus::{self, CorpusError};

/// The lock of a folder; an empty file.
const LOCK: &str = ".map-oracle.lock";

/// Writes a document as a file of JSON, which is there whole or not at all.
///
/// # Errors
///
/// If it cannot be written. A file that was there before is then as it was.
pub fn write_json_atomically(path: &Path, document: &impl Serialize) -> Result<(), CorpusError> {
    let mut text = serde_json::to_string_pretty(document)
        .map_err(|error| CorpusError::at(path, format!("cannot be written: {error}")))?;
    text.push('\n');
    corpus::write(path, text.as_bytes())
}

/// A campaign's folder, for one run alone. It is free again when this is dropped,
/// or when the process ends, in whatever way.
#[derive(Debug)]
pub struct Held {
    _lock: Option<File>,
}

/// Takes a folder, which must exist, for this run alone.
///
/// Where the file system has no locks, nobody is kept out.
///
/// # Errors
///
/// If another run has it, or the folder cannot be written to.
pub fn hold(folder: &Path) -> Result<Held, CorpusError> {
    let unwritable = |error| CorpusError::io(folder, "cannot be written to", error);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    let lock = options.open(folder.join(LOCK)).map_err(unwritable)?;
    match lock.try_lock() {
        Ok(()) => Ok(Held { _lock: Some(lock) }),
        Err(TryLockError::WouldBlock) => Err(CorpusError::at(folder, "is in use by another run")),
        Err(TryLockError::Error(_)) => Ok(Held { _lock: None }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_by_one_run() {
        let name = format!("map-oracle-hold-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let gone = hold(&folder).unwrap_err().to_string();
        assert!(gone.contains("cannot be written to"), "{gone}");
        corpus::probe_writable(&folder).unwrap();
        let held = hold(&folder).unwrap();
        let error = hold(&folder).unwrap_err().to_string();
        assert!(error.ends_with("is in use by another run"), "{error}");
        drop(held);
        drop(hold(&folder).unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
