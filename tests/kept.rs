//! What is written to the disk survives: a kill, another process on the same
//! file, a disk that is full, a folder that takes nothing or is gone.

#[path = "cli_support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use map_oracle::campaign::{self, Entry, Progress};
use map_oracle::case::Case;
use map_oracle::corpus;
use support::{files_in, scratch, text, write};

const CASE: &str = "map-oracle case 1\ninsert 0 = 0\nremove 0\n";

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

/// How many lines the process says to have written, until it ends.
fn written(lines: Lines<BufReader<ChildStdout>>) -> u64 {
    let lines = lines.map_while(Result::ok);
    lines.filter(|line| line.starts_with("wrote ")).count() as u64
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
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Half of them are killed wherever they are by then, even at their start.
        let is_waited_for = name % 2 == 0;
        if is_waited_for {
            let first = lines.by_ref().map_while(Result::ok);
            assert!(first.into_iter().any(|line| line == "wrote 0"));
        }
        thread::sleep(Duration::from_micros(rng.u64(0..40_000)));
        // SIGKILL.
        child.kill().unwrap();
        told.insert(name, written(lines) + u64::from(is_waited_for));
        child.wait().unwrap();
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
    assert!(lines >= 25, "only {lines} lines were written");
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
    for _ in 0..50 {
        let before = fs::read_to_string(&file).unwrap();
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["writes_if_it_is_told_to", "--exact"])
            .env(WRITTEN, &file)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while fs::read_to_string(&file).unwrap() == before {
            assert_eq!(
                child.try_wait().unwrap(),
                None,
                "it writes until it is killed"
            );
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_micros(rng.u64(0..10_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        let there = fs::read_to_string(&file).unwrap();
        let is_whole = (0..20).any(|number| there == numbered(99, number));
        assert!(is_whole, "the file is none of those that were written");
    }
    // What was not finished is no case.
    assert_eq!(corpus::files(&folder).unwrap(), [file]);
    let left = files_in(&folder).len() - 1;
    println!("{left} unfinished files are left");
}

#[test]
fn two_processes_append_to_one_file() {
    let file = scratch("two").join("findings.jsonl");
    let mut children: Vec<Child> = (0..2)
        .map(|name| appender(&file, name, 150).spawn().unwrap())
        .collect();
    for child in &mut children {
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(written(lines), 150);
        child.wait().unwrap();
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
        assert_eq!(files_in(&folder).len(), 2, "nothing is left behind");
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
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
}

#[test]
fn a_vanished_folder_is_one_line() {
    let folder = scratch("vanished").join("corpus");
    corpus::probe_writable(&folder).unwrap();
    assert_eq!(files_in(&folder), Vec::<PathBuf>::new());
    let entry = r#"{"subject": "mine", "signature": "hang in get", "text": ""}"#;
    let entry: Entry = serde_json::from_str(entry).unwrap();
    campaign::append(&folder, &entry).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    let outcomes = [
        corpus::write(&folder.join("a.case"), b""),
        campaign::append(&folder, &entry),
        campaign::append_progress(&folder, &Progress::default()),
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
    assert_eq!(files_in(&folder).len(), 1);
}
