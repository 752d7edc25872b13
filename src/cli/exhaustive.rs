//! `map-oracle check --exhaustive N`: every sequence of up to N ops, on each
//! subject and under each hash plan.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::args::CheckArgs;
use super::check::no_child;
use super::{Console, Exit, Misuse};
use crate::case::HashPlan;
use crate::check::{Class, Finding, ProcessEnd, Runner, Signature};
use crate::corpus;
use crate::generate::Alphabet;
use crate::process::{Stretch, Task, WalkTask, Worker};
use crate::report::{FindingReport, ScopeReport, ScopesReport, Verdict};
use crate::streams;

/// A walk that met so many failures is broken off: what follows a sequence that
/// fails mostly fails, too.
const MOST: u64 = 100;
/// Of hangs, each of which costs its whole time and more to be made small, so many
/// are enough.
const MOST_HANGS: u64 = 3;

/// A subject under a hash plan.
struct Walk {
    runner: Runner,
    plan: HashPlan,
}

/// What came of a walk.
struct Walked {
    report: ScopeReport,
    found: BTreeMap<Signature, (Finding, u64)>,
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
            plans.map(move |plan| Walk { runner, plan })
        })
        .collect();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let jobs = args.jobs.unwrap_or(cores).min(walks.len());
    let start = Instant::now();
    let workers = (0..jobs).map(|_| console.worker(args.limits));
    let workers = workers.collect::<Result<Vec<Worker>, Misuse>>()?;
    let outcomes = run_all(args, length, &walks, workers);
    let mut scopes = Vec::new();
    let mut all: BTreeMap<(usize, Signature), (Finding, Vec<(String, u64)>)> = BTreeMap::new();
    for (walk, outcome) in walks.iter().zip(outcomes) {
        let walked = outcome.map_err(no_child)?;
        let subject = runners
            .iter()
            .position(|runner| runner.name == walk.runner.name);
        for (signature, (finding, times)) in walked.found {
            let key = (subject.unwrap_or_default(), signature);
            let entry = all.entry(key).or_insert_with(|| (finding, Vec::new()));
            entry
                .1
                .push((format!("hash {}", walked.report.hash), times));
        }
        let report = &walked.report;
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
        scopes.push(walked.report);
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
fn run_all(
    args: &CheckArgs,
    length: usize,
    walks: &[Walk],
    workers: Vec<Worker>,
) -> Vec<io::Result<Walked>> {
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
                    let outcome = walk.walk(args, length, &mut worker);
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

impl Walk {
    fn walk(&self, args: &CheckArgs, length: usize, worker: &mut Worker) -> io::Result<Walked> {
        let start = Instant::now();
        let mut report = ScopeReport::new(self.runner.name, &self.plan);
        let mut found: BTreeMap<Signature, (Finding, u64)> = BTreeMap::new();
        let task = |from| {
            Task::Walk(WalkTask {
                spread: self.plan.spread,
                length,
                keys: args.keys as u16,
                from,
            })
        };
        let (mut from, mut cases, mut failed, mut hung) = (0, 0, 0, 0);
        let verdict = loop {
            let go_on = &mut |_| ControlFlow::Continue(());
            let stretch = worker.stretch(&self.runner, from, &task, go_on)?;
            let Stretch {
                cases: right,
                failed: wrong,
                interrupted,
                ..
            } = stretch;
            cases += right;
            if interrupted {
                break Verdict::Interrupted;
            }
            let Some((unit, finding)) = wrong else {
                break Verdict::Ok;
            };
            from = unit + 1;
            failed += 1;
            hung += u64::from(finding.class() == Class::Ended(ProcessEnd::Hang));
            let finding = self.shortened(args, worker, finding)?;
            let entry = found.entry(finding.signature());
            entry.or_insert((finding, 0)).1 += 1;
            if args.first || failed == MOST || hung == MOST_HANGS {
                break Verdict::Interrupted;
            }
        };
        let verdict = match found.keys().next() {
            Some(signature) => Verdict::of(&signature.class),
            None => verdict,
        };
        report.cover(cases, failed, start.elapsed(), verdict);
        Ok(Walked { report, found })
    }

    /// What brought a process down may be any of the ops that read; a sequence
    /// that diverged is as short as it gets.
    fn shortened(
        &self,
        args: &CheckArgs,
        worker: &mut Worker,
        finding: Finding,
    ) -> io::Result<Finding> {
        if matches!(finding, Finding::Diverged(_)) {
            return Ok(finding);
        }
        let limit: Duration = args.limits.limits().cpu;
        let smallest = streams::smallest(worker, &self.runner, finding, &[], limit)?;
        Ok(smallest.finding)
    }
}
