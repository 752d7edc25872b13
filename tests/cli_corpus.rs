//! The commands that keep cases: `corpus`, `import`, `convert` and `draw`, and
//! `shrink` where no map is broken. What needs a map that brings its process down
//! is in `tests/outside.rs`.

#[path = "cli_support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use map_oracle::case::Case;
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::Batch;
use support::{binary, cases_in, files_in, refuses, scratch, text, write};

const CASE: &str =
    "map-oracle case 1\n# what it is for\nhash low 4 seed 7\ninsert 3 = 5\nremove 3\n";

/// Runs the binary, which must be content; its standard output and error.
#[track_caller]
fn ok(args: &[&str]) -> (String, String) {
    let output = binary(args);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{err}");
    (out, err)
}

#[test]
fn bad_input_is_one_line_and_nothing_is_written() {
    let folder = scratch("bad input");
    let good = write(&folder, "good.case", CASE);
    let broken = write(&folder, "broken.case", "map-oracle case 1\ninsert 3 5\n");
    let missing = folder.join("missing").display().to_string();
    let out = folder.join("out").display().to_string();
    let dir = folder.display().to_string();
    let deep = format!("{missing}/deeper.case");

    for bad in [&broken, &missing] {
        let parts: &[&str] = if bad == &broken {
            &[bad, ":2:10:", "expected `=`"]
        } else {
            &[bad, "cannot be read"]
        };
        refuses(&["shrink", bad, "--subject", "gomap", "--out", &out], parts);
        refuses(
            &["export", bad, "--rust", "--subject", "gomap", "--out", &out],
            parts,
        );
        refuses(&["import", bad, "--out", &out], parts);
        refuses(&["convert", bad, "--to", "bytes", "--out", &out], parts);
        refuses(&["corpus", "add", bad, "--dir", &out], parts);
    }
    refuses(&["corpus", "list", &missing], &[&missing, "cannot be read"]);
    refuses(&["corpus", "stats", &good], &[&good, "cannot be read"]);
    refuses(
        &["shrink", &dir, "--subject", "gomap"],
        &[&dir, "not a file"],
    );

    // Where it should go.
    refuses(&["import", &good, "--out", &good], &["not a directory"]);
    refuses(
        &["corpus", "add", &good, "--dir", &good],
        &["not a directory"],
    );
    let shrink = ["shrink", &good, "--subject", "gomap", "--out"];
    refuses(&[&shrink[..], &[&dir]].concat(), &[&dir, "is a directory"]);
    refuses(&[&shrink[..], &[&deep]].concat(), &[&deep, "no folder"]);
    let export = ["export", &good, "--rust", "--subject", "gomap", "--out"];
    refuses(&[&export[..], &[&dir]].concat(), &[&dir, "is a directory"]);
    refuses(&[&export[..], &[&deep]].concat(), &[&deep, "no folder"]);
    refuses(&[&export[..], &[&good]].concat(), &["is the case itself"]);
    let convert = ["convert", &good, "--to", "text", "--out"];
    refuses(&[&convert[..], &[&dir]].concat(), &[&dir, "is a directory"]);
    refuses(&[&convert[..], &[&deep]].concat(), &[&deep, "no folder"]);

    // On what, and how.
    refuses(&["shrink", &good], &["--subject NAME", "gomap, "]);
    for command in [
        &["shrink", good.as_str()][..],
        &["import", &good],
        &["corpus", "stats", &dir],
        &["corpus", "prune", &dir],
        &["draw", "--profile", "mixed"],
    ] {
        let args = [command, &["--subject", "nomap"]].concat();
        refuses(&args, &["unknown subject `nomap`"]);
    }
    refuses(
        &["shrink", &good, "--subject", "gomap"],
        &["does not fail on gomap"],
    );
    refuses(
        &["export", &good, "--rust", "--subject", "gomap"],
        &["does not fail on gomap", "nothing to export"],
    );
    refuses(&["export", &good, "--subject", "gomap"], &["--rust"]);
    refuses(&["export", &good, "--rust"], &["--subject NAME", "gomap, "]);
    refuses(&["shrink", &good, "--timeout", "0"], &["--timeout"]);
    refuses(
        &["convert", &good, "--to", "html"],
        &["html", "text, bytes"],
    );
    refuses(&["draw", "--profile", "wild"], &["wild"]);
    refuses(&["corpus", "add", &good, "--name", "a/b"], &["a/b"]);
    refuses(&["corpus", "add", &good, &good, "--name", "a"], &["--name"]);
    refuses(&["corpus", "shuffle"], &["shuffle"]);
    refuses(&["run-cases"], &["for the children of this program"]);

    let mut left = files_in(&folder);
    left.sort();
    assert_eq!(left, [Path::new(&broken), Path::new(&good)]);
}

#[test]
fn of_several_files_each_is_told_and_none_is_written_over() {
    let folder = scratch("several");
    let right = write(&folder, "right.case", CASE);
    let broken = write(&folder, "broken.case", "map-oracle case 1\ninsert 3 5\n");
    let deeper = folder.join("deeper");
    let out = folder.join("out");
    fs::create_dir_all(&deeper).unwrap();
    fs::create_dir_all(&out).unwrap();
    let same = write(&deeper, "right.case", CASE);
    let (into, file) = (out.display().to_string(), right.as_str());
    for command in [&["shrink"][..], &["export", "--rust"]] {
        let args = |more: &[&'static str]| [command, &["--subject", "gomap"], more].concat();
        // What is wrong with one does not stop the others.
        let output = binary(&[&args(&[])[..], &[&broken, file, "--out", &into]].concat());
        assert_eq!(output.status.code(), Some(2));
        let told = text(&output.stderr);
        let lines: Vec<&str> = told.lines().collect();
        let [first, second] = lines[..] else {
            panic!("{told}");
        };
        assert!(first.contains(&format!("{broken}:2:10:")), "{told}");
        assert!(second.contains(&format!("{right} does not fail")), "{told}");
        // What is wrong with all of them is told before any is run.
        refuses(
            &[&args(&[])[..], &[file, &same, "--out", &into]].concat(),
            &["would be written twice"],
        );
        refuses(
            &[
                &args(&[])[..],
                &[file, &broken, "--out", &format!("{into}/no")],
            ]
            .concat(),
            &["is no folder, which several files need"],
        );
    }
    assert_eq!(files_in(&out), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_case_goes_to_bytes_and_back() {
    let folder = scratch("convert");
    let file = write(&folder, "a.case", CASE);
    let bytes = folder.join("a.bytes").display().to_string();
    let (out, err) = ok(&["convert", &file, "--to", "bytes", "--out", &bytes]);
    assert_eq!((out.as_str(), err.as_str()), ("", ""));
    let case: Case = CASE.parse().unwrap();
    assert_eq!(fs::read(&bytes).unwrap(), case.to_bytes());
    assert_eq!(
        binary(&["convert", &file, "--to", "bytes"]).stdout,
        case.to_bytes()
    );

    let (out, _) = ok(&["convert", &bytes, "--to", "text"]);
    assert_eq!(out, case.to_string());
    // A text keeps its comment.
    let untidy = write(&folder, "b.case", CASE.replace("= 5", " =   5 # five"));
    assert_eq!(ok(&["convert", &untidy, "--to", "text"]).0, CASE);
}

#[test]
fn a_case_of_a_check_is_drawn_again() {
    let runner = Runner::built_in()[1];
    let batch = Batch {
        profile: Profile::TombstoneReuse,
        cases: 20,
        steps: 70,
        seed: 5,
    };
    let line = "draw --profile tombstone_reuse --seed 5 --ops 70 --case 17 --subject";
    let args: Vec<&str> = line.split(' ').chain([runner.name]).collect();
    let drawn: Case = ok(&args).0.parse().unwrap();
    assert_eq!(drawn, batch.case(17, &runner));
}

#[test]
fn a_case_is_added_once_and_under_a_name() {
    let folder = scratch("add");
    let dir = folder.join("corpus").display().to_string();
    let file = write(&folder, "mine.case", CASE);
    let mine = format!("{dir}/mine.case");
    assert_eq!(
        ok(&["corpus", "add", &file, "--dir", &dir]).0,
        format!("{mine}\n")
    );
    assert_eq!(fs::read_to_string(&mine).unwrap(), CASE);

    refuses(
        &["corpus", "add", &file, "--dir", &dir],
        &[&file, "the same case as", &mine],
    );
    let same = write(
        &folder,
        "other.case",
        CASE.replace("what it is", "something"),
    );
    refuses(
        &["corpus", "add", &same, "--dir", &dir],
        &[&same, "the same case as", &mine],
    );
    let changed = CASE.replace("= 5", "= 6");
    write(&folder, "mine.case", &changed);
    refuses(
        &["corpus", "add", &file, "--dir", &dir],
        &[&file, "another", "--name"],
    );
    let (out, _) = ok(&["corpus", "add", &file, "--dir", &dir, "--name", "yours"]);
    assert_eq!(out, format!("{dir}/yours.case\n"));

    // All or none, and not one twice.
    let new = write(&folder, "new.case", CASE.replace("= 5", "= 7"));
    refuses(
        &["corpus", "add", &new, &file, "--dir", &dir],
        &["the same case as"],
    );
    let twice = write(&folder, "twice.case", CASE.replace("= 5", "= 7"));
    refuses(
        &["corpus", "add", &new, &twice, "--dir", &dir],
        &[&twice, "the same case"],
    );
    assert_eq!(files_in(Path::new(&dir)).len(), 2);

    // Bytes become text.
    let case: Case = CASE.replace("low 4", "low 5").parse().unwrap();
    let bytes = write(&folder, "crash-1", case.to_bytes());
    ok(&["corpus", "add", &bytes, "--dir", &dir]);
    let added = fs::read_to_string(format!("{dir}/crash-1.case")).unwrap();
    assert_eq!(added.parse::<Case>().unwrap(), case);
}

/// Three cases, of which one adds nothing, and a file that is none.
fn small_corpus(test: &str) -> (String, String) {
    let folder = scratch(test);
    let small = "map-oracle case 1\ninsert 3 = 5\nremove 3\n";
    write(&folder, "a.case", small);
    write(&folder, "b.case", format!("{CASE}get 3\nclear\n"));
    write(
        &folder,
        "c.case",
        small.replace("case 1\n", "case 1\n# reaches: ops >= 2\n"),
    );
    let broken = write(&folder, "broken.case", "map-oracle case 1\njump\n");
    write(&folder, "notes.txt", "not a case");
    (folder.display().to_string(), broken)
}

#[test]
fn the_cases_of_a_folder_are_listed() {
    let (dir, broken) = small_corpus("list");
    let output = binary(&["corpus", "list", &dir]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stdout),
        "a.case     2 ops     1 keys\n\
         b.case     4 ops     1 keys  what it is for\n\
         c.case     2 ops     1 keys  reaches: ops >= 2\n"
    );
    let complaint = text(&output.stderr);
    assert_eq!(complaint.lines().count(), 1, "{complaint}");
    assert!(complaint.contains(&format!("{broken}:2:1:")), "{complaint}");

    let empty = scratch("list nothing").display().to_string();
    assert_eq!(ok(&["corpus", "list", &empty]).0, "");
}

#[test]
fn what_each_case_adds_is_told() {
    let (dir, broken) = small_corpus("stats");
    fs::remove_file(&broken).unwrap();
    let (json, _) = ok(&["corpus", "stats", &dir, "--json"]);
    let stats: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(stats["subject"], "gomap");
    let case = |index: usize| &stats["cases"][index];
    assert_eq!(case(0)["file"], "a.case");
    assert_eq!(case(0)["reached"]["ops"], 2);
    assert_eq!(case(0)["adds"], serde_json::json!([]));
    let adds = case(1)["adds"].as_array().unwrap();
    for feature in ["insert", "remove", "get", "clear"] {
        assert!(adds.contains(&feature.into()), "{adds:?}");
    }
    let (table, _) = ok(&["corpus", "stats", &dir]);
    assert!(
        table.ends_with("3 cases on gomap; 2 add nothing to the others\n"),
        "{table}"
    );
}

#[test]
fn only_what_adds_nothing_and_promises_nothing_is_pruned() {
    let (dir, broken) = small_corpus("prune");
    let files = files_in(Path::new(&dir)).len();
    let prune = |yes: &[&str]| {
        let output = binary(&[&["corpus", "prune", &dir], yes].concat());
        // For the file that cannot be read.
        assert_eq!(output.status.code(), Some(2));
        (text(&output.stdout), text(&output.stderr))
    };
    let (out, err) = prune(&[]);
    assert_eq!(out, format!("{dir}/a.case: adds nothing\n"));
    assert!(
        err.contains("1 of 3 cases add nothing to the others; --yes"),
        "{err}"
    );
    assert_eq!(
        files_in(Path::new(&dir)).len(),
        files,
        "nothing was to be removed"
    );

    let (out, err) = prune(&["--yes"]);
    assert_eq!(out, format!("{dir}/a.case: removed\n"));
    assert!(err.contains(&broken), "{err}");
    assert!(!Path::new(&dir).join("a.case").exists());
    assert_eq!(files_in(Path::new(&dir)).len(), files - 1);
    assert_eq!(prune(&["--yes"]).0, "");
}

#[test]
fn the_corpus_of_this_crate_can_be_kept() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let dir = dir.display().to_string();
    let (list, _) = ok(&["corpus", "list", &dir]);
    assert_eq!(list.lines().count(), cases_in(Path::new(&dir)).len());
    ok(&["corpus", "stats", &dir]);
    let (idle, _) = ok(&["corpus", "prune", &dir]);
    assert_eq!(idle, "", "a case is of no use");
}

/// Runs the binary with this as its standard input.
fn fed(args: &[&str], input: &[u8]) -> std::process::Output {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_map-oracle"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_text_is_taken_for_bytes_only_when_told() {
    let folder = scratch("text for bytes");
    let readme = write(&folder, "README.md", "# A map\n\nIt maps.\n");
    let nothing = write(&folder, "nothing", "");
    let artifact = write(&folder, "crash-1", [0, 1, 200, 3]);
    let out = folder.join("out").display().to_string();
    for text in [&readme, &nothing] {
        refuses(&["corpus", "add", text, "--dir", &out], &[text, "--bytes"]);
        // One that is wrong keeps the others out.
        refuses(&["corpus", "add", &artifact, text, "--dir", &out], &[text]);
    }
    assert!(!Path::new(&out).exists());
    ok(&["corpus", "add", &artifact, "--dir", &out]);
    ok(&["corpus", "add", &readme, "--bytes", "--dir", &out]);
    assert_eq!(cases_in(Path::new(&out)).len(), 2);
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let folder = scratch("byte order mark");
    let marked = write(&folder, "marked.txt", format!("\u{feff}{CASE}"));
    let out = folder.join("out").display().to_string();
    ok(&["replay", &marked, "--subject", "gomap"]);
    ok(&["corpus", "add", &marked, "--dir", &out]);
    let added = fs::read_to_string(Path::new(&out).join("marked.case")).unwrap();
    assert_eq!(added, CASE);
}

#[test]
fn a_dash_is_the_standard_input() {
    let folder = scratch("dash");
    let out = folder.join("out").display().to_string();
    let case = CASE.as_bytes();
    for args in [
        &["replay", "-", "--subject", "gomap"][..],
        &["inspect", "-"],
        &["explain", "-"],
        &["corpus", "add", "-", "--name", "given", "--dir", &out],
    ] {
        let output = fed(args, case);
        assert_eq!(output.status.code(), Some(0), "{args:?} {output:?}");
    }
    let converted = fed(&["convert", "-", "--to", "text"], case);
    assert_eq!(text(&converted.stdout), CASE);
    let added = fs::read_to_string(Path::new(&out).join("given.case")).unwrap();
    assert_eq!(added, CASE);

    let broken = fed(&["replay", "-"], b"map-oracle case 1\ninsert 3 5\n");
    assert_eq!(broken.status.code(), Some(2));
    assert!(text(&broken.stderr).starts_with("error: -:2:10: "));
    let nameless = fed(&["corpus", "add", "-", "--dir", &out], case);
    assert_eq!(nameless.status.code(), Some(2));
    assert!(text(&nameless.stderr).contains("--name"));
}
