//! The ops that a peer draws: what somebody would write down who has a map to
//! test and its documentation open.
//!
//! One enum of ops with small operands, as in every such test; each is drawn
//! only if the map offers it. The table at the end makes of a line an enum's
//! variant and what each of the libraries wants to draw it.

use std::ops::Bound;

use map_oracle::case::{OpKind, OpSet};

/// Keys and values of a few entries.
pub type Entries = Vec<(u8, u8)>;
/// Both ends of a range.
pub type Range = (Bound<u8>, Bound<u8>);

/// Where operands come from.
pub trait Source {
    /// Any number.
    fn number(&mut self) -> u8;
    /// Some entries.
    fn entries(&mut self) -> Entries;
    /// A range.
    fn range(&mut self) -> Range;
}

/// What an operand is made of.
trait Operand: Sized {
    fn draw(source: &mut dyn Source) -> Self;
    #[cfg(feature = "peers")]
    fn strategy() -> proptest::strategy::BoxedStrategy<Self>;
}

impl Operand for u8 {
    fn draw(source: &mut dyn Source) -> u8 {
        source.number()
    }
    #[cfg(feature = "peers")]
    fn strategy() -> proptest::strategy::BoxedStrategy<u8> {
        use proptest::prelude::*;
        any::<u8>().boxed()
    }
}

impl Operand for Entries {
    fn draw(source: &mut dyn Source) -> Entries {
        source.entries()
    }
    #[cfg(feature = "peers")]
    fn strategy() -> proptest::strategy::BoxedStrategy<Entries> {
        use proptest::prelude::*;
        any::<Entries>().boxed()
    }
}

impl Operand for Range {
    fn draw(source: &mut dyn Source) -> Range {
        source.range()
    }
    #[cfg(feature = "peers")]
    fn strategy() -> proptest::strategy::BoxedStrategy<Range> {
        use proptest::prelude::*;
        let end = || {
            prop_oneof![
                any::<u8>().prop_map(Bound::Included),
                any::<u8>().prop_map(Bound::Excluded),
                Just(Bound::Unbounded),
            ]
        };
        (end(), end()).boxed()
    }
}

/// Of how many draws one is an insert.
const INSERTS: usize = 4;
/// Of how many draws one is a removal.
const REMOVALS: usize = 8;

/// The kinds to draw from for a map that offers these: `insert` and `remove`
/// are in it more than once, so that there is something to work on.
#[must_use]
pub fn offer(ops: OpSet) -> Vec<OpKind> {
    let kinds: Vec<OpKind> = KINDS.iter().copied().filter(|&k| ops.contains(k)).collect();
    let inserts = vec![OpKind::Insert; kinds.len().div_ceil(INSERTS)];
    let removals = vec![OpKind::Remove; kinds.len().div_ceil(REMOVALS)];
    [inserts, removals, kinds].concat()
}

macro_rules! ops {
    ($($(#[$doc:meta])* $kind:ident($($operand:ident: $type:ty),*);)*) => {
        /// An op.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs, reason = "the operands are named where they are used")]
        pub enum Op {
            $($(#[$doc])* $kind($($type),*),)*
        }

        /// The ops that there are, by map-oracle's names.
        pub const KINDS: &[OpKind] = &[$(OpKind::$kind),*];

        impl Op {
            /// Draws the operands of an op of this kind.
            ///
            /// # Panics
            ///
            /// If the kind is none of [`KINDS`].
            pub fn draw(kind: OpKind, source: &mut dyn Source) -> Op {
                match kind {
                    $(OpKind::$kind => {
                        $(let $operand = <$type as Operand>::draw(source);)*
                        Op::$kind($($operand),*)
                    })*
                    _ => unreachable!("no peer draws {}", kind.name()),
                }
            }

            /// proptest's strategy for ops of this kind.
            ///
            /// # Panics
            ///
            /// If the kind is none of [`KINDS`].
            #[cfg(feature = "peers")]
            pub fn strategy(kind: OpKind) -> proptest::strategy::BoxedStrategy<Op> {
                use proptest::strategy::{Just, Strategy as _};
                match kind {
                    $(OpKind::$kind => (Just(()), $(<$type as Operand>::strategy(),)*)
                        .prop_map(|((), $($operand,)*)| Op::$kind($($operand),*))
                        .boxed(),)*
                    _ => unreachable!("no peer draws {}", kind.name()),
                }
            }

            /// The rule of hegel's machine that draws an op of this kind and
            /// carries it out. A rule is a function that knows nothing but its
            /// machine, so there is one for each kind.
            ///
            /// # Panics
            ///
            /// If the kind is none of [`KINDS`].
            #[cfg(feature = "peers")]
            #[must_use]
            pub fn rule(kind: OpKind) -> fn(&mut super::hegel::Machine, hegel::TestCase) {
                match kind {
                    $(OpKind::$kind => |machine, test| machine.step(OpKind::$kind, &test),)*
                    _ => unreachable!("no peer draws {}", kind.name()),
                }
            }
        }
    };
}

ops! {
    /// `insert(key, value)`.
    Insert(key: u8, value: u8);
    /// `remove(key)`.
    Remove(key: u8);
    /// `get(key)`.
    Get(key: u8);
    /// `iter()`.
    Iter();
    /// `contains_key(key)`.
    ContainsKey(key: u8);
    /// `get_mut(key)`, and a write.
    GetMut(key: u8, value: u8);
    /// `get_disjoint_mut` of two keys, adding 1 to each value.
    GetDisjointMut(first: u8, second: u8);
    /// `get_key_value(key)`.
    GetKeyValue(key: u8);
    /// `map[key]`, if it is there.
    Index(key: u8);
    /// `remove_entry(key)`.
    RemoveEntry(key: u8);
    /// `try_insert(key, value)`.
    TryInsert(key: u8, value: u8);
    /// `entry(key).or_insert(value)`.
    EntryOrInsert(key: u8, value: u8);
    /// `entry(key).or_insert_with(|| value)`.
    EntryOrInsertWith(key: u8, value: u8);
    /// `entry(key).or_insert_with_key(|_| value)`.
    EntryOrInsertWithKey(key: u8, value: u8);
    /// `entry(key).and_modify(..).or_insert(value)`.
    EntryAndModify(key: u8, value: u8);
    /// `entry(key).insert_entry(value)`.
    EntryInsertEntry(key: u8, value: u8);
    /// `insert(value)`, if the entry is occupied.
    EntryReplace(key: u8, value: u8);
    /// `remove()`, if the entry is occupied.
    EntryRemove(key: u8);
    /// `remove_entry()`, if the entry is occupied.
    EntryRemoveEntry(key: u8);
    /// `insert(value)`, if the entry is vacant.
    EntryFill(key: u8, value: u8);
    /// A write through `get_mut`, if the entry is occupied.
    EntryWrite(key: u8, value: u8);
    /// `extend`.
    Extend(entries: Entries);
    /// The map is replaced by one that is collected.
    FromIter(entries: Entries);
    /// `retain` of the keys that a number up to 8 divides.
    Retain(modulus: u8);
    /// `extract_if` of the keys that a number up to 8 divides.
    ExtractIf(modulus: u8);
    /// `drain()`, dropped after so many.
    Drain(take: u8);
    /// `into_iter()`, dropped after so many.
    IntoIter(take: u8);
    /// `into_keys()`, dropped after so many.
    IntoKeys(take: u8);
    /// `into_values()`, dropped after so many.
    IntoValues(take: u8);
    /// `truncate(len)`.
    Truncate(len: u8);
    /// `clear()`.
    Clear();
    /// `keys()`.
    Keys();
    /// `values()`.
    Values();
    /// `iter_mut()`, adding to each value.
    IterMut(add: u8);
    /// `values_mut()`, adding to each value.
    ValuesMut(add: u8);
    /// `clone()`; the clone takes the place of the map.
    CloneSwap();
    /// `clone_from` onto a map of these entries, which takes the place of the
    /// map.
    CloneFrom(entries: Entries);
    /// `==`, both ways, with a map of the same entries and these.
    EqualCopy(entries: Entries);
    /// `append` of a map of these entries.
    Append(entries: Entries);
    /// `union` with a map of these entries.
    Union(entries: Entries);
    /// `reserve(additional)`.
    Reserve(additional: u8);
    /// `try_reserve(additional)`.
    TryReserve(additional: u8);
    /// `shrink_to_fit()`.
    ShrinkToFit();
    /// `shrink_to(least)`.
    ShrinkTo(least: u8);
    /// `iter().rev()`.
    Rev();
    /// `iter()` from both ends in turn.
    Ends();
    /// `first_key_value()`.
    First();
    /// `last_key_value()`.
    Last();
    /// `pop_first()`.
    PopFirst();
    /// `pop_last()`.
    PopLast();
    /// The next larger key.
    Successor(key: u8);
    /// The next smaller key.
    Predecessor(key: u8);
    /// `range(..)`.
    Range(range: Range);
    /// `range(..).rev()`.
    RangeRev(range: Range);
    /// `range(..)` from both ends in turn.
    RangeEnds(range: Range);
    /// `range_mut(..)`, adding 1 to each value.
    RangeMut(range: Range);
    /// `split_off(key)`; the upper map is looked at and dropped.
    SplitOff(key: u8);
    /// `get_index(place)`.
    GetIndex(place: u8);
    /// `get_index_of(key)`.
    IndexOf(key: u8);
    /// `swap_remove(key)`.
    SwapRemove(key: u8);
    /// `shift_remove(key)`.
    ShiftRemove(key: u8);
    /// `swap_remove_index(place)`.
    SwapRemoveIndex(place: u8);
    /// `shift_remove_index(place)`.
    ShiftRemoveIndex(place: u8);
    /// `swap_indices`, of places modulo the length.
    SwapIndices(first: u8, second: u8);
    /// `move_index`, of places modulo the length.
    MoveIndex(from: u8, to: u8);
    /// `sort_keys()`.
    SortKeys();
    /// `reverse()`.
    Reverse();
}
