//! `map-oracle check`: random cases on every pair of a subject and a profile.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::args::CheckArgs;
use super::crew::{Task, Tidings, Worker, work};
use super::exhaustive::exhaustive;
use super::pair::{Keeper, Pair};
use super::shrink::LONGEST;
use super::{Console, Exit, Misuse, choose};
use crate::check::Runner;
use crate::corpus::CorpusError;
use crate::generate::{Gate, Profile};
use crate::hunt::{Batch, Event, Failure, hunt_watched};
use crate::report::{CheckReport, PairReport, Verdict};

pub(super) fn check(
    args: &CheckArgs,
    runners: &[Runner],
    program: &str,
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let runners = args.selecting.apply(choose(runners, &args.subjects)?)?;
    if args.out.exists() && !args.out.is_dir() {
        let out = args.out.display();
        return Err(Misuse::new(format!("--out {out} is not a directory")));
    }
    if let Some(length) = args.exhaustive {
        return exhaustive(args, length, &runners, program, console);
    }
    let keeper = Keeper::new(&args.out, program);
    let pairs = Arc::new(pairs(args, &runners));
    let start = Instant::now();
    let interrupted = run_all(args, &pairs, keeper, program, console);
    let report = report(args, &pairs, program, interrupted, start.elapsed());

    if args.json {
        console.print_json(&report)?;
    } else {
        console.print(&text(&report, program, console.width))?;
    }
    if report.interrupted {
        console.note("interrupted");
    }
    Ok(if report.ok { Exit::Fine } else { Exit::Found })
}

fn pairs(args: &CheckArgs, runners: &[Runner]) -> Vec<Pair> {
    let wanted = |profile: &Profile| args.profiles.is_empty() || args.profiles.contains(profile);
    let profiles: Vec<Profile> = Profile::ALL.into_iter().filter(wanted).collect();
    let pair = |runner: &Runner, profile| {
        let batch = Batch {
            profile,
            cases: args.cases,
            steps: args.ops,
            seed: args.seed,
        };
        Pair::new(*runner, batch)
    };
    let of_runner = |runner| profiles.iter().map(move |&profile| pair(runner, profile));
    runners.iter().flat_map(of_runner).collect()
}

/// What a pair tells while it is run.
enum News {
    /// A line for the user.
    Note(String),
    /// It is through.
    Done,
}

/// Runs all pairs. Tells whether that was broken off by the user.
fn run_all(
    args: &CheckArgs,
    pairs: &Arc<Vec<Pair>>,
    keeper: Keeper,
    program: &str,
    console: &mut Console<'_>,
) -> bool {
    let label = |pair: &Pair| {
        let profile = pair.state().tally.batch.profile.name();
        format!("{}, {profile}", pair.runner.name)
    };
    let labels: Vec<String> = pairs.iter().map(label).collect();
    let interrupt = Arc::clone(&console.interrupt);
    let task = Task {
        workers: thread::available_parallelism().map_or(1, NonZero::get),
        labels: labels.clone(),
        patience: args.patience.duration(),
        interrupt: &interrupt,
    };
    let keeper = Arc::new(keeper);
    let job = {
        let (pairs, keeper) = (Arc::clone(pairs), Arc::clone(&keeper));
        move |index: usize, worker: &Worker<News>| run_pair(&pairs[index], &keeper, worker)
    };

    let bar = progress_bar(console, args.cases * pairs.len());
    let tell = |console: &mut Console<'_>, line: String| match &bar {
        Some(bar) => bar.println(line),
        None => console.note(&line),
    };
    work(task, job, |tidings| {
        match tidings {
            Tidings::News(index, News::Note(line)) => {
                tell(console, format!("{}: {line}", labels[index]));
            }
            Tidings::News(index, News::Done) if bar.is_none() => {
                let report = pairs[index].report(program);
                let (pair, cases, verdict) = (&labels[index], report.cases, report.verdict_text());
                tell(console, format!("{pair}: {cases} cases, {verdict}"));
            }
            Tidings::Hangs(index, case) => {
                let seconds = args.patience.seconds();
                if let Err(error) = keeper.hang(&pairs[index], &case, seconds) {
                    tell(console, format!("the case cannot be saved: {error}"));
                }
            }
            Tidings::News(_, News::Done) | Tidings::Tick => {}
        }
        if let Some(bar) = &bar {
            let cases: usize = pairs.iter().map(|pair| pair.state().tally.cases).sum();
            bar.set_position(cases as u64);
        }
        ControlFlow::Continue(())
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    console.is_interrupted()
}

fn progress_bar(console: &Console<'_>, cases: usize) -> Option<indicatif::ProgressBar> {
    console.progress_bar.then(|| {
        let style = indicatif::ProgressStyle::with_template(
            "{wide_bar} {pos}/{len} cases, {elapsed} of about {duration}",
        );
        let style = style.expect("the template is sound");
        indicatif::ProgressBar::new(cases as u64).with_style(style)
    })
}

fn run_pair(pair: &Pair, keeper: &Keeper, worker: &Worker<News>) {
    let batch = pair.state().tally.batch;
    let start = Instant::now();
    let tell = |outcome: Result<(), CorpusError>| {
        if let Err(error) = outcome {
            worker.tells(News::Note(format!("the case cannot be saved: {error}")));
        }
    };
    let mut shrinks: Option<Instant> = None;
    let tally = hunt_watched(&pair.runner, batch, |event| {
        match event {
            Event::Begins(_) if shrinks.is_some_and(|since| since.elapsed() > LONGEST) => {
                return ControlFlow::Break(());
            }
            Event::Begins(case) => return worker.begins(case),
            Event::Right(tally) => {
                let mut state = pair.state();
                state.tally.cases = tally.cases;
                state.tally.reach = tally.reach.clone();
                state.took = start.elapsed();
            }
            Event::Diverged(divergence) => {
                shrinks = Some(Instant::now());
                worker.rests();
                tell(keeper.drawn(pair, divergence));
                let failure = pair.state().failure.clone();
                if let Some(path) = failure.and_then(|failure| failure.path) {
                    let note = format!("a case diverged; {path} is being shrunk");
                    worker.tells(News::Note(note));
                }
            }
        }
        ControlFlow::Continue(())
    });
    worker.rests();
    if let Some(Failure::Found(found)) = &tally.failure {
        tell(keeper.shrunk(pair, &found.divergence));
    }
    pair.state().tally = tally;
    worker.tells(News::Done);
}

fn report(
    args: &CheckArgs,
    pairs: &[Pair],
    program: &str,
    interrupted: bool,
    took: Duration,
) -> CheckReport {
    let pairs: Vec<PairReport> = pairs.iter().map(|pair| pair.report(program)).collect();
    CheckReport {
        ok: pairs.iter().all(|pair| pair.verdict.is_fine()),
        interrupted,
        cases: args.cases,
        ops: args.ops,
        seed: args.seed,
        seconds: took.as_secs_f64(),
        pairs,
    }
}

fn text(report: &CheckReport, program: &str, width: u16) -> String {
    let mut text = format!("{}\n", report.table(width));
    for pair in &report.pairs {
        if pair.verdict.is_fine() {
            continue;
        }
        text += &format!("\n{}, {}: ", pair.subject, pair.profile);
        match &pair.failure {
            Some(failure) => text += &failure.text(),
            None => text += &format!("{}\n", pair.verdict_text()),
        }
        text += &format!("  repeat:   {}\n", pair.repeat);
    }
    let CheckReport {
        cases,
        ops,
        seed,
        seconds,
        ..
    } = report;
    text += &format!("\npairs: {}", count(report));
    let pair = report.pairs.first();
    let left_out = pair.map_or("", |pair| pair.left_out.as_str());
    if !left_out.is_empty() {
        text += " (gates are not judged where something is left out)";
    } else if cases * ops < Gate::BATCH {
        let least = Gate::BATCH;
        text += &format!(" (gates are judged where cases times ops reach {least})");
    }
    text += &format!(
        "; seed {seed}, {seconds:.1} s\nrepeat a row: {program} check --subject SUBJECT \
         --profile PROFILE --cases {cases} --ops {ops} --seed {seed} {left_out}"
    );
    text.trim_end().to_owned() + "\n"
}

/// How many pairs there are of each verdict.
fn count(report: &CheckReport) -> String {
    let words = [
        (Verdict::Ok, "ok"),
        (Verdict::Diverged, "diverged"),
        (Verdict::Hangs, "hanging"),
        (Verdict::GateMissed, "short of a gate"),
        (Verdict::Interrupted, "interrupted"),
        (Verdict::NotRun, "not run"),
    ];
    let counts: Vec<String> = words
        .into_iter()
        .map(|(verdict, word)| {
            let pairs = report.pairs.iter();
            (pairs.filter(|pair| pair.verdict == verdict).count(), word)
        })
        .filter(|&(count, _)| count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    counts.join(", ")
}
