//! What an op is given.

use std::ops::Bound;

use crate::case::{Op, Standing, Then};
use crate::probe::{Probe, TestKey, TestValue};
use crate::subject::{Pair, Subject};

/// What an op is given, beside its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// Nothing.
    Nothing,
    /// The keys that it names, to be looked up.
    Keys,
    /// A key and a value of its own.
    Pair,
    /// As [`Given::Pair`], the key being the fresh one.
    FreshPair,
    /// As [`Given::Pair`], and the value for what is done then.
    PairAndValue,
    /// The key that it names, to be looked up, and a value of its own.
    KeyAndValue,
    /// A key of its own.
    Key,
    /// The value for what is done then.
    Value,
    /// The entries of a run.
    Entries,
    /// The entries of a run, and then each of them once more with another value.
    EntriesTwice,
    /// The keys at the ends of a range.
    Ends,
}

/// What an op is given, made.
pub(crate) struct Inputs<S: Subject> {
    pair: Option<Pair<S>>,
    key: Option<S::Key>,
    value: Option<S::Value>,
    pub(super) entries: Vec<Pair<S>>,
    pub(crate) keys: Vec<S::Key>,
    /// The ends of a range.
    ends: (Bound<S::Key>, Bound<S::Key>),
    /// Whether a map that is replaced is dropped.
    pub(super) drops: bool,
    /// Whether iteration is not left out.
    pub(super) iterates: bool,
}

impl<S: Subject> Inputs<S> {
    /// Makes the keys and values that `op` is given. `fresh` is the number of
    /// the key of an [`OpKind::InsertNan`](crate::case::OpKind::InsertNan).
    pub(crate) fn new(op: Op, fresh: u32, probe: &Probe) -> Self {
        let key = |id: u32| S::Key::make(probe, id);
        let value = || S::Value::make(probe, op.value().into());
        let mut inputs = Inputs {
            pair: None,
            key: None,
            value: None,
            entries: Vec::new(),
            keys: Vec::new(),
            ends: (Bound::Unbounded, Bound::Unbounded),
            drops: probe.checks(Standing::Drop),
            iterates: probe.checks(Standing::Iteration),
        };
        match super::given(op.kind()) {
            Given::Nothing => {}
            Given::Keys => inputs.keys = op.keys().map(|id| key(id.into())).collect(),
            Given::Pair => inputs.pair = Some((key(op.key().into()), value())),
            Given::FreshPair => {
                let value = value();
                inputs.pair = Some((key(fresh), value));
            }
            Given::PairAndValue => {
                inputs.pair = Some((key(op.key().into()), value()));
                inputs.value = Some(S::Value::make(probe, Then::VALUE.into()));
            }
            Given::KeyAndValue => {
                inputs.keys = vec![key(op.key().into())];
                inputs.value = Some(value());
            }
            Given::Key => inputs.key = Some(key(op.key().into())),
            Given::Value => inputs.value = Some(S::Value::make(probe, Then::VALUE.into())),
            given @ (Given::Entries | Given::EntriesTwice) => {
                let run = op.run();
                let entry = |id: u16, value| (key(id.into()), S::Value::make(probe, value));
                let first = run.keys().map(|id| entry(id, run.value(id)));
                inputs.entries = first.collect();
                if given == Given::EntriesTwice {
                    let second = run.keys().map(|id| entry(id, run.second_value(id)));
                    inputs.entries.extend(second);
                }
            }
            Given::Ends => {
                let (low, high) = op.bounds();
                inputs.ends = (low.map(|id| key(id.into())), high.map(|id| key(id.into())));
            }
        }
        inputs
    }

    pub(super) fn take_pair(&mut self) -> Pair<S> {
        self.pair.take().expect("made for this op")
    }

    pub(super) fn take_key(&mut self) -> S::Key {
        self.key.take().expect("made for this op")
    }

    pub(super) fn take_value(&mut self) -> S::Value {
        self.value.take().expect("made for this op")
    }

    /// The first key that the op names.
    pub(super) fn key(&self) -> &S::Key {
        &self.keys[0]
    }

    /// The ends of the range.
    pub(super) fn ends(&self) -> (Bound<&S::Key>, Bound<&S::Key>) {
        let (low, high) = &self.ends;
        (low.as_ref(), high.as_ref())
    }
}
