//! The file that a command is to write: what is wrong with its place is told
//! before the work that goes into it is done.

use std::path::Path;

use super::Misuse;

/// That the path given with `option` is not a directory.
pub(super) fn not_a_directory(option: &str, out: &Path) -> Result<(), Misuse> {
    match out.is_dir() {
        true => Err(Misuse::new(format!(
            "{option} {} is a directory",
            out.display()
        ))),
        false => Ok(()),
    }
}

/// That the path given with `option` is not the case that is read, whose file
/// would be lost.
pub(super) fn not_the_case(option: &str, out: &Path, case: &Path) -> Result<(), Misuse> {
    match (out.canonicalize(), case.canonicalize()) {
        (Ok(real), Ok(case)) if real == case => Err(Misuse::new(format!(
            "{option} {} is the case itself",
            out.display()
        ))),
        _ => Ok(()),
    }
}

/// That a file can be written to the path given with `--out`, as far as can be
/// known before.
pub(super) fn writable(out: &Path) -> Result<(), Misuse> {
    not_a_directory("--out", out)?;
    match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            Err(Misuse::new(format!(
                "--out {} cannot be written: there is no folder {}",
                out.display(),
                folder.display()
            )))
        }
        _ => Ok(()),
    }
}
