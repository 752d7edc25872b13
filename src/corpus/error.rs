//! Why a case file could not be read or written.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use crate::case::CaseError;

/// Why a case file could not be read or written. Displays as one line that
/// starts with the file.
#[derive(Debug, thiserror::Error)]
#[error("{}{what}", path.display())]
pub struct CorpusError {
    path: PathBuf,
    what: What,
}

#[derive(Debug)]
enum What {
    Io(&'static str, io::Error),
    Other(String),
    Case(CaseError),
    /// The line and column of the first byte that is not text.
    NotText(usize, usize),
}

impl CorpusError {
    pub(super) fn at(path: &Path, message: impl Into<String>) -> CorpusError {
        CorpusError {
            path: path.to_owned(),
            what: What::Other(message.into()),
        }
    }

    pub(super) fn io(path: &Path, doing: &'static str, error: io::Error) -> CorpusError {
        CorpusError {
            path: path.to_owned(),
            what: What::Io(doing, error),
        }
    }

    pub(super) fn case(path: &Path, error: CaseError) -> CorpusError {
        CorpusError {
            path: path.to_owned(),
            what: What::Case(error),
        }
    }

    pub(super) fn not_text(path: &Path, error: &FromUtf8Error) -> CorpusError {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let text = String::from_utf8_lossy(before);
        let line = text.matches('\n').count() + 1;
        let column = text.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        CorpusError {
            path: path.to_owned(),
            what: What::NotText(line, column),
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Io(doing, error) => write!(f, " {doing}: {error}"),
            What::Other(message) => write!(f, " {message}"),
            What::Case(error) => write!(f, ":{error}"),
            What::NotText(line, column) => {
                write!(f, ":{line}:{column}: this is not text in UTF-8")
            }
        }
    }
}
