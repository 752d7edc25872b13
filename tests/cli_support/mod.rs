//! What the tests of the command line have in common: folders of their own, and
//! the command, as a program or in this process.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part of this"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use map_oracle::check::Runner;
use map_oracle::cli::{self, Console, Exit};

/// A folder of this test's own.
pub fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(env!("CARGO_CRATE_NAME"))
        .join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

pub fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path.display().to_string()
}

pub fn binary(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_map-oracle"))
        .args(args)
        .output()
        .unwrap()
}

/// The words of `line`, `@` standing for `path`.
pub fn words<'a>(line: &'a str, path: &'a str) -> Vec<&'a str> {
    let word = |word| if word == "@" { path } else { word };
    line.split_whitespace().map(word).collect()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The binary refuses these arguments with one line that holds all of `parts`.
#[track_caller]
pub fn refuses(args: &[&str], parts: &[&str]) {
    let output = binary(args);
    let complaint = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{complaint}");
    assert_eq!(text(&output.stdout), "");
    assert_eq!(complaint.lines().count(), 1, "{complaint}");
    assert!(complaint.starts_with("error: "), "{complaint}");
    for part in parts {
        assert!(complaint.contains(part), "no `{part}` in {complaint}");
    }
}

/// What came of a command.
pub struct Ran {
    pub exit: Exit,
    pub out: String,
    pub err: String,
}

pub fn run(runners: &[Runner], args: &[&str], interrupt: bool) -> Ran {
    run_on(runners, args, |console| {
        console.interrupt = Arc::new(AtomicBool::new(interrupt));
    })
}

/// Runs the command in this process, on a console that is plain but for what
/// `change` makes of it.
pub fn run_on(runners: &[Runner], args: &[&str], change: impl FnOnce(&mut Console<'_>)) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut console = Console {
        out: &mut out,
        err: &mut err,
        progress_bar: false,
        colours: false,
        width: 120,
        interrupt: Arc::default(),
        children: false,
    };
    change(&mut console);
    let args = ["bin/my-oracle"].iter().chain(args).map(Into::into);
    let exit = cli::run(args, runners, &mut console);
    Ran {
        exit,
        out: text(&out),
        err: text(&err),
    }
}

/// The files in a folder.
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// The cases in a folder.
pub fn cases_in(folder: &Path) -> Vec<PathBuf> {
    let is_case = |path: &PathBuf| path.extension().is_some_and(|end| end == "case");
    files_in(folder).into_iter().filter(is_case).collect()
}
