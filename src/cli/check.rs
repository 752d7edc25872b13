//! `map-oracle check`: random cases on every pair of a subject and a profile.

use std::io;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::args::CheckArgs;
use super::exhaustive::exhaustive;
use super::folder::Folder;
use super::{Console, Exit, Misuse, choose};
use crate::check::Runner;
use crate::corpus::known::{self, Known, Met};
use crate::evidence::Class;
use crate::generate::{Gate, Profile};
use crate::report::{CheckReport, FindingReport, PairReport, Verdict};
use crate::streams::{Engine, News, Orders, Setup, Stream};

/// How often it is said, where no progress bar is, that the work goes on.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How often what is needed to go on is kept.
const KEPT: Duration = Duration::from_secs(1);
/// A known failure that so many cases did not meet may be mended.
const LONG_ENOUGH: u64 = 400;

pub(super) fn check(
    args: &CheckArgs,
    runners: &[Runner],
    program: &str,
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let out = args.out();
    if out.exists() && !out.is_dir() {
        let out = out.display();
        return Err(Misuse::new(format!("--out {out} is not a directory")));
    }
    let resumed = if args.resume {
        Some(args.as_asked(Folder::asked(out)?))
    } else {
        None
    };
    let args = resumed.as_ref().unwrap_or(args);
    let runners = args.selecting.apply(choose(runners, &args.subjects)?)?;
    if let Some(length) = args.exhaustive {
        return exhaustive(args, length, &runners, program, console);
    }
    let known = known(args)?;
    let mut folder = Folder::open(out, args.asked(), args.is_campaign(), args.resume)?;
    let mut streams: Vec<Stream> = runners
        .iter()
        .map(|runner| Stream::new(orders(args, runner)))
        .collect();
    if args.resume {
        folder.resume(&mut streams)?;
    }
    let setup = setup(args, &known, folder.elapsed_before(), console)?;
    let engine = Engine::new(streams, setup);
    let outcome = run_all(args, &engine, &mut folder, console);
    let times = (engine.elapsed(), engine.cpu());
    let late = engine.is_late();
    let streams = engine.into_streams();
    outcome?;
    let interrupted = console.is_interrupted();
    let report = report(args, &streams, &folder, program, times.0, interrupted);
    if args.json {
        console.print_json(&report)?;
    } else {
        console.print(&text(&report, program, console.width))?;
    }
    folder.keep(&streams, times)?;
    folder.note_progress(&streams, times)?;
    for line in of_known(known, &streams, interrupted) {
        console.note(&line);
    }
    if report.interrupted {
        console.note("interrupted");
    } else if late {
        console.note("the time is over");
    }
    Ok(if report.ok { Exit::Fine } else { Exit::Found })
}

/// The failures that are known.
fn known(args: &CheckArgs) -> Result<Known, Misuse> {
    if let Some(path) = &args.known {
        if !path.exists() {
            let path = path.display();
            return Err(Misuse::new(format!("--known {path} is not there")));
        }
        return Ok(Known::read(path)?);
    }
    let out = args.out();
    let beside = out.parent().unwrap_or(out);
    let mut places = [Path::new("corpus"), out, beside].into_iter();
    let path = places
        .find(|folder| folder.join(known::FILE).exists())
        .unwrap_or(Path::new("corpus"));
    Ok(Known::read(&path.join(known::FILE))?)
}

/// How often known failures were met, and which are not met any more.
fn of_known(known: Known, streams: &[Stream], interrupted: bool) -> Vec<String> {
    let mut met = Met::new(known);
    for stream in streams {
        let subject = stream.orders.runner.name;
        for found in &stream.found {
            let times = found.met.iter().sum();
            met.meet_text(subject, &found.signature.to_string(), times);
        }
    }
    met.lines(|failure| {
        let long = |stream: &Stream| {
            failure.is_of(stream.orders.runner.name) && stream.taken() >= LONG_ENOUGH
        };
        !interrupted && streams.iter().any(long)
    })
}

fn orders(args: &CheckArgs, runner: &Runner) -> Orders {
    let wanted = |profile: &Profile| args.profiles.is_empty() || args.profiles.contains(profile);
    Orders {
        runner: *runner,
        profiles: Profile::ALL.into_iter().filter(wanted).collect(),
        cases: args.cases(),
        steps: args.ops,
        seed: args.seed,
        swept: false,
        shard: args.shard.map_or((1, 0), |shard| (shard.of, shard.index)),
        keeps_going: !args.first,
    }
}

fn setup(
    args: &CheckArgs,
    known: &Known,
    before: Duration,
    console: &Console<'_>,
) -> Result<Setup, Misuse> {
    let known = known.clone();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    Ok(Setup {
        jobs: args.jobs.unwrap_or(cores),
        program: console.children(args.limits.in_process)?,
        limits: args.limits.limits(),
        deadline: args.time.map(|time| time.0.saturating_sub(before)),
        interrupt: Arc::clone(&console.interrupt),
        listed: Arc::new(move |runner, signature| known.find(runner.name, signature).is_some()),
    })
}

/// Runs all streams, and saves what is found.
fn run_all(
    args: &CheckArgs,
    engine: &Engine,
    folder: &mut Folder,
    console: &mut Console<'_>,
) -> Result<(), Misuse> {
    let names = engine.with_all(|streams| {
        let names = streams.iter().map(|stream| stream.orders.runner.name);
        names.collect::<Vec<_>>()
    });
    let total = engine.with_all(|streams| {
        let cases = |stream: &Stream| stream.orders.cases * stream.orders.profiles.len() as u64;
        streams.iter().map(cases).sum()
    });
    let bar = progress_bar(console, args.time.is_none().then_some(total));
    let (mut heard, mut kept, mut noted) = (Instant::now(), Instant::now(), Instant::now());
    let mut pace = KEPT;
    let (mut unkept, mut complained) = (None, false);
    keep(folder, engine, &mut unkept);
    let tell = |console: &mut Console<'_>, line: String| match &bar {
        Some(bar) => bar.println(line),
        None => console.note(&line),
    };
    let outcome = engine.run(|news| {
        match news {
            News::Drawn(index, case) => {
                if let Err(line) = folder.drawn(index, names[index], &case) {
                    tell(console, format!("{}: {line}", names[index]));
                }
            }
            News::Examined(index) => folder.examined(index),
            News::Found(index, place) => {
                let (orders, found) = engine.with(index, |stream| {
                    (stream.orders.clone(), stream.found[place].clone())
                });
                let times = (engine.elapsed(), engine.cpu());
                let told = match folder.found((index, place), &orders, &found, times) {
                    Ok(path) => format!("saved as {}", path.display()),
                    Err(line) => line,
                };
                let name = orders.runner.name;
                if !found.listed {
                    tell(console, format!("{name}: {}: {told}", found.signature));
                }
                keep(folder, engine, &mut unkept);
            }
            News::Through(index) if bar.is_none() => {
                let line = engine.with(index, through);
                tell(console, line);
            }
            News::Cases | News::Through(_) | News::Tick => {}
        }
        if let Some(bar) = &bar {
            bar.set_position(engine.with_all(taken));
        }
        if kept.elapsed() > KEPT {
            keep(folder, engine, &mut unkept);
            kept = Instant::now();
        }
        if noted.elapsed() > pace {
            // At first more often: a plot should have a beginning.
            pace = (pace * 2).min(HEARTBEAT);
            noted = Instant::now();
            let times = (engine.elapsed(), engine.cpu());
            let line = engine.with_all(|streams| folder.note_progress(streams, times));
            unkept = unkept.take().or(line.err());
        }
        if bar.is_none() && heard.elapsed() > HEARTBEAT {
            heard = Instant::now();
            let total = args.time.is_none().then_some(total);
            tell(console, heartbeat(engine, total));
        }
        if let Some(Misuse(lines)) = unkept.take().filter(|_| !complained) {
            complained = true;
            for line in lines {
                tell(
                    console,
                    format!("what --resume needs cannot be kept: {line}"),
                );
            }
        }
        ControlFlow::Continue(())
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    outcome.map_err(no_child)
}

/// Keeps what is needed to go on.
fn keep(folder: &Folder, engine: &Engine, unkept: &mut Option<Misuse>) {
    let times = (engine.elapsed(), engine.cpu());
    let kept = engine.with_all(|streams| folder.keep(streams, times));
    *unkept = unkept.take().or(kept.err());
}

/// That cases cannot be run in a process of their own.
pub(super) fn no_child(error: io::Error) -> Misuse {
    Misuse::new(format!(
        "cases cannot be run in another process of this program, try --in-process: {error}"
    ))
}

fn taken(streams: &[Stream]) -> u64 {
    streams.iter().map(Stream::taken).sum()
}

/// How a subject fared, in a line.
fn through(stream: &Stream) -> String {
    let name = stream.orders.runner.name;
    let new = stream.found.iter().filter(|found| !found.listed).count();
    let known = stream.found.len() - new;
    let mut line = format!("{name}: {} cases", stream.taken());
    for (count, what) in [(new, "finding"), (known, "known failure")] {
        match count {
            0 => {}
            1 => line += &format!(", 1 {what}"),
            count => line += &format!(", {count} {what}s"),
        }
    }
    line
}

fn heartbeat(engine: &Engine, total: Option<u64>) -> String {
    let (taken, found) = engine.with_all(|streams| {
        let found: usize = streams.iter().map(|stream| stream.found.len()).sum();
        (taken(streams), found)
    });
    let of = total.map_or(String::new(), |total| format!(" of {total}"));
    let minutes = engine.elapsed().as_secs_f64() / 60.0;
    format!("after {minutes:.1} min: {taken}{of} cases, {found} findings")
}

fn progress_bar(console: &Console<'_>, cases: Option<u64>) -> Option<indicatif::ProgressBar> {
    console.progress_bar.then(|| {
        let template = match cases {
            Some(_) => "{wide_bar} {pos}/{len} cases, {elapsed} of about {duration}",
            None => "{spinner} {pos} cases, {elapsed}",
        };
        let style = indicatif::ProgressStyle::with_template(template);
        let style = style.expect("the template is sound");
        match cases {
            Some(cases) => indicatif::ProgressBar::new(cases),
            None => indicatif::ProgressBar::new_spinner(),
        }
        .with_style(style)
    })
}

fn report(
    args: &CheckArgs,
    streams: &[Stream],
    folder: &Folder,
    program: &str,
    took: Duration,
    interrupted: bool,
) -> CheckReport {
    let (mut pairs, mut all) = (Vec::new(), Vec::new());
    for (index, stream) in streams.iter().enumerate() {
        let orders = &stream.orders;
        let findings: Vec<(Class, FindingReport)> = stream
            .found
            .iter()
            .enumerate()
            .map(|(place, found)| {
                let mut report = FindingReport::new(orders, found);
                if let Some(path) = folder.file(index, place) {
                    report.saved(path, program);
                }
                (found.signature.class.clone(), report)
            })
            .collect();
        for (place, progress) in stream.progress.iter().enumerate() {
            let mut pair = PairReport::new(orders, place, progress, &findings, program);
            if args.time.is_some() && !interrupted {
                pair.time_is_over();
            }
            pairs.push(pair);
        }
        all.extend(findings.into_iter().map(|(_, finding)| finding));
    }
    CheckReport {
        ok: pairs.iter().all(|pair| pair.verdict.is_fine()),
        interrupted,
        cases: args.time.is_none().then(|| args.cases()),
        ops: args.ops,
        seed: args.seed,
        seconds: took.as_secs_f64(),
        pairs,
        findings: all,
    }
}

fn text(report: &CheckReport, program: &str, width: u16) -> String {
    let mut text = format!("{}\n", report.table(width));
    for pair in &report.pairs {
        if pair.verdict == Verdict::GateMissed {
            let (subject, profile) = (pair.subject, pair.profile);
            text += &format!("\n{subject}, {profile}: {}\n", pair.verdict_text());
            text += &format!("  repeat:   {}\n", pair.repeat);
        }
    }
    for finding in report.findings.iter().filter(|finding| !finding.known) {
        text += &format!("\n{}", finding.text());
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
    } else if let Some(cases) = cases
        && cases * (*ops as u64) < Gate::BATCH as u64
    {
        let least = Gate::BATCH;
        text += &format!(" (gates are judged where cases times ops reach {least})");
    }
    let cases = cases.map_or(String::new(), |cases| format!(" --cases {cases}"));
    text += &format!(
        "; seed {seed}, {seconds:.1} s\nrepeat a row: {program} check --subject SUBJECT \
         --profile PROFILE{cases} --ops {ops} --seed {seed} {left_out}"
    );
    text.trim_end().to_owned() + "\n"
}

/// How many pairs there are of each verdict.
fn count(report: &CheckReport) -> String {
    let words = [
        (Verdict::Ok, "ok"),
        (Verdict::Diverged, "diverged"),
        (Verdict::Hangs, "hanging"),
        (Verdict::Crashed, "crashed"),
        (Verdict::Known, "with known failures only"),
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
