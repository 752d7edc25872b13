//! What is known of Go's map holds on `GoMap`, fact by fact; and the table of
//! facts is complete.

use std::collections::BTreeSet;

use libtest_mimic::{Arguments, Failed, Trial};
use map_oracle::case::Case;
use map_oracle::check;
use map_oracle::conform::facts::{self, Fact, Outcome};
use map_oracle::probe::{Key, Value};
use map_oracle::subject::GoMapSubject;

fn main() {
    let mut trials = vec![
        Trial::test("table::ids_have_no_gap", ids_have_no_gap),
        Trial::test("table::most_are_live", most_are_live),
        Trial::test("table::sentences", sentences),
    ];
    for fact in facts::all().filter(|fact| fact.is_live() || fact.case.is_some()) {
        trials.push(Trial::test(format!("facts::{}", fact.id), move || {
            run(fact)
        }));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// Checks the fact, and that its case runs as it should on `GoMap`.
fn run(fact: &Fact) -> Result<(), Failed> {
    if let Outcome::Contradicted(contradiction) = fact.check() {
        return Err(contradiction.into());
    }
    if let Some(text) = fact.case {
        let case: Case = text.parse()?;
        check::run::<GoMapSubject<Key, Value>>(&case)
            .map_err(|divergence| divergence.to_string())?;
    }
    Ok(())
}

fn ids_have_no_gap() -> Result<(), Failed> {
    let ids: Vec<&str> = facts::all().map(|fact| fact.id).collect();
    let want: Vec<String> = (1..=ids.len()).map(|n| format!("C{n:02}")).collect();
    if ids != want || ids.len() < 89 {
        return Err(format!("the ids are {ids:?}").into());
    }
    Ok(())
}

/// Of the claims that were collected, not counting those added here.
fn most_are_live() -> Result<(), Failed> {
    let live = facts::all().take(89).filter(|fact| fact.is_live()).count();
    match live {
        55.. => Ok(()),
        _ => Err(format!("only {live} of 89 facts are checked live").into()),
    }
}

fn sentences() -> Result<(), Failed> {
    let mut claims = BTreeSet::new();
    for fact in facts::all() {
        let sound = |text: &str| text.ends_with('.') && !text.contains("  ");
        if !sound(fact.claim) || !sound(fact.why) || !claims.insert(fact.claim) {
            return Err(format!("{}: {} {}", fact.id, fact.claim, fact.why).into());
        }
    }
    Ok(())
}
