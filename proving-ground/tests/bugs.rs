//! Each known bug is found from the default seed in good time, and what is
//! saved shows it again; each control is clean.
//!
//! Of griddle and heapless nothing newer is published than the versions with
//! the bugs, so they have no control.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use map_oracle::check::Divergence;
use map_oracle::corpus;
use proving_ground::specimens::{self, Specimen};

/// A folder of its own for each test.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn command(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_proving-ground"))
        .args(args)
        .output()
        .expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it prints text")
}

/// Hunts for a specimen, and gives the cells of its row.
fn row(name: &str, out: &Path) -> Vec<String> {
    let output = command(&["--bug", name, "--out", out.to_str().expect("a plain path")]);
    let (table, errors) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{table}\n{errors}");
    let row = table.lines().find(|line| line.contains(name));
    let row = row.unwrap_or_else(|| panic!("no row for {name}:\n{table}"));
    let cells = row.trim_matches('|').split('|');
    cells.map(|cell| cell.trim().to_owned()).collect()
}

fn specimen(name: &str) -> &'static Specimen {
    specimens::by_name(name).expect("it is listed")
}

/// Hunts, replays what was saved, and gives the divergence of the replay.
fn finds_and_replays(name: &str) -> Divergence {
    let out = folder(name);
    let row = row(name, &out);
    assert_eq!(row[1], "yes", "{row:?}");
    let seconds: f64 = row[6].parse().expect("seconds are a number");
    assert!(seconds < 10.0, "{row:?}");

    let saved = corpus::files(&out).expect("cases were saved");
    let [saved] = &saved[..] else {
        panic!("one small case: {saved:?}");
    };
    let case = corpus::read(saved).expect("a saved case is readable");
    let divergence = (specimen(name).runner)()
        .run(&case)
        .expect_err("a saved case diverges again");
    assert_eq!(divergence.kind.name(), row[3]);
    assert_eq!(divergence.case, case, "the case is the subject's already");
    assert_eq!(row[7], case.steps.len().to_string());
    // A planned panic would be another bug's.
    assert!(case.steps.iter().all(|step| step.fault.is_none()), "{case}");

    let replay = command(&[
        "replay",
        saved.to_str().expect("a plain path"),
        "--bug",
        name,
    ]);
    assert_eq!(replay.status.code(), Some(1));
    assert!(text(&replay.stdout).contains(&case.to_string()));
    *divergence
}

#[test]
fn griddle_shrinks_too_far() {
    let divergence = finds_and_replays("griddle-shrink-assert-0_6_0");
    assert!(divergence.got.contains("leftovers"), "{}", divergence.got);
}

#[test]
fn heapless_loses_keys_by_truncate() {
    let divergence = finds_and_replays("heapless-truncate-0_9_3");
    assert!(divergence.case.to_string().contains("truncate"));
}

#[test]
fn hashbrown_loses_keys_that_collide() {
    let divergence = finds_and_replays("hashbrown-collide-0_1_3");
    // It is this version's fault.
    let now = (specimen("hashbrown-now").runner)();
    now.run(&divergence.case)
        .expect("the newest version is right");
}

#[test]
fn the_newest_hashbrown_is_clean() {
    let row = row("hashbrown-now", &folder("hashbrown-now"));
    assert_eq!(row[1], "clean", "{row:?}");
}

#[test]
fn a_bug_that_is_not_found_fails_the_run() {
    let out = folder("not-found");
    let name = "griddle-shrink-assert-0_6_0";
    let out = out.to_str().expect("a plain path");
    let output = command(&["--bug", name, "--seed", "7", "--cases", "1", "--out", out]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("| NO"));
}

#[test]
fn wrong_use_is_told_in_a_line() {
    for args in [
        &["--bug", "nosuch"][..],
        &["--seed", "banana"],
        &["--cases", "0"],
        &["--cases"],
        &["replay", "nosuch.case", "--bug", "hashbrown-now"],
        &["replay", "nosuch.case"],
    ] {
        let output = command(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(text(&output.stderr).lines().count(), 1, "{args:?}");
    }
}
