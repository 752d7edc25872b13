//! The files of what was found: one for each failure, whichever run, profile or
//! seed met it.

use std::path::{Path, PathBuf};

use super::{CorpusError, commented, fingerprint, remark, write};
use crate::evidence::Finding;

/// The name of the file of a finding: the subject, what failed, and a number
/// made of its signature.
fn found_name(finding: &Finding) -> String {
    let subject = plain(finding.subject());
    let what = plain(finding.name());
    let signature = format!("{subject}: {}", finding.signature());
    format!("{subject}-{what}-{:016x}.case", fingerprint(&signature))
}

fn plain(text: &str) -> String {
    text.replace(|c: char| !c.is_alphanumeric() && !"-_.".contains(c), "-")
}

/// Saves the smallest case of a finding in `folder`, in the place of any other
/// with its signature, with what went wrong as a comment.
///
/// # Errors
///
/// If the folder or the file cannot be written.
pub(crate) fn save_found(
    folder: &Path,
    finding: &Finding,
    notes: &[String],
) -> Result<PathBuf, CorpusError> {
    let path = folder.join(found_name(finding));
    let unwritable = |error| CorpusError::io(&path, "cannot be written", error);
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    let mut comment = remark(finding.subject(), finding);
    for note in notes {
        comment += &format!("\n{note}");
    }
    write(&path, commented(finding.case(), &comment).as_bytes())?;
    Ok(path)
}
