//! The bugs as tests that know nothing of map-oracle: each is compiled against
//! the crate alone, and fails.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use map_oracle::case::Case;
use map_oracle::check::{Kind, Runner};
use map_oracle::generate::Profile;
use map_oracle::hunt::{Batch, Failure, hunt};
use map_oracle::report::export::export;
use map_oracle::shrink::Mishap;
use map_oracle::subject::Subject;
use proving_ground::subjects::{Griddle060, Hashbrown013, Heapless093};

/// Hunts as the proving ground does, exports what is found, and gives the program
/// and what it says.
fn shown<S: Subject>(package: &str, dependency: &str, kinds: &[Kind]) -> (String, String) {
    let runner = Runner::of::<S>();
    let run = |case: &Case| runner.run(case).err().map(Mishap::Diverged);
    let found = (1..20).flat_map(|seed| Profile::ALL.map(|profile| (seed, profile)));
    let mut found = found.filter_map(|(seed, profile)| {
        let batch = Batch {
            profile,
            cases: 1500,
            steps: 120,
            seed,
        };
        match hunt(&runner, batch, |_| ControlFlow::Continue(())).failure {
            Some(Failure::Found(found)) => Some(found.divergence),
            _ => None,
        }
    });
    let bug = found.find(|divergence| {
        let faulty = divergence
            .case
            .steps
            .iter()
            .any(|step| step.fault.is_some());
        kinds.contains(&divergence.kind) && !faulty
    });
    let mishap = Mishap::Diverged(Box::new(bug.expect("the bug is found")));
    let program = export(&runner, &mishap, run).expect("it can be exported");

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

const LOST_KEY: &[Kind] = &[Kind::Answer, Kind::Len, Kind::LookUp, Kind::Contents];

#[test]
fn griddle() {
    let (program, told) = shown::<Griddle060>("griddle", "griddle = \"=0.6.0\"", &[Kind::Panic]);
    assert!(told.contains("leftovers"), "{program}\n{told}");
    assert!(!program.contains("struct"), "{program}");
}

#[test]
fn heapless() {
    let (program, _) = shown::<Heapless093>("heapless", "heapless = \"=0.9.3\"", LOST_KEY);
    assert!(program.contains("map.truncate("), "{program}");
}

#[test]
fn hashbrown() {
    let dependency = "hashbrown_0_1 = { package = \"hashbrown\", version = \"=0.1.3\" }";
    shown::<Hashbrown013>("hashbrown", dependency, LOST_KEY);
}
