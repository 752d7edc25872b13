//! `map-oracle shrink`: the smallest case that fails as a given one does.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::args::ShrinkArgs;
use super::outside::{Outside, Patience};
use super::target::{places, with_each};
use super::{Console, Exit, Misuse, choose};
use crate::case::Case;
use crate::check::{Class, Finding, ProcessEnd, Runner};
use crate::corpus;
use crate::shrink::{self, Shrunk, Trial};

/// Shrinking is broken off after this time.
pub(super) const LONGEST: Duration = Duration::from_secs(10);

pub(super) fn shrink(
    args: &ShrinkArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let runner = one(runners, args.subject.as_deref())?;
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
    let case = corpus::read(file)?;
    let mut outside = Outside::new(runner, args.timeout());
    let start = Instant::now();
    let Err(finding) = outside.run(&case, Patience::Full)? else {
        let (file, subject) = (file.display(), runner.name);
        return Err(Misuse::new(format!(
            "{file} does not fail on {subject}: there is nothing to shrink"
        )));
    };
    let before = finding.case().steps.len();
    let shrunk = smallest(&mut outside, &runner, finding, console)?;
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
pub(super) fn caveats(shrunk: &Shrunk, console: &Console<'_>) -> Vec<String> {
    let mut caveats = Vec::new();
    match shrunk.failed_of {
        (0, 1..) => caveats.push("it did not fail again: the case is left as it was".to_owned()),
        (failed, of) if !shrunk.steady && of > 0 => caveats.push(format!(
            "the map does not always do the same: the case fails {failed} of {of} times"
        )),
        _ if !shrunk.steady => caveats
            .push("the map does not always do the same: the case may pass now and then".to_owned()),
        _ => {}
    }
    if !shrunk.finished {
        caveats.push(
            match console.is_interrupted() {
                true => "interrupted: this is the smallest case so far",
                false => "broken off: this is the smallest case so far, shrink it again to go on",
            }
            .to_owned(),
        );
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

/// Shrinks in another process.
pub(super) fn smallest(
    outside: &mut Outside,
    runner: &Runner,
    finding: Finding,
    console: &Console<'_>,
) -> Result<Shrunk, Misuse> {
    // Where a hang is what it fails by, most of the time goes by in waiting for it.
    let hang = finding.class() == Class::Ended(ProcessEnd::Hang);
    let mut times = if hang { 1 } else { 10 };
    loop {
        let shrunk = with_patience(outside, runner, finding.clone(), times, console)?;
        if !hang || console.is_interrupted() || hangs(outside, shrunk.finding.case())? {
            return Ok(shrunk);
        }
        // It was given little time, and was only slow.
        times *= 4;
    }
}

fn hangs(outside: &mut Outside, case: &Case) -> Result<bool, Misuse> {
    let outcome = outside.run(case, Patience::Full)?;
    Ok(outcome.is_err_and(|finding| finding.class() == Class::Ended(ProcessEnd::Hang)))
}

fn with_patience(
    outside: &mut Outside,
    runner: &Runner,
    finding: Finding,
    times: u32,
    console: &Console<'_>,
) -> Result<Shrunk, Misuse> {
    let interrupt = Arc::clone(&console.interrupt);
    let start = Instant::now();
    let mut failed = None;
    let hang = finding.class() == Class::Ended(ProcessEnd::Hang);
    let shrunk = shrink::shrink(runner, finding, &[], |case, trial| {
        let is_fresh = trial == Trial::Fresh;
        let longest = if is_fresh { LONGEST * 2 } else { LONGEST };
        // Whether a hang is one is found out by whoever asked for this.
        let known = is_fresh && hang;
        if interrupt.load(Ordering::Relaxed) || start.elapsed() > longest || known {
            return ControlFlow::Break(());
        }
        let patience = if is_fresh {
            outside.start_anew();
            Patience::Full
        } else {
            Patience::Short(times)
        };
        match outside.run(case, patience) {
            // An interrupt from the terminal goes to all of its processes.
            Ok(_) if interrupt.load(Ordering::Relaxed) => ControlFlow::Break(()),
            Ok(outcome) => ControlFlow::Continue(outcome.err()),
            Err(misuse) => {
                failed = Some(misuse);
                ControlFlow::Break(())
            }
        }
    });
    failed.map_or(Ok(shrunk), Err)
}
