//! Ops on the ends of a map with an order, on neighbours and on ranges.

use super::{Act, Conduct, Fit, Given, Got, Inputs, Panics, Seen, form_of};
#[cfg(feature = "cli")]
use super::{Gives, Rust};
use std::ops::Bound;

use crate::case::Op;
use crate::model::{Answer, Model};
use crate::probe::{TestKey, TestValue};
use crate::subject::{Ends, Subject};

/// The first or the last entry in the order of the map.
fn end(model: &Model, first: bool) -> Option<(u32, u32)> {
    if first {
        model.at(0)
    } else {
        model.len().checked_sub(1).and_then(|last| model.at(last))
    }
}

fn pop(model: &mut Model, first: bool) -> Answer {
    let end = end(model, first);
    if let Some((id, _)) = end {
        // What is left keeps its order, also where `remove` swaps.
        model.remove_by(id, false);
    }
    Answer::Pair(end)
}

/// The entries of a range, by ascending keys. Inverted bounds show nothing.
fn in_range(model: &Model, op: Op) -> Vec<(u32, u32)> {
    if op.is_inverted_range() {
        return Vec::new();
    }
    let (low, high) = op.bounds();
    model.range((low.map(u32::from), high.map(u32::from)))
}

fn if_inverted(op: Op) -> Panics {
    if op.is_inverted_range() {
        Panics::Maybe
    } else {
        Panics::Never
    }
}

pub(super) struct First;
impl Act for First {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.$method(first_key_value)()", Gives::SeenPair);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::SeenPair(map.first())
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Pair(end(model, true))
    }
}

pub(super) struct Last;
impl Act for Last {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.$method(last_key_value)()", Gives::SeenPair);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::SeenPair(map.last())
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Pair(end(model, false))
    }
}

pub(super) struct PopFirst;
impl Act for PopFirst {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.$method(pop_first)()", Gives::Pair);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Pair(map.pop_first())
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        pop(model, true)
    }
}

pub(super) struct PopLast;
impl Act for PopLast {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.$method(pop_last)()", Gives::Pair);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Pair(map.pop_last())
    }

    fn model(model: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        pop(model, false)
    }
}

pub(super) struct Successor;
impl Act for Successor {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "map.range::<$type, _>((std::ops::Bound::Excluded(&$key), std::ops::Bound::Unbounded)).next()",
        Gives::SeenPair,
    );

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::SeenPair(map.successor(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let after = (Bound::Excluded(op.key().into()), Bound::Unbounded);
        Answer::Pair(model.range(after).first().copied())
    }
}

pub(super) struct Predecessor;
impl Act for Predecessor {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "map.range::<$type, _>((std::ops::Bound::Unbounded, std::ops::Bound::Excluded(&$key))).next_back()",
        Gives::SeenPair,
    );

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::SeenPair(map.predecessor(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let before = (Bound::Unbounded, Bound::Excluded(op.key().into()));
        Answer::Pair(model.range(before).last().copied())
    }
}

pub(super) struct Range;
impl Act for Range {
    const GIVEN: Given = Given::Ends;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.range::<$type, _>($range)", Gives::SeenPairs);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::SeenEntries(map.range(given.ends(), Ends::Front))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Entries(in_range(model, op))
    }

    fn panics(_: &Model, op: Op) -> Panics {
        if_inverted(op)
    }
}

pub(super) struct RangeRev;
impl Act for RangeRev {
    const GIVEN: Given = Given::Ends;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.range::<$type, _>($range).rev()", Gives::SeenPairs);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::SeenEntries(map.range(given.ends(), Ends::Back))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let mut shown = in_range(model, op);
        if model.order().is_known() {
            shown.reverse();
        }
        Answer::Entries(shown)
    }

    fn panics(_: &Model, op: Op) -> Panics {
        if_inverted(op)
    }
}

pub(super) struct RangeEnds;
impl Act for RangeEnds {
    const GIVEN: Given = Given::Ends;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.range::<$type, _>($range)", Gives::BothEnds);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::SeenEntries(map.range(given.ends(), Ends::Both))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        Answer::Entries(in_range(model, op))
    }

    fn panics(_: &Model, op: Op) -> Panics {
        if_inverted(op)
    }
}

pub(super) struct RangeMut;
impl Act for RangeMut {
    const GIVEN: Given = Given::Ends;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.range_mut::<$type, _>($range)", Gives::Numbers)
        .within("$call.map(|(key, value)| { let seen = ($id, $held); $add(1); seen })");

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let mut seen = Vec::new();
        map.range_mut(given.ends(), &mut |key, value| {
            seen.push((key.id(), value.get()));
            value.set(value.get().wrapping_add(1));
        });
        Got::SeenEntries(seen)
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let shown = in_range(model, op);
        for &(id, value) in &shown {
            model.write(id, value.wrapping_add(1));
        }
        Answer::Entries(shown)
    }

    fn panics(_: &Model, op: Op) -> Panics {
        if_inverted(op)
    }
}

pub(super) struct SplitOff;
impl Act for SplitOff {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Split { lives_on: false };
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.split_off(&$key)", Gives::Plain);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Part(map.split_off(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        model.split(|id| id >= op.key().into());
        Answer::Nothing
    }
}

pub(super) struct SplitSwap;
impl Act for SplitSwap {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Split { lives_on: true };
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.split_off(&$key)", Gives::Nothing).within("map = $call");

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Part(map.split_off(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        model.split(|id| id >= op.key().into());
        Answer::Nothing
    }
}

pub(super) struct Prefix;
impl Act for Prefix {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.$method(prefix)(&$key)", Gives::SeenPairs);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::SeenEntries(map.prefix(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let mut shown = model.in_order();
        shown.retain(|&(id, _)| model.begins_with(id, op.key().into()));
        Answer::Entries(shown)
    }
}

pub(super) struct RemovePrefix;
impl Act for RemovePrefix {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.$method(remove_prefix)(&$key)", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        map.remove_prefix(given.key());
        Got::Nothing
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let mut gone = model.in_order();
        gone.retain(|&(id, _)| model.begins_with(id, op.key().into()));
        model.forget(&gone);
        Answer::Nothing
    }
}

pub(super) struct LowerBound;
impl Act for LowerBound {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.range::<$type, _>(&$key..).next()", Gives::SeenPair);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::SeenPair(map.lower_bound(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let from = (Bound::Included(op.key().into()), Bound::Unbounded);
        Answer::Pair(model.range(from).first().copied())
    }
}

pub(super) struct UpperBound;
impl Act for UpperBound {
    const GIVEN: Given = Given::Keys;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "map.range::<$type, _>(..=&$key).next_back()",
        Gives::SeenPair,
    );

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::SeenPair(map.upper_bound(given.key()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let to = (Bound::Unbounded, Bound::Included(op.key().into()));
        Answer::Pair(model.range(to).last().copied())
    }
}

/// The entry at an end, after what was done with it.
fn used_end(model: &mut Model, op: Op, first: bool) -> Answer {
    let end = end(model, first);
    super::entry::used(model, end, op)
}

pub(super) struct FirstEntry;
impl Act for FirstEntry {
    const GIVEN: Given = Given::Value;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.first_entry()", Gives::Plain)
        .within("match $call { Some($mutentry) => $use, None => (false, 0, None, None::<u32>) }");

    fn map<S: Subject>(map: &mut S, op: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Entry(map.first_entry(form_of(op.then()), given.take_value()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        used_end(model, op, true)
    }
}

pub(super) struct LastEntry;
impl Act for LastEntry {
    const GIVEN: Given = Given::Value;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Plain;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.last_entry()", Gives::Plain)
        .within("match $call { Some($mutentry) => $use, None => (false, 0, None, None::<u32>) }");

    fn map<S: Subject>(map: &mut S, op: Op, given: &mut Inputs<S>) -> Got<S> {
        Got::Entry(map.last_entry(form_of(op.then()), given.take_value()))
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        used_end(model, op, false)
    }
}
