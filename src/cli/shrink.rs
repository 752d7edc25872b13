//! `map-oracle shrink`: the smallest case that fails as a given one does.

use std::path::Path;
use std::time::Instant;

use super::args::{LimitArgs, ShrinkArgs};
use super::cases::Cases;
use super::check::no_child;
use super::target::{places, with_each};
use super::{Console, Exit, Misuse, choose};
use crate::check::Runner;
use crate::corpus;
use crate::evidence::Finding;
use crate::streams::{self, Smallest};

pub(super) fn shrink(
    args: &ShrinkArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let runner = args
        .selecting
        .apply(vec![one(runners, args.subject.as_deref())?])?[0];
    let places = places(&args.files, args.out.as_deref(), None)?;
    with_each(&args.files, console, |index, file, console| {
        shrink_file(args, runner, file, places[index].as_deref(), console)
    })?;
    Ok(Exit::Fine)
}

fn shrink_file(
    args: &ShrinkArgs,
    runner: Runner,
    file: &Path,
    out: Option<&Path>,
    console: &mut Console<'_>,
) -> Result<(), Misuse> {
    let case = corpus::read_argument(file)?;
    let mut cases = Cases::new(console, args.limits)?;
    let start = Instant::now();
    let Err(finding) = cases.run_first(&runner, &case)? else {
        let (file, subject) = (file.display(), runner.name);
        return Err(Misuse::new(format!(
            "{file} does not fail on {subject}: there is nothing to shrink"
        )));
    };
    let before = finding.case().steps.len();
    let shrunk = smallest(&mut cases, &runner, finding, args.limits)?;
    let took = start.elapsed();

    let comment = corpus::remark(runner.name, &shrunk.finding);
    let small = corpus::commented(shrunk.finding.case(), &comment);
    match out {
        Some(out) => {
            corpus::write(out, small.as_bytes())?;
            let name = shrunk.finding.name();
            console.print(&format!("{}: {name} on {}\n", out.display(), runner.name))?;
        }
        None => console.print(&small)?,
    }
    let (after, runs) = (shrunk.finding.case().steps.len(), shrunk.runs);
    let which = match args.files.len() {
        1 => String::new(),
        _ => format!("{}: ", file.display()),
    };
    console.note(&format!(
        "{which}from {before} ops to {after} in {runs} runs, {:.1} s",
        took.as_secs_f64()
    ));
    for caveat in caveats(&shrunk, console) {
        console.note(&format!("{which}{caveat}"));
    }
    Ok(())
}

/// What is to be said about a case that may not be as small as it gets.
pub(super) fn caveats(shrunk: &Smallest, console: &Console<'_>) -> Vec<String> {
    let mut caveats = Vec::new();
    let (failed, runs) = shrunk.failed_of;
    if failed == 0 && runs > 0 {
        caveats.push("it did not fail again: the case is left as it was".to_owned());
    } else if failed < runs {
        caveats.push(format!(
            "the map does not always do the same: the case fails {failed} of {runs} times"
        ));
    }
    if !shrunk.finished {
        let why = if console.is_interrupted() {
            "interrupted: this is the smallest case so far"
        } else {
            "broken off: this is the smallest case so far, shrink it again to go on"
        };
        caveats.push(why.to_owned());
    }
    caveats
}

/// The runner of this name, which may be left out if there is but one.
pub(super) fn one(runners: &[Runner], name: Option<&str>) -> Result<Runner, Misuse> {
    let names: Vec<String> = name.into_iter().map(str::to_owned).collect();
    match choose(runners, &names)?[..] {
        [runner] => Ok(runner),
        ref several => {
            let names: Vec<&str> = several.iter().map(|runner| runner.name).collect();
            Err(Misuse::new(format!(
                "--subject NAME is needed, one of {}",
                names.join(", ")
            )))
        }
    }
}

/// Shrinks in processes that can be spared.
pub(super) fn smallest(
    cases: &mut Cases,
    runner: &Runner,
    finding: Finding,
    limits: LimitArgs,
) -> Result<Smallest, Misuse> {
    let limit = limits.limits().cpu;
    streams::smallest(&mut cases.worker, runner, finding, &[], limit).map_err(no_child)
}
