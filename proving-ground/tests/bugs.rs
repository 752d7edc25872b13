//! The command: what it finds, what it saves, and what it says to wrong use.
//! The sets that are built for it are small ones.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use map_oracle::corpus;
use proving_ground::outcome::{Outcome, single_ops};

/// A folder of its own for each test.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn command(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_proving-ground"))
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it prints text")
}

/// Hunts one bug with one seed.
fn hunt(name: &str, folder: &Path) -> (Output, Outcome) {
    let args = ["run", "--bug", name, "--seeds", "1", "--json", "came.json"];
    let output = command(&args, folder);
    let json = fs::read(folder.join("came.json"));
    let json = json.unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
    let outcomes: Vec<Outcome> = serde_json::from_slice(&json).expect("outcomes");
    let [outcome] = &outcomes[..] else {
        panic!("one hunt: {outcomes:?}");
    };
    (output, outcome.clone())
}

#[test]
fn a_bug_is_found_and_what_is_saved_is_small() {
    let folder = folder("found");
    let name = "hashbrown-collide-0_1_3";
    let (output, outcome) = hunt(name, &folder);
    let page = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{page}");
    let found = outcome.found.expect("the exit code says so");
    assert!(outcome.effort.cpu < 20.0, "{:?}", outcome.effort);
    let case = corpus::read(&folder.join(found.path.expect("a case"))).expect("it is readable");
    assert_eq!(found.shrunk, Some(single_ops(&case)));
    let row = page.lines().find(|line| line.contains(name));
    let cells: Vec<&str> = row.expect("a row").split('|').map(str::trim).collect();
    assert_eq!(cells[3..5], [found.sign.as_str(), "1/1"], "{page}");
}

#[test]
fn a_bug_that_is_not_found_fails_the_run() {
    let name = "griddle-shrink-assert-0_6_0";
    // It takes many cases, and there is hardly time for one.
    let args = ["run", "--bug", name, "--seeds", "1", "--budget", "0.01"];
    let output = command(&args, &folder("missed"));
    let page = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{page}");
    assert!(page.contains("0/1"), "{page}");
}

#[test]
fn wrong_use_is_told_in_a_line() {
    let folder = folder("wrong");
    fs::write(folder.join("broken.json"), "[{").expect("a file");
    for (args, says) in [
        (
            &["run", "--bug", "nosuch"][..],
            "there is no bug or control nosuch",
        ),
        (&["run", "--set", "nosuch"], "there is no set nosuch"),
        (&["run", "--budget", "0"], "between 0.01 and 86400"),
        (&["run", "--seeds", "banana"], "invalid value 'banana'"),
        (
            &["table", "--from", "nosuch.json"],
            "nosuch.json: No such file",
        ),
        (
            &["table", "--from", "broken.json"],
            "broken.json: EOF while parsing",
        ),
    ] {
        let output = command(args, &folder);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(
            told.lines().next().is_some_and(|line| line.contains(says)),
            "{told}"
        );
    }
}
