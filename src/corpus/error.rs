//! Why a case file, or another file beside it, could not be read or written.

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
    /// What is wrong at this line and column.
    Place(usize, usize, String),
}

impl CorpusError {
    pub(crate) fn at(path: &Path, message: impl Into<String>) -> CorpusError {
        CorpusError {
            path: path.to_owned(),
            what: What::Other(message.into()),
        }
    }

    pub(crate) fn io(path: &Path, doing: &'static str, error: io::Error) -> CorpusError {
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
        let before = String::from_utf8_lossy(before);
        CorpusError::after(path, &before, "this is not text in UTF-8")
    }

    /// Of what comes after `before`, the text from the file's beginning on.
    pub(super) fn after(path: &Path, before: &str, message: impl Into<String>) -> CorpusError {
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        CorpusError::place(path, line, column, message)
    }

    /// Of this line and column.
    pub(crate) fn place(
        path: &Path,
        line: usize,
        column: usize,
        message: impl Into<String>,
    ) -> CorpusError {
        CorpusError {
            path: path.to_owned(),
            what: What::Place(line, column, message.into()),
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Io(doing, error) => write!(f, " {doing}: {error}"),
            What::Other(message) => write!(f, " {message}"),
            What::Case(error) => write!(f, ":{error}"),
            What::Place(line, column, message) => write!(f, ":{line}:{column}: {message}"),
        }
    }
}
