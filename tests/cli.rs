//! The command line keeps its word: results on standard output and nothing
//! else there, one clear line for each thing that is wrong, and an exit code
//! that says what came of it.
//!
//! What needs no broken map runs the real binary; the rest calls the same
//! entry point with maps that are wrong on purpose.

#[path = "cli_support/mod.rs"]
mod support;

use std::collections::HashMap;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use map_oracle::case::{Mark, Reach};
use map_oracle::check::Runner;
use map_oracle::cli::Exit;
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::subject::{StdHashMap, Subject, Support};
use serde_json::Value as Json;
use support::{binary, cases_in, refuses, run, run_on, scratch, text, words, write};

#[test]
fn wrong_use_is_one_line() {
    refuses(&["check", "--cases", "0"], &["--cases", "1..=10000000"]);
    refuses(&["check", "--cases", "10000001"], &["--cases"]);
    refuses(&["check", "--ops", "0"], &["--ops", "1..=10000"]);
    refuses(&["check", "--ops", "10001"], &["--ops"]);
    refuses(&["check", "--seed", "banana"], &["--seed", "banana"]);
    refuses(&["check", "--seed", "18446744073709551616"], &["--seed"]);
    refuses(&["check", "--timeout", "0"], &["--timeout"]);
    refuses(&["check", "--subject", "nomap"], &["`nomap`", "gomap, "]);
    refuses(&["check", "--subject", "no\n\nmap"], &["known"]);
    refuses(
        &["check", "--profile", "wild"],
        &[
            "wild",
            "tombstone_reuse, growth_mid_iteration, overflow_chains, mixed",
        ],
    );
    refuses(&["check", "--sed", "1"], &["--sed", "--help"]);
    refuses(&["chekc"], &["chekc"]);
    refuses(&["replay"], &["<FILE>"]);
    let file = write(&scratch("wrong_use"), "a-file", "");
    refuses(&["check", "--out", &file], &[&file, "not a directory"]);
}

#[test]
fn bad_files_are_one_line_with_their_place() {
    let folder = scratch("bad_files");
    let at = |name: &str, content: &[u8]| write(&folder, name, content);
    let refused = |file: &str, parts: &[&str]| {
        let mut all = vec![file];
        all.extend(parts);
        refuses(&["replay", file], &all);
    };

    let file = at(
        "op.case",
        b"map-oracle case 1\ninsert 1 = 2\n  insrt 3 = 4\n",
    );
    refused(&file, &[":3:3:", "insrt"]);
    let file = at("range.case", b"map-oracle case 1\ninsert 70000 = 2\n");
    refused(&file, &[":2:8:", "70000"]);
    let file = at("newer.case", b"map-oracle case 3\ninsert 1 = 2\n");
    refused(&file, &[":1:", "version 3", "newer"]);
    let file = at("empty.case", b"");
    refused(&file, &[":1:1:"]);
    let file = at("binary.case", b"map-oracle case 1\n\x00\xff\xfe\x7f");
    refused(&file, &[":2:2:", "UTF-8"]);
    let program = fs::read(env!("CARGO_BIN_EXE_map-oracle")).unwrap();
    let file = at("program.case", &program[..4096]);
    refused(&file, &[]);
    let missing = folder.join("missing.case").display().to_string();
    refused(&missing, &["cannot be read"]);
    refused(&folder.display().to_string(), &["not a file"]);

    let good = at("good.case", b"map-oracle case 1\ninsert 1 = 2\n");
    refuses(&["replay", &good, "--subject", "nomap"], &["nomap"]);
}

#[test]
fn a_hundred_megabytes_of_garbage_are_refused() {
    let folder = scratch("garbage");
    let file = write(&folder, "garbage.case", vec![b'x'; 100 << 20]);
    refuses(&["replay", &file], &[&file, "not a case file"]);
    fs::remove_file(file).unwrap();
}

#[test]
fn each_of_several_bad_files_has_its_line_and_none_is_run() {
    let folder = scratch("several");
    let good = write(&folder, "good.case", "map-oracle case 1\ninsert 1 = 2\n");
    let bad = write(&folder, "bad.case", "map-oracle case 1\njump\n");
    let worse = write(&folder, "two\nlines.case", "nothing");
    let output = binary(&["replay", &good, &bad, &worse]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "");
    assert_eq!(text(&output.stderr).lines().count(), 2);
}

#[test]
fn help_and_version_are_results() {
    for (args, part) in [
        (&["--help"][..], "check"),
        (&["check", "--help"], "--profile"),
        (&["replay", "--help"], "FILE"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
    ] {
        let output = binary(args);
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).contains(part));
        assert_eq!(text(&output.stderr), "");
    }
}

#[test]
fn a_clean_check_tells_each_pair_in_order() {
    let output = binary(&["check", "--cases", "20", "--ops", "30"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    let pairs: Vec<(&str, &str)> = table
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let pair = (words.next()?, words.next()?);
            line.ends_with(" ok").then_some(pair)
        })
        .collect();
    let expected: Vec<(&str, &str)> = Runner::built_in()
        .iter()
        .flat_map(|r| map_oracle::generate::Profile::ALL.map(|p| (r.name, p.name())))
        .collect();
    assert_eq!(pairs, expected, "{table}");
    assert!(table.contains("--seed 1"), "{table}");
    // Plain lines of progress, one for each subject.
    let told = text(&output.stderr);
    assert_eq!(told.lines().count(), Runner::built_in().len(), "{told}");
}

#[test]
fn the_same_seed_gives_the_same_json() {
    let document = |seed, jobs| {
        let pairs = "check --subject gomap --subject std-btreemap --profile tombstone_reuse";
        let line = format!("{pairs} --cases 120 --ops 60 --json --jobs {jobs} --seed @");
        let output = binary(&words(&line, seed));
        (output.status.code(), text(&output.stdout))
    };
    let (code, first) = document("18446744073709551615", 1);
    assert_eq!(code, Some(0), "{first}");
    assert_eq!(document("18446744073709551615", 8).1, first);
    assert_ne!(document("2", 2).1, first);
    let first: Json = serde_json::from_str(&first).unwrap();

    assert_eq!(first["ok"], true);
    assert_eq!(first["interrupted"], false);
    assert_eq!(first["seed"], u64::MAX);
    let pair = &first["pairs"][0];
    assert_eq!(pair["subject"], "gomap");
    assert_eq!(pair["verdict"], "ok");
    assert_eq!(pair["cases"], 120);
    assert_eq!(pair["failed"], 0);
    assert_eq!(pair["findings"], Json::Array(Vec::new()));
    assert_eq!(first["findings"], Json::Array(Vec::new()));
    assert_eq!(pair["reached"]["ops"], pair["ops"]);
    assert_eq!(pair["gates"][1]["mark"], "tombstones_reused");
    assert_eq!(
        pair["gates"][1]["reached"],
        pair["reached"]["tombstones_reused"]
    );
}

#[test]
fn a_good_file_replays_on_every_subject() {
    let folder = scratch("replay");
    let file = write(
        &folder,
        "good.case",
        "map-oracle case 1\ninsert 3 = 5\nremove 3\n",
    );
    let output = binary(&["replay", &file]);
    assert_eq!(output.status.code(), Some(0));
    let lines: Vec<String> = text(&output.stdout).lines().map(String::from).collect();
    let expected: Vec<String> = Runner::built_in()
        .iter()
        .map(|runner| format!("{file}: {}: ok", runner.name))
        .collect();
    assert_eq!(lines, expected);

    let output = binary(&["replay", &file, &file, "--subject", "gomap"]);
    assert_eq!(
        text(&output.stdout),
        format!("{file}: gomap: ok\n").repeat(2)
    );
}

#[test]
fn subjects_are_listed_for_people_and_for_scripts() {
    let output = binary(&["subjects"]);
    assert_eq!(output.status.code(), Some(0));
    let table = text(&output.stdout);
    let document: Json = serde_json::from_slice(&binary(&["subjects", "--json"]).stdout).unwrap();
    for (index, runner) in Runner::built_in().iter().enumerate() {
        assert!(table.contains(runner.name), "{table}");
        let subject = &document["subjects"][index];
        assert_eq!(subject["name"], runner.name);
        let ops = subject["ops"].as_array().unwrap();
        assert_eq!(ops.len(), runner.ops.iter().count());
    }
}

#[test]
fn every_short_sequence_is_walked_and_counted() {
    let walked = |line: &str| -> Json {
        let output = binary(&words(line, ""));
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let two = walked("check --subject std-hashmap --exhaustive 2 --keys 2 --json");
    let plans = two["scopes"].as_array().unwrap();
    let hashes: Vec<&Json> = plans.iter().map(|plan| &plan["hash"]).collect();
    assert_eq!(hashes, ["low 32", "top", "distinct 1"]);
    let cases = |plan: usize| plans[plan]["cases"].as_u64().unwrap();
    assert_eq!(cases(0), cases(1));
    // Of sequences that differ in names alone, only one is run.
    assert!(cases(2) < cases(0), "{two}");
    let sorted = walked("check --subject std-btreemap --exhaustive 1 --keys 2 --json");
    assert_eq!(sorted["scopes"].as_array().unwrap().len(), 1);

    refuses(&words("check --exhaustive 2 --cases 5", ""), &["--cases"]);
    refuses(&words("check --keys 2", ""), &["--exhaustive"]);
    refuses(
        &words("check --exhaustive 0", ""),
        &["--exhaustive", "1..=12"],
    );
}

#[test]
fn a_case_is_struck_at_every_call() {
    let folder = scratch("faults");
    let file = write(
        &folder,
        "a.case",
        "map-oracle case 1\ninsert 1 = 1\nremove 1\n",
    );
    let output = binary(&words("replay @ --faults --subject gomap", &file));
    assert_eq!(output.status.code(), Some(0));
    // Twice, a hash, three calls of the hasher and lies at both; then a
    // comparison in three ways and a drop.
    let told = text(&output.stdout);
    assert!(told.contains("gomap: ok, struck "), "{told}");
    let struck = told.trim_end().strip_suffix(" times").unwrap();
    let (_, struck) = struck.rsplit_once(' ').unwrap();
    assert!(struck.parse::<u32>().unwrap() >= 12, "{told}");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_map-oracle"))
        .args(words("check --subject std-btreemap --cases 1 --json", ""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(!text(&output.stderr).contains("panicked"));
}

/// A map that goes wrong in its own way.
struct Broken<F: Flaw> {
    map: HashMap<Key, Value, PlanState>,
    flaw: std::marker::PhantomData<F>,
}

trait Flaw: 'static {
    const NAME: &'static str;
    /// Called before each removal of a key that is there. True makes the map forget to remove.
    fn strikes(entries: usize) -> bool;
}

impl<F: Flaw> Subject for Broken<F> {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = F::NAME;

    fn with_hint(hint: usize) -> Self {
        Broken {
            map: HashMap::with_capacity_and_hasher(hint, PlanState::default()),
            flaw: std::marker::PhantomData,
        }
    }

    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        self.map.insert(key, value)
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        if self.map.contains_key(key) && F::strikes(self.map.len()) {
            return None;
        }
        self.map.remove(key)
    }

    fn get(&self, key: &Key) -> Option<u32> {
        self.map.get(key).map(Value::get)
    }

    fn len(&self) -> usize {
        self.map.len()
    }

    fn each(&self, visit: &mut dyn FnMut(&Key, &Value)) {
        self.map.iter().for_each(|(key, value)| visit(key, value));
    }
}

fn hang() -> ! {
    loop {
        thread::sleep(Duration::from_secs(1));
    }
}

/// Does not remove one of two.
struct Forgets;
impl Flaw for Forgets {
    const NAME: &'static str = "forgets";
    fn strikes(entries: usize) -> bool {
        entries == 2
    }
}

/// Does not come back from the removal of one of three.
struct Hangs;
impl Flaw for Hangs {
    const NAME: &'static str = "hangs";
    fn strikes(entries: usize) -> bool {
        if entries == 3 {
            hang();
        }
        false
    }
}

/// Does not remove one of nine, but only the first time.
struct ForgetsOnce;
impl Flaw for ForgetsOnce {
    const NAME: &'static str = "forgets-once";
    fn strikes(entries: usize) -> bool {
        static DIVERGED: AtomicBool = AtomicBool::new(false);
        entries > 8 && !DIVERGED.swap(true, Ordering::Relaxed)
    }
}

#[test]
fn the_first_failure_of_a_walk_is_a_shortest_one() {
    let folder = scratch("a walk");
    let out = folder.display().to_string();
    let runners = [
        Runner::of::<Broken<Forgets>>(),
        Runner::of::<Broken<Hangs>>(),
    ];
    let forgets = words(
        "check --exhaustive 4 --keys 2 --subject forgets --out @",
        &out,
    );
    let ran = run(&runners, &forgets, false);
    assert_eq!(ran.exit, Exit::Found);
    // Two that are inserted, and one of them removed.
    let files = cases_in(&folder);
    assert!(!files.is_empty());
    for file in files {
        let saved = fs::read_to_string(&file).unwrap();
        let ops = saved.lines().filter(|line| !line.starts_with('#')).skip(2);
        assert!(ops.count() <= 3, "{saved}");
    }
}

#[test]
fn a_divergence_is_saved_shrunk_and_replays() {
    let folder = scratch("a divergence");
    let out = folder.display().to_string();
    let runners = [Runner::of::<StdHashMap>(), Runner::of::<Broken<Forgets>>()];
    let check = words("check --profile tombstone_reuse --cases 50 --out @", &out);
    let ran = run(&runners, &check, false);
    assert_eq!(ran.exit, Exit::Found);
    assert!(ran.out.contains("DIVERGED"), "{}", ran.out);

    // Only what it was shrunk to is left.
    let files = cases_in(&folder);
    let [file] = files.as_slice() else {
        panic!("{files:?}");
    };
    let file = file.display().to_string();
    let replay = format!("my-oracle replay '{file}' --subject forgets");
    assert!(ran.out.contains(&replay), "{}", ran.out);
    let saved = fs::read_to_string(&file).unwrap();
    let ops = saved.lines().filter(|line| !line.starts_with('#'));
    assert!(ops.count() <= 2 + 3, "{saved}");

    let again = run(&runners, &words("replay @ --subject forgets", &file), false);
    assert_eq!(again.exit, Exit::Found);
    assert!(
        again.out.contains("DIVERGED") && again.out.contains("expected"),
        "{}",
        again.out
    );
    let right = run(
        &runners,
        &words("replay @ --subject std-hashmap", &file),
        false,
    );
    assert_eq!(right.exit, Exit::Fine);
    let both = run(&runners, &["replay", &file], false);
    assert_eq!(both.exit, Exit::Found);
    assert!(both.out.contains("std-hashmap: ok"), "{}", both.out);

    let json = [check.as_slice(), &["--json"]].concat();
    // The same in JSON, which is all there is on standard output.
    fs::remove_dir_all(&folder).unwrap();
    let ran = run(&runners, &json, false);
    assert_eq!(ran.exit, Exit::Found);
    let document: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["ok"], false);
    assert_eq!(document["pairs"][0]["verdict"], "ok");
    let pair = &document["pairs"][1];
    assert_eq!(pair["verdict"], "diverged");
    assert!(pair["failed"].as_u64() > Some(0), "{pair}");
    let findings = document["findings"].as_array().unwrap();
    let [finding] = findings.as_slice() else {
        panic!("{findings:?}");
    };
    assert_eq!(finding["subject"], "forgets");
    assert_eq!(pair["findings"][0], finding["signature"]);
    assert_eq!(finding["times"], pair["failed"]);
    assert_eq!(finding["failure"]["path"], file);
    assert_eq!(finding["failure"]["replay"], replay);
    let case = finding["failure"]["case"].as_str().unwrap();
    assert!(case.parse::<map_oracle::case::Case>().is_ok());
}

#[test]
fn a_folder_that_cannot_be_made_is_told_before_anything_is_run() {
    let folder = scratch("unwritable");
    let file = write(&folder, "file", "");
    let out = format!("{file}/found");
    let runners = [Runner::of::<Broken<Forgets>>()];
    let ran = run(&runners, &["check", "--cases", "50", "--out", &out], false);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Misuse, ""));
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(ran.err.contains(&file), "{}", ran.err);
}

#[test]
fn a_hang_is_noticed_saved_and_told() {
    let folder = scratch("hang");
    let out = folder.display().to_string();
    let runners = [Runner::of::<Broken<Hangs>>()];
    let check = words("check --profile mixed --timeout 1 --out @", &out);
    let ran = run(&runners, &check, false);
    assert_eq!(ran.exit, Exit::Found);
    assert!(ran.out.contains("HANGS"), "{}", ran.out);
    let files = cases_in(&folder);
    let [file] = files.as_slice() else {
        panic!("{files:?}");
    };
    let file = file.display().to_string();
    let replay = format!("my-oracle replay {file} --subject hangs");
    assert!(ran.out.contains(&replay), "{}", ran.out);

    let again = run(&runners, &["replay", &file, "--timeout", "1"], false);
    assert_eq!(again.exit, Exit::Found);
    assert!(again.out.contains("HANGS"), "{}", again.out);
}

#[test]
fn what_was_drawn_is_kept_if_it_does_not_fail_again() {
    let folder = scratch("once");
    let out = folder.display().to_string();
    let runners = [Runner::of::<Broken<ForgetsOnce>>()];
    let ran = run(
        &runners,
        &words("check --profile mixed --out @", &out),
        false,
    );
    assert_eq!(ran.exit, Exit::Found);
    assert!(ran.out.contains("DIVERGED"), "{}", ran.out);
    let told = "the map does not always do the same: the case failed 0 times of ";
    assert!(ran.out.contains(told), "{}", ran.out);
    let files = cases_in(&folder);
    let [file] = files.as_slice() else {
        panic!("{files:?}");
    };
    let kept: map_oracle::case::Case = fs::read_to_string(file).unwrap().parse().unwrap();
    assert!(kept.steps.len() > 5, "{kept}");
}

#[test]
fn a_missed_gate_is_a_failure() {
    let runners = [Runner::of::<StdHashMap>()];
    let check = words("check --profile mixed --cases 12000 --ops 1", "");
    let ran = run(&runners, &check, false);
    assert_eq!(ran.exit, Exit::Found);
    assert!(ran.out.contains("gate missed: "), "{}", ran.out);
}

/// A map that is right, and counts what it meets on its own.
struct Counts {
    map: HashMap<Key, Value, PlanState>,
    reached: Reach,
}

impl Counts {
    const REMOVALS: Mark = Mark::how_often("removals that met");
    const FULLEST: Mark = Mark::how_far("entries at a removal");
    const SECRET: Mark = Mark::how_often("what it does not declare");
}

impl Subject for Counts {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "counts";
    const SUPPORT: Support = Support {
        marks: &[Counts::REMOVALS, Counts::FULLEST],
        ..Support::DEFAULT
    };

    fn with_hint(hint: usize) -> Self {
        Counts {
            map: HashMap::with_capacity_and_hasher(hint, PlanState::default()),
            reached: Reach::default(),
        }
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        let entries = self.map.len() as u64;
        let removed = self.map.remove(key);
        if removed.is_some() {
            self.reached.note(Counts::REMOVALS, 1);
            self.reached.note(Counts::FULLEST, entries);
        }
        self.reached.note(Counts::SECRET, 1);
        removed
    }

    fn reached(&mut self, reach: &mut Reach) {
        reach.merge(&std::mem::take(&mut self.reached));
    }

    map_oracle::subject_methods! { map: insert, get, len, iter; by hand: remove }
}

#[test]
fn a_map_may_have_marks_of_its_own() {
    let runners = [Runner::of::<Counts>()];
    let check = |end: &str| {
        let line = format!("check --profile tombstone_reuse --cases 40 {end}");
        // No cell is to be broken in two.
        let ran = run_on(&runners, &words(&line, ""), |console| console.width = 200);
        assert_eq!(ran.exit, Exit::Fine, "{}", ran.err);
        ran.out
    };
    let told: Json = serde_json::from_str(&check("--json")).unwrap();
    let reached = &told["pairs"][0]["reached"];
    let [removals, fullest] =
        ["removals_that_met", "entries_at_a_removal"].map(|mark| reached[mark].as_u64().unwrap());
    assert!(removals > 40 && (2..removals).contains(&fullest), "{told}");
    assert!(reached["what_it_does_not_declare"].is_null(), "{told}");
    let table = check("");
    assert!(table.contains("removals that met"), "{table}");
    assert!(
        table.contains(&format!("entries at a removal {fullest}")),
        "{table}"
    );
}

#[test]
fn an_interrupt_ends_with_the_summary_so_far() {
    let runners = [Runner::of::<StdHashMap>()];
    let check = ["check", "--cases", "10000000", "--json"];
    let ran = run(&runners, &check, true);
    assert_eq!(ran.exit, Exit::Fine);
    assert!(ran.err.ends_with("interrupted\n"), "{}", ran.err);
    let document: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["interrupted"], true);
    let pairs = document["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 4);
    for pair in pairs {
        let verdict = pair["verdict"].as_str().unwrap();
        assert!(["interrupted", "not_run"].contains(&verdict), "{verdict}");
    }
}

#[test]
fn the_end_of_the_time_is_no_interruption() {
    let folder = scratch("time");
    let out = folder.display().to_string();
    // Without faults: std's `split_off` does not survive a panic of `Ord`.
    let line =
        "check --subject std-btreemap --profile mixed --time 1s --faults none --json --out @";
    let output = binary(&words(line, &out));
    assert_eq!(output.status.code(), Some(0));
    let document: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["interrupted"], false);
    assert_eq!(document["cases"], Json::Null);
    let pair = &document["pairs"][0];
    assert_eq!(pair["verdict"], "ok");
    let cases = pair["cases"].as_u64().unwrap();
    let repeat = pair["repeat"].as_str().unwrap();
    assert!(repeat.contains(&format!(" --cases {cases} ")), "{repeat}");
}

#[test]
fn nothing_to_check_is_wrong_use() {
    let ran = run(&[], &[], false);
    assert_eq!(ran.exit, Exit::Misuse);
    assert_eq!(ran.err.lines().count(), 1);
}

#[test]
fn a_slip_of_the_pen_is_told_what_was_meant() {
    for (args, meant) in [
        (&["chekc"][..], "did you mean `check`?"),
        (&["check", "--sed", "1"], "did you mean `--seed`?"),
        (&["check", "--profile", "mixd"], "did you mean `mixed`?"),
        (&["check", "--subject", "gomp"], "did you mean `gomap`?"),
    ] {
        refuses(args, &[meant]);
    }
    // Nothing is like this, and nothing is made up.
    let output = binary(&["check", "--subject", "zzz"]);
    assert!(!text(&output.stderr).contains("did you mean"));
}

#[test]
fn help_is_a_command_and_shells_complete() {
    let helped = binary(&["help", "check"]);
    assert_eq!(helped.status.code(), Some(0));
    assert!(text(&helped.stdout).contains("--seed <N>"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = binary(&["completions", shell]);
        assert_eq!(script.status.code(), Some(0), "{shell}");
        let script = text(&script.stdout);
        assert!(
            script.contains("map-oracle") && script.contains("conform"),
            "{script}"
        );
    }
}
