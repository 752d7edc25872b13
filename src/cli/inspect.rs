//! `map-oracle inspect`: GoMap's table as it stands after some op of a case.

use super::args::InspectArgs;
use super::{Console, Exit, Misuse};
use crate::check::{Runner, run_to};
use crate::corpus;
use crate::evidence::Finding;
use crate::report::FailureReport;
use crate::subject::{GoMapSubject, Subject as _};

pub(super) fn inspect(args: &InspectArgs, console: &mut Console<'_>) -> Result<Exit, Misuse> {
    let case = corpus::read_argument(&args.file)?;
    let ops = case.steps.len();
    let at = args.at.unwrap_or(ops);
    if at > ops {
        let file = args.file.display();
        return Err(Misuse::new(format!(
            "--at {at} is out of range: {file} has {ops} ops"
        )));
    }

    let mut picture = String::new();
    let colours = console.colours;
    let outcome = run_to::<GoMapSubject>(&case, at, |subject| {
        let table = subject.map().picture();
        picture = if colours {
            format!("{table:#}")
        } else {
            table.to_string()
        };
        for fault in subject.invariants() {
            picture += &format!("BROKEN: {fault}\n");
        }
    });
    let done = match &outcome {
        Ok(_) => at,
        Err(divergence) => at.min(divergence.step + 1),
    };
    let place = match done.checked_sub(1) {
        None => format!("before the first of {ops} ops"),
        Some(last) => format!("after op {done} of {ops}, `{}`", case.steps[last]),
    };
    let text = format!("{place}\n{picture}");
    console.print(&text)?;
    match outcome {
        Ok(_) => Ok(Exit::Fine),
        Err(divergence) => {
            let gomap = Runner::of::<GoMapSubject>();
            let failure = FailureReport::found(&gomap, &Finding::Diverged(divergence));
            console.print(&format!("\nDIVERGED: {}", failure.summary()))?;
            Ok(Exit::Found)
        }
    }
}
