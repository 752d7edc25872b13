//! The folder of a long run: whatever ends the run, every finding in it is there
//! and whole; and `stats` and `merge`, which read it.

#[path = "cli_support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use map_oracle::campaign::{self, Entry, Progress, Repeat};
use map_oracle::case::Case;
use map_oracle::cli::Exit;
use map_oracle::corpus;
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
        reached: 3 of 19 marks

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
        ">marks reached, of 19<",
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

// Other processes. They are this test program, told by its environment to be one.

const FILE: &str = "MAP_ORACLE_TEST_APPENDS_TO";
const NAME: &str = "MAP_ORACLE_TEST_NAME";
const LINES: &str = "MAP_ORACLE_TEST_LINES";

/// A line that tells whether it is whole: the process's name, the line's number,
/// and then so much that a kill can come in the middle.
fn numbered(name: u64, number: u64) -> String {
    let mut rng = fastrand::Rng::with_seed(name << 32 | number);
    let length = rng.usize(1_000..60_000);
    let filler = rng.lowercase().to_string().repeat(length);
    format!("{name} {number} {length} {filler}.")
}

/// The process: appends lines and says after each that it is written.
#[test]
fn appends_if_it_is_told_to() {
    let Ok(file) = env::var(FILE) else {
        return;
    };
    let number = |name| env::var(name).unwrap().parse::<u64>().unwrap();
    let mut out = std::io::stdout().lock();
    for line in 0..number(LINES) {
        match corpus::append_line(Path::new(&file), &numbered(number(NAME), line)) {
            Ok(()) => writeln!(out, "\nwrote {line}").unwrap(),
            Err(error) => writeln!(out, "\nfailed {line} {error}").unwrap(),
        }
    }
}

fn appender(file: &Path, name: u64, lines: u64) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["appends_if_it_is_told_to", "--exact", "--nocapture"])
        .env(FILE, file)
        .env(NAME, name.to_string())
        .env(LINES, lines.to_string())
        .stdout(Stdio::piped());
    command
}

/// How many lines the process said to have written, once it has ended.
fn written(child: &mut Child) -> u64 {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let lines = lines.map_while(Result::ok);
    let count = lines.filter(|line| line.starts_with("wrote ")).count();
    child.wait().unwrap();
    count as u64
}

/// What is in the file: how many whole lines of each process. They are as they
/// were written and in order, and what is torn is the beginning of the line that
/// comes next.
fn whole_lines(file: &Path) -> (BTreeMap<u64, u64>, usize) {
    let lines = corpus::read_lines(file).unwrap();
    let (mut counts, mut torn) = (BTreeMap::new(), 0);
    for line in lines.whole.iter().chain(&lines.torn) {
        let mut words = line.split(' ').map(|word| word.parse::<u64>().ok());
        let (name, number) = (words.next().flatten(), words.next().flatten());
        let next = name.map(|name| *counts.get(&name).unwrap_or(&0));
        match (name, number) {
            (Some(name), Some(number)) if *line == numbered(name, number) => {
                assert_eq!(next, Some(number), "a line of {name} is missing");
                counts.insert(name, number + 1);
            }
            _ => {
                torn += 1;
                assert!(
                    (0..100).any(|name| {
                        let next = *counts.get(&name).unwrap_or(&0);
                        numbered(name, next).starts_with(line)
                    }),
                    "`{:.40}` is no beginning of any line",
                    line
                );
            }
        }
    }
    (counts, torn)
}

#[test]
fn a_kill_tears_no_line_but_the_last() {
    let file = scratch("kills").join("findings.jsonl");
    let mut rng = fastrand::Rng::with_seed(11);
    let (mut told, mut torn_kills) = (BTreeMap::new(), 0);
    for name in 0..50 {
        let mut child = appender(&file, name, u64::MAX).spawn().unwrap();
        thread::sleep(Duration::from_micros(rng.u64(1_000..60_000)));
        // SIGKILL.
        child.kill().unwrap();
        told.insert(name, written(&mut child));
        if name % 10 != 9 {
            continue;
        }
        let (counts, torn) = whole_lines(&file);
        torn_kills = torn_kills.max(torn);
        for (name, told) in &told {
            let there = *counts.get(name).unwrap_or(&0);
            // One may be written and not told of.
            assert!(
                (*told..=told + 1).contains(&there),
                "{name}: {there}, {told} told"
            );
        }
    }
    let lines: u64 = told.values().sum();
    assert!(lines > 20, "only {lines} lines were written");
    println!("{lines} lines, {torn_kills} torn");
}

const WRITTEN: &str = "MAP_ORACLE_TEST_WRITES_TO";

/// The process: writes one file after the other in place of the last.
#[test]
fn writes_if_it_is_told_to() {
    let Ok(file) = env::var(WRITTEN) else {
        return;
    };
    for number in 0.. {
        let content = numbered(99, number % 20);
        corpus::write(Path::new(&file), content.as_bytes()).unwrap();
    }
}

#[test]
fn a_kill_halves_no_file() {
    let folder = scratch("kills of files");
    let file = folder.join("found.case");
    corpus::write(&file, numbered(99, 0).as_bytes()).unwrap();
    let mut rng = fastrand::Rng::with_seed(12);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..50 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["writes_if_it_is_told_to", "--exact"])
            .env(WRITTEN, &file)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_micros(rng.u64(1_000..40_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        let there = fs::read_to_string(&file).unwrap();
        let whole = (0..20).find(|&number| there == numbered(99, number));
        seen.insert(whole.expect("the file is one of those that were written"));
    }
    assert!(seen.len() > 5, "{seen:?}");
    // What was not finished is no case.
    assert_eq!(corpus::files(&folder).unwrap(), [file]);
    let left = support::cases_in(&folder).len() - 1;
    println!("{left} unfinished files are left");
}

#[test]
fn two_processes_append_to_one_file() {
    let file = scratch("two").join("findings.jsonl");
    let mut children: Vec<Child> = (0..2)
        .map(|name| appender(&file, name, 150).spawn().unwrap())
        .collect();
    for child in &mut children {
        assert_eq!(written(child), 150);
    }
    let (counts, torn) = whole_lines(&file);
    assert_eq!(counts, BTreeMap::from([(0, 150), (1, 150)]));
    assert_eq!(torn, 0);
}

// Disks that are full, folders that take nothing.

/// The command in a shell that limits the size of files to `blocks`, and goes on
/// where a signal would end it: as on a disk that fills up.
#[cfg(unix)]
fn cramped(blocks: u32, command: &Command) -> Command {
    let mut shell = Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    shell.args(["-c", &script, "sh"]);
    shell.arg(command.get_program()).args(command.get_args());
    shell.envs(
        command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    shell.stdout(Stdio::piped()).stderr(Stdio::piped());
    shell
}

#[test]
#[cfg(unix)]
fn a_full_disk_halves_no_file() {
    let folder = scratch("full");
    let case = format!("{CASE}{}", "get 1\n".repeat(2_000));
    let file = write(&folder, "a.case", &case);
    let out = folder.join("b.case");
    fs::write(&out, "as it was").unwrap();
    let mut convert = Command::new(env!("CARGO_BIN_EXE_map-oracle"));
    convert
        .args(["convert", &file, "--to", "text", "--out"])
        .arg(&out);
    for blocks in [0, 1, 4] {
        let output = cramped(blocks, &convert).output().unwrap();
        let complaint = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
        assert!(
            complaint.contains("b.case cannot be written: "),
            "{complaint}"
        );
        assert_eq!(fs::read_to_string(&out).unwrap(), "as it was");
        assert_eq!(
            support::cases_in(&folder).len(),
            2,
            "nothing is left behind"
        );
    }
    let output = cramped(1_000, &convert).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let wanted: Case = case.parse().unwrap();
    assert!(corpus::read(&out).unwrap() == wanted);
}

#[test]
#[cfg(unix)]
fn a_full_disk_halves_no_line() {
    let file = scratch("full lines").join("findings.jsonl");
    // 300 kB or more at 512 or 1,024 bytes a block, where all lines want 6 MB.
    let output = cramped(600, &appender(&file, 3, 200)).output().unwrap();
    let out = text(&output.stdout);
    assert!(output.status.success(), "{out}");
    let told = out
        .lines()
        .filter(|line| line.starts_with("wrote "))
        .count();
    let failed = out
        .lines()
        .find(|line| line.starts_with("failed "))
        .unwrap();
    assert!(
        failed.contains("findings.jsonl cannot be written: "),
        "{failed}"
    );
    let lines = corpus::read_lines(&file).unwrap();
    assert_eq!((lines.whole.len(), lines.torn), (told, None));
    assert!(told > 2);
    // What failed is not there, and a shorter one may have found room after it.
    for line in &lines.whole {
        let number = line.split(' ').nth(1).unwrap().parse().unwrap();
        assert_eq!(*line, numbered(3, number));
    }
}

#[test]
#[cfg(unix)]
fn a_folder_that_takes_nothing_is_told_before_the_work() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = scratch("read-only");
    let mode = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    let asks_nobody = fs::write(folder.join("try"), "").is_ok();
    let outcomes = [
        corpus::probe_writable(&folder),
        corpus::write(&folder.join("a.case"), b""),
        corpus::append_line(&folder.join("lines"), ""),
        corpus::probe_writable(&folder.join("deeper")),
    ];
    mode(0o755);
    if asks_nobody {
        println!("skipped: this user may write anywhere");
        return;
    }
    for outcome in outcomes {
        let line = outcome.unwrap_err().to_string();
        assert!(line.contains("Permission denied"), "{line}");
        assert_eq!(line.lines().count(), 1);
    }
    assert_eq!(support::cases_in(&folder), Vec::<PathBuf>::new());
}

#[test]
fn a_vanished_folder_is_one_line() {
    let folder = scratch("vanished").join("corpus");
    corpus::probe_writable(&folder).unwrap();
    assert_eq!(support::cases_in(&folder), Vec::<PathBuf>::new());
    campaign::append(&folder, &entry("hang in get", 1.0)).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    let outcomes = [
        corpus::write(&folder.join("a.case"), b""),
        campaign::append(&folder, &entry("hang in get", 1.0)),
        campaign::append_progress(&folder, &progress(1.0, &[])),
        campaign::write_json_atomically(&folder.join(campaign::STATE), &[1]),
    ];
    for outcome in outcomes {
        let line = outcome.unwrap_err().to_string();
        assert!(line.contains("vanished"), "{line}");
        assert!(line.contains("cannot be written: "), "{line}");
        assert_eq!(line.lines().count(), 1);
    }
    // A case is worth a new folder.
    let case = CASE.parse().unwrap();
    corpus::save_case(&folder, "mine", "why", &case).unwrap();
    assert_eq!(support::cases_in(&folder).len(), 1);
}
