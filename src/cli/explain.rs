//! `map-oracle explain`: what happens in a case, op by op, as text or as a
//! page.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::args::ExplainArgs;
use super::crew::{Task, Tidings, Worker, work};
use super::target::{not_a_directory, not_the_case};
use super::{Console, Exit, Misuse, choose};
use crate::case::{Case, Reach};
use crate::check::{Divergence, Runner};
use crate::corpus;
use crate::report::explain::{Excerpt, page, reasons, text};
use crate::report::recording::{Frame, Recorder, Recording, Verdict};

pub(super) fn explain(
    args: &ExplainArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let names: Vec<String> = args.subject.iter().cloned().collect();
    let runner = choose(runners, &names)?[0];
    let case = corpus::read(&args.file)?;
    let excerpt = excerpt(args, case.steps.len(), console)?;
    if let Some(out) = &args.html {
        not_a_directory("--html", out)?;
        not_the_case("--html", out, &args.file)?;
    }
    let Some(recording) = record(args, runner, case, console) else {
        console.note("interrupted");
        return Ok(Exit::Found);
    };
    match &args.html {
        None => console.print(&text(&recording, excerpt))?,
        Some(out) => {
            let page = page(&recording);
            corpus::write(out, page.as_bytes())?;
            let kib = page.len().div_ceil(1024);
            let told = recording.frames.len() - 1;
            let mut summary = format!("{}: {told} ops, {kib} KiB\n", out.display());
            for reason in reasons(&recording) {
                summary += &format!("  {reason}\n");
            }
            console.print(&summary)?;
        }
    }
    Ok(match recording.verdict {
        Verdict::Right => Exit::Fine,
        Verdict::Wrong { .. } | Verdict::Hangs { .. } => Exit::Found,
    })
}

fn excerpt(args: &ExplainArgs, ops: usize, console: &Console<'_>) -> Result<Excerpt, Misuse> {
    let file = args.file.display();
    let within = |flag: &str, op: Option<usize>| match op {
        Some(op) if op > ops => Err(Misuse::new(format!(
            "{flag} {op} is out of range: {file} has {ops} ops"
        ))),
        op => Ok(op),
    };
    let from = within("--from", args.from)?.unwrap_or(0);
    let to = within("--to", args.to)?.unwrap_or(ops);
    if from > to {
        return Err(Misuse::new(format!("--from {from} comes after --to {to}")));
    }
    Ok(Excerpt {
        from,
        to,
        colours: console.colours,
    })
}

/// What a run tells while it is under way.
enum News {
    Frame(Box<Frame>),
    Ended(Result<Reach, Box<Divergence>>),
}

/// Runs the case, on a thread that may hang. `None` if the user broke it off.
fn record(
    args: &ExplainArgs,
    runner: Runner,
    case: Case,
    console: &Console<'_>,
) -> Option<Recording> {
    let name = args.file.display().to_string();
    let ops = case.steps.len();
    let plan = case.to_string();
    let plan: Vec<&str> = plan.lines().collect();
    let plan = &plan[1..plan.len() - ops];
    let mut recording = Recording {
        subject: runner.name.to_owned(),
        plan: plan.iter().map(|&line| line.to_owned()).collect(),
        ops,
        frames: Vec::with_capacity(ops + 1),
        verdict: Verdict::Right,
        name: name.clone(),
    };
    let task = Task {
        workers: 1,
        labels: vec![format!("{name}: {}", runner.name)],
        patience: args.patience.duration(),
        interrupt: &Arc::clone(&console.interrupt),
    };
    let job = move |_: usize, worker: &Worker<News>| {
        if worker.begins(&case).is_break() {
            return;
        }
        let mut recorder = Recorder::default();
        let outcome = runner.watch(&case, &mut |moment| {
            worker.tells(News::Frame(Box::new(recorder.frame(moment))));
        });
        worker.rests();
        worker.tells(News::Ended(outcome));
    };
    let mut ended = false;
    work(task, job, |tidings| {
        match tidings {
            Tidings::News(_, News::Frame(frame)) => recording.frames.push(*frame),
            Tidings::News(_, News::Ended(outcome)) => {
                ended = true;
                if let Err(divergence) = outcome {
                    recording.verdict = Verdict::Wrong {
                        kind: divergence.kind,
                        step: divergence.step,
                        place: divergence.place(),
                        expected: divergence.expected,
                        got: divergence.got,
                    };
                }
            }
            Tidings::Hangs(..) => {
                ended = true;
                let seconds = args.patience.seconds();
                recording.verdict = Verdict::Hangs { seconds };
            }
            Tidings::Tick => {}
        }
        ControlFlow::Continue(())
    });
    ended.then_some(recording)
}
