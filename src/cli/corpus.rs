//! `map-oracle corpus`: adding to a folder of case files, and knowing what is
//! in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::args::{CorpusAddArgs, CorpusCommand, CorpusRunArgs};
use super::cases::Cases;
use super::shrink::one;
use super::{Console, Exit, Misuse, choose};
use crate::case::Case;
use crate::check::Runner;
use crate::corpus::{self, Content};
use crate::report::{CaseReport, CorpusReport, Reached};

pub(super) fn corpus(
    command: &CorpusCommand,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    match command {
        CorpusCommand::Add(args) => add(args, console),
        CorpusCommand::List { folder } => list(folder, console),
        CorpusCommand::Stats { run, json } => stats(run, *json, runners, console),
        CorpusCommand::Prune { run, yes } => prune(run, *yes, runners, console),
    }
}

/// A case file that was read.
pub(super) struct Entry {
    pub path: PathBuf,
    pub case: Case,
    /// Its comment, line by line.
    pub comment: Vec<String>,
}

impl Entry {
    fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

/// The case files in a folder, and what is wrong with those that are none.
pub(super) fn entries(folder: &Path) -> Result<(Vec<Entry>, Vec<String>), Misuse> {
    let files = corpus::files(folder)?;
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    for path in files {
        match corpus::read_any(&path) {
            Ok(Content::Text(case, text)) => entries.push(Entry {
                path,
                case,
                comment: corpus::comment(&text),
            }),
            Ok(Content::Bytes(_)) => unreachable!("a `.case` file is read as a text"),
            Err(error) => errors.push(error.to_string()),
        }
    }
    Ok((entries, errors))
}

/// All is well, but for these files.
fn ended(errors: Vec<String>) -> Result<Exit, Misuse> {
    if errors.is_empty() {
        Ok(Exit::Fine)
    } else {
        Err(Misuse(errors))
    }
}

fn add(args: &CorpusAddArgs, console: &mut Console<'_>) -> Result<Exit, Misuse> {
    let folder = &args.dir;
    if folder.exists() && !folder.is_dir() {
        let folder = folder.display();
        return Err(Misuse::new(format!("--dir {folder} is not a directory")));
    }
    if args.name.is_some() && args.files.len() > 1 {
        let line = "--name names one case: give one FILE".to_owned();
        return Err(Misuse::new(line));
    }
    let mut there = if folder.exists() {
        entries(folder)?.0
    } else {
        Vec::new()
    };
    // Nothing is written before everything is known to be right.
    let (mut texts, mut errors) = (Vec::new(), Vec::new());
    for file in &args.files {
        match addition(file, args, &there) {
            Ok((entry, text)) => {
                texts.push((entry.path.clone(), text));
                there.push(entry);
            }
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(Misuse(errors));
    }
    fs::create_dir_all(folder).map_err(|error| {
        let folder = folder.display();
        Misuse::new(format!("--dir {folder} cannot be made: {error}"))
    })?;
    for (path, text) in texts {
        corpus::write(&path, text.as_bytes())?;
        console.print(&format!("{}\n", path.display()))?;
    }
    Ok(Exit::Fine)
}

/// The file that a case becomes, and its text.
fn addition(file: &Path, args: &CorpusAddArgs, there: &[Entry]) -> Result<(Entry, String), String> {
    let shown = file.display();
    let content = corpus::read_any_argument(file).map_err(|error| error.to_string())?;
    let (case, text) = match content {
        Content::Text(case, text) => (case, text),
        Content::Bytes(bytes) if is_text(&bytes) && !args.bytes => {
            return Err(format!(
                "{shown} is a text, and no case: --bytes takes it for the bytes of a fuzzer"
            ));
        }
        Content::Bytes(bytes) => {
            let case = Case::from_bytes(&bytes);
            let text = case.to_string();
            (case, text)
        }
    };
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let name = match args.name.as_deref() {
        Some(name) => name,
        None if stem == "-" => return Err("the standard input has no name: --name names it".into()),
        None => &stem,
    };
    let path = args.dir.join(format!("{name}.case"));
    if let Some(twin) = there.iter().find(|entry| entry.case == case) {
        let twin = twin.path.display();
        return Err(format!("{shown} is the same case as {twin}"));
    }
    if path.exists() || there.iter().any(|entry| entry.path == path) {
        let path = path.display();
        return Err(format!("{shown}: there is another {path}; --name names it"));
    }
    let comment = corpus::comment(&text);
    let entry = Entry {
        path,
        case,
        comment,
    };
    Ok((entry, text))
}

/// Whether somebody may have written this: bytes of a fuzzer hold other signs.
fn is_text(bytes: &[u8]) -> bool {
    let written = |c: char| !c.is_control() || c.is_ascii_whitespace();
    str::from_utf8(bytes).is_ok_and(|text| text.chars().all(written))
}

fn list(folder: &Path, console: &mut Console<'_>) -> Result<Exit, Misuse> {
    let (entries, errors) = entries(folder)?;
    let longest = entries.iter().map(|entry| entry.name().chars().count());
    let width = longest.max().unwrap_or(0);
    for entry in &entries {
        let (ops, keys) = (entry.case.steps.len(), entry.case.domain().len());
        let line = format!("{:width$}  {ops:>4} ops  {keys:>4} keys", entry.name());
        let remark = entry.comment.iter().find(|line| !line.is_empty());
        let line = match remark {
            Some(remark) => format!("{line}  {remark}\n"),
            None => format!("{line}\n"),
        };
        console.print(&line)?;
    }
    ended(errors)
}

/// The cases as they run on a subject, and what each adds to the others.
fn weighed(
    args: &CorpusRunArgs,
    entries: &[Entry],
    runner: &Runner,
    console: &Console<'_>,
) -> Result<Vec<CaseReport>, Misuse> {
    let mut cases = Cases::new(console, args.limits)?;
    let (mut reports, mut features) = (Vec::new(), Vec::new());
    for entry in entries {
        if console.is_interrupted() {
            return Err(Misuse::new("interrupted".to_owned()));
        }
        let case = runner.suited(&entry.case);
        let mut report = CaseReport {
            file: entry.name(),
            ops: entry.case.steps.len(),
            keys: entry.case.domain().len(),
            verdict: "ok",
            reached: Reached::default(),
            adds: Vec::new(),
        };
        let has = match cases.run(runner, &case)? {
            Ok(reach) => {
                let features = corpus::features(&case, &reach);
                report.reached = Reached(reach);
                features
            }
            Err(finding) => {
                report.verdict = finding.name();
                BTreeSet::new()
            }
        };
        features.push((case.steps.len(), has));
        reports.push(report);
    }
    for (report, added) in reports.iter_mut().zip(corpus::cover(&features)) {
        report.adds(&added);
    }
    Ok(reports)
}

/// The subject that is named, or the first one.
fn subject(args: &CorpusRunArgs, runners: &[Runner]) -> Result<Runner, Misuse> {
    let first = runners.first().map(|runner| runner.name);
    one(runners, args.subject.as_deref().or(first))
}

fn stats(
    args: &CorpusRunArgs,
    json: bool,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let runner = args.selecting.apply(vec![subject(args, runners)?])?[0];
    let (entries, errors) = entries(&args.folder)?;
    let report = CorpusReport {
        subject: runner.name,
        cases: weighed(args, &entries, &runner, console)?,
    };
    if json {
        console.print_json(&report)?;
    } else {
        let idle = report
            .cases
            .iter()
            .filter(|case| case.adds_nothing())
            .count();
        console.print(&format!(
            "{}\n\n{} cases on {}; {idle} add nothing to the others\n",
            report.table(console.width),
            report.cases.len(),
            runner.name
        ))?;
    }
    ended(errors)
}

fn prune(
    args: &CorpusRunArgs,
    yes: bool,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let names: Vec<String> = args.subject.iter().cloned().collect();
    let (entries, mut errors) = entries(&args.folder)?;
    let mut of_use = vec![false; entries.len()];
    // What has nothing to say to one map may be all there is for another.
    for runner in args.selecting.apply(choose(runners, &names)?)? {
        let reports = weighed(args, &entries, &runner, console)?;
        for (of_use, report) in of_use.iter_mut().zip(reports) {
            *of_use |= !report.adds_nothing();
        }
    }
    let mut idle = 0;
    for (entry, of_use) in entries.iter().zip(of_use) {
        // Such a line is a promise that tests hold the case to.
        let promises = |line: &String| line.starts_with("reaches:");
        if of_use || entry.comment.iter().any(promises) {
            continue;
        }
        idle += 1;
        let path = entry.path.display();
        let done = match yes.then(|| fs::remove_file(&entry.path)) {
            None => "adds nothing",
            Some(Ok(())) => "removed",
            Some(Err(error)) => {
                errors.push(format!("{path} cannot be removed: {error}"));
                continue;
            }
        };
        console.print(&format!("{path}: {done}\n"))?;
    }
    let all = entries.len();
    let rest = if yes { "" } else { "; --yes removes them" };
    console.note(&match idle {
        0 => format!("each of {all} cases adds something, or says what it is there for"),
        _ => format!("{idle} of {all} cases add nothing to the others{rest}"),
    });
    ended(errors)
}
