//! `map-oracle export`: a failing case as a Rust test that knows only the map.

use std::path::Path;

use super::args::ExportArgs;
use super::cases::Cases;
use super::shrink::one;
use super::target::{not_the_case, places, with_each};
use super::{Console, Exit, Misuse};
use crate::check::Runner;
use crate::corpus;
use crate::report::export::export as write;

/// A longer case than this is not what anyone wants to read in a bug report.
const LONG: usize = 100;

pub(super) fn export(
    args: &ExportArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    if !args.rust {
        return Err(Misuse::new(
            "say to what the case is to be exported: --rust".to_owned(),
        ));
    }
    let runner = args
        .selecting
        .apply(vec![one(runners, args.subject.as_deref())?])?[0];
    let places = places(&args.files, args.out.as_deref(), Some("rs"))?;
    with_each(&args.files, console, |index, file, console| {
        export_file(args, runner, file, places[index].as_deref(), console)
    })?;
    Ok(Exit::Fine)
}

fn export_file(
    args: &ExportArgs,
    runner: Runner,
    file: &Path,
    out: Option<&Path>,
    console: &mut Console<'_>,
) -> Result<(), Misuse> {
    let case = corpus::read_argument(file)?;
    if let Some(out) = out {
        not_the_case("--out", out, file)?;
    }
    let mut cases = Cases::new(console, args.limits)?;
    let file = file.display();
    let Err(finding) = cases.run(&runner, &case)? else {
        return Err(Misuse::new(format!(
            "{file} does not fail on {}: there is nothing to export",
            runner.name
        )));
    };
    let ops = finding.case().steps.len();
    let mut misuse = None;
    let program = write(&runner, &finding, |case| match cases.run(&runner, case) {
        Ok(outcome) => outcome.err(),
        Err(error) => {
            misuse = Some(error);
            None
        }
    });
    if let Some(misuse) = misuse {
        return Err(misuse);
    }
    let program =
        program.map_err(|why| Misuse::new(format!("{file} cannot be exported: {why}")))?;
    match out {
        Some(out) => {
            corpus::write(out, program.as_bytes())?;
            let lines = program.lines().count();
            console.print(&format!("{}: {lines} lines\n", out.display()))?;
        }
        None => console.print(&program)?,
    }
    if ops > LONG {
        console.note(&format!(
            "the case has {ops} ops: `shrink` it first for a shorter test"
        ));
    }
    Ok(())
}
