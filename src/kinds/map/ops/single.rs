//! Ops on a key of their own.

use super::{Act, Conduct, Fit, Given, Got, Inputs, Panics, Seen, insert, told};
#[cfg(feature = "cli")]
use super::{Gives, Rust};
use crate::case::{Op, OpKind};
use crate::model::{Answer, Model};
use crate::probe::call_closure;
use crate::subject::Subject;

pub(super) struct Insert;
impl Act for Insert {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Refused;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.insert($key, $value)", Gives::Replaced);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        insert(map, key, value)
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        if model.refuses(op.key().into()) {
            return Answer::Full;
        }
        told(
            model.insert(op.key().into(), op.value().into()),
            seen.answer,
        )
    }
}

pub(super) struct Remove;
impl Act for Remove {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.remove(&$key)", Gives::Value);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Told(map.remove_told(given.key()))
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        told(model.remove(op.key().into()), seen.answer)
    }
}

pub(super) struct Get;
impl Act for Get {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.get(&$key)", Gives::SeenValue);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Seen(map.get(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Value(model.get(op.key().into()))
    }
}

pub(super) struct GetMut;
impl Act for GetMut {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.get_mut(&$key)", Gives::Plain)
        .within("$call.map(|value| std::mem::replace($place, $new))");

    fn map<S: Subject>(map: &mut S, op: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Seen(map.get_mut(given.key(), op.value().into()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Value(model.write(op.key().into(), op.value().into()))
    }
}

pub(super) struct GetKeyValue;
impl Act for GetKeyValue {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.get_key_value(&$key)", Gives::SeenPair);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::SeenPair(map.get_key_value(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let id = op.key().into();
        Answer::Pair(model.get(id).map(|value| (id, value)))
    }
}

pub(super) struct ContainsKey;
impl Act for ContainsKey {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.contains_key(&$key)", Gives::Plain);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Flag(map.contains_key(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Flag(model.get(op.key().into()).is_some())
    }
}

pub(super) struct Index;
impl Act for Index {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map[&$key]$field", Gives::Plain).within("Some($call)");

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Seen(Some(map.index(given.key())))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Value(model.get(op.key().into()))
    }

    fn panics(model: &Model, op: Op) -> Panics {
        match model.get(op.key().into()) {
            Some(_) => Panics::Never,
            None => Panics::Always,
        }
    }
}

pub(super) struct RemoveEntry;
impl Act for RemoveEntry {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.remove_entry(&$key)", Gives::Pair);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Pair(map.remove_entry(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let id = op.key().into();
        Answer::Pair(model.remove(id).map(|value| (id, value)))
    }
}

pub(super) struct InsertNan;
impl Act for InsertNan {
    const GIVEN: Given = Given::FreshPair;
    const FIT: Fit = Fit::Entry(OpKind::Iter);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.insert($key, $value)", Gives::Replaced);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        insert(map, key, value)
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        Answer::Value(model.insert(seen.fresh, op.value().into()))
    }
}

pub(super) struct TryInsert;
impl Act for TryInsert {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::Get);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.try_insert($key, $value)", Gives::Tried);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        Got::Tried(map.try_insert(key, value))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let (id, value) = (op.key().into(), op.value().into());
        Answer::Tried(match model.get(id) {
            Some(there) => Err((there, model.kept(value))),
            None => {
                model.insert(id, value);
                Ok(model.kept(value))
            }
        })
    }
}

pub(super) struct GetDisjointMut;
impl Act for GetDisjointMut {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "map.$method(get_disjoint_mut)([&$key, &$second])",
        Gives::Plain,
    )
    .within("$call.map(|value| value.map(|value| { $add(1); $held.wrapping_sub(1) }))");

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let [first, second] = &given.keys[..] else {
            unreachable!("the op names two keys")
        };
        Got::SeenValues(map.get_disjoint_mut([first, second]).to_vec())
    }

    /// A map that is asked for the same key twice may find it once, or not at
    /// all, if it does not panic.
    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        let ids = [op.key().into(), op.second_key().into()];
        let there = ids.map(|id| model.get(id));
        let mut right = there.to_vec();
        if ids[0] == ids[1] {
            right = vec![None, None];
            if let Some(Answer::Values(values)) = seen.answer
                && let [Some(found), None] | [None, Some(found)] = values[..]
                && there[0] == Some(found)
            {
                right.clone_from(values);
            }
        }
        for (id, found) in ids.into_iter().zip(&right) {
            if let Some(found) = found {
                model.write(id, found.wrapping_add(1));
            }
        }
        Answer::Values(right)
    }

    fn panics(_: &Model, op: Op) -> Panics {
        if op.key() == op.second_key() {
            Panics::Maybe
        } else {
            Panics::Never
        }
    }
}

pub(super) struct Alter;
impl Act for Alter {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::Get);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.alter($key, $alter)", Gives::Plain).within(
        "{ let (mut new, mut old) = (Some($value), None); $call; \
         (old$read_value, new$read_value) }",
    );

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        let (mut new, mut old) = (Some(value), None);
        map.alter(key, &mut |there| {
            call_closure();
            old = there;
            if old.is_none() { new.take() } else { None }
        });
        Got::Several(vec![Got::Value(old), Got::Value(new)])
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let (id, value) = (op.key().into(), op.value().into());
        let old = model.remove(id);
        if old.is_none() {
            model.insert(id, value);
        }
        let unused = old.map(|_| model.kept(value));
        Answer::Several(vec![Answer::Value(old), Answer::Value(unused)])
    }
}

pub(super) struct GetOrInsertWith;
impl Act for GetOrInsertWith {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::Get);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.get_or_insert_with($key, $make)", Gives::Reference);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        Got::Seen(Some(map.get_or_insert_with(key, value)))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let id = op.key().into();
        if model.get(id).is_none() {
            model.insert(id, op.value().into());
        }
        Answer::Value(model.get(id))
    }
}
