//! `map-oracle init`: a crate is given a test, a fuzz crate and a corpus for its
//! map.
//!
//! All that can be wrong is looked for before anything is written, and what is
//! written is there as a whole or not at all (`plant.rs`). Nothing is run: what
//! the crate is called, and what it depends on, is read from `Cargo.toml`
//! (`manifest.rs`). The files are made from those in `template/`.

mod manifest;
mod plant;
mod subject_path;

use std::fmt::Write as _;
use std::path::Path;

use manifest::{Manifest, Source};
use plant::{Planted, plant};
use subject_path::SubjectPath;

use super::args::InitArgs;
use super::{Console, Exit, Misuse};
use crate::case::{Case, OpKind};
use crate::corpus;

pub(super) fn init(args: &InitArgs, console: &mut Console<'_>) -> Result<Exit, Misuse> {
    let written = prepare(args).and_then(|plan| {
        plant(&args.dir, &plan.files, plan.manifest.as_deref())?;
        Ok(plan)
    });
    let plan = written.map_err(Misuse::new)?;
    console.print(&plan.summary(&args.dir))?;
    Ok(Exit::Fine)
}

/// What is to be written.
struct Plan {
    files: Vec<Planted>,
    /// The new `Cargo.toml`, if it is to change.
    manifest: Option<String>,
}

fn prepare(args: &InitArgs) -> Result<Plan, String> {
    let manifest = Manifest::read(&args.dir)?;
    let subject = match &args.subject {
        Some(path) => Some(SubjectPath::new(path, &manifest)?),
        None => None,
    };
    let declared = manifest.oracle()?;
    let source = match (&declared, &args.map_oracle_path) {
        (Some(_), Some(_)) => {
            return Err(format!(
                "--map-oracle-path: {} depends on map-oracle already",
                manifest.path().display()
            ));
        }
        (Some(source), None) => source.clone(),
        (None, Some(path)) => Source::at_path(path, &args.dir)?,
        (None, None) => Source::of_this_version(),
    };
    let new_manifest = match declared {
        Some(_) => None,
        None => Some(manifest.with_dev_dependency(&source)?),
    };
    Ok(Plan {
        files: files(&manifest, subject.as_ref(), &source)?,
        manifest: new_manifest,
    })
}

fn files(
    manifest: &Manifest,
    subject: Option<&SubjectPath>,
    source: &Source,
) -> Result<Vec<Planted>, String> {
    let fill = |template: &str| {
        let template = template
            .replace("PACKAGE", manifest.package())
            .replace("MY_CRATE", manifest.library());
        match subject {
            Some(subject) => template
                .replace("SUBJECT", subject.path())
                .replace("TYPE", subject.name()),
            None => template,
        }
    };
    let (test, target) = match subject {
        Some(_) => (
            include_str!("template/given.rs"),
            include_str!("template/target_given.rs"),
        ),
        None => (
            include_str!("template/start.rs"),
            include_str!("template/target_start.rs"),
        ),
    };
    let fuzz = manifest.fuzz(&fill(include_str!("template/fuzz.toml")), source)?;
    let mut files = vec![
        Planted::new("tests/oracle.rs", fill(test)),
        Planted::new("fuzz/Cargo.toml", fuzz),
        Planted::new("fuzz/fuzz_targets/oracle.rs", fill(target)),
        Planted::new(
            "fuzz/examples/seeds.rs",
            fill(include_str!("template/seeds.rs")),
        ),
        Planted::new("fuzz/map-guided", include_str!("template/map-guided")).runnable(),
        Planted::new(
            "fuzz/.gitignore",
            "/target\n/corpus\n/artifacts\n/coverage\n",
        ),
        Planted::new("fuzz/ci.yml", fill(include_str!("template/ci.yml"))),
        Planted::new("corpus/.gitignore", "/found/\n"),
    ];
    let fitting = corpus::shared_texts().filter(|(_, text)| fits(text));
    files.extend(fitting.map(|(name, text)| Planted::new(&format!("corpus/{name}.case"), text)));
    Ok(files)
}

/// Whether a case of ours says something to other maps than ours, which have no
/// detached cursors.
fn fits(text: &str) -> bool {
    let case: Case = text.parse().expect("a test reads them all");
    let cursors = [OpKind::CursorOpen, OpKind::CursorStep, OpKind::CursorClose];
    let kinds = case.steps.iter().map(|step| step.op.kind());
    !kinds.into_iter().any(|kind| cursors.contains(&kind))
}

impl Plan {
    /// What was written, and what comes next.
    fn summary(&self, folder: &Path) -> String {
        let (cases, files): (Vec<_>, Vec<_>) = self
            .files
            .iter()
            .map(|file| file.name())
            .partition(|name| name.ends_with(".case"));
        let mut text = format!("in {}:\n", folder.display());
        if self.manifest.is_some() {
            text += "  Cargo.toml (map-oracle is now a dev-dependency)\n";
        }
        for file in files {
            let _ = writeln!(text, "  {file}");
        }
        let _ = writeln!(text, "  corpus/*.case ({} cases)", cases.len());
        text += "\nnext, there:\n  \
                 cargo test --test oracle                                       # is the map right?\n  \
                 cargo run --manifest-path fuzz/Cargo.toml --example seeds      # then, to fuzz it:\n  \
                 export RUSTC_WRAPPER=$PWD/fuzz/map-guided                      # guided by the map alone,\n  \
                 cargo +nightly fuzz run oracle -- -max_len=512                 # (stable: -s none)\n\
                 fuzz/ci.yml is for your CI\n";
        text
    }
}
