//! The bugs as tests that know nothing of map-oracle: each is hunted, exported,
//! compiled against the crate alone, and fails.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use proving_ground::bugs::Bug;
use proving_ground::programs::{Build, Programs, home};
use proving_ground::quarry::Quarry;

/// Gives the program for a bug, and what it says. It knows the crate by the name
/// that the adapters have for it.
fn shown(name: &str, package: &str, version: &str) -> (String, String) {
    let bug = Bug::by_name(name).expect("it is listed");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("export")
        .join(name);
    fs::create_dir_all(folder.join("src")).expect("a folder");
    let programs = Programs::build([(bug.set, Build::Release)]).expect("the set builds");
    let set = programs.path(bug.set, Build::Release);
    let quarry = Quarry {
        program: set,
        build: Build::Release,
        subject: bug.subject,
        bug: Some(bug),
        seed: 1,
        budget: Duration::from_secs(20),
        out: folder.join("found"),
    };
    let found = quarry.hunt().expect("it can be hunted").found;
    let case = found
        .expect("it is found")
        .path
        .expect("our cases are files");
    let export = Command::new(set)
        .args(["export", "--rust", "--subject", bug.subject, "--out"])
        .args([&folder.join("src/lib.rs"), &case])
        .status();
    assert!(export.expect("the program starts").success(), "{case:?}");
    let program = fs::read_to_string(folder.join("src/lib.rs")).expect("a program");

    let manifest = format!(
        "[package]\nname = \"shown\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n\
         krate = {{ package = \"{package}\", version = \"={version}\" }}\n\n\
         [profile.dev]\ndebug-assertions = false\noverflow-checks = false\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    let lock = home().join("sets").join(bug.set).join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the same versions");
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
    let (program, told) = shown("griddle-shrink-assert-0_6_0", "griddle", "0.6.0");
    assert!(told.contains("leftovers"), "{program}\n{told}");
    assert!(!program.contains("struct"), "{program}");
}

#[test]
fn heapless() {
    let (program, _) = shown("heapless-truncate-0_9_3", "heapless", "0.9.3");
    assert!(program.contains("map.truncate("), "{program}");
}

#[test]
fn hashbrown() {
    shown("hashbrown-collide-0_1_3", "hashbrown", "0.1.3");
}
