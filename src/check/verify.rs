//! The comparison of a map's contents with the model's.

use crate::case::{Doing, Standing};
use crate::evidence::Difference;
use crate::evidence::{Evidence, Wrong};
use crate::probe::{Key, Probe};
use crate::structure::{Model, Specimen};

/// Compares iteration with the model's entries, and a look-up of every key of
/// the domain with the model's answer.
pub(super) fn contents(
    subject: &dyn Specimen,
    model: &dyn Model,
    domain: &[u16],
    probe: &Probe,
) -> Result<(), Wrong> {
    len(subject, model.len(), probe)?;
    if probe.checks(Standing::Iteration) {
        iteration(subject, model, probe)?;
    }
    for &key in domain {
        look_up(subject, model, key.into(), probe)?;
    }
    if !probe.checks(Standing::Invariants) {
        return Ok(());
    }
    probe.begin(Doing::Invariants);
    let broken = subject.invariants();
    if broken.is_empty() {
        Ok(())
    } else {
        Err(Evidence::Invariants { broken }.into())
    }
}

/// Compares iteration with the model's entries.
fn iteration(subject: &dyn Specimen, model: &dyn Model, probe: &Probe) -> Result<(), Wrong> {
    probe.begin(Doing::Iterate);
    let shown = subject.entries();
    let mut seen = shown.clone();
    seen.sort_unstable();
    let expected = model.entries();
    if seen != expected {
        let got = seen;
        let evidence = Evidence::Contents { expected, got };
        // A key that is not even found is lost; others are only not shown.
        let missing = evidence.missing();
        let wrong = Wrong::from(evidence);
        return Err(match missing {
            Some(id) if find(subject, id, probe) == Some(None) => wrong.with(Difference::Lost(id)),
            _ => wrong,
        });
    }
    if model.order().is_known() && shown != model.in_order() {
        let (expected, got) = (model.in_order(), shown);
        return Err(Evidence::Order { expected, got }.into());
    }
    Ok(())
}

pub(super) fn len(subject: &dyn Specimen, expected: usize, probe: &Probe) -> Result<(), Wrong> {
    if !probe.checks(Standing::Len) {
        return Ok(());
    }
    probe.begin(Doing::Len);
    let (len, is_empty) = (subject.len(), subject.is_empty());
    if len != expected {
        return Err(Evidence::Len { expected, got: len }.into());
    }
    if is_empty != (expected == 0) {
        let (len, got) = (expected, is_empty);
        return Err(Evidence::IsEmpty { len, got }.into());
    }
    Ok(())
}

/// Compares one look-up. A key that is not equal to itself is never found.
pub(super) fn look_up(
    subject: &dyn Specimen,
    model: &dyn Model,
    id: u32,
    probe: &Probe,
) -> Result<(), Wrong> {
    let expected = if id <= Key::LAST_EQUAL {
        model.get(id)
    } else {
        None
    };
    let Some(got) = find(subject, id, probe) else {
        return Ok(());
    };
    if got == expected {
        Ok(())
    } else {
        let evidence = Evidence::LookUp {
            key: id,
            expected,
            got,
        };
        Err(Wrong::from(evidence).with(between(id, expected, got)))
    }
}

/// What a look-up finds; `None` where look-ups are left out.
#[allow(clippy::option_option, reason = "not looked up, or not found")]
fn find(subject: &dyn Specimen, id: u32, probe: &Probe) -> Option<Option<u32>> {
    if !probe.checks(Standing::LookUps) {
        return None;
    }
    probe.begin(Doing::LookUp(id));
    Some(subject.find(id, probe))
}

/// What differs between two answers to a look-up of `id` that are not the same.
pub(super) fn between(id: u32, expected: Option<u32>, got: Option<u32>) -> Difference {
    match (expected, got) {
        (Some(_), None) => Difference::Lost(id),
        (None, Some(_)) => Difference::Phantom(id),
        _ => Difference::Value(id),
    }
}
