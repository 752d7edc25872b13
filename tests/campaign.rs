//! `stats` and `merge`, which read the folder of a long run, whatever ended the
//! run. That its files are written safely is in `tests/kept.rs`.

#[path = "cli_support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use map_oracle::campaign::{self, Entry, Progress, Repeat};
use map_oracle::cli::Exit;
use serde_json::Value as Json;
use support::{Ran, binary, refuses, run, scratch, text, write};

const CASE: &str = "map-oracle case 1\ninsert 0 = 0\nremove 0\n";

fn entry(signature: &str, first_seen: f64) -> Entry {
    Entry {
        subject: "mine".to_owned(),
        profile: "mixed".to_owned(),
        signature: signature.to_owned(),
        kind: "look-up".to_owned(),
        seed: 7,
        case: (first_seen * 10.0) as u64,
        first_seen,
        cpu_seconds: first_seen * 2.0,
        times: 1,
        file: None,
        text: CASE.to_owned(),
    }
}

fn progress(seconds: f64, marks: &[(&str, u64)]) -> Progress {
    Progress {
        seconds,
        cpu_seconds: seconds * 1.5,
        cases: (seconds * 100.0) as u64,
        ops: (seconds * 10_000.0) as u64,
        pairs: 35,
        findings: 0,
        marks: marks
            .iter()
            .map(|&(name, n)| (name.to_owned(), n))
            .collect(),
        repeats: Vec::new(),
    }
}

/// A campaign of 90 seconds with three findings, one of which was met again.
fn small(folder: &Path) -> String {
    fs::create_dir_all(folder).unwrap();
    let file = "mine-look-up-1.case";
    write(folder, file, CASE.replace("1\n", "1\n# why\n"));
    let first = Entry {
        file: Some(file.to_owned()),
        ..entry("lost key after remove", 2.5)
    };
    let longer = Entry {
        text: format!("{CASE}clear\n"),
        ..entry("lost key after remove", 40.0)
    };
    let found = [
        first,
        entry("SIGSEGV in clear with panic drop", 31.0),
        longer,
    ];
    for found in &found {
        campaign::append(folder, found).unwrap();
    }
    let other = Entry {
        subject: "yours".to_owned(),
        ..entry("panic in get: \"no\" <#>", 75.0)
    };
    campaign::append(folder, &other).unwrap();
    let marks = [("ops", 10), ("collisions", 3), ("longest chain", 4)];
    for (seconds, reached) in [(0.5, 1), (30.0, 2), (60.0, 2)] {
        campaign::append_progress(folder, &progress(seconds, &marks[..reached])).unwrap();
    }
    let last = Progress {
        repeats: vec![Repeat {
            subject: "mine".to_owned(),
            signature: "lost key after remove".to_owned(),
            times: 40,
        }],
        ..progress(90.0, &marks)
    };
    campaign::append_progress(folder, &last).unwrap();
    folder.display().to_string()
}

fn stats(args: &[&str]) -> Ran {
    run(&[], &[&["stats"], args].concat(), false)
}

fn stats_json(folder: &str) -> Json {
    let ran = stats(&[folder, "--json"]);
    assert_eq!(ran.exit, Exit::Fine, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn what_was_run_found_and_reached_is_told() {
    let folder = small(&scratch("told"));
    let ran = stats(&[&folder]);
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Fine, ""));
    expect_test::expect![[r#"
        1 min 30 s, 2 min 15 s of CPU time: 9000 cases, 900k ops on 35 pairs
        reached: 3 of 20 marks

         mark            how often, or how far
        ───────────────────────────────────────
         collisions                          3
         longest chain                       4
         ops                                10

        3 findings

         subject   signature                          times   first seen         file
        ─────────────────────────────────────────────────────────────────────────────────────────────
         mine      lost key after remove                 42   after 2.5 s        mine-look-up-1.case
         mine      SIGSEGV in clear with panic drop       1   after 31 s         -
         yours     panic in get: "no" <#>                 1   after 1 min 15 s   -
    "#]]
    .assert_eq(&ran.out);

    let json = stats_json(&folder);
    assert_eq!(json["cases"], 9_000);
    assert_eq!(json["reached"]["longest_chain"], 4);
    let first = &json["findings"][0];
    assert_eq!(first["signature"], "lost key after remove");
    assert_eq!(first["times"], 42);
    assert_eq!(first["ops"], 2);
    assert_eq!(first["case"], CASE);
    let history: Vec<(u64, u64)> = json["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|at| {
            (
                at["marks"].as_u64().unwrap(),
                at["findings"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(history, [(1, 0), (2, 1), (2, 2), (3, 3)]);
}

#[test]
fn the_plot_is_one_file_that_needs_nothing_else() {
    let folder = small(&scratch("plot <&> here"));
    let file = format!("{folder}/plot.svg");
    let ran = stats(&[&folder, "--svg", &file]);
    assert_eq!(ran.exit, Exit::Fine, "{}", ran.err);
    assert!(ran.out.contains("3 findings"));
    let svg = fs::read_to_string(&file).unwrap();
    for part in [
        "width=\"800\" height=\"400\"",
        "&lt;&amp;&gt;",
        ">time in seconds<",
        ">marks reached, of 20<",
        ">findings<",
    ] {
        assert!(svg.contains(part), "no `{part}` in {svg}");
    }
    // Every element is closed, and nothing is fetched.
    let opened = svg.matches('<').count();
    assert_eq!(opened, svg.matches('>').count());
    assert_eq!(svg.matches("http").count(), 1, "the name space alone");
    assert_eq!(svg.matches("<path").count(), 2);
    assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());

    // A campaign that has only just begun has a plot as well.
    let new = scratch("plot of nothing");
    campaign::append_progress(&new, &progress(0.0, &[])).unwrap();
    let new = new.display().to_string();
    let ran = stats(&[&new, "--svg", &file]);
    assert!(ran.out.contains("no findings"), "{}", ran.out);
    assert!(!fs::read_to_string(&file).unwrap().contains("NaN"));
}

#[test]
fn a_line_torn_anywhere_is_left_out_and_the_others_are_read() {
    let folder = scratch("torn");
    let dir = small(&folder);
    let files = [campaign::FINDINGS, campaign::PROGRESS];
    for (file, list) in files.into_iter().zip(["findings", "history"]) {
        let path = folder.join(file);
        let whole = fs::read(&path).unwrap();
        let body = &whole[..whole.len() - 1];
        let last = body.iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
        let lines = stats_json(&dir)[list].as_array().unwrap().len();
        for end in last..whole.len() {
            fs::write(&path, &whole[..end]).unwrap();
            let json = stats_json(&dir);
            let torn = end > last && end < body.len();
            assert_eq!(json["torn"], u64::from(torn), "cut at {end}");
            let left = lines - usize::from(end < body.len());
            assert_eq!(json[list].as_array().unwrap().len(), left, "cut at {end}");
        }
        // What is appended after a cut is there, and what was whole still is.
        fs::write(&path, &whole[..last + 20]).unwrap();
        match file {
            campaign::FINDINGS => campaign::append(&folder, &entry("new", 80.0)).unwrap(),
            _ => campaign::append_progress(&folder, &progress(99.0, &[])).unwrap(),
        }
        let json = stats_json(&dir);
        assert_eq!(json["torn"], 1);
        assert_eq!(json[list].as_array().unwrap().len(), lines);
        let ran = stats(&[&dir]);
        assert_eq!(
            ran.err,
            "one line is torn, since a run was killed, and is left out\n"
        );
        fs::write(&path, &whole).unwrap();
    }
}

#[test]
fn a_campaign_that_is_gone_on_with_takes_its_last_heartbeats_back() {
    let folder = scratch("resumed");
    for seconds in [1.0, 2.0, 3.0, 2.0, 2.5] {
        campaign::append_progress(&folder, &progress(seconds, &[])).unwrap();
    }
    // And the case that was run twice is one find.
    let found = entry("hang in get", 1.0);
    campaign::append(&folder, &found).unwrap();
    campaign::append(
        &folder,
        &Entry {
            first_seen: 2.2,
            ..found
        },
    )
    .unwrap();
    let json = stats_json(&folder.display().to_string());
    let seconds: Vec<f64> = json["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|moment| moment["seconds"].as_f64().unwrap())
        .collect();
    assert_eq!(seconds, [1.0, 2.0, 2.0, 2.5]);
    assert_eq!(json["cases"], 250);
    assert_eq!(json["findings"][0]["times"], 1);
}

#[test]
fn bad_input_is_one_line() {
    let folder = scratch("bad");
    let good = small(&folder.join("good"));
    let other = small(&folder.join("other"));
    let file = write(&folder, "file", "x");
    let missing = folder.join("missing").display().to_string();
    let empty = folder.join("empty");
    fs::create_dir(&empty).unwrap();
    let empty = empty.display().to_string();
    let broken = folder.join("broken");
    small(&broken);
    let line = "{\"subject\":\"mine\",\"signature\":3,\"text\":\"\"}\n";
    let findings = write(&broken, campaign::FINDINGS, line);
    let broken = broken.display().to_string();
    let out = folder.join("out").display().to_string();

    for bad in [&file, &missing, &empty, &broken] {
        let parts: &[&str] = match () {
            () if bad == &file => &["is not a directory"],
            () if bad == &missing => &["cannot be read"],
            () if bad == &empty => &["holds no campaign"],
            () => &[&findings, ":1:31: invalid type"],
        };
        let parts = [&[bad.as_str()], parts].concat();
        refuses(&["stats", bad], &parts);
        refuses(&["stats", bad, "--json"], &parts);
        refuses(&["merge", "--out", &out, &good, bad], &parts);
    }
    refuses(&["stats"], &["<DIR>"]);
    refuses(
        &["stats", &good, "--svg", &good],
        &[&good, "cannot be written"],
    );
    let deep = format!("{missing}/plot.svg");
    refuses(&["stats", &good, "--svg", &deep], &[&deep, "no folder"]);

    refuses(&["merge", &good], &["--out"]);
    refuses(&["merge", "--out", &out], &["<DIR>"]);
    refuses(
        &["merge", "--out", &good, &other],
        &[&good, "holds a campaign already"],
    );
    let roundabout = format!("{good}/../good");
    refuses(
        &["merge", "--out", &roundabout, &other, &good],
        &["is to be merged"],
    );
    refuses(
        &["merge", "--out", &out, &good, &roundabout],
        &["is given twice"],
    );
    refuses(
        &["merge", "--out", &file, &good],
        &[&file, "is not a directory"],
    );
    let under = format!("{file}/out");
    refuses(
        &["merge", "--out", &under, &good],
        &[&under, "cannot be made"],
    );
    // A folder says what is to be read, not where.
    for name in ["../../good/mine-look-up-1.case", "/etc/hostname", ""] {
        let wicked = Entry {
            file: Some(name.to_owned()),
            ..entry("hang in get", 1.0)
        };
        let path = folder.join("wicked");
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        campaign::append(&path, &wicked).unwrap();
        let path = path.display().to_string();
        refuses(&["merge", "--out", &out, &path], &["not in the folder"]);
    }
    assert!(!Path::new(&out).exists(), "nothing was written");
}

#[test]
fn the_shards_of_a_campaign_become_one() {
    let folder = scratch("merge");
    let (one, two) = (folder.join("one"), folder.join("two"));
    let out = folder.join("out").display().to_string();
    let dirs = [small(&one), two.display().to_string()];
    fs::create_dir(&two).unwrap();
    // Another case under the same name, one whose file is lost, and a smaller one.
    write(&two, "mine-look-up-1.case", "map-oracle case 1\nclear\n");
    let found = [
        Entry {
            file: Some("mine-look-up-1.case".to_owned()),
            text: "map-oracle case 1\nclear\n".to_owned(),
            ..entry("SIGSEGV in clear with panic drop", 50.0)
        },
        Entry {
            file: Some("lost.case".to_owned()),
            times: 5,
            ..entry("hang in get", 3.0)
        },
        Entry {
            text: format!("{CASE}remove 0\n"),
            ..entry("lost key after remove", 1.0)
        },
    ];
    for found in &found {
        campaign::append(&two, found).unwrap();
    }
    let marks = [("longest chain", 3), ("collisions", 5), ("growths", 1)];
    campaign::append_progress(&two, &progress(45.0, &marks)).unwrap();

    let merged = binary(&["merge", "--out", &out, &dirs[0], &dirs[1]]);
    assert_eq!(merged.status.code(), Some(0), "{}", text(&merged.stderr));
    assert_eq!(
        text(&merged.stdout),
        format!("2 campaigns merged to {out}: 4 findings of 6\n")
    );
    let json = stats_json(&out);
    let told: Vec<(&str, u64, f64, &str)> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| {
            (
                found["signature"].as_str().unwrap(),
                found["times"].as_u64().unwrap(),
                found["first_seen"].as_f64().unwrap(),
                found["file"].as_str().unwrap_or("-"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("lost key after remove", 43, 1.0, "mine-look-up-1.case"),
            ("hang in get", 5, 3.0, "lost.case"),
            (
                "SIGSEGV in clear with panic drop",
                2,
                31.0,
                "mine-look-up-1-2.case"
            ),
            ("panic in get: \"no\" <#>", 1, 75.0, "-"),
        ]
    );
    let read = |name: &str| fs::read_to_string(format!("{out}/{name}")).unwrap();
    assert!(read("mine-look-up-1.case").contains("# why"));
    assert_eq!(read("mine-look-up-1-2.case"), "map-oracle case 1\nclear\n");
    assert_eq!(read("lost.case"), CASE);

    // At the end both have run: 90 and 45 seconds.
    assert_eq!(json["seconds"], 90.0);
    assert_eq!(json["cases"], 9_000 + 4_500);
    assert_eq!(json["cpu_seconds"], 135.0 + 67.5);
    assert_eq!(json["pairs"], 35);
    let reached: BTreeMap<String, u64> = serde_json::from_value(json["reached"].clone()).unwrap();
    let reached: Vec<(&str, u64)> = reached.iter().map(|(name, n)| (&**name, *n)).collect();
    let wanted = [
        ("collisions", 8),
        ("growths", 1),
        ("longest_chain", 4),
        ("ops", 10),
    ];
    assert_eq!(reached, wanted);

    // In any order the same, and merged by and by the same.
    let again = folder.join("again").display().to_string();
    let merge = |args: &[&str]| {
        let ran = run(&[], &[&["merge", "--out"], args].concat(), false);
        assert_eq!(ran.exit, Exit::Fine, "{}", ran.err);
    };
    merge(&[&again, &dirs[1], &dirs[0]]);
    let without_files = |mut json: Json| {
        for found in json["findings"].as_array_mut().unwrap() {
            found["file"] = Json::Null;
        }
        json
    };
    assert_eq!(
        without_files(stats_json(&again)),
        without_files(json.clone())
    );
    let alone = folder.join("alone").display().to_string();
    merge(&[&alone, &out]);
    assert_eq!(stats_json(&alone), json);
    for name in [campaign::FINDINGS, campaign::PROGRESS] {
        let both = [&out, &alone].map(|dir| fs::read(format!("{dir}/{name}")).unwrap());
        assert_eq!(both[0], both[1], "{name}");
    }
    refuses(
        &["merge", "--out", &out, &dirs[0]],
        &["holds a campaign already"],
    );
}

#[test]
fn a_merge_overwrites_no_case() {
    let folder = scratch("merge beside");
    let one = small(&folder.join("one"));
    let out = folder.join("out");
    fs::create_dir(&out).unwrap();
    write(&out, "mine-look-up-1.case", "map-oracle case 1\nget 5\n");
    let dir = out.display().to_string();
    assert_eq!(
        run(&[], &["merge", "--out", &dir, &one], false).exit,
        Exit::Fine
    );
    let there = fs::read_to_string(out.join("mine-look-up-1.case")).unwrap();
    assert_eq!(there, "map-oracle case 1\nget 5\n");
    assert_eq!(
        stats_json(&dir)["findings"][0]["file"],
        "mine-look-up-1-2.case"
    );
}
