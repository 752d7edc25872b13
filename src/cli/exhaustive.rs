//! `map-oracle check --exhaustive N`: every sequence of up to N ops, on each
//! subject and under each hash plan.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::args::CheckArgs;
use super::crew::{Task, Tidings, Worker, work};
use super::{Console, Exit, Misuse};
use crate::case::{Case, HashPlan};
use crate::check::{Finding, Runner};
use crate::corpus;
use crate::generate::Alphabet;
use crate::hunt::exhaust;
use crate::report::{FailureReport, ScopeReport, ScopesReport, Verdict};

/// A subject under a hash plan, and how far it is.
struct Walk {
    runner: Runner,
    plan: HashPlan,
    report: Mutex<ScopeReport>,
}

impl Walk {
    fn new(runner: Runner, plan: HashPlan) -> Walk {
        let report = ScopeReport::new(runner.name, &plan);
        Walk {
            runner,
            plan,
            report: Mutex::new(report),
        }
    }

    fn update(&self, change: impl FnOnce(&mut ScopeReport)) {
        change(&mut self.report.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

pub(super) fn exhaustive(
    args: &CheckArgs,
    length: usize,
    runners: &[Runner],
    program: &str,
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let walks: Vec<Walk> = runners
        .iter()
        .flat_map(|&runner| {
            let plans = Alphabet::plans(runner.support.order).into_iter();
            plans.map(move |plan| Walk::new(runner, plan))
        })
        .collect();
    let label = |walk: &Walk| format!("{}, hash {}", walk.runner.name, walk.plan.spread);
    let labels: Vec<String> = walks.iter().map(label).collect();
    let walks = Arc::new(walks);
    let interrupt = Arc::clone(&console.interrupt);
    let task = Task {
        workers: thread::available_parallelism().map_or(1, NonZero::get),
        labels: labels.clone(),
        patience: args.patience.duration(),
        interrupt: &interrupt,
    };
    let keys = args.keys as u16;
    let keep = keeper(args, program);
    let job = {
        let (walks, keep) = (Arc::clone(&walks), keep.clone());
        move |index: usize, worker: &Worker<String>| {
            worker.tells(walk(&walks[index], (length, keys), &keep, worker));
        }
    };

    let start = Instant::now();
    work(task, job, |tidings| {
        match tidings {
            Tidings::News(index, line) => console.note(&format!("{}: {line}", labels[index])),
            Tidings::Hangs(index, case) => {
                let failure = FailureReport::hang(&case, args.patience.seconds());
                let walk = &walks[index];
                let kept = keep(&walk.runner, failure, &case);
                walk.update(|report| report.fail(kept));
            }
            Tidings::Tick => {}
        }
        ControlFlow::Continue(())
    });
    let reports = walks.iter().map(|walk| {
        let report = walk.report.lock().unwrap_or_else(PoisonError::into_inner);
        report.clone()
    });
    let report = ScopesReport::new(length, args.keys, start.elapsed(), reports.collect());
    if args.json {
        console.print_json(&report)?;
    } else {
        console.print(&report.text(console.width, program))?;
    }
    if console.is_interrupted() {
        console.note("interrupted");
    }
    Ok(if report.ok { Exit::Fine } else { Exit::Found })
}

/// Walks one subject under one plan, and tells how it went in a line.
fn walk(
    walk: &Walk,
    (length, keys): (usize, u16),
    keep: &impl Fn(&Runner, FailureReport, &Case) -> FailureReport,
    worker: &Worker<String>,
) -> String {
    let start = Instant::now();
    let mut broken_off = false;
    let walked = exhaust(&walk.runner, length, keys, &walk.plan, |case| {
        let flow = worker.begins(case);
        broken_off |= flow.is_break();
        flow
    });
    worker.rests();
    let took: Duration = start.elapsed();
    match walked {
        Ok(cases) => {
            let verdict = match broken_off {
                true => Verdict::Interrupted,
                false => Verdict::Ok,
            };
            walk.update(|report| report.cover(cases, took, verdict));
            format!("{cases} sequences in {:.1} s", took.as_secs_f64())
        }
        Err(divergence) => {
            let found = Finding::Diverged(divergence);
            let failure = FailureReport::found(&walk.runner, &found);
            let kept = keep(&walk.runner, failure, found.case());
            walk.update(|report| report.fail(kept));
            "DIVERGED".to_owned()
        }
    }
}

/// Saves a failing case, and adds to its report where.
fn keeper(
    args: &CheckArgs,
    program: &str,
) -> impl Fn(&Runner, FailureReport, &Case) -> FailureReport + Clone + 'static {
    let (folder, program) = (args.out.clone(), program.to_owned());
    move |runner, failure, case| {
        match corpus::save_case(&folder, runner.name, &failure.summary(), case) {
            Ok(path) => failure.saved(&path, runner.name, &program),
            // The report shows the case all the same.
            Err(_) => failure,
        }
    }
}
