//! Ops on many entries at once: runs of keys, and what removes entries by a rule
//! or through an iterator.

use super::{Act, Conduct, Fit, Given, Got, Inputs, Seen, dispose, take};
#[cfg(feature = "cli")]
use super::{Gives, Rust};
use crate::case::{Op, OpKind, Run};
use crate::model::{Answer, Model};
use crate::probe::{TestKey, TestValue, call_closure, end_copies};
use crate::subject::{End, Subject, Told};

/// Inserts, by the method that can refuse if the map has it.
pub(crate) fn insert<S: Subject>(map: &mut S, key: S::Key, value: S::Value) -> Got<S> {
    if !S::SUPPORT.refuses {
        return Got::Told(map.insert_told(key, value));
    }
    let given = (key.id(), value.get());
    match map.insert_checked(key, value) {
        Ok(replaced) => Got::Told(Told::Value(replaced)),
        Err(returned) => Got::Refused(given, returned),
    }
}

/// What a map tells of the value that was there before, which is as much as its
/// adapter says that it tells. Anything else is not right, and the value is.
pub(super) fn told(before: Option<u32>, answer: Option<&Answer>) -> Answer {
    match answer {
        Some(Answer::Flag(_)) => Answer::Flag(before.is_some()),
        Some(Answer::Nothing) => Answer::Nothing,
        _ => Answer::Value(before),
    }
}

/// As [`told`], of each key of a run.
fn each_told(before: Vec<Option<u32>>, seen: Seen<'_>) -> Answer {
    match seen.answer {
        Some(Answer::Several(answers)) if answers.len() == before.len() => {
            let each = before.into_iter().zip(answers);
            let told = each.map(|(before, answer)| told(before, Some(answer)));
            Answer::Several(told.collect())
        }
        _ => Answer::Values(before),
    }
}

/// What each call of a run told: values, where all of them did.
fn each_of_run<S: Subject>(told: Vec<Told<S::Value>>) -> Got<S> {
    if !told.iter().all(|told| matches!(told, Told::Value(_))) {
        return Got::Several(told.into_iter().map(Got::Told).collect());
    }
    Got::Values(told.into_iter().map(Told::value).collect())
}

/// What has to be done every few calls of a run.
fn now_and_then(calls: usize) {
    if calls.is_multiple_of(8) {
        end_copies();
    }
}

/// Puts in the keys of a run with such values. Of a list that holds each of them
/// twice, that is the later one.
fn insert_run(model: &mut Model, run: Run, value: fn(Run, u16) -> u32) {
    for key in run.keys() {
        model.insert(key.into(), value(run, key));
    }
}

/// The closure that selects the keys of the op, and looks at the values.
fn selecting<S: Subject>(op: Op) -> impl FnMut(&S::Key, &mut S::Value) -> bool {
    move |key, value| {
        call_closure();
        let _ = value.get();
        op.selection().contains(key.id())
    }
}

/// Extracts the selected entries, up to `most` of them.
fn extract<S: Subject>(map: &mut S, op: Op, most: usize, end: End) -> Got<S> {
    Got::Entries(map.extract_if(&mut selecting::<S>(op), most, end))
}

/// What is not selected is gone.
fn retained(model: &mut Model, op: Op) -> Answer {
    model.remove_where(|id| !op.selection().contains(id));
    Answer::Nothing
}

/// Two of the selected entries are gone; after an op that was broken off, all
/// that are selected may be.
fn extracted_two(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
    let selected = |id| op.selection().contains(id);
    if seen.answer.is_none() {
        return Answer::Entries(model.remove_where(selected));
    }
    let mut all = model.in_order();
    all.retain(|&(id, _)| selected(id));
    let right = model.some_of(all, 2, seen.answer);
    if let Answer::Entries(two) = &right {
        model.forget(two);
    }
    right
}

/// All entries are gone; some of them were given away.
fn emptied(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
    let all = model.in_order();
    model.clear();
    model.some_of(all, op.count(), seen.answer)
}

fn emptied_numbers(
    model: &mut Model,
    op: Op,
    seen: Seen<'_>,
    number: impl Fn((u32, u32)) -> u32,
) -> Answer {
    let all = model.in_order().into_iter().map(number).collect();
    model.clear();
    model.some_numbers_of(all, op.count(), seen.answer)
}

pub(super) struct InsertRun;
impl Act for InsertRun {
    const GIVEN: Given = Given::Entries;
    // One that is refused is worth a try.
    const FIT: Fit = Fit::Run(OpKind::Insert);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.insert($key, $value)", Gives::EachOfRun);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let mut replaced = Vec::with_capacity(given.entries.len());
        for (index, (key, value)) in given.entries.drain(..).enumerate() {
            now_and_then(index);
            let inserted = insert(map, key, value);
            let Got::Told(told) = inserted else {
                return inserted;
            };
            replaced.push(told);
        }
        each_of_run(replaced)
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        let run = op.run();
        let each = run
            .keys()
            .map(|key| model.insert(key.into(), run.value(key)));
        each_told(each.collect(), seen)
    }
}

pub(super) struct RemoveRun;
impl Act for RemoveRun {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.remove(&$key)", Gives::EachOfRun);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let removed = given.keys.iter().enumerate().map(|(index, key)| {
            now_and_then(index);
            map.remove_told(key)
        });
        each_of_run(removed.collect())
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        let keys = op.run().keys();
        let removed = keys.map(|key| model.remove(key.into()));
        each_told(removed.collect(), seen)
    }
}

pub(super) struct Extend;
impl Act for Extend {
    const GIVEN: Given = Given::Entries;
    const FIT: Fit = Fit::Run(OpKind::Iter);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.extend($fed)", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        map.extend(std::mem::take(&mut given.entries));
        Got::Nothing
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        insert_run(model, op.run(), Run::value);
        Answer::Nothing
    }
}

pub(super) struct FromIter;
impl Act for FromIter {
    const GIVEN: Given = Given::Entries;
    const FIT: Fit = Fit::WholeRun(OpKind::Iter);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust =
        Rust::new("$fed_iter.collect::<Map>()", Gives::Nothing).within("map = $call");

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let collected = S::from_entries(std::mem::take(&mut given.entries));
        dispose(std::mem::replace(map, collected), given.drops);
        Got::Nothing
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        model.clear();
        insert_run(model, op.run(), Run::value);
        Answer::Nothing
    }
}

pub(super) struct ExtendTwice;
impl Act for ExtendTwice {
    const GIVEN: Given = Given::EntriesTwice;
    const FIT: Fit = Fit::Run(OpKind::Iter);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.extend($fed_twice)", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, op: Op, given: &mut Inputs<S>) -> Got<S> {
        Extend::map(map, op, given)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        insert_run(model, op.run(), Run::second_value);
        Answer::Nothing
    }

    fn between(model: &Model, op: Op) -> Vec<(u32, u32)> {
        let run = op.run();
        let first = |key| (u32::from(key), model.kept(run.value(key)));
        run.keys().map(first).collect()
    }
}

pub(super) struct FromIterTwice;
impl Act for FromIterTwice {
    const GIVEN: Given = Given::EntriesTwice;
    const FIT: Fit = Fit::WholeRun(OpKind::Iter);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust =
        Rust::new("$fed_twice.collect::<Map>()", Gives::Nothing).within("map = $call");

    fn map<S: Subject>(map: &mut S, op: Op, given: &mut Inputs<S>) -> Got<S> {
        FromIter::map(map, op, given)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        model.clear();
        insert_run(model, op.run(), Run::second_value);
        Answer::Nothing
    }
}

pub(super) struct Retain;
impl Act for Retain {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.retain($select)", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        map.retain(&mut selecting::<S>(op));
        Got::Nothing
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        retained(model, op)
    }
}

pub(super) struct Drain;
impl Act for Drain {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.drain($args)", Gives::Pairs).within("$call.take($n)");

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Entries(map.drain(op.count(), End::Drop))
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        emptied(model, op, seen)
    }
}

pub(super) struct DrainForget;
impl Act for DrainForget {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.drain($args)", Gives::Forgotten("$n"));

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Entries(map.drain(op.count(), End::Forget))
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        emptied(model, op, seen)
    }
}

pub(super) struct ExtractIf;
impl Act for ExtractIf {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.extract_if($first_args$select)", Gives::Pairs);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        extract(map, op, usize::MAX, End::Drop)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Entries(model.remove_where(|id| op.selection().contains(id)))
    }
}

pub(super) struct ExtractTwo;
impl Act for ExtractTwo {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust =
        Rust::new("map.extract_if($first_args$select)", Gives::Pairs).within("$call.take(2)");

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        extract(map, op, 2, End::Drop)
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        extracted_two(model, op, seen)
    }
}

pub(super) struct ExtractForget;
impl Act for ExtractForget {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.extract_if($first_args$select)", Gives::Forgotten("2"));

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        extract(map, op, 2, End::Forget)
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        extracted_two(model, op, seen)
    }
}

pub(super) struct IntoIter;
impl Act for IntoIter {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "std::mem::replace(&mut map, $empty).into_iter()",
        Gives::Pairs,
    )
    .within("$call.take($n)");

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Entries(take(map).into_entries(op.count(), End::Drop))
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        emptied(model, op, seen)
    }
}

pub(super) struct IntoIterForget;
impl Act for IntoIterForget {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "std::mem::replace(&mut map, $empty).into_iter()",
        Gives::Forgotten("$n"),
    );

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Entries(take(map).into_entries(op.count(), End::Forget))
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        emptied(model, op, seen)
    }
}

pub(super) struct IntoKeys;
impl Act for IntoKeys {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "std::mem::replace(&mut map, $empty).into_keys()",
        Gives::Keys,
    )
    .within("$call.take($n)");

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Keys(take(map).into_keys(op.count()))
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        emptied_numbers(model, op, seen, |(id, _)| id)
    }
}

pub(super) struct IntoValues;
impl Act for IntoValues {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "std::mem::replace(&mut map, $empty).into_values()",
        Gives::Values,
    )
    .within("$call.take($n)");

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::OwnValues(take(map).into_values(op.count()))
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        emptied_numbers(model, op, seen, |(_, value)| value)
    }
}

pub(super) struct Truncate;
impl Act for Truncate {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.truncate($n)", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        map.truncate(op.count());
        Got::Nothing
    }

    /// What a map that promises no order has kept is looked at after the op.
    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        if seen.answer.is_none() {
            model.clear();
        } else if model.order().is_known() {
            let gone = model.in_order().split_off(op.count().min(model.len()));
            model.forget(&gone);
        }
        Answer::Nothing
    }
}

pub(super) struct Clear;
impl Act for Clear {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.clear()", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        map.clear();
        Got::Nothing
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        model.clear();
        Answer::Nothing
    }
}

pub(super) struct RetainMut;
impl Act for RetainMut {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.$method(retain_mut)($select)", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        map.retain_mut(&mut selecting::<S>(op));
        Got::Nothing
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        retained(model, op)
    }
}
