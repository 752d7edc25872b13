//! `suite!` on maps that bring their process down: each test fails by itself,
//! with the op and the smallest case, and nothing else is lost.
//!
//! The suites of broken maps are tests that are ignored. Those that are not run
//! them in a process of their own, and read what they say.
#![cfg(all(unix, feature = "process"))]

use std::collections::HashMap;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use map_oracle::corpus;
use map_oracle::generate::Profile;
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::subject::Subject;
use map_oracle::suite::{self, LeftOut, Site};
use subjects::Wild;

#[allow(
    dead_code,
    reason = "the command's tests have more maps, and tell more of them"
)]
#[path = "wild/subjects.rs"]
mod subjects;

const ABORTS: u8 = 0;
const HANGS: u8 = 1;
const KEEPS: u8 = 2;
const SOUND: u8 = 3;

const NAMES: [&str; 4] = ["aborts", "hangs", "keeps", "sound"];

/// A map that goes wrong in one of these ways.
struct Small<const HOW: u8>(HashMap<Key, Value, PlanState>);

impl<const HOW: u8> Subject for Small<HOW> {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = NAMES[HOW as usize];

    fn with_hint(_: usize) -> Self {
        Small(HashMap::default())
    }

    fn get(&self, key: &Key) -> Option<u32> {
        let found = self.0.get(key)?;
        while HOW == HANGS && self.0.len() > 1 {
            std::hint::spin_loop();
        }
        Some(found.get())
    }

    fn remove(&mut self, key: &Key) -> Option<Value> {
        let removed = self.0.remove(key)?;
        if HOW == ABORTS {
            std::process::abort();
        }
        Some(removed)
    }

    fn clear(&mut self) {
        if HOW != KEEPS {
            self.0.clear();
        }
    }

    map_oracle::subject_methods! { 0: insert, len, iter; by hand: clear, get, remove }
}

/// The folder in the place of the crate's.
macro_rules! root {
    ($test:expr) => {
        concat!(env!("CARGO_TARGET_TMPDIR"), "/suite-children/", $test)
    };
}

/// A test of a suite that one of the others runs.
macro_rules! inner {
    ($($name:ident: $kind:ident::<$subject:ty>($($profile:expr)?);)*) => {$(
        #[test]
        #[ignore = "another test runs it"]
        fn $name() {
            let site = Site {
                root: root!(stringify!($name)),
                test: concat!(module_path!(), "::", stringify!($name)),
                left_out: LeftOut::default(),
            };
            suite::$kind::<$subject>(site $(, $profile)?);
        }
    )*};
}

inner! {
    inner_aborts: profile::<Small<ABORTS>>(Profile::Mixed);
    inner_aborts_faults: faults::<Small<ABORTS>>();
    inner_aborts_exhaustive: exhaustive::<Small<ABORTS>>();
    inner_aborts_corpus: corpus::<Small<ABORTS>>();
    inner_aborts_known: profile::<Small<ABORTS>>(Profile::Mixed);
    inner_aborts_here: profile::<Small<ABORTS>>(Profile::Mixed);
    inner_hangs: profile::<Small<HANGS>>(Profile::Mixed);
    inner_hangs_exhaustive: exhaustive::<Small<HANGS>>();
    inner_keeps_here: profile::<Small<KEEPS>>(Profile::Mixed);
    inner_keeps_known: exhaustive::<Small<KEEPS>>();
    inner_sound: profile::<Small<SOUND>>(Profile::TombstoneReuse);
    inner_sound_corpus: corpus::<Small<SOUND>>();
    inner_wild_hang_get: profile::<Wild<subjects::HangGet>>(Profile::Mixed);
    inner_wild_abort_remove: profile::<Wild<subjects::AbortRemove>>(Profile::Mixed);
    inner_wild_overflow_drop: profile::<Wild<subjects::OverflowDrop>>(Profile::Mixed);
    inner_wild_dangling_remove: profile::<Wild<subjects::DanglingRemove>>(Profile::Mixed);
    inner_wild_null_clear: profile::<Wild<subjects::NullClear>>(Profile::Mixed);
    inner_wild_exit_remove: profile::<Wild<subjects::ExitRemove>>(Profile::Mixed);
    inner_wild_alloc_remove: profile::<Wild<subjects::AllocRemove>>(Profile::Mixed);
    inner_wild_print_clear: profile::<Wild<subjects::PrintClear>>(Profile::Mixed);
    inner_wild_term_remove: profile::<Wild<subjects::TermRemove>>(Profile::Mixed);
    inner_wild_fork_remove: profile::<Wild<subjects::ForkRemove>>(Profile::Mixed);
}

fn folder(name: &str) -> PathBuf {
    Path::new(root!("")).join(name)
}

/// Runs a test of this binary, with this in the environment.
fn run(name: &str, variables: &[(&str, &str)]) -> (Output, String) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([name, "--exact", "--ignored", "--nocapture"]);
    for unwanted in ["WITHOUT", "ONLY", "FAULTS", "KNOWN", "SEED", "IN_PROCESS"] {
        command.env_remove(format!("MAP_ORACLE_{unwanted}"));
    }
    command.env("MAP_ORACLE_CASES", "60");
    command.env("MAP_ORACLE_TIMEOUT", "1");
    command.envs(variables.iter().copied());
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("running 1 test"), "{told}");
    (output, told)
}

/// The test fails with this signature, and a case of three ops at most, one of
/// which is told with its place.
fn fails(name: &str, signature: &str, place: &str) -> String {
    let _ = fs::remove_dir_all(folder(name));
    let subject = match name.strip_prefix("inner_wild_") {
        Some(wild) => wild.replace('_', "-"),
        None => name.split('_').nth(1).unwrap().to_owned(),
    };
    let (output, told) = run(name, &[]);
    assert_eq!(output.status.code(), Some(101), "{told}");
    for part in [
        format!("{subject}: {signature}\n"),
        place.to_owned(),
        "\nthe case:\n\nmap-oracle case 1\n".to_owned(),
        format!("MAP_ORACLE_SEED=1 MAP_ORACLE_CASES=60 cargo test {name}\n"),
        format!("test {name} ... "),
        "1 failed".to_owned(),
    ] {
        assert!(told.contains(&part), "{part} is missing:\n{told}");
    }
    assert!(!told.contains("--subject"), "{told}");
    let files = corpus::files(&folder(name).join("corpus/found")).unwrap();
    let [file] = files.as_slice() else {
        panic!("{files:?}\n{told}");
    };
    assert!(
        told.contains(&format!("saved: {}", file.display())),
        "{told}"
    );
    let case = corpus::read(file).unwrap();
    assert!(case.steps.len() <= 3, "{case}");
    assert!(told.contains(&case.to_string()), "{told}");
    told
}

#[test]
fn an_abort_fails_each_test_with_its_op() {
    fails(
        "inner_aborts",
        "SIGABRT in remove",
        "crash at op 2, `remove 0`",
    );
    fails("inner_aborts_faults", "SIGABRT in remove", "`remove 0`");
    fails("inner_aborts_exhaustive", "SIGABRT in remove", "`remove 0`");
    let told = fails("inner_aborts_corpus", "SIGABRT in remove", "`remove 0`");
    assert!(told.contains("\n  by "), "{told}");
}

#[test]
fn a_hang_fails_the_test_with_its_op() {
    let told = fails("inner_hangs", "hang in get", "hang ");
    assert!(told.contains("went no further"), "{told}");
    fails("inner_hangs_exhaustive", "hang in get", "hang ");
}

/// The ten maps of `tests/wild`.
#[test]
fn each_way_to_go_wild_fails_its_test() {
    for (subject, signature, op, how) in subjects::TEN {
        // Without the command line there is nothing to handle that signal with.
        if subject == "term-remove" && cfg!(not(feature = "cli")) {
            continue;
        }
        let name = format!("inner_wild_{}", subject.replace('-', "_"));
        let told = fails(&name, signature, how);
        assert!(
            told.contains(&format!("`{op}")) || op.is_empty() || op == "get",
            "{told}"
        );
    }
}

#[test]
fn a_sound_map_passes() {
    for name in ["inner_sound", "inner_sound_corpus"] {
        let (output, told) = run(name, &[]);
        assert!(output.status.success(), "{told}");
    }
}

/// Lists a failure as known, in the place where the suite looks.
fn list(name: &str, signatures: &[&str]) {
    let corpus = folder(name).join("corpus");
    let _ = fs::remove_dir_all(&corpus);
    fs::create_dir_all(&corpus).unwrap();
    let failure =
        |signature| format!("[[failure]]\nsignature = '{signature}'\nreason = 'issue 7'\n");
    let text: String = signatures.iter().map(failure).collect();
    fs::write(corpus.join("known-failures.toml"), text).unwrap();
}

#[test]
fn a_known_failure_is_stepped_over_and_counted() {
    for (name, signatures) in [
        ("inner_aborts_known", &["SIGABRT in remove"][..]),
        ("inner_keeps_known", &["wrong len after clear"]),
    ] {
        list(name, signatures);
        let (output, told) = run(name, &[]);
        assert!(output.status.success(), "{told}");
        for signature in signatures {
            let met = format!("known failure `{signature}` (issue 7) was met ");
            assert!(told.contains(&met), "{told}");
        }
        assert!(!folder(name).join("corpus/found").exists(), "{told}");

        // Another one is not what is listed.
        list(name, &["lost key after get"]);
        let (output, told) = run(name, &[]);
        assert_eq!(output.status.code(), Some(101), "{told}");
        assert!(!told.contains("was not met"), "{told}");
    }
}

#[test]
fn a_list_that_is_wrong_is_told_in_one_line() {
    let file = folder("wrong.toml");
    fs::create_dir_all(folder("")).unwrap();
    fs::write(&file, "[[failure]]\nsignature = 'a'\n").unwrap();
    let file = file.to_str().unwrap();
    let (output, told) = run("inner_sound", &[("MAP_ORACLE_KNOWN", file)]);
    assert_eq!(output.status.code(), Some(101), "{told}");
    assert!(told.contains("this failure has no `reason`"), "{told}");
}

#[test]
fn all_may_run_in_one_process() {
    let here = &[("MAP_ORACLE_IN_PROCESS", "1")];
    let (output, told) = run("inner_keeps_here", here);
    assert_eq!(output.status.code(), Some(101), "{told}");
    for part in [
        "keeps: wrong len after clear\n",
        "MAP_ORACLE_IN_PROCESS='1' ",
    ] {
        assert!(told.contains(part), "{part} is missing:\n{told}");
    }
    let (output, told) = run("inner_aborts_here", here);
    assert_eq!(output.status.signal(), Some(6), "{told}");
}
