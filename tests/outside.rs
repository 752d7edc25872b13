//! Maps that bring the process down, or do not come back: cases run in another
//! process, and are made as small as any other.
//!
//! This test is that other process, too: a program with maps of its own, as it is
//! made with `cli::main`.

#[path = "cli_support/mod.rs"]
mod support;

use std::collections::HashMap;
use std::fs;
use std::hash::BuildHasher as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Trial};
use map_oracle::case::{Case, OpSet};
use map_oracle::check::Runner;
use map_oracle::cli::{self, Exit};
use map_oracle::generate::Profile;
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::subject::Subject;
use support::{Ran, cases_in, scratch, words, write};

type Map = HashMap<Key, Value, PlanState>;

/// A map of which removing is risky.
struct Risky<F>(Map, std::marker::PhantomData<F>);

trait Flaw: 'static {
    const NAME: &'static str;
    fn before_removal(map: &Map, key: &Key);
}

impl<F: Flaw> Subject for Risky<F> {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = F::NAME;

    fn with_hint(hint: usize) -> Self {
        let map = HashMap::with_capacity_and_hasher(hint, PlanState::default());
        Risky(map, std::marker::PhantomData)
    }
    fn remove(&mut self, key: &Key) -> Option<Value> {
        F::before_removal(&self.0, key);
        self.0.remove(key)
    }

    map_oracle::subject_methods! { 0: insert, get, len, iter }
}

/// Aborts when one of four is removed.
struct Aborts;
impl Flaw for Aborts {
    const NAME: &'static str = "aborts";
    fn before_removal(map: &Map, key: &Key) {
        if map.len() >= 4 && map.contains_key(key) {
            std::process::abort();
        }
    }
}

/// Leaves with an exit code when a key above 20 is removed beside another one, and
/// with another code when it is above 40.
struct Leaves;
impl Flaw for Leaves {
    const NAME: &'static str = "leaves";
    fn before_removal(map: &Map, key: &Key) {
        if key.id() > 20 && map.len() > 1 {
            std::process::exit(if key.id() > 40 { 8 } else { 7 });
        }
    }
}

/// Goes deeper and deeper when what is removed was not there.
struct Overflows;
impl Flaw for Overflows {
    const NAME: &'static str = "overflows";
    fn before_removal(map: &Map, key: &Key) {
        fn deeper(depth: u64) -> u64 {
            let here = std::hint::black_box([depth; 128]);
            if depth == u64::MAX {
                return 0;
            }
            deeper(depth + 1).wrapping_add(here[5])
        }
        if map.len() > 2 && !map.contains_key(key) {
            deeper(0);
        }
    }
}

/// Does not come back when one of three is removed.
struct Hangs;
impl Flaw for Hangs {
    const NAME: &'static str = "hangs";
    fn before_removal(map: &Map, _: &Key) {
        if map.len() == 3 {
            loop {
                thread::sleep(Duration::from_secs(1));
            }
        }
    }
}

/// Does not come back when one of three is removed, and is slow with two, which is
/// no hang.
struct Slow;
impl Flaw for Slow {
    const NAME: &'static str = "slow";
    fn before_removal(map: &Map, _: &Key) {
        if map.len() == 2 {
            thread::sleep(Duration::from_millis(200));
        }
        if map.len() == 3 {
            loop {
                thread::sleep(Duration::from_secs(1));
            }
        }
    }
}

/// Says all kinds of things, and panics.
struct Chatty;
impl Flaw for Chatty {
    const NAME: &'static str = "chatty";
    fn before_removal(map: &Map, key: &Key) {
        print!("map-oracle answers nothing\nabout {key:?}");
        assert!(map.len() < 3, "{} are too many", map.len());
    }
}

fn runners() -> Vec<Runner> {
    vec![
        Runner::of::<Risky<Aborts>>(),
        Runner::of::<Risky<Leaves>>(),
        Runner::of::<Risky<Overflows>>(),
        Runner::of::<Risky<Hangs>>(),
        Runner::of::<Risky<Slow>>(),
        Runner::of::<Risky<Chatty>>(),
        Runner::of::<Risky<Collides>>(),
    ]
}

/// Aborts when a key is removed that another one collides with in all of 32 bits.
struct Collides;
impl Flaw for Collides {
    const NAME: &'static str = "collides";
    fn before_removal(map: &Map, key: &Key) {
        let low = |key: &Key| map.hasher().hash_one(key) as u32;
        if map
            .keys()
            .any(|other| other != key && low(other) == low(key))
        {
            std::process::abort();
        }
    }
}

fn main() -> ExitCode {
    // As a child, and as the parent in `who_hangs_ends_when_nobody_asks_any_more`.
    if let Some("run-cases" | "replay") = std::env::args().nth(1).as_deref() {
        return cli::main(runners());
    }
    macro_rules! trials {
        ($($test:ident)*) => {
            vec![$(Trial::test(stringify!($test), || {
                $test();
                Ok(())
            })),*]
        };
    }
    let trials = trials! {
        a_crash_shrinks
        an_exit_shrinks
        a_stack_overflow_shrinks
        a_hang_shrinks
        several_files_shrink_each_for_itself
        what_is_slow_is_no_hang
        what_a_map_prints_does_no_harm
        a_case_that_is_right_is_refused
        an_interrupt_leaves_the_best_so_far
        what_fails_the_same_is_filed_once
        each_subject_is_asked
        an_artifact_is_read_as_its_target_reads_it
        a_case_that_fails_is_not_pruned
        who_hangs_ends_when_nobody_asks_any_more
    };
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn run_own(args: &[&str], interrupt: bool) -> Ran {
    support::run_on(&runners(), args, |console| {
        console.children = true;
        console.interrupt = Arc::new(AtomicBool::new(interrupt));
    })
}

/// A case of 120 ops with removals at its end.
fn long_case() -> Case {
    let ops = OpSet::CORE;
    let mut case = Profile::Mixed.case(ops, 60, 120, 11);
    let end = "insert_run 10 len 30\nremove 25\nremove 99\nremove_run 10 len 30\n";
    let end: Case = format!("map-oracle case 1\n{end}").parse().unwrap();
    case.steps
        .retain(|step| step.op.kind() != map_oracle::case::OpKind::RemoveRun);
    case.steps.extend(end.steps);
    case
}

/// Shrinks the long case; see [`shrunk_from`].
fn shrunk(subject: &str, timeout: &str) -> (Vec<String>, String) {
    shrunk_from(&long_case(), subject, timeout)
}

/// Shrinks a case; the lines of the small one without comments, and what
/// the first comment says.
fn shrunk_from(case: &Case, subject: &str, timeout: &str) -> (Vec<String>, String) {
    let folder = scratch(subject);
    let file = folder.join("long.case").display().to_string();
    let small = folder.join("small.case").display().to_string();
    fs::write(&file, case.to_string()).unwrap();
    let shrink = |from: &str| {
        let start = Instant::now();
        let args = [
            "shrink",
            from,
            "--subject",
            subject,
            "--out",
            &small,
            "--timeout",
            timeout,
        ];
        let ran = run_own(&args, false);
        assert_eq!(ran.exit, Exit::Fine, "{}", ran.err);
        assert!(ran.out.contains(&format!(" on {subject}\n")), "{}", ran.out);
        println!("{subject}: {} ({:?})", ran.err, start.elapsed());
        assert!(!ran.err.contains("broken off"), "{}", ran.err);
        fs::read_to_string(&small).unwrap()
    };
    let text = shrink(&file);
    assert_eq!(shrink(&small), text, "a small case was made smaller");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["long.case", "small.case"]);
    let (comments, ops): (Vec<&str>, Vec<&str>) =
        text.lines().skip(1).partition(|line| line.starts_with('#'));
    (
        ops.into_iter().skip(1).map(String::from).collect(),
        comments.join("\n"),
    )
}

fn a_crash_shrinks() {
    let (ops, comment) = shrunk("aborts", "5");
    assert_eq!(ops, ["insert_run 0 len 4", "remove 0"]);
    assert!(comment.contains("found on aborts (crash)"), "{comment}");
    if cfg!(unix) {
        assert!(comment.contains("signal 6"), "{comment}");
    }
}

fn an_exit_shrinks() {
    let (ops, comment) = shrunk("leaves", "5");
    assert_eq!(ops, ["insert_run 0 len 2", "remove 21"]);
    assert!(comment.contains("found on leaves (exit)"), "{comment}");
    assert!(comment.contains("exit code 7"), "{comment}");
}

fn a_stack_overflow_shrinks() {
    let (ops, comment) = shrunk("overflows", "5");
    assert_eq!(ops, ["insert_run 0 len 3", "remove 3"]);
    assert!(comment.contains("(stack overflow)"), "{comment}");
}

fn a_hang_shrinks() {
    let start = Instant::now();
    let (ops, comment) = shrunk("hangs", "1");
    assert_eq!(ops, ["insert_run 0 len 3", "remove 0"]);
    assert!(comment.contains("found on hangs (hang)"), "{comment}");
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
}

fn several_files_shrink_each_for_itself() {
    let folder = scratch("several");
    let case = |ops: &str| format!("map-oracle case 1\n{ops}\n");
    let first = write(
        &folder,
        "a.case",
        case("insert_run 5 len 9\nget 7\nremove 6"),
    );
    let right = write(&folder, "b.case", case("insert 1 = 1"));
    let last = write(
        &folder,
        "c.case",
        case("insert_run 0 len 6\nremove 5\nget 3"),
    );
    let small = folder.join("small");
    fs::create_dir(&small).unwrap();
    let out = small.display().to_string();
    let shrink = ["shrink", &first, &right, &last, "--subject", "aborts"];
    let ran = run_own(&[&shrink[..], &["--out", &out]].concat(), false);
    // The one that is right is told, and does not stop the others.
    assert_eq!(ran.exit, Exit::Misuse);
    let expected = format!("{out}/a.case: crash on aborts\n{out}/c.case: crash on aborts\n");
    assert_eq!(ran.out, expected);
    let error = format!("error: {right} does not fail on aborts");
    assert!(ran.err.contains(&error), "{}", ran.err);
    assert!(
        ran.err.starts_with(&format!("{first}: from 3 ops to 2")),
        "{}",
        ran.err
    );
    let texts: Vec<String> = ["a.case", "c.case"]
        .map(|name| fs::read_to_string(small.join(name)).unwrap())
        .into();
    assert!(
        texts[0].ends_with("insert_run 0 len 4\nremove 0\n"),
        "{}",
        texts[0]
    );
    assert_eq!(texts[0], texts[1]);
    assert_eq!(cases_in(&small).len(), 2);
}

fn what_is_slow_is_no_hang() {
    let case = "map-oracle case 1\ninsert_run 4 len 3\nget 5\nremove 4\nget 4\n";
    let (ops, comment) = shrunk_from(&case.parse().unwrap(), "slow", "2");
    assert_eq!(ops, ["insert_run 0 len 3", "remove 0"]);
    assert!(comment.contains("(hang)"), "{comment}");
}

fn what_a_map_prints_does_no_harm() {
    let (ops, comment) = shrunk("chatty", "5");
    assert_eq!(ops, ["insert_run 0 len 3", "remove 0"]);
    assert!(comment.contains("got: panic: 3 are too many"), "{comment}");
}

fn a_case_that_is_right_is_refused() {
    let folder = scratch("right");
    let file = folder.join("right.case").display().to_string();
    fs::write(&file, "map-oracle case 1\ninsert 1 = 1\n").unwrap();
    let out = folder.join("small.case").display().to_string();
    let ran = run_own(
        &["shrink", &file, "--subject", "aborts", "--out", &out],
        false,
    );
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Misuse, ""));
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(ran.err.contains("does not fail on aborts"), "{}", ran.err);
    assert!(!Path::new(&out).exists());
}

fn an_interrupt_leaves_the_best_so_far() {
    let folder = scratch("interrupt");
    let file = folder.join("long.case").display().to_string();
    fs::write(&file, long_case().to_string()).unwrap();
    let ran = run_own(&["shrink", &file, "--subject", "aborts"], true);
    assert_eq!(ran.exit, Exit::Fine);
    assert!(ran.err.contains("interrupted"), "{}", ran.err);
    let kept: Case = ran.out.parse().unwrap();
    assert_eq!(kept.steps.len(), long_case().steps.len());
}

fn what_fails_the_same_is_filed_once() {
    let folder = scratch("import");
    let found = folder.join("filed").display().to_string();
    let artifacts = folder.join("artifacts");
    fs::create_dir_all(artifacts.join("deeper")).unwrap();
    let case = long_case();
    write(&artifacts, "a.case", case.to_string());
    write(&artifacts, "crash-b", case.to_bytes());
    let other = "map-oracle case 1\nhash low 3 seed 9\ninsert_run 7 len 6\nremove 9\n";
    write(&artifacts, "deeper/c.case", other);
    write(&artifacts, ".gitignore", "*");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&artifacts, artifacts.join("deeper/loop")).unwrap();
    write(&artifacts, "d.case", "map-oracle case 1\nremove 9\n");
    let artifacts = artifacts.display().to_string();

    let import = ["import", &artifacts, "--subject", "aborts", "--out", &found];
    let ran = run_own(&import, false);
    assert_eq!(ran.exit, Exit::Fine, "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().collect();
    let files = cases_in(Path::new(&found));
    let [file] = files.as_slice() else {
        panic!("{files:?}, {lines:?}");
    };
    let name = file.file_name().unwrap().to_str().unwrap();
    assert!(
        name.starts_with("aborts-crash-") && name.ends_with(".case"),
        "{name}"
    );
    let told = "(crash on aborts, 2 ops)";
    let file = file.display().to_string();
    assert_eq!(
        lines[0],
        format!("{artifacts}/a.case: filed as {file} {told}")
    );
    assert_eq!(
        lines[1],
        format!("{artifacts}/crash-b: the same case as {file} {told}")
    );
    assert_eq!(
        lines[2],
        format!("{artifacts}/d.case: not filed, it is right on aborts")
    );
    assert_eq!(
        lines[3],
        format!("{artifacts}/deeper/c.case: the same case as {file} {told}")
    );

    assert_eq!(lines.len(), 4, "{lines:?}");

    let before = fs::read_to_string(&file).unwrap();
    let again = run_own(&import, false);
    assert!(!again.out.contains(": filed as"), "{}", again.out);
    assert_eq!(cases_in(Path::new(&found)).len(), 1);
    assert_eq!(fs::read_to_string(&file).unwrap(), before);

    // The exit code makes a difference.
    for (key, files) in [(21, 2), (41, 3), (42, 3)] {
        let case = format!("map-oracle case 1\ninsert_run 0 len 2\nremove {key}\n");
        let file = write(&folder, "exit.case", case);
        run_own(
            &["import", &file, "--subject", "leaves", "--out", &found],
            false,
        );
        assert_eq!(cases_in(Path::new(&found)).len(), files, "{key}");
    }

    // The same kinds of ops with other keys are the same failure, and with
    // another sign are not.
    let same = "map-oracle case 1\nhash top seed 3\ninsert_run 30 len 4\nremove 31\n";
    fs::write(&file, same).unwrap();
    let again = run_own(&import, false);
    assert!(!again.out.contains(": filed as"), "{}", again.out);
    fs::write(&file, same.replace("31", "99")).unwrap();
    let again = run_own(&import, false);
    assert!(again.out.contains(": filed as"), "{}", again.out);
}

fn each_subject_is_asked() {
    let folder = scratch("import all");
    let found = folder.join("filed").display().to_string();
    let case = "map-oracle case 1\ninsert_run 20 len 6\nremove 22\n";
    let file = write(&folder, "one.case", case);
    let ran = run_own(&["import", &file, "--out", &found, "--timeout", "1"], false);
    assert_eq!(ran.exit, Exit::Fine, "{}", ran.err);
    let (aborts, leaves) = match cases_in(Path::new(&found)).as_mut_slice() {
        files @ [_, _] => {
            files.sort();
            (
                files[0].display().to_string(),
                files[1].display().to_string(),
            )
        }
        files => panic!("{files:?}: {}", ran.out),
    };
    assert!(leaves.contains("leaves-exit-"), "{leaves}");
    assert_eq!(
        ran.out.lines().collect::<Vec<_>>(),
        [
            format!("{file}: filed as {aborts} (crash on aborts, 2 ops)"),
            format!("{file}: filed as {leaves} (exit on leaves, 2 ops)"),
            // One file serves both.
            format!("{file}: the same failure as {aborts} (panic on chatty, 2 ops)"),
        ]
    );
}

fn an_artifact_is_read_as_its_target_reads_it() {
    let case = "map-oracle case 1\nhash random seed 9\ninsert_run 7 len 6\nremove 9\n";
    let case: Case = case.parse().unwrap();
    let bytes = case.to_bytes();
    for (target, bytes) in [
        ("overflow_chains", bytes.clone()),
        // Whose folder is not known by its name.
        ("somewhere", bytes.clone()),
        ("any_map", [&[3], bytes.as_slice()].concat()),
    ] {
        let folder = scratch(target).join(target);
        fs::create_dir(&folder).unwrap();
        let file = write(&folder, "crash-0", &bytes);
        let out = folder.join("filed").display().to_string();
        let subject = if target == "any_map" {
            "aborts"
        } else {
            "collides"
        };
        let args = ["import", &file, "--subject", subject, "--out", &out];
        let ran = run_own(&args, false);
        assert!(ran.out.contains("(crash on "), "{}{}", ran.out, ran.err);
        assert_eq!(cases_in(Path::new(&out)).len(), 1);
    }
}

fn a_case_that_fails_is_not_pruned() {
    let folder = scratch("prune");
    let dir = folder.display().to_string();
    let fails = write(
        &folder,
        "fails.case",
        "map-oracle case 1\ninsert_run 7 len 6\nremove 9\n",
    );
    let long = "map-oracle case 1\ninsert_run 7 len 9\nremove 1\nget 7\n";
    write(&folder, "long.case", long);
    let short = write(&folder, "short.case", "map-oracle case 1\nget 7\n");
    let stats = run_own(
        &words("corpus stats @ --subject aborts --json", &dir),
        false,
    );
    let stats: serde_json::Value = serde_json::from_str(&stats.out).unwrap();
    assert_eq!(stats["cases"][0]["verdict"], "crash");
    assert_eq!(stats["cases"][1]["verdict"], "ok");
    let ran = run_own(&words("corpus prune @ --subject aborts --yes", &dir), false);
    assert_eq!(ran.exit, Exit::Fine, "{}", ran.err);
    assert_eq!(ran.out, format!("{short}: removed\n"));
    assert!(Path::new(&fails).exists());
}

/// The processes whose parent this is.
fn children_of(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap();
    let numbers = processes.filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    let is_child = |process: &u32| {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // The name in parentheses may hold anything; state and parent follow.
        let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        rest.split_whitespace().nth(1) == Some(&parent.to_string())
    };
    numbers.filter(is_child).collect()
}

fn who_hangs_ends_when_nobody_asks_any_more() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let case = "map-oracle case 1\ninsert_run 0 len 3\nremove 0\n";
    let file = write(&scratch("orphan"), "hangs.case", case);
    let mut parent = Command::new(std::env::current_exe().unwrap())
        .args(["replay", &file, "--subject", "hangs", "--timeout", "600"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let patience = Instant::now() + Duration::from_secs(20);
    let child = loop {
        if let [child] = children_of(parent.id())[..] {
            break child;
        }
        assert!(Instant::now() < patience, "there is no child");
        thread::sleep(Duration::from_millis(20));
    };
    thread::sleep(Duration::from_millis(500));
    assert!(parent.try_wait().unwrap().is_none(), "it does not hang");
    parent.kill().unwrap();
    parent.wait().unwrap();
    let state = || fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
    let is_there = |stat: &str| !stat.is_empty() && !stat.contains(") Z ");
    let patience = Instant::now() + Duration::from_secs(20);
    while is_there(&state()) {
        assert!(Instant::now() < patience, "it stays for ever");
        thread::sleep(Duration::from_millis(20));
    }
}
