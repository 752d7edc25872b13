//! The tests, and the command that they run.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::subjects;
use crate::support::{scratch, text, write};
use libtest_mimic::{Arguments, Trial};
use map_oracle::case::Case;
use map_oracle::cli;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value as Json;

/// The variable that makes this program the command, with these maps.
const MAPS: &str = "WILD_MAPS";

pub fn main() -> ExitCode {
    if let Ok(maps) = std::env::var(MAPS) {
        // Its children inherit that.
        return cli::main(subjects::set(&maps));
    }
    macro_rules! trials {
        ($($test:ident)*) => {
            vec![$(Trial::test(stringify!($test), || {
                $test();
                Ok(())
            })),*]
        };
    }
    let mut trials = trials! {
        ten_ways_to_go_wild_and_five_sound_maps
        six_bugs_are_six_findings
        the_number_of_jobs_makes_no_difference
        a_campaign_that_is_killed_loses_nothing
        a_child_that_is_killed_is_nobodys_fault
        sigterm_leaves_the_table_so_far
        one_run_in_a_folder
        a_folder_that_cannot_be_written_is_refused_at_once
        nothing_to_go_on_with
        in_process_still_works
        exhaustive_walks_go_on_behind_a_crash
        a_busy_machine_is_no_hang
    };
    let killed = Trial::test("a_campaign_that_is_killed_200_times_loses_nothing", || {
        killed_and_resumed(200);
        Ok(())
    });
    trials.push(killed.with_ignored_flag(true));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// The command with these maps.
fn command(maps: &str, args: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(args)
        .env(MAPS, maps)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(maps: &str, args: &[&str]) -> Ran {
    ran(command(maps, args).output().unwrap())
}

/// What came of the command.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code(),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

impl Ran {
    #[track_caller]
    fn json(&self) -> Json {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }
}

fn path(path: &Path) -> String {
    path.display().to_string()
}

fn findings(report: &Json) -> &[Json] {
    report["findings"].as_array().unwrap()
}

fn word<'a>(of: &'a Json, field: &str) -> &'a str {
    of[field].as_str().unwrap_or_default()
}

/// Subject and signature of each finding.
fn signatures(report: &Json) -> Vec<(String, String)> {
    let pair = |finding: &Json| {
        (
            word(finding, "subject").to_owned(),
            word(finding, "signature").to_owned(),
        )
    };
    findings(report).iter().map(pair).collect()
}

/// What each map that runs wild does, and what its case ends with.
const TEN: [(&str, &str, &str, &str); 10] = [
    ("hang-get", "hang in get", "get", "does not end"),
    ("abort-remove", "SIGABRT in remove", "remove", "SIGABRT"),
    (
        "overflow-drop",
        "stack overflow in drop",
        "",
        "the stack overflowed",
    ),
    (
        "dangling-remove",
        "heap damage after remove",
        "remove",
        "SIGABRT",
    ),
    ("null-clear", "SIGSEGV in clear", "clear", "SIGSEGV"),
    ("exit-remove", "exit 0 in remove", "remove", "exit code 0"),
    (
        "alloc-remove",
        "out of memory in remove",
        "remove",
        "more memory",
    ),
    (
        "print-clear",
        "endless output in clear",
        "clear",
        "printed more",
    ),
    (
        "term-remove",
        "signal handling in remove",
        "remove",
        "signals are",
    ),
    ("fork-remove", "fork in remove", "remove", "another process"),
];

fn ten_ways_to_go_wild_and_five_sound_maps() {
    let folder = scratch("ten");
    let args = [
        "check",
        "--json",
        "--out",
        &path(&folder),
        "--cases",
        "60",
        "--timeout",
        "1",
    ];
    let start = Instant::now();
    let ran = run("wild", &args);
    println!("{}\n{:?}", ran.err, start.elapsed());
    let report = ran.json();
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let told: Vec<(String, String)> = signatures(&report);
    for (subject, signature, ..) in TEN {
        let own: Vec<&str> = told
            .iter()
            .filter(|(of, _)| of == subject)
            .map(|(_, signature)| signature.as_str())
            .collect();
        assert_eq!(own, [signature], "{subject}: {told:?}");
    }
    assert_eq!(told.len(), TEN.len(), "{told:?}");
    // One table has them all.
    for pair in report["pairs"].as_array().unwrap() {
        if word(pair, "subject").starts_with("sound-") {
            assert_eq!(word(pair, "verdict"), "ok", "{pair}");
        }
    }
    for finding in findings(&report) {
        is_told(finding);
    }
}

/// The case of a finding is small, saved, and does the same again.
fn is_told(finding: &Json) {
    let subject = word(finding, "subject");
    let (_, _, op, how) = *TEN.iter().find(|ten| ten.0 == subject).unwrap();
    let failure = &finding["failure"];
    let case: Case = word(failure, "case").parse().unwrap();
    assert!(case.steps.len() <= 3, "{finding:#}");
    let file = word(failure, "path");
    let saved = fs::read_to_string(file).unwrap().parse::<Case>().unwrap();
    assert_eq!(saved, case);
    let replayed = run(
        "wild",
        &["replay", file, "--subject", subject, "--timeout", "1"],
    );
    assert_eq!(replayed.code, Some(1), "{}", replayed.err);
    assert!(replayed.out.contains(how), "{subject}: {}", replayed.out);
    assert!(replayed.out.contains(op), "{subject}: {}", replayed.out);
    let told = run(
        "wild",
        &["explain", file, "--subject", subject, "--timeout", "1"],
    );
    assert_eq!(told.code, Some(1), "{}", told.err);
    let ended = told.out.to_lowercase();
    assert!(ended.contains(&how.to_lowercase()), "{subject}: {ended}");
    let first = case.steps[0].to_string();
    assert!(told.out.contains(&first), "{subject}: {}", told.out);
    println!("{}{}", replayed.out, told.out);
}

fn six_bugs_are_six_findings() {
    let folder = scratch("six");
    let out = path(&folder.join("all"));
    let ran = run(
        "planted",
        &["check", "--json", "--time", "20s", "--out", &out],
    );
    let report = ran.json();
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let told: Vec<String> = signatures(&report).into_iter().map(|(_, s)| s).collect();
    println!("{told:#?}");
    let ops: BTreeSet<&str> = told
        .iter()
        .map(|signature| signature.rsplit(' ').next().unwrap())
        .collect();
    let planted = [
        "clear",
        "clone",
        "entry_or_insert_with_key",
        "get_mut",
        "remove",
        "retain",
    ];
    assert_eq!(ops.into_iter().collect::<Vec<_>>(), planted, "{told:?}");
    assert_eq!(told.len(), 6, "{told:?}");
    let cases = fs::read_dir(&out).unwrap();
    let cases = cases.filter(|entry| path(&entry.as_ref().unwrap().path()).ends_with(".case"));
    assert_eq!(cases.count(), 6, "one file each");

    for unknown in [0, 5] {
        let mut list = String::new();
        for signature in told
            .iter()
            .enumerate()
            .filter(|&(place, _)| place != unknown)
        {
            let signature = toml(signature.1);
            list += &format!(
                "[[failure]]\nsubject = \"planted\"\nsignature = {signature}\nreason = \"planted\"\n"
            );
        }
        let known = write(&folder, "known.toml", list);
        let out = path(&folder.join(format!("but-{unknown}")));
        let args = [
            "check", "--json", "--cases", "400", "--out", &out, "--known", &known,
        ];
        let ran = run("planted", &args);
        let report = ran.json();
        let new: Vec<&str> = findings(&report)
            .iter()
            .filter(|finding| finding["known"] == false)
            .map(|finding| word(finding, "signature"))
            .collect();
        assert_eq!(new, [told[unknown].as_str()]);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        let met = |line: &&str| line.starts_with("known failure `") && line.contains(" was met ");
        assert_eq!(ran.err.lines().filter(met).count(), 5, "{}", ran.err);

        // All are mended.
        let out = path(&folder.join(format!("mended-{unknown}")));
        let args = [
            "check", "--json", "--cases", "200", "--out", &out, "--known", &known,
        ];
        let ran = run("mended", &args);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let stale = |line: &&str| line.contains(" was not met: mended? take it out of ");
        assert_eq!(ran.err.lines().filter(stale).count(), 5, "{}", ran.err);
    }
}

fn toml(text: &str) -> String {
    format!("'{text}'")
}

fn the_number_of_jobs_makes_no_difference() {
    let folder = scratch("jobs");
    let check = |jobs: &str, maps: &str, subjects: &[&str]| {
        // The names of files are part of what is told.
        let out = path(&folder.join(maps));
        let _ = fs::remove_dir_all(&out);
        let mut args = vec![
            "check", "--json", "--cases", "130", "--seed", "3", "--out", &out,
        ];
        args.extend(["--jobs", jobs, "--timeout", "2"]);
        args.extend(subjects.iter().flat_map(|subject| ["--subject", subject]));
        run(maps, &args).out
    };
    for (maps, subjects) in [
        (
            "wild",
            &["sound-1", "abort-remove", "null-clear", "sound-2"][..],
        ),
        ("planted", &[]),
        ("three", &[]),
    ] {
        let one = check("1", maps, subjects);
        assert!(one.len() > 1000, "{one}");
        let eight = check("8", maps, subjects);
        if one != eight {
            let lines = one.lines().zip(eight.lines()).filter(|(a, b)| a != b);
            panic!("{maps}: {:#?}", lines.take(10).collect::<Vec<_>>());
        }
    }
}

/// A campaign's arguments, on a map with three bugs.
fn campaign(out: &str) -> [&str; 8] {
    [
        "check", "--json", "--cases", "400", "--jobs", "2", "--out", out,
    ]
}

/// The log's lines, each of them whole.
fn logged(out: &Path) -> Vec<(String, String)> {
    let log = fs::read_to_string(out.join("findings.jsonl")).unwrap_or_default();
    assert!(log.is_empty() || log.ends_with('\n'), "{log}");
    log.lines()
        .map(|line| {
            let entry: Json = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
            let file = word(&entry, "file").to_owned();
            let case = fs::read_to_string(out.join(file)).unwrap();
            case.parse::<Case>().unwrap();
            (
                word(&entry, "subject").to_owned(),
                word(&entry, "signature").to_owned(),
            )
        })
        .collect()
}

fn once_each(pairs: &[(String, String)]) -> BTreeSet<(String, String)> {
    let set: BTreeSet<_> = pairs.iter().cloned().collect();
    assert_eq!(set.len(), pairs.len(), "{pairs:?}");
    set
}

fn a_campaign_that_is_killed_loses_nothing() {
    killed_and_resumed(20);
}

fn killed_and_resumed(times: u32) {
    let folder = scratch(&format!("killed-{times}"));
    let whole = folder.join("whole");
    let start = Instant::now();
    let ran = run("three", &campaign(&path(&whole)));
    let took = start.elapsed();
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let wanted = once_each(&signatures(&ran.json()));
    assert_eq!(wanted.len(), 3, "{wanted:?}");
    assert_eq!(once_each(&logged(&whole)), wanted);

    let mut random = fastrand::Rng::with_seed(11);
    let out = folder.join("killed");
    let mut round = 0;
    let mut kills = 0;
    let mut resumes = false;
    while kills < times {
        let args = campaign(&path(&out)).map(str::to_owned);
        let mut args: Vec<&str> = args.iter().map(String::as_str).collect();
        if resumes {
            let shown = args.len() - 2;
            args = [&["check", "--json", "--resume"], &args[shown..]].concat();
        }
        let mut parent = command("three", &args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let wait = took.mul_f64(random.f64() * 0.6);
        let until = Instant::now() + wait;
        while Instant::now() < until && parent.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(2));
        }
        let children = children_of(parent.id());
        let ended = parent.try_wait().unwrap().is_some();
        kills += u32::from(!ended);
        parent.kill().unwrap();
        parent.wait().unwrap();
        gone(&children);
        let found = once_each(&logged(&out));
        assert!(found.is_subset(&wanted), "{found:?}");
        resumes = out.join("campaign.json").exists();
        if ended {
            round += 1;
            finish(&out, resumes, &wanted);
            fs::remove_dir_all(&out).unwrap();
            resumes = false;
        }
    }
    println!("{kills} kills, {round} whole campaigns, {took:?} each");
    finish(&out, resumes, &wanted);
}

/// Ends what was killed, and looks whether all of it is there.
#[track_caller]
fn finish(out: &Path, resumes: bool, wanted: &BTreeSet<(String, String)>) {
    let shown = path(out);
    let args = campaign(&shown);
    let ran = match resumes {
        true => run("three", &["check", "--json", "--resume", "--out", &shown]),
        false => run("three", &args),
    };
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert_eq!(once_each(&signatures(&ran.json())), *wanted, "{}", ran.err);
    assert_eq!(once_each(&logged(out)), *wanted);
}

/// The processes that this one made.
fn children_of(parent: u32) -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers
        .filter(|number| {
            let stat = fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
            // The name, in parentheses, may hold anything.
            let rest = stat.rsplit(')').next().unwrap_or_default();
            rest.split_whitespace().nth(1) == Some(&parent.to_string())
        })
        .collect()
}

/// Nobody stays behind.
#[track_caller]
fn gone(processes: &[u32]) {
    let until = Instant::now() + Duration::from_secs(20);
    let lives = |&&process: &&u32| {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let state = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .trim_start()
            .to_owned();
        !state.is_empty() && !state.starts_with('Z')
    };
    while let Some(left) = processes.iter().find(lives) {
        assert!(Instant::now() < until, "{left} still runs");
        thread::sleep(Duration::from_millis(10));
    }
}

fn a_child_that_is_killed_is_nobodys_fault() {
    let folder = scratch("child");
    let mut random = fastrand::Rng::with_seed(5);
    let out = path(&folder.join("sound"));
    let args = [
        "check",
        "--json",
        "--subject",
        "sound-1",
        "--subject",
        "sound-2",
    ];
    let args = [&args[..], &["--cases", "300", "--jobs", "2", "--out", &out]].concat();
    let running = command("wild", &args).spawn().unwrap();
    let parent = running.id();
    let mut kills = 0;
    // More than one in the same stretch of cases would be a map that is killed.
    for _ in 0..6 {
        thread::sleep(Duration::from_millis(random.u64(50..400)));
        let children = children_of(parent);
        if let Some(&child) = children.first() {
            kills += u32::from(kill(Pid::from_raw(child as i32), Signal::SIGKILL).is_ok());
        }
    }
    let ran = ran(running.wait_with_output().unwrap());
    println!("{kills} kills");
    assert!(kills > 0);
    let report = ran.json();
    assert_eq!(signatures(&report), [], "{}", ran.err);
    assert_eq!(ran.code, Some(0), "{} {}", ran.err, report["pairs"]);
    for pair in report["pairs"].as_array().unwrap() {
        assert_eq!(word(pair, "verdict"), "ok", "{pair}");
        assert_eq!(pair["cases"], 300, "{pair}");
    }
}

/// A check that has no end, once it is under way.
fn under_way(out: &Path) -> Child {
    let shown = path(out);
    let args = [
        "check",
        "--subject",
        "sound-1",
        "--subject",
        "abort-remove",
        "--time",
        "10m",
    ];
    let running = command("wild", &[&args[..], &["--out", &shown]].concat())
        .spawn()
        .unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while !out.join("findings.jsonl").exists() {
        assert!(Instant::now() < until, "nothing is found");
        thread::sleep(Duration::from_millis(10));
    }
    running
}

fn sigterm_leaves_the_table_so_far() {
    for signal in [Signal::SIGTERM, Signal::SIGINT] {
        let out = scratch("sigterm");
        let running = under_way(&out);
        let children = children_of(running.id());
        kill(Pid::from_raw(running.id() as i32), signal).unwrap();
        let start = Instant::now();
        let ran = ran(running.wait_with_output().unwrap());
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "{:?}",
            start.elapsed()
        );
        assert_eq!(ran.err.lines().last(), Some("interrupted"), "{}", ran.err);
        assert!(
            ran.out.contains("abort-remove: SIGABRT in remove\n"),
            "{}",
            ran.out
        );
        let row = |line: &&str| line.contains("sound-1") && line.contains("interrupted");
        assert!(ran.out.lines().any(|line| row(&line)), "{}", ran.out);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        gone(&children);
    }
}

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

fn one_run_in_a_folder() {
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

fn a_folder_that_cannot_be_written_is_refused_at_once() {
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

fn nothing_to_go_on_with() {
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

fn in_process_still_works() {
    let folder = scratch("in process");
    let out = path(&folder);
    let args = [
        "check",
        "--json",
        "--in-process",
        "--cases",
        "150",
        "--out",
        &out,
    ];
    let ran = run("three", &args);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let report = ran.json();
    assert_eq!(once_each(&signatures(&report)).len(), 3, "{report}");
    for finding in findings(&report) {
        let file = word(&finding["failure"], "path");
        let args = ["replay", file, "--subject", "three", "--in-process"];
        assert_eq!(run("three", &args).code, Some(1));
    }
    let out = path(&folder.join("sound"));
    let args = [
        "check",
        "--in-process",
        "--cases",
        "150",
        "--out",
        &out,
        "--subject",
        "sound-1",
    ];
    let ran = run("wild", &args);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
}

fn exhaustive_walks_go_on_behind_a_crash() {
    let folder = scratch("exhaustive");
    let out = path(&folder);
    // Two keys are not enough for an op that needs three.
    for (length, keys, subject, signature) in [
        ("4", "3", "abort-remove", "SIGABRT in remove"),
        ("3", "3", "hang-get", "hang in get"),
        ("3", "2", "overflow-drop", "stack overflow in drop"),
        ("3", "2", "null-clear", "SIGSEGV in clear"),
    ] {
        let args = [
            "check",
            "--exhaustive",
            length,
            "--keys",
            keys,
            "--subject",
            subject,
        ];
        let args = [&args[..], &["--out", &out, "--timeout", "1"]].concat();
        let start = Instant::now();
        let ran = run("wild", &args);
        println!("{subject}: {:?}\n{}", start.elapsed(), ran.out);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        let entry = format!("{subject}: {signature}\n");
        assert!(ran.out.contains(&entry), "{}", ran.out);
        for row in ran
            .out
            .lines()
            .filter(|line| line.trim_start().starts_with(subject))
        {
            let sequences = row.split_whitespace().rev().nth(2);
            assert_ne!(sequences, Some("0"), "{row}");
        }
    }
}

/// With less to give way than 19, at which two cores leave it a hundredth of their
/// time: this is to end.
fn a_busy_machine_is_no_hang() {
    let folder = scratch("busy");
    let busy: Vec<Child> = (0..4)
        .map(|_| {
            Command::new("sh")
                .args(["-c", "while :; do :; done"])
                .spawn()
                .unwrap()
        })
        .collect();
    let out = path(&folder);
    let args = [
        "check",
        "--subject",
        "sound-1",
        "--cases",
        "40",
        "--out",
        &out,
    ];
    let ran = ran(Command::new("nice")
        .args(["-n", "10"])
        .arg(std::env::current_exe().unwrap())
        .args(args)
        .env(MAPS, "wild")
        .output()
        .unwrap());
    for mut child in busy {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    println!("{}", ran.out);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}
