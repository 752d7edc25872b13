//! The file that a command is to write: what is wrong with its place is told
//! before the work that goes into it is done.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Console, Misuse};

/// That the path given with `option` is not a directory.
pub(super) fn not_a_directory(option: &str, out: &Path) -> Result<(), Misuse> {
    if out.is_dir() {
        Err(Misuse::new(format!(
            "{option} {} is a directory",
            out.display()
        )))
    } else {
        Ok(())
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

/// Where what comes of each file is written, in their order: one file's to the
/// path given with `--out`, those of several into that folder, with this
/// extension or else their own.
pub(super) fn places(
    files: &[PathBuf],
    out: Option<&Path>,
    extension: Option<&str>,
) -> Result<Vec<Option<PathBuf>>, Misuse> {
    let Some(out) = out else {
        return Ok(vec![None; files.len()]);
    };
    if files.len() == 1 {
        writable(out)?;
        return Ok(vec![Some(out.to_owned())]);
    }
    if !out.is_dir() {
        return Err(Misuse::new(format!(
            "--out {} is no folder, which several files need",
            out.display()
        )));
    }
    let mut taken = BTreeSet::new();
    let place = |file: &PathBuf| {
        let mut place = out.join(file.file_name().unwrap_or_default());
        if let Some(extension) = extension {
            place.set_extension(extension);
        }
        if taken.insert(place.clone()) {
            return Ok(Some(place));
        }
        Err(Misuse::new(format!(
            "{} would be written twice: give files of different names",
            place.display()
        )))
    };
    files.iter().map(place).collect()
}

/// Does something with each file. Of several, what is wrong with one does not
/// stop the others: it is told in the end.
pub(super) fn with_each(
    files: &[PathBuf],
    console: &mut Console<'_>,
    mut work: impl FnMut(usize, &Path, &mut Console<'_>) -> Result<(), Misuse>,
) -> Result<(), Misuse> {
    let mut wrong = Vec::new();
    for (index, file) in files.iter().enumerate() {
        if index > 0 && console.is_interrupted() {
            console.note("interrupted: the other files are left out");
            break;
        }
        if let Err(Misuse(lines)) = work(index, file, console) {
            wrong.extend(lines);
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Misuse(wrong))
    }
}
