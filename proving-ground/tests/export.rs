//! The bugs as tests that know nothing of map-oracle: each is compiled against
//! the crate alone, and fails.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use map_oracle::case::Case;
use map_oracle::check::Runner;
use map_oracle::report::export::export;
use map_oracle::shrink::{Mishap, shrink};
use map_oracle::subject::Subject;
use proving_ground::subjects::{Griddle060, Hashbrown013, Heapless093};

/// Exports what this case fails by, and gives the program and what it says.
fn shown<S: Subject>(package: &str, dependency: &str, case: &str) -> (String, String) {
    let runner = Runner::of::<S>();
    let case: Case = case.parse().expect("a case");
    let run = |case: &Case| runner.run(case).err().map(Mishap::Diverged);
    let mishap = run(&case).expect("the bug is there");
    let small = shrink(&runner, mishap, |case| ControlFlow::Continue(run(case)));
    let program = export(&runner, &small.mishap, run).expect("it can be exported");

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(package);
    fs::create_dir_all(folder.join("src")).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"shown\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n{dependency}\n\n[profile.dev]\ndebug-assertions = false\noverflow-checks = false\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the same versions");
    fs::write(folder.join("src/lib.rs"), &program).expect("a program");
    let cargo = |args: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(args)
            .args(["--offline", "--lib"])
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .current_dir(&folder)
            .output()
            .expect("cargo starts");
        let mut told = String::from_utf8_lossy(&output.stdout).into_owned();
        told += &String::from_utf8_lossy(&output.stderr);
        (output.status.code(), told)
    };
    let (code, told) = cargo(&["test", "--no-run"]);
    assert_eq!(code, Some(0), "{program}\n{told}");
    let (code, told) = cargo(&["test"]);
    assert_eq!(code, Some(101), "{program}\n{told}");
    assert!(told.contains("1 failed"), "{program}\n{told}");
    (program, told)
}

#[test]
fn griddle() {
    let case = "map-oracle case 1\ninsert_run 0 len 29\nshrink_to_fit\ninsert_run 40 len 9\n\
                shrink_to_fit\ninsert_run 60 len 30\nshrink_to_fit\ninsert 99 = 1\n";
    let (program, told) = shown::<Griddle060>("griddle", "griddle = \"=0.6.0\"", case);
    assert!(told.contains("leftovers"), "{program}\n{told}");
    assert!(!program.contains("struct"), "{program}");
}

#[test]
fn heapless() {
    let case = "map-oracle case 1\nhash low 8 seed 3\ninsert_run 0 len 20\ntruncate 3\n\
                insert_run 20 len 20\ntruncate 5\ninsert_run 0 len 40\ntruncate 10\n";
    let (program, _) = shown::<Heapless093>("heapless", "heapless = \"=0.9.3\"", case);
    assert!(program.contains("map.truncate("), "{program}");
}

#[test]
fn hashbrown() {
    let case = "map-oracle case 1\nhash distinct 1 seed 0\ninsert_run 0 len 60\nremove_run 10 len 20\n\
                insert_run 5 len 3\nremove 40\nremove 3\ninsert 50 = 5\nremove_run 0 len 5\n";
    let dependency = "hashbrown_0_1 = { package = \"hashbrown\", version = \"=0.1.3\" }";
    shown::<Hashbrown013>("hashbrown", dependency, case);
}
