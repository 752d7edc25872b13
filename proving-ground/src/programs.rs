//! Builds the sets.

use std::collections::BTreeMap;
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
            if let std::collections::btree_map::Entry::Vacant(entry) = programs.0.entry(key) {
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

fn one(set: &str, build: Build) -> io::Result<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = home.join("target/sets");
    let mut cargo = Command::new("cargo");
    if build == Build::Asan {
        cargo.arg("+nightly");
        // Whatever toolchain runs the driver must not be forced on Cargo.
        cargo.env_remove("RUSTUP_TOOLCHAIN");
        cargo.env("RUSTFLAGS", "-Zsanitizer=address");
    }
    cargo
        .args(["build", "--release", "--locked", "--quiet"])
        .current_dir(home.join("sets").join(set))
        .stdin(Stdio::null());
    let folder = match build {
        Build::Release => target,
        Build::Asan => {
            cargo.args(["--target", TARGET]);
            target.join("asan")
        }
    };
    cargo.env("CARGO_TARGET_DIR", &folder);
    let status = cargo.status()?;
    if !status.success() {
        return Err(io::Error::other(format!("set {set} cannot be built")));
    }
    let folder = match build {
        Build::Release => folder.join("release"),
        Build::Asan => folder.join(TARGET).join("release"),
    };
    Ok(folder.join(format!("set-{set}")))
}
