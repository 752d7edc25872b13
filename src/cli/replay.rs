//! `map-oracle replay`: the cases in files, on each subject.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::args::ReplayArgs;
use super::crew::{Task, Tidings, Worker, work};
use super::{Console, Exit, Misuse, choose};
use crate::case::{Mark, Reach};
use crate::check::{Divergence, Finding, Runner};
use crate::corpus;
use crate::hunt::sweep_watched;
use crate::report::FailureReport;

/// How a case went.
type Verdict = Result<Reach, Box<Divergence>>;

pub(super) fn replay(
    args: &ReplayArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let runners = choose(runners, &args.subjects)?;
    let (mut cases, mut errors) = (Vec::new(), Vec::new());
    for path in &args.files {
        match corpus::read(path) {
            Ok(case) => cases.push((path.display().to_string(), case)),
            Err(error) => errors.push(error.to_string()),
        }
    }
    if !errors.is_empty() {
        return Err(Misuse(errors));
    }

    let mut labels = Vec::new();
    for (path, _) in &cases {
        let names = runners.iter().map(|runner| runner.name);
        labels.extend(names.map(|name| format!("{path}: {name}")));
    }
    let interrupt = Arc::clone(&console.interrupt);
    let task = Task {
        // One, so that results come in order.
        workers: 1,
        labels: labels.clone(),
        patience: args.patience.duration(),
        interrupt: &interrupt,
    };
    let faults = args.faults;
    let tried = runners.clone();
    let job = move |index: usize, worker: &Worker<Verdict>| {
        let (_, case) = &cases[index / runners.len()];
        let runner: &Runner = &runners[index % runners.len()];
        if worker.begins(case).is_continue() {
            let verdict = match faults {
                true => sweep_watched(runner, case, |struck| worker.begins(struck)),
                false => runner.run(case),
            };
            worker.rests();
            worker.tells(verdict);
        }
    };

    let mut exit = Exit::Fine;
    let mut unwritten = None;
    work(task, job, |tidings| {
        let line = match tidings {
            Tidings::News(index, Ok(reach)) if faults => {
                let struck = reach.get(Mark::Faults) + reach.get(Mark::Lies);
                format!("{}: ok, struck {struck} times\n", labels[index])
            }
            Tidings::News(index, Ok(_)) => format!("{}: ok\n", labels[index]),
            Tidings::News(index, Err(divergence)) => {
                exit = Exit::Found;
                let runner = &tried[index % tried.len()];
                let failure = FailureReport::found(runner, &Finding::Diverged(divergence));
                let label = &labels[index];
                match faults {
                    // The fault is what the file does not tell.
                    true => format!("{label}: DIVERGED: {}", failure.text()),
                    false => format!("{label}: DIVERGED: {}", failure.summary()),
                }
            }
            Tidings::Hangs(index, _) => {
                exit = Exit::Found;
                let seconds = args.patience.seconds();
                format!("{}: HANGS: still runs after {seconds} s\n", labels[index])
            }
            Tidings::Tick => return ControlFlow::Continue(()),
        };
        match console.print(&line) {
            Ok(()) => ControlFlow::Continue(()),
            Err(misuse) => {
                unwritten = Some(misuse);
                ControlFlow::Break(())
            }
        }
    });
    if console.is_interrupted() {
        console.note("interrupted");
    }
    match unwritten {
        Some(misuse) => Err(misuse),
        None => Ok(exit),
    }
}
