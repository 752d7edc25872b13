//! Ops on an entry, found by its key.

use super::{Act, Conduct, Fit, Given, Got, Inputs, Seen};
#[cfg(feature = "cli")]
use super::{Gives, Rust};
use crate::case::{EntryForm, Op, OpKind, Then};
use crate::model::{Answer, Model};
use crate::subject::{EntryAnswer, Subject};

/// What looks at an entry and does no more where it is vacant.
#[cfg(feature = "cli")]
const VACANT: &str = "(false, $number, None, None::<u32>)";
#[cfg(feature = "cli")]
const OCCUPIED: &str = "(true, $number, Some($get), None)";

#[cfg(feature = "cli")]
const fn matched(occupied: &'static str, vacant: &'static str) -> Rust {
    Rust::new("map.entry($key)", Gives::Entry { occupied, vacant })
}

/// What is done with an entry that is occupied.
pub(super) fn form_of(then: Then) -> EntryForm {
    match then {
        Then::Look => EntryForm::Peek,
        Then::Remove => EntryForm::Remove,
        Then::RemoveEntry => EntryForm::RemoveEntry,
        Then::Insert => EntryForm::Replace,
    }
}

/// The entry of the op's key, and what a form does with it.
fn entry<S: Subject>(map: &mut S, form: EntryForm, given: &mut Inputs<S>) -> Got<S> {
    let (key, value) = given.take_pair();
    Got::Entry(map.entry(form, key, value))
}

/// What a form with a method of its own ends in: a reference to the value.
fn ends_in<S: Subject>(seen: u32) -> Got<S> {
    Got::Entry(EntryAnswer {
        seen: Some(seen),
        ..EntryAnswer::default()
    })
}

/// The answer of a form that ends in a reference to the value.
fn reference(seen: Option<u32>) -> Answer {
    Answer::Entry {
        occupied: None,
        key: None,
        seen,
        returned_key: None,
        returned: None,
    }
}

/// The answer of a form that looks whether the entry is occupied: by `before`, the
/// value that it held, and what the form gave back.
fn looked(op: Op, before: Option<u32>, seen: Option<u32>, returned: Option<u32>) -> Answer {
    Answer::Entry {
        occupied: Some(before.is_some()),
        key: Some(op.key().into()),
        seen,
        returned_key: None,
        returned,
    }
}

/// What is done with an entry that a method returned, and seen of it.
pub(super) fn used(model: &mut Model, entry: Option<(u32, u32)>, op: Op) -> Answer {
    let Some((id, value)) = entry else {
        return Answer::Entry {
            occupied: Some(false),
            key: None,
            seen: None,
            returned_key: None,
            returned: None,
        };
    };
    match op.then() {
        Then::Look => {}
        Then::Remove | Then::RemoveEntry => {
            model.remove(id);
        }
        Then::Insert => {
            model.insert(id, Then::VALUE.into());
        }
    }
    let returned = (op.then() != Then::Look).then_some(value);
    Answer::Entry {
        occupied: Some(true),
        key: Some(id),
        seen: Some(value),
        returned_key: (op.then() == Then::RemoveEntry).then_some(id),
        returned,
    }
}

/// Fills a vacant entry, and answers what it holds then.
fn or_insert(model: &mut Model, op: Op) -> Answer {
    let id = op.key().into();
    if model.get(id).is_none() {
        model.insert(id, op.value().into());
    }
    reference(model.get(id))
}

/// Fills the entry, or writes to it.
fn upsert(model: &mut Model, op: Op) -> Answer {
    model.insert(op.key().into(), op.value().into());
    reference(model.get(op.key().into()))
}

pub(super) struct EntryOrInsert;
impl Act for EntryOrInsert {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::EntryPeek);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.entry($key).or_insert($value)", Gives::Reference);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        Got::Entry(map.or_insert(key, value))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        or_insert(model, op)
    }
}

pub(super) struct EntryOrInsertWith;
impl Act for EntryOrInsertWith {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::EntryPeek);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.entry($key).or_insert_with($make)", Gives::Reference);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        Got::Entry(map.or_insert_with(key, value))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        or_insert(model, op)
    }
}

pub(super) struct EntryOrInsertWithKey;
impl Act for EntryOrInsertWithKey {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::EntryPeek);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "map.entry($key).or_insert_with_key($make_key)",
        Gives::Reference,
    );

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        ends_in(map.or_insert_with_key(key, value))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        or_insert(model, op)
    }
}

pub(super) struct EntryAndModify;
impl Act for EntryAndModify {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::EntryPeek);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "map.entry($key).and_modify($modify).or_insert($value)",
        Gives::Reference,
    );

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        ends_in(map.and_modify(key, value))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let id = op.key().into();
        match model.write(id, op.value().into()) {
            Some(_) => reference(model.get(id)),
            None => or_insert(model, op),
        }
    }
}

pub(super) struct EntryInsertEntry;
impl Act for EntryInsertEntry {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::EntryPeek);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "map.entry($key).$method(insert_entry)($value)",
        Gives::Plain,
    )
    .within("Some($deref$call.get()$field)");

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        ends_in(map.insert_entry(key, value))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        upsert(model, op)
    }
}

pub(super) struct EntryReplace;
impl Act for EntryReplace {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = matched(
        "mut (true, $number, Some($get), Some(entry.insert($value)$field))",
        VACANT,
    );

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        entry(map, EntryForm::Replace, given)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let before = model.write(op.key().into(), op.value().into());
        looked(op, before, before, before)
    }
}

pub(super) struct EntryRemove;
impl Act for EntryRemove {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = matched(
        "(true, $number, Some($get), Some(entry.$remove()$field))",
        VACANT,
    );

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        entry(map, EntryForm::Remove, given)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let before = model.remove(op.key().into());
        looked(op, before, before, before)
    }
}

pub(super) struct EntryRemoveEntry;
impl Act for EntryRemoveEntry {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = matched(
        "{ let (number, seen, (_key, value)) = ($number, $get, entry.$remove_entry()); \
         (true, number, Some(seen), Some(value$field)) }",
        VACANT,
    );

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        entry(map, EntryForm::RemoveEntry, given)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let id = op.key().into();
        let before = model.remove(id);
        Answer::Entry {
            occupied: Some(before.is_some()),
            key: Some(id),
            seen: before,
            returned_key: before.map(|_| id),
            returned: before,
        }
    }
}

pub(super) struct EntryPeek;
impl Act for EntryPeek {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = matched(OCCUPIED, VACANT);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        entry(map, EntryForm::Peek, given)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let before = model.get(op.key().into());
        looked(op, before, before, None)
    }
}

pub(super) struct EntryFill;
impl Act for EntryFill {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::EntryPeek);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = matched(
        OCCUPIED,
        "{ let number = $number; let value = entry.insert($value); \
         (false, number, Some($held), None) }",
    );

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        entry(map, EntryForm::Fill, given)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let id = op.key().into();
        let before = model.get(id);
        if before.is_none() {
            model.insert(id, op.value().into());
        }
        looked(op, before, model.get(id), None)
    }
}

pub(super) struct EntryWrite;
impl Act for EntryWrite {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = matched(
        "mut { $entry_place = $new; let number = $number; let value = entry.into_mut(); \
         (true, number, Some($held), None) }",
        VACANT,
    );

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        entry(map, EntryForm::Write, given)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let id = op.key().into();
        let before = model.write(id, op.value().into());
        looked(op, before, before.and(model.get(id)), None)
    }
}

pub(super) struct EntryRef;
impl Act for EntryRef {
    const GIVEN: Given = Given::KeyAndValue;
    const FIT: Fit = Fit::Key(OpKind::EntryPeek);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.entry_ref(&$key).or_insert($value)", Gives::Reference);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let value = given.take_value();
        ends_in(map.entry_ref(given.key(), value))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        or_insert(model, op)
    }
}

pub(super) struct EntryInsertThen;
impl Act for EntryInsertThen {
    const GIVEN: Given = Given::PairAndValue;
    const FIT: Fit = Fit::Key(OpKind::EntryPeek);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "map.entry($key).$method(insert_entry)($value)",
        Gives::Plain,
    )
    .within("{ let $mutentry = $call; $use }");

    fn map<S: Subject>(map: &mut S, op: Op, given: &mut Inputs<S>) -> Got<S> {
        let (entry, more) = (given.take_pair(), given.take_value());
        Got::Entry(map.insert_entry_then(entry, form_of(op.then()), more))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        model.insert(op.key().into(), op.value().into());
        let entry = model.get(op.key().into());
        used(model, entry.map(|value| (op.key().into(), value)), op)
    }

    fn between(model: &Model, op: Op) -> Vec<(u32, u32)> {
        vec![(op.key().into(), model.kept(op.value().into()))]
    }
}
