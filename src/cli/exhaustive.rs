//! `map-oracle check --exhaustive N`: every sequence of up to N ops, on each
//! subject and under each hash plan.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use super::args::CheckArgs;
use super::check::no_child;
use super::{Console, Exit, Misuse};
use crate::check::Runner;
use crate::corpus;
use crate::evidence::{Finding, Signature};
use crate::generate::Alphabet;
use crate::process::Worker;
use crate::report::{FindingReport, ScopeReport, ScopesReport, Verdict};
use crate::streams::{Walk, Walked};

/// A failure, and how often each walk met it.
type Met = (Finding, Vec<(String, u64)>);

pub(super) fn exhaustive(
    args: &CheckArgs,
    length: usize,
    runners: &[Runner],
    program: &str,
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let scope = (length, args.keys as u16);
    let walks: Vec<Walk> = runners
        .iter()
        .flat_map(|&runner| {
            let plans = Alphabet::plans(runner.support.order).into_iter();
            plans.map(move |plan| Walk {
                runner,
                plan,
                scope,
            })
        })
        .collect();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let jobs = args.jobs.unwrap_or(cores).min(walks.len());
    let start = Instant::now();
    let workers = (0..jobs).map(|_| console.worker(args.limits));
    let workers = workers.collect::<Result<Vec<Worker>, Misuse>>()?;
    let outcomes = run_all(args, &walks, workers);
    let mut scopes = Vec::new();
    let mut all: BTreeMap<(usize, Signature), Met> = BTreeMap::new();
    for (walk, outcome) in walks.iter().zip(outcomes) {
        let walked = outcome.map_err(no_child)?;
        let report = report(walk, &walked);
        let subject = runners
            .iter()
            .position(|runner| runner.name == walk.runner.name);
        for (signature, (finding, times)) in walked.found {
            let key = (subject.unwrap_or_default(), signature);
            let entry = all.entry(key).or_insert_with(|| (finding, Vec::new()));
            entry.1.push((format!("hash {}", report.hash), times));
        }
        console.note(&format!(
            "{}, hash {}: {} sequences in {:.1} s{}",
            report.subject,
            report.hash,
            report.cases,
            report.seconds,
            match report.verdict {
                Verdict::Ok => String::new(),
                verdict => format!(", {}", verdict.text()),
            }
        ));
        scopes.push(report);
    }
    let mut findings = Vec::new();
    for ((subject, signature), (finding, met)) in all {
        let runner = &runners[subject];
        let mut report = FindingReport::of_walks(runner, &signature, &finding, met);
        match corpus::save_found(args.out(), &finding, &[]) {
            Ok(path) => report.saved(&path, program),
            Err(error) => console.note(&format!("the case cannot be saved: {error}")),
        }
        findings.push(report);
    }
    let report = ScopesReport::new(length, args.keys, start.elapsed(), scopes, findings);
    let report = report.leaving_out(&runners[0].without);
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

/// Walks all, as many at a time as there are workers; the outcomes are in the
/// order of the walks.
fn run_all(args: &CheckArgs, walks: &[Walk], workers: Vec<Worker>) -> Vec<io::Result<Walked>> {
    let limit = args.limits.limits().cpu;
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for mut worker in workers {
            let (next, outcomes) = (&next, &outcomes);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(walk) = walks.get(index) else {
                        return;
                    };
                    let outcome = walk.run(&mut worker, args.first, limit);
                    let mut outcomes = outcomes.lock().unwrap_or_else(PoisonError::into_inner);
                    outcomes.push((index, outcome));
                }
            });
        }
    });
    let mut outcomes = outcomes
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    outcomes.sort_by_key(|&(index, _)| index);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

fn report(walk: &Walk, walked: &Walked) -> ScopeReport {
    let mut report = ScopeReport::new(walk.runner.name, &walk.plan);
    let verdict = match walked.found.keys().next() {
        Some(signature) => Verdict::of(&signature.class),
        None if walked.finished => Verdict::Ok,
        None => Verdict::Interrupted,
    };
    report.cover(walked.right, walked.failed, walked.took, verdict);
    report
}
