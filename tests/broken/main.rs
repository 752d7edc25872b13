//! Maps that are broken on purpose: each kind of misbehaviour must be caught
//! by the default suite, by the check that is there for it, and the sound map
//! that they are made of must pass.
//!
//! A row says which map, and which checks may be the one that finds it. Where
//! there are two, it is chance whether an op of the case or the look at the
//! map after it comes across the difference first.

mod answers;
mod bare;
mod conduct;
mod contents;
mod driver;
mod flaw;
mod ordered;
mod plain;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};
use map_oracle::check::{Kind, Runner};

use driver::{Caught, Verdict, catch};
use flaw::{Bounded, Broken, Careful, Flaw, Hashed, Listed, Promise, Sorted, Sound};

/// Each of these must find every flaw.
const SEEDS: [u64; 3] = [1, 2, 3];

/// A case is shrunk to no more steps than this, whatever is wrong.
const MOST_STEPS: usize = 6;

/// A broken map and how it must be caught.
#[derive(Clone, Copy)]
pub struct Row {
    runner: Runner,
    flaw: &'static dyn Flaw,
    /// The checks that may find it; none if it hangs.
    kinds: &'static [Kind],
}

impl Row {
    fn of<P: Promise>(name: &'static str, flaw: &'static dyn Flaw, kinds: &'static [Kind]) -> Row {
        let runner = Runner::of::<Broken<P>>().named(name);
        Row {
            runner,
            flaw,
            kinds,
        }
    }

    /// Whether this is how it must be caught.
    fn allows(&self, verdict: &Verdict) -> bool {
        match verdict {
            Verdict::Hung => self.kinds.is_empty(),
            Verdict::Diverged(divergence) => self.kinds.contains(&divergence.kind()),
            Verdict::Missed(_) => false,
        }
    }
}

/// The sound map in all its kinds, and maps that go wrong where a key lies, as
/// they may.
fn sound() -> [Row; 7] {
    [
        Row::of::<Hashed>("hashed", &Sound, &[]),
        Row::of::<Sorted>("sorted", &Sound, &[]),
        Row::of::<Listed>("listed", &Sound, &[]),
        Row::of::<Bounded>("bounded", &Sound, &[]),
        Row::of::<Careful>("careful", &Sound, &[]),
        Row::of::<Hashed>("panics when a key lies", &conduct::PanicsAfterLie, &[]),
        Row::of::<Hashed>(
            "iteration without end when a key lies",
            &conduct::EndlessAfterLie,
            &[],
        ),
    ]
}

fn main() {
    let table = Arc::new(Mutex::new(Vec::new()));
    let mut trials = Vec::new();
    for row in sound() {
        let name = format!("sound::{}", row.runner.name);
        trials.push(Trial::test(name, move || passes(&row)));
    }
    let rows = [
        contents::rows(),
        answers::rows(),
        conduct::rows(),
        bare::rows(),
    ]
    .concat();
    for row in rows {
        let table = Arc::clone(&table);
        let name = format!("broken::{}", row.runner.name);
        trials.push(Trial::test(name, move || {
            let (line, outcome) = is_caught(&row);
            table.lock().unwrap_or_else(|e| e.into_inner()).push(line);
            outcome
        }));
    }
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    let mut lines = table.lock().unwrap_or_else(|e| e.into_inner()).clone();
    lines.sort();
    println!(
        "{:40} {:14} {:>21} {:>5} {:>5} {:>6} {:>8}",
        "broken map", "caught by", "after cases (seeds)", "steps", "keys", "runs", "time"
    );
    println!("{}", lines.join("\n"));
    conclusion.exit();
}

fn passes(row: &Row) -> Result<(), Failed> {
    match catch(row, SEEDS[0], true) {
        None => Ok(()),
        Some(caught) => Err(told(&caught).into()),
    }
}

/// Runs the suite with each seed. The first one's case is shrunk, and its line
/// in the table tells of it.
fn is_caught(row: &Row) -> (String, Result<(), Failed>) {
    let began = Instant::now();
    let mut first = None;
    let mut after = Vec::new();
    let mut outcome = Ok(());
    for seed in SEEDS {
        let shrinks = seed == SEEDS[0];
        let caught = catch(row, seed, shrinks);
        after.push(
            caught
                .as_ref()
                .map_or("never".to_owned(), |c| c.cases.to_string()),
        );
        match &caught {
            None => outcome = Err(format!("not caught with seed {seed}").into()),
            Some(caught) if !row.allows(&caught.verdict) => {
                let wanted = row.kinds;
                outcome = Err(format!("seed {seed}, wanted {wanted:?}: {}", told(caught)).into());
            }
            Some(caught) if shrinks && steps(caught) > MOST_STEPS => {
                outcome = Err(format!("it shrinks badly: {}", told(caught)).into());
            }
            Some(_) => {}
        }
        if shrinks {
            first = caught;
        }
        // A hang keeps a thread, and takes its time; once is enough.
        if row.kinds.is_empty() {
            break;
        }
    }
    (line(row, first, &after, began.elapsed()), outcome)
}

fn line(row: &Row, first: Option<Caught>, after: &[String], time: Duration) -> String {
    let runs = first.as_ref().map_or(0, |caught| caught.shrinking);
    let (by, steps, keys) = match first.map(|caught| caught.verdict) {
        None => ("NOTHING".to_owned(), 0, 0),
        Some(Verdict::Hung) => ("the clock".to_owned(), 0, 0),
        Some(Verdict::Missed(gates)) => (gates, 0, 0),
        Some(Verdict::Diverged(divergence)) => {
            let case = &divergence.case;
            let kind = divergence.kind().name().to_owned();
            (kind, case.steps.len(), case.domain().len())
        }
    };
    let (name, after) = (row.runner.name, after.join(" "));
    let time = time.as_millis();
    format!("{name:40} {by:14} {after:>21} {steps:>5} {keys:>5} {runs:>6} {time:>6}ms")
}

/// The steps of the shrunk case.
fn steps(caught: &Caught) -> usize {
    match &caught.verdict {
        Verdict::Diverged(divergence) => divergence.case.steps.len(),
        Verdict::Hung | Verdict::Missed(_) => 0,
    }
}

fn told(caught: &Caught) -> String {
    let (part, cases) = (caught.part, caught.cases);
    match &caught.verdict {
        Verdict::Hung => format!("hung in {part}, case {cases}"),
        Verdict::Missed(gates) => format!("{part} missed {gates}"),
        Verdict::Diverged(divergence) => format!("{part}, case {cases}: {divergence}"),
    }
}
