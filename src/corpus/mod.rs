//! Case files: reading them, replaying them, and adding to them.
//!
//! A corpus is a folder of `.case` files in the text form, one case each. Every
//! failure that was ever found can live there; tests replay it and fuzzers
//! start from it.

mod error;
mod shared;

pub use error::CorpusError;
pub use shared::shared;

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::case::{Case, MAX_TEXT};
use crate::check::Divergence;

/// Reads a case file.
///
/// # Errors
///
/// If the file cannot be read, is too long, or is not a case. The message
/// names the file and, where there is one, the line and the column.
pub fn read(path: &Path) -> Result<Case, CorpusError> {
    let unreadable = |error| CorpusError::io(path, "cannot be read", error);
    // Asked first: reading a folder fails with a riddle, a pipe never ends.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(CorpusError::at(path, "is not a file"));
    }
    let mut bytes = Vec::new();
    let limit = MAX_TEXT as u64 + 1;
    File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() > MAX_TEXT {
        let message = format!("is longer than {MAX_TEXT} bytes: this is not a case file");
        return Err(CorpusError::at(path, message));
    }
    let text = String::from_utf8(bytes).map_err(|error| CorpusError::not_text(path, &error))?;
    text.parse().map_err(|error| CorpusError::case(path, error))
}

/// The case files in a folder, by name.
///
/// # Errors
///
/// If the folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, CorpusError> {
    let unreadable = |error| CorpusError::io(folder, "cannot be read", error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "case")
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Saves the case of a divergence in `folder`, which is made if need be, with
/// what went wrong as a comment. The file is there whole or not at all; saving
/// the same case twice gives the same file.
///
/// # Errors
///
/// If the folder or the file cannot be written.
pub fn save(folder: &Path, divergence: &Divergence) -> Result<PathBuf, CorpusError> {
    let comment = format!(
        "found on {} ({}) at {}\nexpected: {}\ngot: {}",
        divergence.subject,
        divergence.kind.name(),
        divergence.place(),
        divergence.expected,
        divergence.got
    );
    save_case(folder, divergence.subject, &comment, &divergence.case)
}

/// Saves a case as [`save`] does, with any comment: for a case that a map did
/// not come back from.
///
/// # Errors
///
/// If the folder or the file cannot be written.
pub fn save_case(
    folder: &Path,
    subject: &str,
    comment: &str,
    case: &Case,
) -> Result<PathBuf, CorpusError> {
    let case = case.to_string();
    let (version, ops) = case.split_once('\n').expect("a case has a first line");
    let comment: String = comment.lines().map(|line| format!("# {line}\n")).collect();
    let text = format!("{version}\n{comment}{ops}");

    let name = format!("{subject}-{:016x}.case", fingerprint(&case));
    let path = folder.join(name);
    let unwritable = |error| CorpusError::io(&path, "cannot be written", error);
    fs::create_dir_all(folder).map_err(unwritable)?;
    let unfinished = path.with_extension("unfinished");
    File::create(&unfinished)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&unfinished, &path))
        .map_err(unwritable)?;
    Ok(path)
}

/// FNV-1a: names must be the same on every machine.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
