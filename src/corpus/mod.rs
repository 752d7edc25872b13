//! Case files: reading them, replaying them, and adding to them.
//!
//! A corpus is a folder of `.case` files in the text form, one case each. Every
//! failure that was ever found can live there; tests replay it and fuzzers
//! start from it.

mod cover;
mod error;
mod found;
// Needs the feature that brings `toml_edit`.
#[cfg(feature = "process")]
pub mod known;
mod shared;
mod write;

pub use cover::{Feature, cover, features};
pub use error::CorpusError;
pub(crate) use found::save_found;
pub use shared::shared;
#[cfg(feature = "cli")]
pub(crate) use shared::shared_texts;
pub use write::{Lines, append_line, probe_writable, read_lines, write};

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::case::{Case, MAX_TEXT};
use crate::evidence::{Divergence, Finding, contrast, told_place};

/// Reads a case file.
///
/// # Errors
///
/// If the file cannot be read, is too long, or is not a case. The message
/// names the file and, where there is one, the line and the column.
pub fn read(path: &Path) -> Result<Case, CorpusError> {
    parse(path, read_bytes(path)?).map(|(case, _)| case)
}

/// What a file holds that may be a case in either form.
#[derive(Clone, Debug)]
pub enum Content {
    /// A case in its text form, and that text.
    Text(Case, String),
    /// Bytes, which stand for some case in any event.
    Bytes(Vec<u8>),
}

/// Reads a file that holds a case in its text form, or bytes of a fuzzer. What
/// begins like a case file, or is named like one, is taken for a text.
///
/// # Errors
///
/// As [`read`].
pub fn read_any(path: &Path) -> Result<Content, CorpusError> {
    content(path, read_bytes(path)?)
}

/// Reads a case file as [`read`] does, where `-` is the standard input.
#[cfg(feature = "cli")]
pub(crate) fn read_argument(path: &Path) -> Result<Case, CorpusError> {
    parse(path, argument_bytes(path)?).map(|(case, _)| case)
}

/// Reads as [`read_any`] does, where `-` is the standard input.
#[cfg(feature = "cli")]
pub(crate) fn read_any_argument(path: &Path) -> Result<Content, CorpusError> {
    content(path, argument_bytes(path)?)
}

#[cfg(feature = "cli")]
fn argument_bytes(path: &Path) -> Result<Vec<u8>, CorpusError> {
    if path != Path::new("-") {
        return read_bytes(path);
    }
    read_limited(path, std::io::stdin())
}

/// What some editors write before a text.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

fn content(path: &Path, bytes: Vec<u8>) -> Result<Content, CorpusError> {
    let named = path
        .extension()
        .is_some_and(|extension| extension == "case");
    let unmarked = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    if !named && !unmarked.starts_with(b"map-oracle case ") {
        return Ok(Content::Bytes(bytes));
    }
    let (case, text) = parse(path, unmarked.to_vec())?;
    Ok(Content::Text(case, text))
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, CorpusError> {
    let unreadable = |error| CorpusError::io(path, "cannot be read", error);
    // Asked first: reading a folder fails with a riddle, a pipe never ends.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(CorpusError::at(path, "is not a file"));
    }
    read_limited(path, File::open(path).map_err(unreadable)?)
}

fn read_limited(path: &Path, from: impl Read) -> Result<Vec<u8>, CorpusError> {
    let mut bytes = Vec::new();
    let limit = MAX_TEXT as u64 + 1;
    from.take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| CorpusError::io(path, "cannot be read", error))?;
    if bytes.len() > MAX_TEXT {
        let message = format!("is longer than {MAX_TEXT} bytes: this is not a case file");
        return Err(CorpusError::at(path, message));
    }
    Ok(bytes)
}

/// The case, and its text.
fn parse(path: &Path, bytes: Vec<u8>) -> Result<(Case, String), CorpusError> {
    let text = String::from_utf8(bytes).map_err(|error| CorpusError::not_text(path, &error))?;
    let case = text.parse();
    let case = case.map_err(|error| CorpusError::case(path, error))?;
    Ok((case, text))
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
    let finding = Finding::Diverged(Box::new(divergence.clone()));
    save_finding(folder, divergence.subject, &finding)
}

/// Saves the case of a finding as [`save`] does, named after the subject and what
/// failed.
///
/// # Errors
///
/// If the folder or the file cannot be written.
pub fn save_finding(
    folder: &Path,
    subject: &str,
    finding: &Finding,
) -> Result<PathBuf, CorpusError> {
    let name = format!("{subject}-{}", finding.name());
    save_case(folder, &name, &remark(subject, finding), finding.case())
}

/// Saves a case as [`save`] does, with any comment, under a name that begins
/// with `prefix`: for a case that a map did not come back from.
///
/// # Errors
///
/// If the folder or the file cannot be written.
pub fn save_case(
    folder: &Path,
    prefix: &str,
    comment: &str,
    case: &Case,
) -> Result<PathBuf, CorpusError> {
    let prefix = prefix.replace(|c: char| !c.is_alphanumeric() && !"-_.".contains(c), "-");
    let name = format!("{prefix}-{:016x}.case", fingerprint(&case.to_string()));
    let path = folder.join(name);
    fs::create_dir_all(folder).map_err(|error| CorpusError::io(&path, write::UNWRITABLE, error))?;
    write(&path, commented(case, comment).as_bytes())?;
    Ok(path)
}

/// The text form of a case with a comment after its first line.
#[must_use]
pub fn commented(case: &Case, comment: &str) -> String {
    let case = case.to_string();
    let (version, ops) = case.split_once('\n').expect("a case has a first line");
    let comment: String = comment.lines().map(|line| format!("# {line}\n")).collect();
    format!("{version}\n{comment}{ops}")
}

/// The comment of a case file: each line that holds nothing else, without the
/// sign.
#[must_use]
pub fn comment(text: &str) -> Vec<String> {
    let comments = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix('#'));
    comments.map(|line| line.trim().to_owned()).collect()
}

/// Texts in a comment that are longer than so many characters are shortened
/// where they are equal.
const MOST_CHARS: usize = 600;

/// What is written above a case that fails.
#[must_use]
pub fn remark(subject: &str, finding: &Finding) -> String {
    let kind = finding.name();
    match finding {
        Finding::Diverged(divergence) => {
            let (expected, got) = contrast(&divergence.expected(), &divergence.got(), MOST_CHARS);
            let place = divergence.place();
            format!("found on {subject} ({kind}) {place}\nexpected: {expected}\ngot: {got}")
        }
        Finding::Ended(ended) => {
            let place = ended.place.map_or(String::new(), |place| {
                format!(" {}", told_place(&ended.case, place))
            });
            format!("found on {subject} ({kind}){place}\ngot: {}", ended.how)
        }
    }
}

/// FNV-1a: names must be the same on every machine.
pub(crate) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
