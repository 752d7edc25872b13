//! Ops that iterate over the whole map and take nothing out of it.

use super::{Act, Conduct, Fit, Given, Got, Inputs, Seen, entries};
#[cfg(feature = "cli")]
use super::{Before, Gives, Rust};
use crate::case::Op;
use crate::model::{Answer, Model, is_choice};
use crate::probe::{TestKey, TestValue};
use crate::subject::{Ends as From, Subject};

/// Adds to each value, and answers what it held.
fn add_to_all(model: &mut Model, op: Op) -> Vec<(u32, u32)> {
    let before = model.in_order();
    for &(id, value) in &before {
        model.write(id, value.wrapping_add(op.value().into()));
    }
    before
}

/// What `Debug` of a map with these entries prints.
fn debug_of_entries<S: Subject>(map: &S) -> String {
    let mut shown = Vec::new();
    map.each(&mut |key, value| shown.push((format!("{key:?}"), format!("{value:?}"))));
    let entries: Vec<String> = shown
        .into_iter()
        .map(|(key, value)| format!("{key}: {value}"))
        .collect();
    format!("{{{}}}", entries.join(", "))
}

pub(super) struct Iter;
impl Act for Iter {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.iter()", Gives::SeenPairs);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::SeenEntries(entries(map))
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Entries(model.in_order())
    }
}

pub(super) struct Keys;
impl Act for Keys {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.keys()", Gives::SeenKeys);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        let mut seen = Vec::new();
        map.each_key(&mut |key| seen.push(key.id()));
        Got::SeenNumbers(seen)
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Numbers(model.in_order().into_iter().map(|(id, _)| id).collect())
    }
}

pub(super) struct Values;
impl Act for Values {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.values()", Gives::SeenValues);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        let mut seen = Vec::new();
        map.each_value(&mut |value| seen.push(value.get()));
        Got::SeenNumbers(seen)
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        model.numbers(
            model
                .in_order()
                .into_iter()
                .map(|(_, value)| value)
                .collect(),
        )
    }
}

pub(super) struct IterMut;
impl Act for IterMut {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.iter_mut()", Gives::Numbers)
        .within("$call.map(|(key, value)| { let seen = ($id, $held); $add_value; seen })");

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        let mut seen = Vec::new();
        map.each_mut(&mut |key, value| {
            seen.push((key.id(), value.get()));
            value.set(value.get().wrapping_add(op.value().into()));
        });
        Got::SeenEntries(seen)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Entries(add_to_all(model, op))
    }
}

pub(super) struct ValuesMut;
impl Act for ValuesMut {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.values_mut()", Gives::Numbers)
        .within("$call.map(|value| { let seen = $held; $add_value; seen })");

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        let mut seen = Vec::new();
        map.each_value_mut(&mut |value| {
            seen.push(value.get());
            value.set(value.get().wrapping_add(op.value().into()));
        });
        Got::SeenNumbers(seen)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let before = add_to_all(model, op).into_iter();
        model.numbers(before.map(|(_, value)| value).collect())
    }
}

pub(super) struct IterClone;
impl Act for IterClone {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "[iter$read_pairs.collect::<Vec<_>>(), clone$read_pairs.collect::<Vec<_>>()]",
        Gives::Plain,
    )
    .after(Before::Clone);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Twice(map.each_cloned(op.count()))
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        let all = model.in_order();
        let left = all.len() - op.count().min(all.len());
        if model.order().is_known() {
            let rest = all[all.len() - left..].to_vec();
            return Answer::Twice([rest.clone(), rest]);
        }
        match seen.answer {
            Some(Answer::Twice([first, second])) if first == second => {
                if is_choice(first, &all, left) {
                    Answer::Twice([first.clone(), second.clone()])
                } else {
                    Answer::SomeOf(left, all)
                }
            }
            _ => Answer::SomeOf(left, all),
        }
    }
}

pub(super) struct Debug;
impl Act for Debug {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("format!(\"{map:?}\")", Gives::Plain);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Printed([map.debug(), debug_of_entries(map)])
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Flag(true)
    }
}

pub(super) struct Rev;
impl Act for Rev {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.iter().rev()", Gives::SeenPairs);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::SeenEntries(map.each_from(From::Back))
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        let mut all = model.in_order();
        if model.order().is_known() {
            all.reverse();
        }
        Answer::Entries(all)
    }
}

pub(super) struct Ends;
impl Act for Ends {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.iter()", Gives::BothEnds);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::SeenEntries(map.each_from(From::Both))
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Entries(model.in_order())
    }
}
