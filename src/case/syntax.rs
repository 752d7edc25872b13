//! The vocabulary: everything that can be done to a map and judged by a
//! model, in one table.
//!
//! A row names a kind of op, says what it does, and how its line in the text
//! form reads: its name, then words and operands. The text form prints and
//! reads a line by walking these tokens; the byte form asks the same tokens
//! what an operand may be. An op that is in the table therefore has both
//! forms, and they cannot disagree.

use super::bound;

/// The largest key that an op can name. A [`Run`](super::Run) may pass it by
/// its length.
pub const MAX_KEY: u16 = 4095;
/// The most keys in one [`Run`](super::Run).
pub const MAX_RUN: u16 = 4096;
/// How many cursors may be open at once.
pub const CURSORS: u8 = 4;
/// The largest modulus of a [`Selection`](super::Selection).
pub const MAX_MODULUS: u16 = 64;

/// What an operand ranges over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    /// A key.
    Key,
    /// A number of entries, or a place among them.
    Count,
    /// A number of keys or steps, at least 1.
    Len,
    /// A value.
    Value,
    /// Where a cursor starts, in 16 bits that mean what the map makes of them.
    Start,
    /// A modulus, at least 1.
    Modulus,
    /// A residue of the modulus before it.
    Residue,
    /// The number of a cursor.
    Cursor,
    /// How far `usize::MAX` is shifted down.
    Shift,
    /// The lower end of a range of keys.
    Low,
    /// The upper end of a range of keys.
    High,
}

impl Operand {
    /// The smallest and the largest legal value. A residue is also below its
    /// modulus.
    pub(super) fn range(self) -> (u16, u16) {
        match self {
            Operand::Key | Operand::Count => (0, MAX_KEY),
            Operand::Len => (1, MAX_RUN),
            Operand::Value | Operand::Start => (0, u16::MAX),
            Operand::Modulus => (1, MAX_MODULUS),
            Operand::Residue => (0, MAX_MODULUS - 1),
            Operand::Cursor => (0, u16::from(CURSORS) - 1),
            Operand::Shift => (0, 2),
            Operand::Low | Operand::High => (0, bound::UNBOUNDED),
        }
    }

    /// The legal operand that is nearest to `raw`.
    pub(super) fn fold(self, raw: u16) -> u16 {
        let (low, high) = self.range();
        match self {
            Operand::Cursor => raw % u16::from(CURSORS),
            Operand::Low | Operand::High => bound::fold(raw),
            _ => raw.clamp(low, high),
        }
    }

    /// The operand that 16 arbitrary bits stand for. Keys and lengths lean
    /// towards small numbers, so that random bytes meet the same key twice:
    /// the top nibble says by how many bits the other twelve are shifted down.
    pub(super) fn decode(self, raw: u16) -> u16 {
        let small = (raw & 0xfff) >> (raw >> 12);
        match self {
            Operand::Key | Operand::Count => small,
            Operand::Len => 1 + small,
            Operand::Value | Operand::Start | Operand::Residue => raw,
            Operand::Modulus => 1 + raw % MAX_MODULUS,
            Operand::Cursor => raw % u16::from(CURSORS),
            Operand::Shift => raw % 3,
            Operand::Low | Operand::High => bound::decode(raw),
        }
    }

    /// Sixteen bits that stand for this legal operand.
    pub(super) fn encode(self, operand: u16) -> u16 {
        match self {
            Operand::Len | Operand::Modulus => operand - 1,
            _ => operand,
        }
    }
}

/// A piece of an op's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A fixed word or sign.
    Word(&'static str),
    /// The first operand.
    A(Operand),
    /// The second operand.
    B(Operand),
}

macro_rules! op_kinds {
    ($($(#[$doc:meta])* $kind:ident $line:expr;)*) => {
        /// The kinds of [`Op`](super::Op), in the order of the byte form. Most
        /// are named after the method that they call.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum OpKind { $($(#[$doc])* $kind),* }

        impl OpKind {
            /// Every kind.
            pub const ALL: &'static [OpKind] = &[$(OpKind::$kind),*];
        }

        /// The line of an op, its name first.
        pub(super) fn tokens(kind: OpKind) -> &'static [Token] {
            use Operand::*;
            use Token::{A, B, Word as W};
            match kind { $(OpKind::$kind => const { &$line }),* }
        }
    };
}

op_kinds! {
    /// `insert`.
    Insert [W("insert"), A(Key), W("="), B(Value)];
    /// `remove`.
    Remove [W("remove"), A(Key)];
    /// `get`.
    Get [W("get"), A(Key)];
    /// `get_mut`, and a write through it.
    GetMut [W("get_mut"), A(Key), W("="), B(Value)];
    /// `get_key_value`.
    GetKeyValue [W("get_key_value"), A(Key)];
    /// `contains_key`.
    ContainsKey [W("contains_key"), A(Key)];
    /// `map[&key]`; of an absent key, this must panic.
    Index [W("index"), A(Key)];
    /// `remove_entry`.
    RemoveEntry [W("remove_entry"), A(Key)];
    /// `insert` of a fresh key that is not equal to itself, like a NaN.
    InsertNan [W("insert_nan"), W("="), B(Value)];
    /// `entry(key).or_insert(value)`.
    EntryOrInsert [W("entry_or_insert"), A(Key), W("="), B(Value)];
    /// `entry(key).or_insert_with(|| value)`.
    EntryOrInsertWith [W("entry_or_insert_with"), A(Key), W("="), B(Value)];
    /// `entry(key).or_insert_with_key(|_| value)`.
    EntryOrInsertWithKey [W("entry_or_insert_with_key"), A(Key), W("="), B(Value)];
    /// `entry(key).and_modify(|v| *v = value).or_insert(value)`.
    EntryAndModify [W("entry_and_modify"), A(Key), W("="), B(Value)];
    /// `entry(key).insert_entry(value)`.
    EntryInsertEntry [W("entry_insert_entry"), A(Key), W("="), B(Value)];
    /// `entry(key)`; if occupied, `insert(value)`; a vacant one is dropped.
    EntryReplace [W("entry_replace"), A(Key), W("="), B(Value)];
    /// `entry(key)`; if occupied, `remove()`; a vacant one is dropped.
    EntryRemove [W("entry_remove"), A(Key)];
    /// `entry(key)`; if occupied, `remove_entry()`; a vacant one is dropped.
    EntryRemoveEntry [W("entry_remove_entry"), A(Key)];
    /// `entry(key)`, looked at and dropped.
    EntryPeek [W("entry_peek"), A(Key)];
    /// `insert` of each key of a run.
    InsertRun [W("insert_run"), A(Key), W("len"), B(Len)];
    /// `remove` of each key of a run.
    RemoveRun [W("remove_run"), A(Key), W("len"), B(Len)];
    /// `extend` with the entries of a run.
    Extend [W("extend"), A(Key), W("len"), B(Len)];
    /// The map is replaced by one collected from the entries of a run.
    FromIter [W("from_iter"), A(Key), W("len"), B(Len)];
    /// `retain` of the selected keys.
    Retain [W("retain"), W("mod"), A(Modulus), W("is"), B(Residue)];
    /// `drain`: take so many entries, then drop the iterator.
    Drain [W("drain"), W("take"), A(Count)];
    /// `extract_if` of the selected keys, run to its end.
    ExtractIf [W("extract_if"), W("mod"), A(Modulus), W("is"), B(Residue)];
    /// `extract_if` of the selected keys, dropped after two of them.
    ExtractTwo [W("extract_two"), W("mod"), A(Modulus), W("is"), B(Residue)];
    /// `into_iter`: take so many entries, drop the rest; an empty map follows.
    IntoIter [W("into_iter"), W("take"), A(Count)];
    /// `truncate`: keep the first so many entries in iteration order.
    Truncate [W("truncate"), A(Count)];
    /// `iter`.
    Iter [W("iter")];
    /// `keys`.
    Keys [W("keys")];
    /// `values`.
    Values [W("values")];
    /// `iter_mut`, adding to each value.
    IterMut [W("iter_mut"), W("add"), B(Value)];
    /// `values_mut`, adding to each value.
    ValuesMut [W("values_mut"), W("add"), B(Value)];
    /// `clone`; the clone is compared and dropped.
    Clone [W("clone")];
    /// `clone`; the clone is compared and lives on, the original is dropped.
    CloneSwap [W("clone_swap")];
    /// `clone_from` onto a map that holds the entries of a run; that map is
    /// compared and lives on.
    CloneFrom [W("clone_from"), A(Key), W("len"), B(Len)];
    /// `reserve`.
    Reserve [W("reserve"), A(Count)];
    /// `shrink_to_fit`.
    ShrinkToFit [W("shrink_to_fit")];
    /// `clear`.
    Clear [W("clear")];
    /// Open a cursor; one that is open under this number is closed first.
    /// The map makes of the second number what it can.
    CursorOpen [W("cursor_open"), A(Cursor), W("at"), B(Start)];
    /// Step a cursor so often; one that is not open is opened first. A cursor
    /// that ends is closed.
    CursorStep [W("cursor_step"), A(Cursor), W("by"), B(Len)];
    /// Close a cursor; one that is not open is opened first.
    CursorClose [W("cursor_close"), A(Cursor)];

    /// `try_insert`, which refuses to replace.
    TryInsert [W("try_insert"), A(Key), W("="), B(Value)];
    /// `entry(key)`; if vacant, `insert(value)`; an occupied one is dropped.
    EntryFill [W("entry_fill"), A(Key), W("="), B(Value)];
    /// `entry(key)`; if occupied, a write through `get_mut` and `into_mut`; a
    /// vacant one is dropped.
    EntryWrite [W("entry_write"), A(Key), W("="), B(Value)];
    /// `get_disjoint_mut` of two keys, adding 1 to each value; of the same key
    /// twice, this must panic or find only one of them.
    GetDisjointMut [W("get_disjoint_mut"), A(Key), W("and"), B(Key)];
    /// `into_keys`: take so many, drop the rest; an empty map follows.
    IntoKeys [W("into_keys"), W("take"), A(Count)];
    /// `into_values`: take so many, drop the rest; an empty map follows.
    IntoValues [W("into_values"), W("take"), A(Count)];
    /// `into_iter`: take so many entries, forget the rest; an empty map
    /// follows.
    IntoIterForget [W("into_iter_forget"), W("take"), A(Count)];
    /// `drain`: take so many entries, then forget the iterator. The map may
    /// have lost and leaked any entry.
    DrainForget [W("drain_forget"), W("take"), A(Count)];
    /// `extract_if` of the selected keys, forgotten after two of them. The map
    /// may have lost and leaked any entry.
    ExtractForget [W("extract_forget"), W("mod"), A(Modulus), W("is"), B(Residue)];
    /// `try_reserve`.
    TryReserve [W("try_reserve"), A(Count)];
    /// `try_reserve` of `usize::MAX` shifted down so far, which must fail.
    TryReserveAbsurd [W("try_reserve_absurd"), A(Shift)];
    /// `shrink_to`.
    ShrinkTo [W("shrink_to"), A(Count)];
    /// `Debug`, compared with what iteration shows.
    Debug [W("debug")];
    /// `iter().clone()`, after so many entries; both are run to their end.
    IterClone [W("iter_clone"), W("after"), A(Count)];

    /// `==`, both ways, with a map that was given the same entries.
    EqualCopy [W("equal_copy")];
    /// `==`, both ways, with a map that lacks the key if this one has it, and
    /// has it if this one lacks it.
    EqualToggled [W("equal_toggled"), A(Key)];
    /// `==`, both ways, with a map whose value at the key is another.
    EqualChanged [W("equal_changed"), A(Key)];
    /// `append` of a map that holds the entries of a run.
    Append [W("append"), A(Key), W("len"), B(Len)];
    /// `union` with a map that holds the entries of a run, whose values give
    /// way.
    Union [W("union"), A(Key), W("len"), B(Len)];
    /// The map changes places with the other one, which is empty at first.
    Swap [W("swap")];
    /// `clone_from` of the map onto the other one.
    CloneToOther [W("clone_to_other")];
    /// `==`, both ways, with the other map.
    EqualOther [W("equal_other")];
    /// `append` of the other map.
    AppendOther [W("append_other")];

    /// `iter().rev()`.
    Rev [W("rev")];
    /// `iter()`, taken from both ends in turn.
    Ends [W("ends")];
    /// `first_key_value`.
    First [W("first")];
    /// `last_key_value`.
    Last [W("last")];
    /// `pop_first`.
    PopFirst [W("pop_first")];
    /// `pop_last`.
    PopLast [W("pop_last")];
    /// The entry that follows the key.
    Successor [W("successor"), A(Key)];
    /// The entry that comes before the key.
    Predecessor [W("predecessor"), A(Key)];
    /// `range`. Inverted bounds must panic or show nothing, here and below.
    Range [W("range"), A(Low), B(High)];
    /// `range(..).rev()`.
    RangeRev [W("range_rev"), A(Low), B(High)];
    /// `range`, taken from both ends in turn.
    RangeEnds [W("range_ends"), A(Low), B(High)];
    /// `range_mut`, adding 1 to each value.
    RangeMut [W("range_mut"), A(Low), B(High)];
    /// `split_off`; the upper map is compared and dropped.
    SplitOff [W("split_off"), A(Key)];
    /// `split_off`; the upper map is compared and lives on, the lower one is
    /// dropped.
    SplitSwap [W("split_swap"), A(Key)];

    /// `get_index`.
    GetIndex [W("get_index"), A(Count)];
    /// `get_index_of`.
    IndexOf [W("index_of"), A(Key)];
    /// `swap_remove`: the last entry takes the place.
    SwapRemove [W("swap_remove"), A(Key)];
    /// `shift_remove`: all later entries move up.
    ShiftRemove [W("shift_remove"), A(Key)];
    /// `swap_remove_index`.
    SwapRemoveIndex [W("swap_remove_index"), A(Count)];
    /// `shift_remove_index`.
    ShiftRemoveIndex [W("shift_remove_index"), A(Count)];
    /// `swap_indices`, both taken modulo the number of entries.
    SwapIndices [W("swap_indices"), A(Count), W("and"), B(Count)];
    /// `move_index`, both taken modulo the number of entries.
    MoveIndex [W("move_index"), A(Count), W("to"), B(Count)];
    /// `sort_keys`.
    SortKeys [W("sort_keys")];
    /// `reverse`.
    Reverse [W("reverse")];
}

/// The two operands that an op of this kind has, if any.
pub(super) fn operands(kind: OpKind) -> (Option<Operand>, Option<Operand>) {
    tokens(kind)
        .iter()
        .fold((None, None), |(a, b), token| match *token {
            Token::Word(_) => (a, b),
            Token::A(operand) => (Some(operand), b),
            Token::B(operand) => (a, Some(operand)),
        })
}

impl OpKind {
    /// The name of the kind: the first word of its line in the text form.
    ///
    /// ```
    /// use map_oracle::case::OpKind;
    ///
    /// assert_eq!(OpKind::EntryOrInsert.name(), "entry_or_insert");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match tokens(self)[0] {
            Token::Word(name) => name,
            Token::A(_) | Token::B(_) => unreachable!("every line starts with its name"),
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<OpKind> {
        OpKind::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Whether its ops are on a range of keys, [`Op::bounds`](super::Op::bounds).
    #[must_use]
    pub fn is_range(self) -> bool {
        matches!(operands(self), (Some(Operand::Low), _))
    }

    /// Whether its ops are on consecutive keys, [`Op::run`](super::Op::run).
    #[must_use]
    pub fn is_run(self) -> bool {
        matches!(operands(self), (Some(Operand::Key), Some(Operand::Len)))
    }

    /// Whether its ops select keys, [`Op::selection`](super::Op::selection).
    #[must_use]
    pub fn selects(self) -> bool {
        matches!(operands(self), (Some(Operand::Modulus), _))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_residue_is_below_every_modulus() {
        let (_, most) = Operand::Modulus.range();
        assert_eq!(Operand::Residue.range(), (0, most - 1));
    }

    #[test]
    fn names_are_unique() {
        for &kind in OpKind::ALL {
            assert_eq!(OpKind::from_name(kind.name()), Some(kind));
        }
    }

    #[test]
    fn families_are_those_of_the_table() {
        let names = |is: fn(OpKind) -> bool| {
            let kinds = OpKind::ALL.iter().copied().filter(|&kind| is(kind));
            kinds.map(OpKind::name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            names(OpKind::is_range),
            "range range_rev range_ends range_mut"
        );
        assert_eq!(
            names(OpKind::is_run),
            "insert_run remove_run extend from_iter clone_from append union"
        );
        assert_eq!(
            names(OpKind::selects),
            "retain extract_if extract_two extract_forget"
        );
    }

    #[test]
    fn operands_survive_their_encoding_and_never_leave_their_range() {
        for &kind in OpKind::ALL {
            let (a, b) = operands(kind);
            for operand in [a, b].into_iter().flatten() {
                let (low, high) = operand.range();
                for legal in (low..=high).filter(|&raw| operand.fold(raw) == raw) {
                    assert_eq!(operand.decode(operand.encode(legal)), legal);
                }
                // A residue is folded by the modulus that it comes with.
                if operand != Operand::Residue {
                    for raw in 0..=u16::MAX {
                        let decoded = operand.decode(raw);
                        assert_eq!(operand.fold(decoded), decoded);
                        assert!((low..=high).contains(&decoded));
                    }
                }
            }
        }
    }
}
