//! Adapters that are wrong, and what the compiler says of them: the word, and what it
//! wants. The first line of each file in `tests/wrong_adapters` is to be in the first
//! thing that is said of it.
//!
//! `TRYBUILD=overwrite cargo test --test adapters_wrong` writes the `.stderr` files
//! anew; the second test holds the new ones to that line.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wrong_adapters");

/// The compiler whose words the `.stderr` files are: another says the same otherwise.
const RUSTC: &str = "rustc 1.95.";

#[test]
fn none_compiles() {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output();
    let version = version.expect("rustc runs").stdout;
    if !version.starts_with(RUSTC.as_bytes()) {
        println!("left out: the files hold what {RUSTC} says");
        return;
    }
    trybuild::TestCases::new().compile_fail("tests/wrong_adapters/*.rs");
}

#[test]
fn each_error_names_the_word_and_what_it_wants() {
    let files: Vec<PathBuf> = fs::read_dir(FOLDER)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "rs"))
        .collect();
    assert!(files.len() >= 20, "{}", files.len());
    for file in files {
        let text = fs::read_to_string(&file).expect("a wrong adapter");
        let says = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("//! says: "));
        let says = says.unwrap_or_else(|| panic!("{}: what does it say?", file.display()));
        let told = fs::read_to_string(file.with_extension("stderr")).expect("what was said");
        // The first error; what follows may come of it.
        let first = told.split("\nerror").next().unwrap_or_default();
        assert!(first.contains(says), "{}: {first}", file.display());
    }
}
