//! `map-oracle explain`: what happens in a case, op by op, as text or as a
//! page.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::args::ExplainArgs;
use super::check::no_child;
use super::target::{not_a_directory, not_the_case};
use super::{Console, Exit, Misuse, choose};
use crate::case::{Case, Doing, Place, Without};
use crate::check::Runner;
use crate::corpus;
use crate::evidence::{Ended, Finding, told_place};
use crate::process::{Came, Detail, Report, Task, TellTask};
use crate::report::explain::{Excerpt, page, reasons, text};
use crate::report::recording::{Change, Frame, Recorder, Recording, Verdict};

pub(super) fn explain(
    args: &ExplainArgs,
    runners: &[Runner],
    console: &mut Console<'_>,
) -> Result<Exit, Misuse> {
    let names: Vec<String> = args.subject.iter().cloned().collect();
    let runner = args.selecting.apply(vec![choose(runners, &names)?[0]])?[0];
    let case = corpus::read_argument(&args.file)?;
    let excerpt = excerpt(args, case.steps.len(), console)?;
    if let Some(out) = &args.html {
        not_a_directory("--html", out)?;
        not_the_case("--html", out, &args.file)?;
    }
    let Some(shown) = recorded(args, &runner, &case, excerpt, console)? else {
        console.note("interrupted");
        return Ok(Exit::Found);
    };
    match &args.html {
        None => console.print(&shown.text)?,
        Some(out) => {
            corpus::write(out, shown.text.as_bytes())?;
            let kib = shown.text.len().div_ceil(1024);
            let mut summary = format!("{}: {} ops, {kib} KiB\n", out.display(), shown.ops);
            for reason in &shown.reasons {
                summary += &format!("  {reason}\n");
            }
            console.print(&summary)?;
        }
    }
    Ok(if shown.right { Exit::Fine } else { Exit::Found })
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

/// How a recording is shown, and how the run ended that it is of.
#[derive(Serialize, Deserialize)]
struct Request {
    name: String,
    page: bool,
    from: usize,
    to: usize,
    colours: bool,
    /// What is known of the run: it did not come to its end.
    ended: Option<String>,
    /// The check behind an op that it ended at: it is left out, so that the op
    /// itself can be told.
    check: Option<String>,
}

/// What is shown of a recording.
#[derive(Serialize, Deserialize)]
struct Shown {
    text: String,
    ops: usize,
    reasons: Vec<String>,
    right: bool,
}

/// Carries out what [`explain`] asks of a child.
pub(super) fn tell(runner: &Runner, task: &TellTask) -> String {
    let shown = serde_json::from_str(&task.request)
        .map(|request: Request| show(runner, &task.case, task.steps, &request));
    let json = shown.and_then(|shown| serde_json::to_string(&shown));
    json.unwrap_or_default()
}

/// Records the first `steps` steps of a case.
fn show(runner: &Runner, case: &Case, steps: usize, request: &Request) -> Shown {
    let mut begun = case.clone();
    begun.steps.truncate(steps);
    let ops = case.steps.len();
    let runner = &leaving_out(runner, request.check.as_deref());
    let plan = case.to_string();
    let plan: Vec<&str> = plan.lines().collect();
    let plan = &plan[1..plan.len() - ops];
    let mut recorder = Recorder::default();
    let mut frames = Vec::with_capacity(ops + 1);
    let outcome = runner.watch(&begun, &mut |moment| frames.push(recorder.frame(moment)));
    let verdict = match (&request.ended, outcome) {
        (Some(how), _) => Verdict::Ended { how: how.clone() },
        (None, Ok(_)) => Verdict::Right,
        (None, Err(divergence)) => Verdict::Wrong {
            kind: divergence.kind(),
            step: divergence.step,
            place: divergence.place(),
            expected: divergence.expected(),
            got: divergence.got(),
            keys: divergence.evidence().keys(),
        },
    };
    let recording = Recording {
        subject: runner.name.to_owned(),
        plan: plan.iter().map(|&line| line.to_owned()).collect(),
        hashes: hashes(runner, case, &frames),
        ops,
        frames,
        verdict,
        name: request.name.clone(),
    };
    let excerpt = Excerpt {
        from: request.from,
        to: request.to,
        colours: request.colours,
    };
    Shown {
        text: if request.page {
            page(&recording)
        } else {
            text(&recording, excerpt)
        },
        ops: recording.frames.len() - 1,
        reasons: reasons(&recording),
        right: matches!(recording.verdict, Verdict::Right),
    }
}

/// How each key hashes that a step names or that the model held.
fn hashes(runner: &Runner, case: &Case, frames: &[Frame]) -> Vec<(u32, u64)> {
    if !runner.hashes_by_plan() {
        return Vec::new();
    }
    let changed = frames.iter().flat_map(|frame| &frame.changes);
    let held = changed.map(|change| match *change {
        Change::Born { key, .. } | Change::Changed { key, .. } | Change::Died { key, .. } => key,
    });
    let named = case.steps.iter().flat_map(|step| step.op.keys());
    let keys: BTreeSet<u32> = held.chain(named.map(u32::from)).collect();
    keys.into_iter()
        .map(|key| (key, case.plan.hash(key)))
        .collect()
}

/// Runs the case once to know how it ends, and once more to tell it. `None` if
/// the user broke it off.
fn recorded(
    args: &ExplainArgs,
    runner: &Runner,
    case: &Case,
    excerpt: Excerpt,
    console: &Console<'_>,
) -> Result<Option<Shown>, Misuse> {
    let mut worker = console.worker(args.limits)?;
    let mut request = Request {
        name: args.file.display().to_string(),
        page: args.html.is_some(),
        from: excerpt.from,
        to: excerpt.to,
        colours: excerpt.colours,
        ended: None,
        check: None,
    };
    let outcome = worker.case(runner, case, Detail::Places);
    let Some(outcome) = outcome.map_err(no_child)? else {
        return Ok(None);
    };
    let mut steps = case.steps.len();
    if let Err(Finding::Ended(ended)) = outcome {
        request.ended = Some(told_end(&ended));
        steps = ended.place.map_or(0, |place| place.step).min(steps);
        request.check = check_behind_op(runner, case, ended.place);
        if request.check.is_some() {
            steps = case.steps.len().min(steps + 1);
        }
    }
    if !worker.is_apart() {
        return Ok(Some(show(runner, case, steps, &request)));
    }
    // What goes wrong in one process may do so earlier in another.
    loop {
        worker.renew();
        let task = Task::Tell(TellTask {
            case: case.clone(),
            steps,
            request: serde_json::to_string(&request).map_err(|error| no_child(error.into()))?,
        });
        let mut shown = None;
        let came = worker.perform(runner, Detail::Coarse, &task, |report| {
            if let Report::Told(text) = report {
                shown = serde_json::from_str(&text).ok();
            }
            ControlFlow::Continue(())
        });
        match came.map_err(no_child)? {
            Came::Done => return Ok(shown),
            Came::Interrupted | Came::BrokenOff => return Ok(None),
            Came::Failed(_, Finding::Ended(ended)) if request.ended.is_none() => {
                request.ended = Some(told_end(&ended));
                steps = steps.saturating_sub(1);
            }
            Came::Failed(..) if steps == 0 => return Ok(None),
            Came::Failed(..) => steps -= 1,
        }
    }
}

/// The word of the check that a process ended at, if the op before it can be
/// told without.
fn check_behind_op(runner: &Runner, case: &Case, place: Option<Place>) -> Option<String> {
    let doing = place?.doing;
    if doing == Doing::Make {
        return None;
    }
    let word = doing.word()?;
    // Some words are those of ops as well, and the case may be about these.
    let steps = |runner: &Runner| runner.suited(case).steps;
    let same = steps(&leaving_out(runner, Some(word))) == steps(runner);
    same.then(|| word.to_owned())
}

fn leaving_out(runner: &Runner, word: Option<&str>) -> Runner {
    runner.without(Without::parse(word, None, None).unwrap_or_default())
}

/// How a process ended, and where, in a line.
fn told_end(ended: &Ended) -> String {
    let place = ended.place.map_or(String::new(), |place| {
        format!(" {}", told_place(&ended.case, place))
    });
    let words = ended
        .words
        .as_ref()
        .map_or(String::new(), |words| format!(": {words}"));
    format!("{}{words}{place}", ended.how)
}
