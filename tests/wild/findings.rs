//! Every bug is a finding of its own, with its op and a small case.

use std::collections::BTreeSet;
use std::fs;
use std::time::Instant;

use map_oracle::case::Case;
use serde_json::Value as Json;

use crate::command::{findings, once_each, path, run, signatures, word};
use crate::subjects::TEN;
use crate::support::{scratch, write};

pub fn ten_ways_to_go_wild_and_five_sound_maps() {
    let folder = scratch("ten");
    let out = path(&folder);
    let args = ["check", "--json", "--cases", "60", "--timeout", "1"];
    let args = [&args[..], &["--out", &out]].concat();
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
    let command = |name| {
        let args = [name, file, "--subject", subject, "--timeout", "1"];
        run("wild", &args)
    };
    let replayed = command("replay");
    assert_eq!(replayed.code, Some(1), "{}", replayed.err);
    assert!(replayed.out.contains(how), "{subject}: {}", replayed.out);
    assert!(replayed.out.contains(op), "{subject}: {}", replayed.out);
    let told = command("explain");
    assert_eq!(told.code, Some(1), "{}", told.err);
    let ended = told.out.to_lowercase();
    assert!(ended.contains(&how.to_lowercase()), "{subject}: {ended}");
    // What ended behind an op ended in none: all of them are told.
    let behind = ["hang-get", "overflow-drop"].contains(&subject);
    let steps = case.steps.iter().enumerate();
    for (place, step) in steps.take(if behind { case.steps.len() } else { 1 }) {
        let line = format!("\nop {} of {}  {step}\n", place + 1, case.steps.len());
        assert!(told.out.contains(&line), "{subject}: {}", told.out);
    }
    println!("{}{}", replayed.out, told.out);
}

pub fn six_bugs_are_six_findings() {
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
        // Whichever of the two was met first names the entry.
        .map(|op| op.strip_suffix("_run").unwrap_or(op))
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

pub fn in_process_still_works() {
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

pub fn exhaustive_walks_go_on_behind_a_crash() {
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
