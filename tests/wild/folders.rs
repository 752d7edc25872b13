//! The folder of findings: one run at a time, and refused at once where nothing
//! can be kept.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::command::{path, run, under_way};
use crate::support::{scratch, write};

#[track_caller]
fn refuses(maps: &str, args: &[&str], parts: &[&str]) {
    let start = Instant::now();
    let ran = run(maps, args);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    for part in parts {
        assert!(ran.err.contains(part), "no `{part}` in {}", ran.err);
    }
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}

pub fn one_run_in_a_folder() {
    let out = scratch("one run");
    let mut running = under_way(&out);
    let shown = path(&out);
    refuses("wild", &["check", "--out", &shown], &[&shown]);
    refuses("wild", &["check", "--resume", "--out", &shown], &[&shown]);
    running.kill().unwrap();
    running.wait().unwrap();
    // Now nobody has it, and what it holds is not overwritten.
    refuses("wild", &["check", "--out", &shown], &[&shown, "--resume"]);
}

pub fn a_folder_that_cannot_be_written_is_refused_at_once() {
    let folder = scratch("unwritable");
    let file = write(&folder, "file", "");
    for out in [
        file.clone(),
        format!("{file}/below"),
        format!("{file}/below/it"),
    ] {
        refuses(
            "wild",
            &["check", "--subject", "sound-1", "--out", &out],
            &[&file],
        );
    }
}

pub fn nothing_to_go_on_with() {
    let folder = scratch("nothing");
    let there = path(&folder);
    let not_there: PathBuf = folder.join("not there");
    refuses(
        "wild",
        &["check", "--resume", "--out", &there],
        &[&there, "no campaign"],
    );
    let shown = path(&not_there);
    refuses(
        "wild",
        &["check", "--resume", "--out", &shown],
        &[&shown, "no campaign"],
    );
    assert!(!not_there.exists());
}
