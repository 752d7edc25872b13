//! One op: a kind and up to three operands.
//!
//! What the operands mean is the kind's business: [`OpKind`] documents it, and
//! the accessors here read them. Both forms of a case are written against
//! [`Op::operands`], so a new op is a row in the table of `a vocabulary`
//! and nothing else in this room.

use std::fmt;
use std::ops::{Bound, Range, RangeInclusive};

use crate::vocabulary::{MAX_RUN, OpKind, Operand, Then, pack, unpack};

/// Consecutive keys: `start`, `start + 1`, ... (`len` of them, 1..=[`MAX_RUN`]).
///
/// Where a run brings values, key `k` gets `k + len`, so that two runs of
/// different lengths over the same keys leave different values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Run {
    /// The first key.
    pub start: u16,
    /// How many keys.
    pub len: u16,
}

impl Run {
    /// The keys, ascending.
    #[must_use]
    pub fn keys(self) -> RangeInclusive<u16> {
        self.start..=self.start + (self.len - 1)
    }

    /// The value that this run gives to `key`.
    #[must_use]
    pub fn value(self, key: u16) -> u32 {
        u32::from(key) + u32::from(self.len)
    }

    /// The value that it gives to `key` the second time, in a list that holds each key
    /// twice: no other key of the run has it.
    pub(crate) fn second_value(self, key: u16) -> u32 {
        self.value(key) + u32::from(self.len)
    }
}

/// Selects the keys whose number is `residue` modulo `modulus`
/// (1..=64, `residue < modulus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Selection {
    /// The modulus.
    pub modulus: u16,
    /// What is left of a selected key's number.
    pub residue: u16,
}

impl Selection {
    /// Whether the key with this number is selected.
    #[must_use]
    pub fn contains(self, id: u32) -> bool {
        id % u32::from(self.modulus) == u32::from(self.residue)
    }
}

/// What is done with an `entry` once it is found occupied or vacant. Each form
/// is an [`OpKind`] of its own, which documents it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is documented at its kind")]
pub enum EntryForm {
    OrInsert,
    OrInsertWith,
    OrInsertWithKey,
    AndModify,
    InsertEntry,
    Replace,
    Remove,
    RemoveEntry,
    Peek,
    Fill,
    Write,
}

/// One thing done to a map.
///
/// ```
/// use map_oracle::case::{Op, OpKind};
///
/// let op = Op::from_parts(OpKind::Insert, 3, 5);
/// assert_eq!((op.key(), op.value()), (3, 5));
/// assert_eq!(op.to_string(), "insert 3 = 5");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Op {
    kind: OpKind,
    a: u16,
    b: u16,
    c: u16,
}

/// What an op says of an iterator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// The second half of what the map shows is left to `fold`.
    Folded,
    /// The iterator that the map is given hides how many entries it has.
    Unsized,
}

impl Op {
    /// The op of this kind with these operands. Operands outside the kind's
    /// range are folded into it, and those that it does not have become 0, so
    /// this never fails.
    #[must_use]
    pub fn new(kind: OpKind, operands: [u16; 3]) -> Op {
        let [a, b, c] = operands;
        let fold = |of: Option<Operand>, raw| of.map_or(0, |operand| operand.fold(raw));
        let [of_a, of_b, of_c] = kind.operands();
        let a = fold(of_a, a);
        let b = match of_b {
            Some(Operand::Residue) => b % a,
            of_b => fold(of_b, b),
        };
        let c = fold(of_c, c);
        Op { kind, a, b, c }
    }

    /// As [`Op::new`], of a kind that has two operands at most.
    #[must_use]
    pub fn from_parts(kind: OpKind, a: u16, b: u16) -> Op {
        Op::new(kind, [a, b, 0])
    }

    /// The op of this kind, which is one on a range, between these ends.
    #[must_use]
    pub fn of_range(kind: OpKind, low: Bound<u16>, high: Bound<u16>) -> Op {
        Op::from_parts(kind, pack(low), pack(high))
    }

    /// Its operands; 0 for those that it does not have. [`Op::new`] is the
    /// inverse.
    #[must_use]
    pub fn operands(self) -> [u16; 3] {
        [self.a, self.b, self.c]
    }

    /// This op with other operands. Those that its kind does not have are left
    /// out.
    pub(crate) fn with(self, operands: [u16; 3]) -> Op {
        Op::new(self.kind, operands)
    }

    /// The op of this kind with the same operands, by their places; a key that
    /// stands behind a place comes first.
    pub(crate) fn as_kind(self, kind: OpKind) -> Op {
        let [a, b, c] = self.operands();
        if self.kind.has_key_behind_place() && kind.operands()[0] == Some(Operand::Key) {
            Op::new(kind, [b, c, 0])
        } else {
            Op::new(kind, [a, b, c])
        }
    }

    /// The kind of this op.
    #[must_use]
    pub fn kind(self) -> OpKind {
        self.kind
    }

    /// The key, of an op that has one.
    #[must_use]
    pub fn key(self) -> u16 {
        if self.kind.has_key_behind_place() {
            self.b
        } else {
            self.a
        }
    }

    /// The value that it brings, adds or writes.
    #[must_use]
    pub fn value(self) -> u16 {
        match self.kind.operands() {
            [.., Some(Operand::SmallValue)] => self.c,
            _ => self.b,
        }
    }

    /// What is done with what the op's method returned.
    pub(crate) fn then(self) -> Then {
        match self.kind.operands() {
            [Some(Operand::Then), ..] => Then::of(self.a),
            [.., Some(Operand::Then)] => Then::of(self.c),
            _ => Then::Look,
        }
    }

    /// What it says of an iterator, if it says anything.
    pub(crate) fn says(self) -> Option<Said> {
        match self.kind.operands()[2] {
            Some(Operand::Fold) if self.c == 1 => Some(Said::Folded),
            Some(Operand::Hide) if self.c == 1 => Some(Said::Unsized),
            _ => None,
        }
    }

    /// The third number that it names.
    pub(crate) fn third_count(self) -> usize {
        self.c.into()
    }

    /// The number of entries, the place, or the shift that it names first.
    #[must_use]
    pub fn count(self) -> usize {
        self.a.into()
    }

    /// The second place that it names.
    #[must_use]
    pub fn second_count(self) -> usize {
        self.b.into()
    }

    /// The second key, of an op that has two.
    #[must_use]
    pub fn second_key(self) -> u16 {
        self.b
    }

    /// The keys, of an op on consecutive ones.
    #[must_use]
    pub fn run(self) -> Run {
        Run {
            start: self.a,
            len: self.b.clamp(1, MAX_RUN),
        }
    }

    /// The keys, of an op that selects some.
    #[must_use]
    pub fn selection(self) -> Selection {
        Selection {
            modulus: self.a.max(1),
            residue: self.b,
        }
    }

    /// The number of the cursor.
    #[must_use]
    pub fn cursor(self) -> usize {
        self.a.into()
    }

    /// The ends of the range.
    #[must_use]
    pub fn bounds(self) -> (Bound<u16>, Bound<u16>) {
        (unpack(self.a), unpack(self.b))
    }

    /// Whether it is on a range whose ends are exchanged, such that std's `BTreeMap`
    /// panics.
    pub(crate) fn is_inverted_range(self) -> bool {
        use Bound::{Excluded, Included, Unbounded};
        self.kind.is_range()
            && match self.bounds() {
                (Excluded(low), Excluded(high)) => low >= high,
                (Included(low) | Excluded(low), Included(high) | Excluded(high)) => low > high,
                (Unbounded, _) | (_, Unbounded) => false,
            }
    }

    /// The same, but that the ends of an inverted range are in order, and in the range.
    pub(crate) fn with_ends_in_order(self) -> Op {
        use Bound::{Excluded, Included, Unbounded};
        match self.bounds() {
            (Included(low) | Excluded(low), Included(high) | Excluded(high))
                if self.is_inverted_range() =>
            {
                Op::of_range(self.kind, Included(high), Included(low))
            }
            (Included(_) | Excluded(_) | Unbounded, _) => self,
        }
    }

    /// The ordinary keys that this op names; none for most.
    pub fn keys(self) -> impl Iterator<Item = u16> + Clone {
        let [first, second] = self.key_ranges();
        first.chain(second)
    }

    /// Its keys as ranges, of which one or both may be empty.
    pub(crate) fn key_ranges(self) -> [Range<u16>; 2] {
        let one = |key| key..key + 1;
        let end = |packed| match unpack(packed) {
            Bound::Included(key) | Bound::Excluded(key) => one(key),
            Bound::Unbounded => 0..0,
        };
        match self.kind.operands() {
            [Some(Operand::Key), Some(Operand::Len), _] => [self.a..self.a + self.b, 0..0],
            [Some(Operand::Key), Some(Operand::Key), _] => [one(self.a), one(self.b)],
            [Some(Operand::Key), ..] => [one(self.a), 0..0],
            [_, Some(Operand::Key), _] => [one(self.b), 0..0],
            [Some(Operand::Low), ..] => [end(self.a), end(self.b)],
            _ => [0..0, 0..0],
        }
    }

    /// This op with other keys: `to` is asked for each key, and for the first
    /// one of a run.
    pub(crate) fn map_keys(self, to: impl Fn(u16) -> u16) -> Op {
        let end = |packed| pack(unpack(packed).map(&to));
        let Op { kind, a, b, c } = self;
        let (a, b) = match kind.operands() {
            [Some(Operand::Key), Some(Operand::Key), _] => (to(a), to(b)),
            [Some(Operand::Key), ..] => (to(a), b),
            [_, Some(Operand::Key), _] => (a, to(b)),
            [Some(Operand::Low), ..] => (end(a), end(b)),
            _ => (a, b),
        };
        Op::new(kind, [a, b, c])
    }

    /// This op with another value, if it has one.
    pub(crate) fn with_value(self, value: u16) -> Op {
        match self.kind.operands() {
            [_, Some(Operand::Value), _] => Op { b: value, ..self },
            [.., Some(Operand::SmallValue)] => self.with([self.a, self.b, value]),
            _ => self,
        }
    }

    /// Whether it treats all keys alike but for their names, on a map that does
    /// not sort them: an op on a run or on a selection does not.
    pub(crate) fn is_symmetric(self) -> bool {
        if self.kind.selects() {
            self.selection().modulus == 1
        } else {
            !self.kind.is_run() || self.run().len == 1
        }
    }

    /// How many single-key operations this op amounts to, at least 1.
    #[must_use]
    pub fn weight(self) -> usize {
        match self.kind.operands() {
            [_, Some(Operand::Len), _] => self.b.into(),
            _ => 1,
        }
    }

    /// This op with its keys folded into 0..=`max_key`.
    pub(super) fn fold_keys(self, max_key: u16) -> Op {
        let Some(keys) = max_key.checked_add(1) else {
            return self;
        };
        let op = self.map_keys(|key| if key > max_key { key % keys } else { key });
        if op.kind.is_run() {
            Op {
                b: op.b.min(keys - op.a),
                ..op
            }
        } else {
            op
        }
    }
}

/// As in the text form; of another vocabulary than the maps', behind its name.
#[cfg(feature = "process")]
impl serde::Serialize for Op {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.kind.vocabulary() {
            of if of.is_of_maps() => serializer.collect_str(self),
            of => serializer.collect_str(&format_args!("{}: {self}", of.name())),
        }
    }
}

#[cfg(feature = "process")]
impl<'de> serde::Deserialize<'de> for Op {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Op, D::Error> {
        let line = String::deserialize(deserializer)?;
        let (kind, line) = line.split_once(": ").unwrap_or(("map", &line));
        let case = format!("map-oracle case 2 {kind}\n{line}\n").parse::<super::Case>();
        let case = case.map_err(serde::de::Error::custom)?;
        let first = case.steps.first().map(|step| step.op);
        first.ok_or_else(|| serde::de::Error::custom("no op"))
    }
}

/// As in the text form.
impl fmt::Debug for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::case::{Case, Vocabulary};

    /// Every op that `from_parts` can make, sampled over its operands.
    pub(in crate::case) fn samples() -> impl Iterator<Item = Op> {
        let operands = [
            0,
            1,
            2,
            3,
            63,
            64,
            65,
            129,
            4095,
            4096,
            0x4003,
            0x8000,
            u16::MAX,
        ];
        Vocabulary::MAP.kinds().flat_map(move |kind| {
            operands.into_iter().flat_map(move |a| {
                operands
                    .into_iter()
                    .map(move |b| Op::from_parts(kind, a, b))
            })
        })
    }

    #[test]
    fn a_run_gives_each_key_a_value_that_tells_its_length() {
        let run = Run { start: 3, len: 4 };
        assert_eq!(
            run.keys().map(|k| run.value(k)).collect::<Vec<_>>(),
            [7, 8, 9, 10]
        );
    }

    #[test]
    fn operands_are_what_the_line_says() {
        let op = |text: &str| {
            let case: Case = format!("map-oracle case 1\n{text}\n").parse().unwrap();
            case.steps[0].op
        };
        let moved = op("move_index 3 to 7");
        assert_eq!((moved.count(), moved.second_count()), (3, 7));
        let two = op("get_disjoint_mut 3 and 7");
        assert_eq!((two.key(), two.second_key()), (3, 7));
        let written = op("get_mut 3 = 7");
        assert_eq!((written.key(), written.value()), (3, 7));
        assert_eq!(op("cursor_step 2 by 7").cursor(), 2);
    }

    #[test]
    fn only_a_value_is_replaced() {
        for (text, then) in [
            ("insert 3 = 1", "insert 3 = 7"),
            ("insert_nan = 1", "insert_nan = 7"),
            ("iter_mut add 1", "iter_mut add 7"),
            ("get_disjoint_mut 0 and 1", "get_disjoint_mut 0 and 1"),
            ("move_index 0 to 1", "move_index 0 to 1"),
            ("insert_run 0 len 1", "insert_run 0 len 1"),
            ("range_mut [0 1]", "range_mut [0 1]"),
            ("cursor_open 0 at 1", "cursor_open 0 at 1"),
            ("cursor_step 0 by 1", "cursor_step 0 by 1"),
            ("remove 1", "remove 1"),
        ] {
            let case: Case = format!("map-oracle case 1\n{text}\n").parse().unwrap();
            assert_eq!(case.steps[0].op.with_value(7).to_string(), then);
        }
    }

    #[test]
    fn parts_are_lossless() {
        for op in samples() {
            assert_eq!(op.with(op.operands()), op);
            assert_eq!(Op::new(op.kind(), op.operands()), op);
            assert_eq!(format!("{op:?}"), op.to_string());
        }
    }
}
