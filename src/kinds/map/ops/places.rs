//! Ops on the places of entries, of maps that keep them in a sequence.

use super::{Act, Conduct, Fit, Given, Got, Inputs, Panics, Seen};
#[cfg(feature = "cli")]
use super::{Gives, Rust};
use std::collections::BTreeSet;
use std::ops::Range;

use crate::case::{Op, OpKind};
use crate::model::{Answer, Model};
use crate::subject::Subject;

/// Two places as an op means them: modulo the number of entries.
fn places(op: Op, len: usize) -> Option<(usize, usize)> {
    (len > 0).then(|| (op.count() % len, op.second_count() % len))
}

pub(super) struct GetIndex;
impl Act for GetIndex {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.get_index($n)", Gives::SeenPair);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::SeenPair(map.get_index(op.count()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Pair(model.at(op.count()))
    }
}

pub(super) struct IndexOf;
impl Act for IndexOf {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.get_index_of(&$key)", Gives::Plain);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Place(map.index_of(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Place(model.place_of(op.key().into()))
    }
}

pub(super) struct SwapRemove;
impl Act for SwapRemove {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.swap_remove(&$key)", Gives::Value);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Value(map.swap_remove(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Value(model.remove_by(op.key().into(), true))
    }
}

pub(super) struct ShiftRemove;
impl Act for ShiftRemove {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.shift_remove(&$key)", Gives::Value);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Value(map.shift_remove(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Value(model.remove_by(op.key().into(), false))
    }
}

pub(super) struct SwapRemoveIndex;
impl Act for SwapRemoveIndex {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.swap_remove_index($n)", Gives::Pair);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Pair(map.swap_remove_index(op.count()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Pair(model.remove_at(op.count(), true))
    }
}

pub(super) struct ShiftRemoveIndex;
impl Act for ShiftRemoveIndex {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.shift_remove_index($n)", Gives::Pair);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Pair(map.shift_remove_index(op.count()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Pair(model.remove_at(op.count(), false))
    }
}

pub(super) struct SwapIndices;
impl Act for SwapIndices {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("$if_any(map.swap_indices($from, $to))", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        if let Some((from, to)) = places(op, map.len()) {
            map.swap_indices(from, to);
        }
        Got::Nothing
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        if let Some((from, to)) = places(op, model.len()) {
            model.swap(from, to);
        }
        Answer::Nothing
    }
}

pub(super) struct MoveIndex;
impl Act for MoveIndex {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("$if_any(map.move_index($from, $to))", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        if let Some((from, to)) = places(op, map.len()) {
            map.move_index(from, to);
        }
        Got::Nothing
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        if let Some((from, to)) = places(op, model.len()) {
            model.move_to(from, to);
        }
        Answer::Nothing
    }
}

pub(super) struct SortKeys;
impl Act for SortKeys {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.sort_keys()", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        map.sort_keys();
        Got::Nothing
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        model.sort_sequence();
        Answer::Nothing
    }
}

pub(super) struct Reverse;
impl Act for Reverse {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.reverse()", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        map.reverse();
        Got::Nothing
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        model.reverse_sequence();
        Answer::Nothing
    }
}

pub(super) struct ShiftInsert;
impl Act for ShiftInsert {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::Get);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.shift_insert($at, $key, $value)", Gives::Value);

    fn map<S: Subject>(map: &mut S, op: Op, given: &mut Inputs<S>) -> Got<S> {
        let place = op.count() % (map.len() + 1);
        Got::Value(map.shift_insert(place, given.take_pair()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let (id, place) = (op.key().into(), op.count() % (model.len() + 1));
        let replaced = model.insert(id, op.value().into());
        model.put_at(id, place);
        Answer::Value(replaced)
    }

    fn panics(model: &Model, op: Op) -> Panics {
        let last = op.count() % (model.len() + 1) == model.len();
        if last && model.get(op.key().into()).is_some() {
            Panics::Always
        } else {
            Panics::Never
        }
    }
}

pub(super) struct SplitOffAt;
impl Act for SplitOffAt {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Split { lives_on: false };
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.split_off($at)", Gives::Plain);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        let place = op.count() % (map.len() + 1);
        Got::Part(map.split_off_at(place))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let place = op.count() % (model.len() + 1);
        let off = model.in_order().into_iter().skip(place);
        let off: BTreeSet<u32> = off.map(|(id, _)| id).collect();
        model.split(|id| off.contains(&id));
        Answer::Nothing
    }
}

/// The places whose entries an op replaces.
fn spliced(op: Op, len: usize) -> Range<usize> {
    let start = op.count() % (len + 1);
    start..len.min(start + op.third_count())
}

pub(super) struct Splice;
impl Act for Splice {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Never(OpKind::Iter);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.splice($at..$end, [($key, $value)])", Gives::Pairs);

    fn map<S: Subject>(map: &mut S, op: Op, given: &mut Inputs<S>) -> Got<S> {
        let entry = given.take_pair();
        let places = spliced(op, map.len());
        Got::Entries(map.splice(places, vec![entry]))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let (id, places) = (op.key().into(), spliced(op, model.len()));
        let removed = model.in_order()[places.clone()].to_vec();
        model.forget(&removed);
        if model.insert(id, op.key().into()).is_none() {
            model.put_at(id, places.start);
        }
        Answer::Entries(removed)
    }
}

/// The places between the two that an op names.
fn between(op: Op, len: usize) -> Range<usize> {
    let (one, other) = (op.count() % (len + 1), op.second_count() % (len + 1));
    one.min(other)..one.max(other)
}

pub(super) struct DrainRange;
impl Act for DrainRange {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.drain($at..$end)", Gives::Pairs);

    fn map<S: Subject>(map: &mut S, op: Op, _: &mut Inputs<S>) -> Got<S> {
        let places = between(op, map.len());
        Got::Entries(map.drain_range(places))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let drained = model.in_order()[between(op, model.len())].to_vec();
        model.forget(&drained);
        Answer::Entries(drained)
    }
}

pub(super) struct GetFull;
impl Act for GetFull {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.get_full(&$key)", Gives::Plain)
        .within("$call.map(|(place, key, value)| (place, ($id, $held))).unzip()");

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (place, entry) = map.get_full(given.key()).unzip();
        Got::Several(vec![Got::Place(place), Got::SeenPair(entry)])
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let place = model.place_of(op.key().into());
        let entry = place.and_then(|place| model.at(place));
        Answer::Several(vec![Answer::Place(place), Answer::Pair(entry)])
    }
}

pub(super) struct InsertFull;
impl Act for InsertFull {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::Get);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.insert_full($key, $value)", Gives::Plain)
        .within("{ let (place, old) = $call; (Some(place), old$read_value) }");

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        let (place, old) = map.insert_full(key, value);
        Got::Several(vec![Got::Place(Some(place)), Got::Value(old)])
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let old = model.insert(op.key().into(), op.value().into());
        let place = model.place_of(op.key().into());
        Answer::Several(vec![Answer::Place(place), Answer::Value(old)])
    }
}

pub(super) struct SwapRemoveFull;
impl Act for SwapRemoveFull {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.swap_remove_full(&$key)", Gives::Plain)
        .within("$call.map(|(place, key, value)| (place, (key$key_field, value$field))).unzip()");

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (place, entry) = map.swap_remove_full(given.key()).unzip();
        Got::Several(vec![Got::Place(place), Got::Pair(entry)])
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let place = model.place_of(op.key().into());
        let entry = place.and_then(|place| model.remove_at(place, true));
        Answer::Several(vec![Answer::Place(place), Answer::Pair(entry)])
    }
}

pub(super) struct InsertSorted;
impl Act for InsertSorted {
    const GIVEN: Given = Given::Pair;
    const FIT: Fit = Fit::Key(OpKind::Get);
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.insert_sorted($key, $value)", Gives::Plain)
        .within("{ let (place, old) = $call; (Some(place), old$read_value) }");

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let (key, value) = given.take_pair();
        let (place, old) = map.insert_sorted(key, value);
        Got::Several(vec![Got::Place(Some(place)), Got::Value(old)])
    }

    fn model(model: &mut Model, op: Op, seen: Seen<'_>) -> Answer {
        let id = op.key().into();
        let mut place = model.in_order().partition_point(|&(other, _)| other < id);
        if !model.is_sorted()
            && let Some(Answer::Several(several)) = seen.answer
            && let Some(Answer::Place(Some(chosen))) = several.first()
        {
            place = *chosen;
        }
        let old = model.insert(id, op.value().into());
        model.put_at(id, place);
        let place = model.place_of(id);
        Answer::Several(vec![Answer::Place(place), Answer::Value(old)])
    }
}

pub(super) struct ReplaceIndex;
impl Act for ReplaceIndex {
    const GIVEN: Given = Given::Key;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("$if_any(map.replace_index($from, $key))", Gives::Plain).within(
        "$if_any(match $call { Ok(key) => (None, [key$key_field]), \
         Err((place, key)) => (Some(place), [key$key_field]) })",
    );

    fn map<S: Subject>(map: &mut S, op: Op, given: &mut Inputs<S>) -> Got<S> {
        let key = given.take_key();
        let (place, key) = match op.count().checked_rem(map.len()) {
            Some(place) => map.replace_index(place, key),
            None => (None, key),
        };
        Got::Several(vec![Got::Place(place), Got::Keys(vec![key])])
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let id: u32 = op.key().into();
        let answer =
            |place, id| Answer::Several(vec![Answer::Place(place), Answer::Numbers(vec![id])]);
        let place = op.count().checked_rem(model.len());
        let Some((place, (old, value))) = place.and_then(|place| Some((place, model.at(place)?)))
        else {
            return answer(None, id);
        };
        if old != id {
            if let Some(elsewhere) = model.place_of(id) {
                return answer(Some(elsewhere), id);
            }
            model.remove_by(old, false);
            model.insert(id, value);
            model.put_at(id, place);
        }
        answer(None, old)
    }
}
