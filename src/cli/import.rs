//! `map-oracle import`: what fuzzers leave behind becomes case files: shrunk,
//! named, and none twice.

use std::fs;
use std::path::{Path, PathBuf};

use super::args::ImportArgs;
use super::cases::Cases;
use super::corpus::entries;
use super::shrink::{caveats, smallest};
use super::{Console, Exit, Misuse, choose};
use crate::case::{Case, OpKind};
use crate::check::Runner;
use crate::corpus::{self, Content};
use crate::evidence::Finding;
use crate::generate::Profile;
use crate::hunt;

/// The fuzz target of which the first byte picks the subject.
const PICKS: &str = "any_map";

pub(super) fn import(
    args: &ImportArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let runners = args.selecting.apply(choose(runners, &args.subjects)?)?;
    if args.out.exists() && !args.out.is_dir() {
        let out = args.out.display();
        return Err(Misuse::new(format!("--out {out} is not a directory")));
    }
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    for path in &args.paths {
        if let Err(error) = collect(path, &mut found) {
            errors.push(error);
        }
    }
    if !errors.is_empty() {
        return Err(Misuse(errors));
    }
    let mut filed = if args.out.exists() {
        // Broken ones are no twins of anything.
        entries(&args.out)?.0
    } else {
        Vec::new()
    }
    .into_iter()
    .map(|entry| (entry.path, entry.case))
    .collect::<Vec<_>>();

    let mut cases = Cases::new(console, args.limits)?;
    for (path, content) in found {
        let path = path.display();
        let mut right_on = Vec::new();
        for runner in &runners {
            if console.is_interrupted() {
                console.note("interrupted");
                return Ok(Exit::Fine);
            }
            let Some(finding) = fails(&mut cases, runner, &content)? else {
                right_on.push(runner.name);
                continue;
            };
            let shrunk = smallest(&mut cases, runner, finding, args.limits)?;
            let told = format!(
                "{} on {}, {} ops",
                shrunk.finding.name(),
                runner.name,
                shrunk.finding.case().steps.len()
            );
            if let Some((alike, twin)) = twin(&filed, &shrunk.finding, runner, &mut cases)? {
                let twin = twin.display();
                console.print(&format!("{path}: the same {alike} as {twin} ({told})\n"))?;
                continue;
            }
            let saved = corpus::save_finding(&args.out, runner.name, &shrunk.finding)?;
            console.print(&format!("{path}: filed as {} ({told})\n", saved.display()))?;
            for caveat in caveats(&shrunk, console) {
                console.note(&format!("{}: {caveat}", saved.display()));
            }
            filed.push((saved, shrunk.finding.case().clone()));
        }
        if right_on.len() == runners.len() {
            let names = right_on.join(", ");
            console.print(&format!("{path}: not filed, it is right on {names}\n"))?;
        }
    }
    Ok(Exit::Fine)
}

/// What a file may stand for.
struct Reading {
    /// What its folder says of how a fuzz target reads it.
    target: Option<String>,
    content: Content,
}

/// Reads a file, or all files in a folder and in those inside it. Hidden ones and
/// links are passed over: they are not what a fuzzer left there.
fn collect(path: &Path, found: &mut Vec<(PathBuf, Reading)>) -> Result<(), String> {
    if !path.is_dir() {
        let content = corpus::read_any(path).map_err(|error| error.to_string())?;
        let folder = path.parent().and_then(Path::file_name);
        let target = folder.map(|name| name.to_string_lossy().into_owned());
        found.push((path.to_owned(), Reading { target, content }));
        return Ok(());
    }
    let unreadable = |error| format!("{} cannot be read: {error}", path.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !is_hidden && !entry.file_type().map_err(unreadable)?.is_symlink() {
            paths.push(entry.path());
        }
    }
    paths.sort();
    paths.iter().try_for_each(|path| collect(path, found))
}

impl Reading {
    /// The cases that it may stand for on a subject, the likeliest first.
    fn cases(&self, runner: &Runner) -> Vec<Case> {
        let bytes = match &self.content {
            Content::Text(case, _) => return vec![case.clone()],
            Content::Bytes(bytes) => bytes,
        };
        let target = self.target.as_deref().unwrap_or("");
        let mut cases = Vec::new();
        if let Some(profile) = Profile::from_name(target) {
            cases.extend(hunt::as_fuzzed(runner, profile, bytes));
        }
        if let (PICKS, Some((_, rest))) = (target, bytes.split_first()) {
            cases.extend(hunt::as_fuzzed(runner, Profile::Mixed, rest));
        }
        cases.push(Case::from_bytes(bytes));
        for profile in Profile::ALL {
            cases.extend(hunt::as_fuzzed(runner, profile, bytes));
        }
        let mut distinct: Vec<Case> = Vec::new();
        for case in cases {
            if !distinct.contains(&case) {
                distinct.push(case);
            }
        }
        distinct
    }
}

fn fails(cases: &mut Cases, runner: &Runner, reading: &Reading) -> Result<Option<Finding>, Misuse> {
    for case in reading.cases(runner) {
        if let Err(finding) = cases.run(runner, &case)? {
            return Ok(Some(finding));
        }
    }
    Ok(None)
}

/// A file that makes this one needless, and what is the same in both: the case,
/// whatever map it was found on, or the failure, which is to say the kinds of
/// ops and the sign.
fn twin<'a>(
    filed: &'a [(PathBuf, Case)],
    finding: &Finding,
    runner: &Runner,
    cases: &mut Cases,
) -> Result<Option<(&'static str, &'a Path)>, Misuse> {
    if let Some((path, _)) = filed.iter().find(|(_, case)| case == finding.case()) {
        return Ok(Some(("case", path)));
    }
    for (path, case) in filed {
        if kinds(case) == kinds(finding.case())
            && let Err(other) = cases.run(runner, case)?
            && other.class() == finding.class()
        {
            return Ok(Some(("failure", path)));
        }
    }
    Ok(None)
}

fn kinds(case: &Case) -> Vec<OpKind> {
    case.steps.iter().map(|step| step.op.kind()).collect()
}
