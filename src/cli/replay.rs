//! `map-oracle replay`: the cases in files, on each subject.

use std::ops::ControlFlow;

use super::args::ReplayArgs;
use super::check::no_child;
use super::{Console, Exit, Misuse, choose};
use crate::case::{Case, Mark, Reach};
use crate::check::Runner;
use crate::corpus;
use crate::evidence::Finding;
use crate::process::{Detail, Stretch, Task, Worker};
use crate::report::{FailureReport, Verdict};

pub(super) fn replay(
    args: &ReplayArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let runners = args.selecting.apply(choose(runners, &args.subjects)?)?;
    let (mut cases, mut errors) = (Vec::new(), Vec::new());
    for path in &args.files {
        match corpus::read_argument(path) {
            Ok(case) => cases.push((path.display().to_string(), case)),
            Err(error) => errors.push(error.to_string()),
        }
    }
    if !errors.is_empty() {
        return Err(Misuse(errors));
    }

    let mut worker = console.worker(args.limits)?;
    let mut exit = Exit::Fine;
    'all: for (path, case) in &cases {
        for runner in &runners {
            let outcome = if args.faults {
                swept(&mut worker, runner, case)?
            } else {
                whole(&mut worker, runner, case)?
            };
            let label = format!("{path}: {}", runner.name);
            let line = match outcome {
                None => break 'all,
                Some(Ok(reach)) if args.faults => {
                    let struck = reach.get(Mark::FAULTS) + reach.get(Mark::LIES);
                    format!("{label}: ok, struck {struck} times\n")
                }
                Some(Ok(_)) => format!("{label}: ok\n"),
                Some(Err(finding)) => {
                    exit = Exit::Found;
                    let failure = FailureReport::found(runner, &finding);
                    let verdict = Verdict::of(&finding.class()).text();
                    if args.faults {
                        // The fault is what the file does not tell.
                        format!("{label}: {verdict}: {}", failure.text())
                    } else {
                        format!("{label}: {verdict}: {}", failure.summary())
                    }
                }
            };
            console.print(&line)?;
        }
    }
    if console.is_interrupted() {
        console.note("interrupted");
    }
    Ok(exit)
}

/// How a case went; `None` if the user broke off.
type Outcome = Option<Result<Reach, Finding>>;

fn whole(worker: &mut Worker, runner: &Runner, case: &Case) -> Result<Outcome, Misuse> {
    let outcome = worker.case(runner, case, Detail::Places);
    outcome.map_err(no_child)
}

fn swept(worker: &mut Worker, runner: &Runner, case: &Case) -> Result<Outcome, Misuse> {
    let task = |from| Task::Sweep {
        case: case.clone(),
        from,
    };
    let stretch = worker.stretch(runner, 0, &task, &mut |_| ControlFlow::Continue(()));
    let Stretch {
        reach,
        failed,
        interrupted,
        ..
    } = stretch.map_err(no_child)?;
    Ok(match failed {
        _ if interrupted => None,
        Some((_, finding)) => Some(Err(finding)),
        None => Some(Ok(reach)),
    })
}
