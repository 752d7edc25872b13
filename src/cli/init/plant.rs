//! Files for a folder that is somebody else's: all of them, or none.
//!
//! What stands in the way is found before anything is written. Then the whole
//! content goes to a folder beside its place, where a full disk or a lacking
//! right shows, and is moved from there; if a move fails, those before it are
//! taken back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::corpus;

/// Where the content waits until all of it is there.
const WAITING: &str = ".map-oracle-init";

/// A file to be: its name below the folder, with `/`, and its content.
pub(super) struct Planted {
    name: String,
    content: String,
    /// Whether it is a program.
    runs: bool,
}

impl Planted {
    pub(super) fn new(name: &str, content: impl Into<String>) -> Planted {
        Planted {
            name: name.to_owned(),
            content: content.into(),
            runs: false,
        }
    }

    /// The same as a program that can be run.
    pub(super) fn runnable(self) -> Planted {
        Planted { runs: true, ..self }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

/// Puts the files below `root`, none of which may be there, and replaces
/// `Cargo.toml`, if a new one is given.
///
/// # Errors
///
/// If that cannot be done, in which case the folder is as it was.
pub(super) fn plant(root: &Path, files: &[Planted], manifest: Option<&str>) -> Result<(), String> {
    refuse_what_exists(root, files)?;
    let waiting = root.join(WAITING);
    fs::create_dir(&waiting).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!(
            "{} exists: another init is under way, or was killed; if so, remove it",
            waiting.display()
        ),
        _ => unwritable(root, &error),
    })?;
    let mut made = Made::default();
    let done = write(&waiting, files)
        .and_then(|()| move_all(root, &waiting, files, &mut made))
        .and_then(|()| replace(&root.join("Cargo.toml"), manifest));
    if done.is_err() {
        made.take_back();
    }
    // It holds nothing but copies; one that stays is told of by the next init.
    let _ = fs::remove_dir_all(&waiting);
    done
}

fn refuse_what_exists(root: &Path, files: &[Planted]) -> Result<(), String> {
    // Links that lead nowhere are there, too.
    let there = |file: &&Planted| root.join(&file.name).symlink_metadata().is_ok();
    let mut existing = files.iter().filter(there);
    if let Some(first) = existing.next() {
        let more = match existing.count() {
            0 => String::new(),
            1 => ", and so does one more file".to_owned(),
            count => format!(", and so do {count} more files"),
        };
        let path = root.join(&first.name);
        return Err(format!(
            "{} exists{more}: init overwrites nothing",
            path.display()
        ));
    }
    for file in files {
        for folder in folders(&file.name) {
            let path = root.join(folder);
            if path.symlink_metadata().is_ok() && !path.is_dir() {
                return Err(format!("{} is not a folder", path.display()));
            }
        }
    }
    Ok(())
}

/// The folders that a file is in, the outermost first.
fn folders(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').map(|(at, _)| &name[..at])
}

fn write(waiting: &Path, files: &[Planted]) -> Result<(), String> {
    for (number, file) in files.iter().enumerate() {
        let path = waiting.join(number.to_string());
        fs::write(&path, &file.content).map_err(|error| unwritable(&path, &error))?;
        #[cfg(unix)]
        if file.runs {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::Permissions::from_mode(0o755);
            fs::set_permissions(&path, mode).map_err(|error| unwritable(&path, &error))?;
        }
    }
    Ok(())
}

fn move_all(root: &Path, waiting: &Path, files: &[Planted], made: &mut Made) -> Result<(), String> {
    for (number, file) in files.iter().enumerate() {
        for folder in folders(&file.name) {
            let path = root.join(folder);
            if !path.is_dir() {
                fs::create_dir(&path).map_err(|error| unwritable(&path, &error))?;
                made.folders.push(path);
            }
        }
        let path = root.join(&file.name);
        fs::rename(waiting.join(number.to_string()), &path)
            .map_err(|error| unwritable(&path, &error))?;
        made.files.push(path);
    }
    Ok(())
}

fn replace(manifest: &Path, content: Option<&str>) -> Result<(), String> {
    let Some(content) = content else {
        return Ok(());
    };
    // A link stays one.
    let path = fs::canonicalize(manifest).map_err(|error| unwritable(manifest, &error))?;
    corpus::write(&path, content.as_bytes()).map_err(|error| error.to_string())
}

fn unwritable(path: &Path, error: &io::Error) -> String {
    format!("{}: cannot be written: {error}", path.display())
}

/// What is to go again if not all can be made.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    fn take_back(&self) {
        // There is no one left to tell if this fails as well; what failed
        // first is told.
        for file in self.files.iter().rev() {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(test: &str) -> PathBuf {
        let name = format!("map-oracle-plant-{test}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("Cargo.toml"), "old").unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<String> = entries
            .map(|entry| name(entry).into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn all_of_it_is_there_in_the_end_and_nothing_else() {
        let folder = scratch("all");
        let files = [Planted::new("a/b/c", "1"), Planted::new("a/d", "2")];
        plant(&folder, &files, Some("new")).unwrap();
        assert_eq!(names(&folder), ["Cargo.toml", "a"]);
        assert_eq!(fs::read_to_string(folder.join("a/b/c")).unwrap(), "1");
        assert_eq!(fs::read_to_string(folder.join("a/d")).unwrap(), "2");
        assert_eq!(
            fs::read_to_string(folder.join("Cargo.toml")).unwrap(),
            "new"
        );
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_move_that_fails_takes_back_those_before_it() {
        let folder = scratch("undo");
        // No file system takes such a name.
        let files = [
            Planted::new("a/b/c", "1"),
            Planted::new("d", "2"),
            Planted::new(&format!("e/{}", "x".repeat(5_000)), "3"),
        ];
        let error = plant(&folder, &files, Some("new")).unwrap_err();
        assert!(error.contains("cannot be written"), "{error}");
        assert_eq!(names(&folder), ["Cargo.toml"]);
        assert_eq!(
            fs::read_to_string(folder.join("Cargo.toml")).unwrap(),
            "old"
        );
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn without_its_manifest_nothing_stays() {
        let folder = scratch("manifest");
        fs::remove_file(folder.join("Cargo.toml")).unwrap();
        let error = plant(&folder, &[Planted::new("a/b", "1")], Some("new")).unwrap_err();
        assert!(error.contains("Cargo.toml"), "{error}");
        assert_eq!(names(&folder), [""; 0]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_remains_of_another_init_are_told_of() {
        let folder = scratch("remains");
        fs::create_dir(folder.join(WAITING)).unwrap();
        let error = plant(&folder, &[Planted::new("a", "1")], None).unwrap_err();
        assert!(error.contains("another init"), "{error}");
        assert_eq!(names(&folder), [WAITING, "Cargo.toml"]);
        fs::remove_dir_all(&folder).unwrap();
    }
}
