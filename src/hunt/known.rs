//! The known failures that tests and fuzz targets step over.
//!
//! They are listed in `known-failures.toml` (see `corpus::known`), which needs
//! the feature `process`; without it nothing is known, and a file that is there
//! is an error, lest its failures are met in silence.

use std::path::Path;

#[cfg(feature = "process")]
use crate::corpus::known::{Known, Met};
use crate::evidence::Signature;

/// What the file is called.
pub(crate) const FILE: &str = "known-failures.toml";

/// The known failures, and how often each was met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stepped {
    #[cfg(feature = "process")]
    met: Met,
}

#[cfg(feature = "process")]
impl Stepped {
    /// What this file lists; nothing, if it does not exist.
    ///
    /// # Errors
    ///
    /// One line, if it cannot be read or is wrong.
    pub(crate) fn read(path: &Path) -> Result<Stepped, String> {
        let known = Known::read(path).map_err(|error| error.to_string())?;
        Ok(Stepped {
            met: Met::new(known),
        })
    }

    /// Whether a failure of this subject is listed.
    pub(crate) fn lists(&self, subject: &str, signature: &Signature) -> bool {
        self.met.known().find(subject, signature).is_some()
    }

    /// Whether any failure of this subject is.
    pub(crate) fn lists_any(&self, subject: &str) -> bool {
        let mut failures = self.met.known().failures.iter();
        failures.any(|failure| failure.is_of(subject))
    }

    /// A failure was met so many times more. Tells whether it is listed.
    pub(crate) fn meet(&mut self, subject: &str, signature: &Signature, times: u64) -> bool {
        let text = signature.to_string();
        self.met.meet_text(subject, &text, times).is_some()
    }

    /// A line for each failure that was met. What was not met is not told: each
    /// test and each target meets only some, and none of them knows of the
    /// others.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.met.lines(|_| false)
    }
}

#[cfg(not(feature = "process"))]
impl Stepped {
    pub(crate) fn read(path: &Path) -> Result<Stepped, String> {
        if path.exists() {
            let path = path.display();
            return Err(format!(
                "{path}: known failures need the feature `process` of map-oracle"
            ));
        }
        Ok(Stepped::default())
    }

    pub(crate) fn lists(&self, _: &str, _: &Signature) -> bool {
        false
    }

    pub(crate) fn lists_any(&self, _: &str) -> bool {
        false
    }

    pub(crate) fn meet(&mut self, _: &str, _: &Signature, _: u64) -> bool {
        false
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        Vec::new()
    }
}
