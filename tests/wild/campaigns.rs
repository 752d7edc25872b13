//! A campaign ends with the same findings, however many workers it has and
//! whatever becomes of it on the way.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use map_oracle::case::Case;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value as Json;

use crate::command::{
    MAPS, children_of, command, gone, once_each, path, ran, run, signatures, under_way, word,
};
use crate::support::scratch;

pub fn the_number_of_jobs_makes_no_difference() {
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

pub fn a_campaign_that_is_killed_loses_nothing() {
    killed_and_resumed(20);
}

pub fn killed_and_resumed(times: u32) {
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
    let mut whole_ones = 0;
    let (mut parents, mut children) = (0, 0);
    let mut resumes = false;
    while parents + children < times {
        let shown = path(&out);
        let args = if resumes {
            vec!["check", "--json", "--resume", "--out", &shown]
        } else {
            campaign(&shown).to_vec()
        };
        let mut parent = command("three", &args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let until = Instant::now() + took.mul_f64(random.f64() * 0.6);
        // A child or two go first, at any moment.
        let mut next = Instant::now() + took.mul_f64(random.f64() * 0.2);
        while Instant::now() < until && parent.try_wait().unwrap().is_none() {
            if next < Instant::now() {
                children += u32::from(kills_one(&children_of(parent.id()), &mut random));
                next = Instant::now() + took.mul_f64(random.f64() * 0.4);
            }
            thread::sleep(Duration::from_millis(2));
        }
        let left = children_of(parent.id());
        let ended = parent.try_wait().unwrap().is_some();
        parents += u32::from(!ended);
        parent.kill().unwrap();
        parent.wait().unwrap();
        gone(&left);
        let found = once_each(&logged(&out));
        assert!(found.is_subset(&wanted), "{found:?}");
        resumes = out.join("campaign.json").exists();
        if ended {
            whole_ones += 1;
            finish(&out, resumes, &wanted);
            fs::remove_dir_all(&out).unwrap();
            resumes = false;
        }
    }
    println!("{parents} parents and {children} children killed");
    println!("{whole_ones} whole campaigns, {took:?} each");
    assert!(parents > 0 && children > 0);
    finish(&out, resumes, &wanted);
}

/// Ends one of these processes, if any is left.
fn kills_one(processes: &[u32], random: &mut fastrand::Rng) -> bool {
    let Some(process) = random.choice(processes) else {
        return false;
    };
    kill(Pid::from_raw(*process as i32), Signal::SIGKILL).is_ok()
}

/// Ends what was killed, and looks whether all of it is there.
#[track_caller]
fn finish(out: &Path, resumes: bool, wanted: &BTreeSet<(String, String)>) {
    let shown = path(out);
    let args = campaign(&shown);
    let ran = if resumes {
        run("three", &["check", "--json", "--resume", "--out", &shown])
    } else {
        run("three", &args)
    };
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert_eq!(once_each(&signatures(&ran.json())), *wanted, "{}", ran.err);
    assert_eq!(once_each(&logged(out)), *wanted);
}

pub fn a_child_that_is_killed_is_nobodys_fault() {
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
        kills += u32::from(kills_one(&children_of(parent), &mut random));
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

/// Twice in a row, which is where a case is run once more, closely.
pub fn a_case_that_somebody_ends_is_run_again() {
    let folder = scratch("ended");
    for args in [
        &["--cases", "60"][..],
        &["--exhaustive", "4", "--keys", "3"],
    ] {
        let count = folder.join(args[0]);
        let out = path(&folder.join("out").join(args[0]));
        let args = [&["check", "--out", &out], args].concat();
        let ended = command("ended", &args).env("WILD_ENDS", &count).output();
        let ran = ran(ended.unwrap());
        assert_eq!(fs::read_to_string(count).unwrap(), "..", "{}", ran.out);
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    }
}

pub fn sigterm_leaves_the_table_so_far() {
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

/// Two cores leave it a hundredth of their time, so that a child may get none for
/// as long as one may wait.
pub fn a_busy_machine_is_no_hang() {
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
        "--timeout",
        "1",
        "--out",
        &out,
    ];
    let ran = ran(Command::new("nice")
        .args(["-n", "19"])
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
