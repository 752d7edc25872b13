//! `map-oracle check`: random cases on every pair of a subject and a profile.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::args::CheckArgs;
use super::exhaustive::exhaustive;
use super::{Console, Exit, Misuse, choose};
use crate::case::Case;
use crate::check::{Class, Runner};
use crate::corpus;
use crate::generate::{Gate, Profile};
use crate::report::{CheckReport, FindingReport, PairReport, Verdict};
use crate::streams::{Engine, News, Orders, Setup, Stream};

/// How often it is said, where no progress bar is, that the work goes on.
const HEARTBEAT: Duration = Duration::from_secs(30);

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
    let streams = runners
        .iter()
        .map(|runner| Stream::new(orders(args, runner)));
    let engine = Engine::new(streams.collect(), setup(args, console)?);
    let mut keeper = Keeper::new(&args.out, program);
    run_all(args, &engine, &mut keeper, console)?;
    let (elapsed, late) = (engine.elapsed(), engine.is_late());
    let streams = engine.into_streams();
    let interrupted = console.is_interrupted();
    let report = report(args, &streams, &keeper, elapsed, interrupted);

    if args.json {
        console.print_json(&report)?;
    } else {
        console.print(&text(&report, program, console.width))?;
    }
    if report.interrupted {
        console.note("interrupted");
    } else if late {
        console.note("the time is over");
    }
    Ok(if report.ok { Exit::Fine } else { Exit::Found })
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

fn setup(args: &CheckArgs, console: &Console<'_>) -> Result<Setup, Misuse> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    Ok(Setup {
        jobs: args.jobs.unwrap_or(cores),
        program: console.children(args.limits.in_process)?,
        limits: args.limits.limits(),
        deadline: args.time.map(|time| time.0),
        interrupt: Arc::clone(&console.interrupt),
        listed: Arc::new(|_, _| false),
    })
}

/// Runs all streams, and saves what is found.
fn run_all(
    args: &CheckArgs,
    engine: &Engine,
    keeper: &mut Keeper,
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
    let mut heard = Instant::now();
    let tell = |console: &mut Console<'_>, line: String| match &bar {
        Some(bar) => bar.println(line),
        None => console.note(&line),
    };
    let outcome = engine.run(|news| {
        match news {
            News::Drawn(index, case) => {
                if let Err((error, case)) = keeper.drawn(index, names[index], &case) {
                    tell(console, format!("{}: {error}\n\n{case}", names[index]));
                }
            }
            News::Examined(index) => keeper.examined(index),
            News::Found(index, place) => {
                let (orders, found) = engine.with(index, |stream| {
                    (stream.orders.clone(), stream.found[place].clone())
                });
                let told = match keeper.found(index, place, &found.finding) {
                    Ok(path) => format!("saved as {}", path.display()),
                    Err(error) => format!("{error}\n\n{}", found.finding.case()),
                };
                let name = orders.runner.name;
                tell(console, format!("{name}: {}: {told}", found.signature));
            }
            News::Through(index) if bar.is_none() => {
                let line = engine.with(index, through);
                tell(console, line);
            }
            News::Cases(_) | News::Through(_) | News::Tick => {}
        }
        if let Some(bar) = &bar {
            bar.set_position(engine.with_all(taken));
        } else if heard.elapsed() > HEARTBEAT {
            heard = Instant::now();
            tell(
                console,
                heartbeat(engine, args.time.is_none().then_some(total)),
            );
        }
        ControlFlow::Continue(())
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    outcome.map_err(no_child)
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

/// Saves the cases that failed, from the moment that they are known.
struct Keeper {
    folder: PathBuf,
    program: String,
    /// Of a stream's failure that is being examined, the case as it was drawn.
    drawn: BTreeMap<usize, PathBuf>,
    /// By stream and place there.
    found: BTreeMap<(usize, usize), PathBuf>,
}

impl Keeper {
    fn new(folder: &Path, program: &str) -> Keeper {
        Keeper {
            folder: folder.to_owned(),
            program: program.to_owned(),
            drawn: BTreeMap::new(),
            found: BTreeMap::new(),
        }
    }

    /// Saves a case that is about to be examined, in case nothing comes of it. If
    /// it cannot be saved, it is given back.
    fn drawn(&mut self, stream: usize, subject: &str, case: &Case) -> Result<(), (String, String)> {
        let name = format!("{subject}-drawn");
        let saved = corpus::save_case(&self.folder, &name, "as it was drawn", case);
        match saved {
            Ok(path) => {
                self.drawn.insert(stream, path);
                Ok(())
            }
            Err(error) => Err((
                format!("the case cannot be saved: {error}"),
                case.to_string(),
            )),
        }
    }

    fn examined(&mut self, stream: usize) {
        if let Some(path) = self.drawn.remove(&stream) {
            // That it stays does no harm.
            let _ = fs::remove_file(path);
        }
    }

    fn found(
        &mut self,
        stream: usize,
        place: usize,
        finding: &crate::check::Finding,
    ) -> Result<PathBuf, String> {
        match corpus::save_found(&self.folder, finding, &[]) {
            Ok(path) => {
                self.found.insert((stream, place), path.clone());
                Ok(path)
            }
            Err(error) => Err(format!("the case cannot be saved: {error}")),
        }
    }
}

fn report(
    args: &CheckArgs,
    streams: &[Stream],
    keeper: &Keeper,
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
                if let Some(path) = keeper.found.get(&(index, place)) {
                    report.saved(path, &keeper.program);
                }
                (found.signature.class.clone(), report)
            })
            .collect();
        for (place, progress) in stream.progress.iter().enumerate() {
            let pair = PairReport::new(orders, place, progress, &findings, &keeper.program);
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
