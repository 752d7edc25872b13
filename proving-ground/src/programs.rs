//! Builds the sets.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How the sets are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Build {
    /// As users build.
    Release,
    /// With AddressSanitizer, which wants a nightly toolchain.
    Asan,
    /// As libFuzzer's program, with the flags that `cargo fuzz` passes.
    Fuzz,
}

impl Build {
    fn flags(self) -> &'static str {
        match self {
            Build::Release => "",
            Build::Asan => "-Zsanitizer=address",
            Build::Fuzz => {
                "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                 -Cllvm-args=-sanitizer-coverage-pc-table \
                 -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing \
                 -Cllvm-args=-simplifycfg-branch-fold-threshold=0 -Zsanitizer=address \
                 -Cllvm-args=-sanitizer-coverage-stack-depth -Cdebug-assertions \
                 -Ccodegen-units=1"
            }
        }
    }

    fn features(self) -> &'static [&'static str] {
        match self {
            Build::Release => &[],
            Build::Asan => &["--no-default-features"],
            Build::Fuzz => &["--no-default-features", "--features", "fuzz"],
        }
    }
}

/// The programs of the sets that were asked for.
#[derive(Debug, Default)]
pub struct Programs(BTreeMap<(String, Build), PathBuf>);

/// The target that sanitizers are built for; naming it keeps them out of build
/// scripts.
const TARGET: &str = "x86_64-unknown-linux-gnu";

impl Programs {
    /// Builds these sets.
    ///
    /// # Errors
    ///
    /// If Cargo cannot be run, or says no.
    pub fn build<'s>(sets: impl IntoIterator<Item = (&'s str, Build)>) -> io::Result<Programs> {
        let mut programs = Programs::default();
        for (set, build) in sets {
            let key = (set.to_owned(), build);
            if let Entry::Vacant(entry) = programs.0.entry(key) {
                eprintln!("building set {set} ({build:?})");
                entry.insert(one(set, build)?);
            }
        }
        Ok(programs)
    }

    /// The program of a set.
    ///
    /// # Panics
    ///
    /// If it was not asked for.
    #[must_use]
    pub fn path(&self, set: &str, build: Build) -> &Path {
        &self.0[&(set.to_owned(), build)]
    }
}

/// The proving ground's folder.
#[must_use]
pub fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn one(set: &str, build: Build) -> io::Result<PathBuf> {
    let home = home();
    let target = home.join("target/sets");
    let mut cargo = Command::new("cargo");
    if build != Build::Release {
        cargo.arg("+nightly");
        // Whatever toolchain runs the driver must not be forced on Cargo.
        cargo.env_remove("RUSTUP_TOOLCHAIN");
        cargo.env("RUSTFLAGS", build.flags());
    }
    cargo
        .args(["build", "--release", "--locked", "--quiet"])
        .args(build.features())
        .current_dir(home.join("sets").join(set))
        .stdin(Stdio::null());
    let folder = match build {
        Build::Release => target,
        Build::Asan => target.join("asan"),
        Build::Fuzz => target.join("fuzz"),
    };
    if build != Build::Release {
        cargo.args(["--target", TARGET]);
    }
    cargo.env("CARGO_TARGET_DIR", &folder);
    let status = cargo.status()?;
    if !status.success() {
        return Err(io::Error::other(format!("set {set} cannot be built")));
    }
    let folder = match build {
        Build::Release => folder.join("release"),
        Build::Asan | Build::Fuzz => folder.join(TARGET).join("release"),
    };
    Ok(folder.join(format!("set-{set}")))
}
