//! Writing files so that nothing is lost and nothing is halved.
//!
//! A file is written under a name of its own, brought to the disk and then
//! renamed ([`write`]): whoever looks finds the old file or the new one, whenever
//! the process is killed. A file that grows gets whole lines
//! ([`append_line`]); where a kill tore the last one, [`read_lines`] tells it
//! from the whole ones. Each fault is one line that names the path.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use super::CorpusError;

/// What a fault is called.
pub(super) const UNWRITABLE: &str = "cannot be written";

/// How many temporary names are tried: each that is taken was left by a killed
/// process that had this one's id.
const NAMES: usize = 1_000;

/// Writes a file, which is there whole or not at all, whenever this process ends
/// and whoever else writes the same file.
///
/// The content goes to a hidden file in the same folder first, whose name no
/// other run uses and which is no case file. It is brought to the disk before
/// it takes the name. A path that stands for something else than a file
/// (`/dev/stdout`, a pipe) is written to as it is.
///
/// # Errors
///
/// If it cannot be written. A file that was there before is then as it was.
pub fn write(path: &Path, content: &[u8]) -> Result<(), CorpusError> {
    let unwritable = |error| CorpusError::io(path, UNWRITABLE, error);
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let device = OpenOptions::new().write(true).open(path);
        return device
            .and_then(|mut device| device.write_all(content))
            .map_err(unwritable);
    }
    // A link stays a link, to the new content.
    let target = if path.is_symlink() {
        path.canonicalize().unwrap_or_else(|_| path.to_owned())
    } else {
        path.to_owned()
    };
    let folder = folder_of(&target);
    let gone = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => {
            let folder = folder.display();
            CorpusError::at(path, format!("{UNWRITABLE}: there is no folder {folder}"))
        }
        _ => unwritable(error),
    };
    let (mut file, unfinished) = temporary(folder).map_err(gone)?;
    let written = file
        .write_all(content)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&unfinished, &target));
    match written {
        Ok(()) => {
            sync_folder(folder);
            Ok(())
        }
        Err(error) => {
            // The folder may be gone, and the file with it.
            let _ = fs::remove_file(&unfinished);
            Err(unwritable(error))
        }
    }
}

/// That files can be written to `folder`, which is made if need be: for a run
/// that finds something after hours only.
///
/// # Errors
///
/// If it is not a folder, cannot be made, or takes no file.
pub fn probe_writable(folder: &Path) -> Result<(), CorpusError> {
    let unwritable = |error| CorpusError::io(folder, "cannot be written to", error);
    if folder.exists() && !folder.is_dir() {
        return Err(CorpusError::at(folder, "is not a directory"));
    }
    fs::create_dir_all(folder).map_err(|error| CorpusError::io(folder, "cannot be made", error))?;
    let (mut file, path) = temporary(folder).map_err(unwritable)?;
    let written = file.write_all(&[b'\n'; 512]).and_then(|()| file.sync_all());
    let removed = fs::remove_file(&path);
    written.and(removed).map_err(unwritable)
}

/// Appends a line to a file, which is made if need be; the line feed is added.
/// When this returns, the line is on the disk.
///
/// Several processes may append to one file: each line stays in one piece. Where
/// the last line has no line feed, since a process was killed while it wrote,
/// the new line begins on a line of its own all the same.
///
/// # Errors
///
/// If the line cannot be written. The file then holds nothing of it.
///
/// # Panics
///
/// If the line has a line feed in it.
pub fn append_line(path: &Path, line: &str) -> Result<(), CorpusError> {
    assert!(!line.contains('\n'), "this is more than one line");
    let unwritable = |error| CorpusError::io(path, UNWRITABLE, error);
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return Err(CorpusError::at(path, "is not a file"));
    }
    let is_new = !path.exists();
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    let mut file = options.open(path).map_err(unwritable)?;
    // Where there are no locks, a line is still written by one call as a rule. The
    // lock goes with the file, and with the process.
    let locked = file.lock().is_ok();
    let mut append = || -> io::Result<()> {
        let before = file.seek(SeekFrom::End(0))?;
        let mut bytes = Vec::with_capacity(line.len() + 2);
        if is_torn(&mut file, before)? {
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
        let written = file.write_all(&bytes).and_then(|()| file.sync_all());
        if written.is_err() && locked {
            // As on a full disk, where half of it may have found room.
            let _ = file.set_len(before);
        }
        written
    };
    append().map_err(unwritable)?;
    if is_new {
        sync_folder(folder_of(path));
    }
    Ok(())
}

/// What [`read_lines`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// The lines that end in a line feed, without it. Bytes that are no text are
    /// replaced.
    pub whole: Vec<String>,
    /// What comes after the last line feed: a process was killed, or is still
    /// writing.
    pub torn: Option<String>,
}

/// The lines of a file that [`append_line`] made. A file that does not exist has
/// none.
///
/// # Errors
///
/// If the file cannot be read.
pub fn read_lines(path: &Path) -> Result<Lines, CorpusError> {
    let unreadable = |error| CorpusError::io(path, "cannot be read", error);
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Lines::default()),
        Err(error) => return Err(unreadable(error)),
        Ok(there) if !there.is_file() => return Err(CorpusError::at(path, "is not a file")),
        Ok(_) => {}
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut pieces: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').collect();
    let rest = pieces.pop().unwrap_or_default();
    Ok(Lines {
        whole: pieces.into_iter().map(text).collect(),
        torn: (!rest.is_empty()).then(|| text(rest)),
    })
}

/// A new hidden file in `folder`, for a content that is not whole yet. What a
/// killed run leaves of it harms nobody: it does not end in `.case`.
fn temporary(folder: &Path) -> io::Result<(File, PathBuf)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut outcome = Err(io::ErrorKind::AlreadyExists.into());
    for _ in 0..NAMES {
        let (id, count) = (process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = folder.join(format!(".map-oracle-{id}-{count}.unfinished"));
        outcome = File::create_new(&path).map(|file| (file, path));
        match &outcome {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            _ => break,
        }
    }
    outcome
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Brings a new name to the disk. Not every platform and file system can, and
/// the content is there already.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Whether the last line of a file of this length has no line feed.
fn is_torn(file: &mut File, length: u64) -> io::Result<bool> {
    let Some(last) = length.checked_sub(1) else {
        return Ok(false);
    };
    let mut byte = [0];
    file.seek(SeekFrom::Start(last))?;
    file.read_exact(&mut byte)?;
    Ok(byte[0] != b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(test: &str) -> PathBuf {
        let name = format!("map-oracle-write-{test}-{}", process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
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
    fn a_written_file_is_alone_in_its_folder() {
        let folder = scratch("alone");
        let path = folder.join("a.case");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(&folder), ["a.case"]);
        // As long a name as there can be.
        write(&folder.join("n".repeat(255)), b"").unwrap();
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_a_killed_run_left_is_in_nobodys_way() {
        let folder = scratch("left");
        // A container may give the same process id once more.
        for count in 0..100 {
            let name = format!(".map-oracle-{}-{count}.unfinished", process::id());
            fs::write(folder.join(name), "half").unwrap();
        }
        write(&folder.join("a.case"), b"whole").unwrap();
        probe_writable(&folder).unwrap();
        assert_eq!(names(&folder).len(), 101);
        assert_eq!(
            crate::corpus::files(&folder).unwrap(),
            [folder.join("a.case")]
        );
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn two_runs_write_the_same_file() {
        let folder = scratch("two");
        let path = folder.join("a.case");
        let contents: [Vec<u8>; 2] = [vec![b'a'; 100_000], vec![b'b'; 200_000]];
        std::thread::scope(|scope| {
            for content in &contents {
                scope.spawn(|| (0..50).for_each(|_| write(&path, content).unwrap()));
            }
            for _ in 0..200 {
                let there = fs::read(&path);
                assert!(there.is_err() || contents.contains(&there.unwrap()));
            }
        });
        assert_eq!(names(&folder), ["a.case"]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn each_fault_is_one_line() {
        let folder = scratch("faults");
        let file = folder.join("file");
        fs::write(&file, "old").unwrap();
        let line = |outcome: Result<(), CorpusError>, parts: &[&str]| {
            let line = outcome.unwrap_err().to_string();
            assert_eq!(line.lines().count(), 1, "{line}");
            for part in parts {
                assert!(line.contains(part), "no `{part}` in {line}");
            }
        };
        let gone = folder.join("gone/a.case");
        line(write(&gone, b""), &["gone/a.case", "there is no folder"]);
        line(append_line(&gone, ""), &["gone/a.case", UNWRITABLE]);
        line(write(&folder, b""), &[UNWRITABLE]);
        line(append_line(&folder, ""), &["is not a file"]);
        line(write(&file.join("a"), b""), &["file/a", UNWRITABLE]);
        line(probe_writable(&file), &["file is not a directory"]);
        line(probe_writable(&file.join("a")), &["cannot be made"]);
        line(read_lines(&folder).map(drop), &["is not a file"]);
        line(read_lines(&file.join("a")).map(drop), &["cannot be read"]);
        assert_eq!(names(&folder), ["file"]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn what_is_no_file_is_written_to_and_stays() {
        write(Path::new("/dev/null"), b"content").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        let full = write(Path::new("/dev/full"), b"content").unwrap_err();
        assert!(full.to_string().contains("No space left"), "{full}");
    }

    #[test]
    #[cfg(unix)]
    fn a_link_stays_a_link() {
        let folder = scratch("link");
        let (file, link) = (folder.join("file"), folder.join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink("file", &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_line_after_a_torn_one_is_whole() {
        let folder = scratch("torn");
        let path = folder.join("lines");
        assert_eq!(read_lines(&path).unwrap(), Lines::default());
        append_line(&path, "one").unwrap();
        append_line(&path, "two").unwrap();
        fs::write(&path, "one\ntw\u{fc}").unwrap();
        let torn = read_lines(&path).unwrap();
        assert_eq!(torn.whole, ["one"]);
        assert_eq!(torn.torn.as_deref(), Some("tw\u{fc}"));
        append_line(&path, "three").unwrap();
        let lines = read_lines(&path).unwrap();
        assert_eq!(lines.whole, ["one", "tw\u{fc}", "three"]);
        assert_eq!(lines.torn, None);
        fs::remove_dir_all(&folder).unwrap();
    }
}
