//! What an op is given.

use std::ops::Bound;

use crate::case::Op;
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
    /// The entries of a run.
    Entries,
    /// The keys at the ends of a range.
    Ends,
}

/// What an op is given, made.
pub(crate) struct Inputs<'p, S: Subject> {
    pair: Option<Pair<S>>,
    pub(super) entries: Vec<Pair<S>>,
    pub(crate) keys: Vec<S::Key>,
    /// The ends of a range.
    ends: (Bound<S::Key>, Bound<S::Key>),
    /// Says whether a map that is replaced is dropped.
    pub(super) probe: &'p Probe,
}

impl<'p, S: Subject> Inputs<'p, S> {
    /// Makes the keys and values that `op` is given. `fresh` is the number of
    /// the key of an [`OpKind::InsertNan`](crate::case::OpKind::InsertNan).
    pub(crate) fn new(op: Op, fresh: u32, probe: &'p Probe) -> Self {
        let key = |id: u32| S::Key::make(probe, id);
        let value = || S::Value::make(probe, op.value().into());
        let mut inputs = Inputs {
            pair: None,
            entries: Vec::new(),
            keys: Vec::new(),
            ends: (Bound::Unbounded, Bound::Unbounded),
            probe,
        };
        match super::given(op.kind()) {
            Given::Nothing => {}
            Given::Keys => inputs.keys = op.keys().map(|id| key(id.into())).collect(),
            Given::Pair => inputs.pair = Some((key(op.key().into()), value())),
            Given::FreshPair => {
                let value = value();
                inputs.pair = Some((key(fresh), value));
            }
            Given::Entries => {
                let run = op.run();
                let entry = |id: u16| (key(id.into()), S::Value::make(probe, run.value(id)));
                inputs.entries = run.keys().map(entry).collect();
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
