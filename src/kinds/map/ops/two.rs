//! Ops on two maps: copies, comparisons, and maps that are merged or exchanged.

use super::{Act, Conduct, Fit, Given, Got, Inputs, Merge, Seen, Twin, dispose, take};
#[cfg(feature = "cli")]
use super::{Before, Gives, Rust};
use crate::case::{Op, OpKind};
use crate::model::{Answer, Model};
use crate::subject::Subject;

/// Merges the entries of the map into itself.
fn append_own<S: Subject>(map: &mut S, given: &Inputs<S>) {
    let mut other = take(map);
    map.append(&mut other);
    dispose(other, given.drops);
}

pub(super) struct Clone;
impl Act for Clone {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Clone { lives_on: false };
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.clone()", Gives::Plain);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        dispose(map.duplicate(), given.drops);
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct CloneSwap;
impl Act for CloneSwap {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Clone { lives_on: true };
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.clone()", Gives::Nothing).within("map = $call");

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let clone = map.duplicate();
        dispose(std::mem::replace(map, clone), given.drops);
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct CloneFrom;
impl Act for CloneFrom {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::WholeRun(OpKind::Iter);
    const CONDUCT: Conduct = Conduct::CloneFrom { to_other: false };
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("target.clone_from(&map)", Gives::Nothing)
        .within("{ $call; map = target; }")
        .after(Before::MapOfRun("target"));

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let mut other = S::with_hint(0);
        other.assign_from(map);
        dispose(std::mem::replace(map, other), given.drops);
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct CloneToOther;
impl Act for CloneToOther {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::CloneFrom { to_other: true };
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("other.clone_from(&map)", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let mut other = S::with_hint(0);
        other.assign_from(map);
        dispose(std::mem::replace(map, other), given.drops);
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct EqualCopy;
impl Act for EqualCopy {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Equal(Twin::Copy);
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("(map == twin, twin == map)", Gives::Plain).after(Before::Twin);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        let _ = map.equals(map);
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct EqualToggled;
impl Act for EqualToggled {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Key(OpKind::EqualCopy);
    const CONDUCT: Conduct = Conduct::Equal(Twin::Toggled);
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("(map == twin, twin == map)", Gives::Plain).after(Before::Twin);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        let _ = map.equals(map);
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct EqualChanged;
impl Act for EqualChanged {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Equal(Twin::Changed);
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("(map == twin, twin == map)", Gives::Plain).after(Before::Twin);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        let _ = map.equals(map);
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct EqualOther;
impl Act for EqualOther {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Equal(Twin::Other);
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("(map == other, other == map)", Gives::Plain);

    fn map<S: Subject>(map: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        let _ = map.equals(map);
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct Append;
impl Act for Append {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Run(OpKind::Iter);
    const CONDUCT: Conduct = Conduct::Merge(Merge::Append);
    #[cfg(feature = "cli")]
    const RUST: Rust =
        Rust::new("map.append(&mut run)", Gives::Nothing).after(Before::MapOfRun("run"));

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        append_own(map, given);
        Got::Nothing
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let run = op.run();
        for key in run.keys() {
            model.insert(key.into(), run.value(key));
        }
        Answer::Nothing
    }
}

pub(super) struct AppendOther;
impl Act for AppendOther {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Never(OpKind::Iter);
    const CONDUCT: Conduct = Conduct::Merge(Merge::AppendOther);
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("map.append(&mut other)", Gives::Nothing);

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        append_own(map, given);
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}

pub(super) struct Union;
impl Act for Union {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Run(OpKind::Iter);
    const CONDUCT: Conduct = Conduct::Merge(Merge::Union);
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new(
        "std::mem::replace(&mut map, $empty).union(run)",
        Gives::Nothing,
    )
    .within("map = $call")
    .after(Before::MapOfRun("run"));

    fn map<S: Subject>(map: &mut S, _: Op, given: &mut Inputs<S>) -> Got<S> {
        let other = take(map);
        let united = take(map).union(other);
        dispose(std::mem::replace(map, united), given.drops);
        Got::Nothing
    }

    fn model(model: &mut Model, op: Op, _: Seen<'_>) -> Answer {
        let run = op.run();
        for key in run.keys() {
            if model.get(key.into()).is_none() {
                model.insert(key.into(), run.value(key));
            }
        }
        Answer::Nothing
    }
}

pub(super) struct Swap;
impl Act for Swap {
    const GIVEN: Given = Given::Nothing;
    const FIT: Fit = Fit::Always;
    const CONDUCT: Conduct = Conduct::Swap;
    #[cfg(feature = "cli")]
    const RUST: Rust = Rust::new("std::mem::swap(&mut map, &mut other)", Gives::Nothing);

    fn map<S: Subject>(_: &mut S, _: Op, _: &mut Inputs<S>) -> Got<S> {
        Got::Nothing
    }

    fn model(_: &mut Model, _: Op, _: Seen<'_>) -> Answer {
        Answer::Nothing
    }
}
