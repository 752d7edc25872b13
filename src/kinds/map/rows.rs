//! The vocabulary of maps: everything that can be done to one and judged by a
//! model, in one table.
//!
//! A row says all that is to be known of an op without a map at hand: its code
//! and its line, which words of an adapter offer it, what is asked in its place
//! of a map that lacks it, what is simpler, what it does to a map, and how often
//! it is drawn; see [`Row`](crate::vocabulary::Row). No part of a row has a
//! default. What an op does to a map and to a model is in `ops/`, a block for each.

use crate::vocabulary::{FaultKind, OpKind, Roles, Vocabulary, rows};

/// The vocabulary of maps.
pub(crate) static MAP: Vocabulary = Vocabulary {
    name: "map",
    id: 0,
    rows: ROWS,
    first_codes: 64,
    roles: Roles {
        insert: OpKind::Insert,
        remove: OpKind::Remove,
        get: OpKind::Get,
        iter: OpKind::Iter,
        insert_run: OpKind::InsertRun,
        remove_run: OpKind::RemoveRun,
    },
};

rows! {
    ($)
    /// The ops of maps. Most are named after the method that they call. The number
    /// of each is its code in the byte form, fixed for ever.
    pub enum MapOp of vocabulary 0;
    for_each_map_op;

    /// `insert`.
    Insert = 0, line: [W("insert"), A(Key), W("="), B(Value)], words: ["insert"],
        instead: Insert, simpler: [], bulk: Some(OpKind::InsertRun), with: [],
        effect: BASIC | GROWS | ONLY_FILLS, calls: None, weights: [100, 160, 100, 100];

    /// `remove`.
    Remove = 1, line: [W("remove"), A(Key)], words: ["remove"],
        instead: Remove, simpler: [], bulk: Some(OpKind::RemoveRun), with: [],
        effect: BASIC | SHRINKS, calls: None, weights: [80, 160, 80, 80];

    /// `get`.
    Get = 2, line: [W("get"), A(Key)], words: ["get"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: READS, calls: None, weights: [16, 16, 16, 16];

    /// `get_mut`, and a write through it.
    GetMut = 3, line: [W("get_mut"), A(Key), W("="), B(Value)], words: ["get_mut"],
        instead: Get, simpler: [Get], bulk: None, with: [],
        effect: NONE, calls: None, weights: [16, 16, 16, 16];

    /// `get_key_value`.
    GetKeyValue = 4, line: [W("get_key_value"), A(Key)], words: ["get_key_value"],
        instead: Get, simpler: [Get], bulk: None, with: [],
        effect: READS, calls: None, weights: [8, 8, 8, 8];

    /// `contains_key`.
    ContainsKey = 5, line: [W("contains_key"), A(Key)], words: ["contains_key"],
        instead: Get, simpler: [Get], bulk: None, with: [],
        effect: READS, calls: None, weights: [8, 8, 8, 8];

    /// `map[&key]`; of an absent key, this must panic.
    Index = 6, line: [W("index"), A(Key)], words: ["index"],
        instead: Get, simpler: [Get], bulk: None, with: [],
        effect: READS, calls: None, weights: [8, 8, 8, 8];

    /// `remove_entry`.
    RemoveEntry = 7, line: [W("remove_entry"), A(Key)], words: ["remove_entry"],
        instead: Remove, simpler: [Remove], bulk: Some(OpKind::RemoveRun), with: [],
        effect: TAKES | SHRINKS, calls: None, weights: [16, 16, 16, 16];

    /// `insert` of a fresh key that is not equal to itself, like a NaN.
    InsertNan = 8, line: [W("insert_nan"), W("="), B(Value)], words: ["nan"],
        instead: Insert, simpler: [Insert], bulk: None, with: [Insert],
        effect: NONE, calls: None, weights: [12, 12, 12, 12];

    /// `entry(key).or_insert(value)`.
    EntryOrInsert = 9, line: [W("entry_or_insert"), A(Key), W("="), B(Value)], words: ["entry", "or_insert"],
        instead: Insert, simpler: [Insert], bulk: Some(OpKind::InsertRun), with: [],
        effect: FILLS | GROWS | ENTRY, calls: None, weights: [12, 12, 12, 12];

    /// `entry(key).or_insert_with(|| value)`.
    EntryOrInsertWith = 10, line: [W("entry_or_insert_with"), A(Key), W("="), B(Value)],
        words: ["entry", "or_insert_with"],
        instead: Insert, simpler: [Insert, EntryOrInsert], bulk: None, with: [],
        effect: FILLS | ENTRY, calls: Some(FaultKind::Closure), weights: [12, 12, 12, 12];

    /// `entry(key).or_insert_with_key(|_| value)`.
    EntryOrInsertWithKey = 11, line: [W("entry_or_insert_with_key"), A(Key), W("="), B(Value)],
        words: ["or_insert_with_key"],
        instead: Insert, simpler: [Insert, EntryOrInsert], bulk: None, with: [],
        effect: FILLS | ENTRY, calls: Some(FaultKind::Closure), weights: [12, 12, 12, 12];

    /// `entry(key).and_modify(|v| *v = value).or_insert(value)`.
    EntryAndModify = 12, line: [W("entry_and_modify"), A(Key), W("="), B(Value)],
        words: ["and_modify"],
        instead: Insert, simpler: [Insert, EntryOrInsert], bulk: None, with: [],
        effect: FILLS | ENTRY, calls: Some(FaultKind::Closure), weights: [12, 12, 12, 12];

    /// `entry(key).insert_entry(value)`.
    EntryInsertEntry = 13, line: [W("entry_insert_entry"), A(Key), W("="), B(Value)],
        words: ["insert_entry"],
        instead: Insert, simpler: [Insert], bulk: None, with: [],
        effect: FILLS | GROWS | ENTRY, calls: None, weights: [12, 12, 12, 12];

    /// `entry(key)`; if occupied, `insert(value)`; a vacant one is dropped.
    EntryReplace = 14, line: [W("entry_replace"), A(Key), W("="), B(Value)], words: ["entry", "entry_replace"],
        instead: Insert, simpler: [Get, Insert], bulk: None, with: [],
        effect: ENTRY, calls: None, weights: [12, 12, 12, 12];

    /// `entry(key)`; if occupied, `remove()`; a vacant one is dropped.
    EntryRemove = 15, line: [W("entry_remove"), A(Key)], words: ["entry", "entry_remove"],
        instead: Remove, simpler: [Remove], bulk: None, with: [],
        effect: TAKES | SHRINKS | ENTRY, calls: None, weights: [12, 12, 12, 12];

    /// `entry(key)`; if occupied, `remove_entry()`; a vacant one is dropped.
    EntryRemoveEntry = 16, line: [W("entry_remove_entry"), A(Key)], words: ["entry", "entry_remove_entry"],
        instead: Remove, simpler: [Remove], bulk: None, with: [],
        effect: TAKES | SHRINKS | ENTRY, calls: None, weights: [12, 12, 12, 12];

    /// `entry(key)`, looked at and dropped.
    EntryPeek = 17, line: [W("entry_peek"), A(Key)], words: ["entry", "entry_peek"],
        instead: Get, simpler: [Get], bulk: None, with: [],
        effect: READS | ENTRY, calls: None, weights: [12, 12, 12, 12];

    /// `insert` of each key of a run.
    InsertRun = 18, line: [W("insert_run"), A(Key), W("len"), B(Len)], words: ["insert"],
        instead: Insert, simpler: [Insert], bulk: Some(OpKind::InsertRun), with: [Insert],
        effect: FILLS | GROWS | WHOLE | ONLY_FILLS, calls: None, weights: [24, 4, 80, 100];

    /// `remove` of each key of a run.
    RemoveRun = 19, line: [W("remove_run"), A(Key), W("len"), B(Len)], words: ["remove"],
        instead: Remove, simpler: [Remove], bulk: Some(OpKind::RemoveRun), with: [Remove],
        effect: TAKES | SHRINKS | WHOLE, calls: None, weights: [24, 24, 24, 100];

    /// `extend` with the entries of a run.
    Extend = 20, line: [W("extend"), A(Key), W("len"), B(Len), C(Hide)], words: ["extend"],
        instead: InsertRun, simpler: [Insert, InsertRun], bulk: Some(OpKind::InsertRun), with: [],
        effect: FILLS | GROWS | WHOLE | ONLY_FILLS, calls: None, weights: [16, 4, 16, 16];

    /// The map is replaced by one collected from the entries of a run.
    FromIter = 21, line: [W("from_iter"), A(Key), W("len"), B(Len), C(Hide)], words: ["from_iter"],
        instead: InsertRun, simpler: [Insert, InsertRun], bulk: None, with: [],
        effect: BASIC | WIPES | WHOLE | ANEW | ONLY_FILLS, calls: None, weights: [3, 1, 1, 1];

    /// `retain` of the selected keys.
    Retain = 22, line: [W("retain"), W("mod"), A(Modulus), W("is"), B(Residue)], words: ["retain"],
        instead: ExtractIf, simpler: [Clear], bulk: None, with: [],
        effect: BASIC | WIPES | WHOLE, calls: Some(FaultKind::Closure), weights: [8, 8, 8, 8];

    /// `drain`: take so many entries, then drop the iterator.
    Drain = 23, line: [W("drain"), W("take"), A(Take)], words: ["drain"],
        instead: Remove, simpler: [Clear], bulk: None, with: [],
        effect: BASIC | WIPES | WHOLE, calls: Some(FaultKind::Drop), weights: [3, 1, 3, 1];

    /// `extract_if` of the selected keys, run to its end.
    ExtractIf = 24, line: [W("extract_if"), W("mod"), A(Modulus), W("is"), B(Residue)],
        words: ["extract_if", "extract_all"],
        instead: Remove, simpler: [Clear, Retain], bulk: None, with: [],
        effect: WIPES | WHOLE, calls: Some(FaultKind::Closure), weights: [8, 8, 8, 8];

    /// `extract_if` of the selected keys, dropped after two of them.
    ExtractTwo = 25, line: [W("extract_two"), W("mod"), A(Modulus), W("is"), B(Residue)],
        words: ["extract_if"],
        instead: Remove, simpler: [Clear, Retain, ExtractIf], bulk: None, with: [ExtractIf],
        effect: BASIC | WHOLE, calls: Some(FaultKind::Closure), weights: [8, 8, 8, 8];

    /// `into_iter`: take so many entries, drop the rest; an empty map follows.
    IntoIter = 26, line: [W("into_iter"), W("take"), A(Take)], words: ["into_iter"],
        instead: Remove, simpler: [Clear, Drain], bulk: None, with: [],
        effect: WIPES | WHOLE | ANEW, calls: Some(FaultKind::Drop), weights: [3, 1, 1, 1];

    /// `truncate`: keep the first so many entries in iteration order.
    Truncate = 27, line: [W("truncate"), A(Take)], words: ["truncate"],
        instead: Remove, simpler: [Clear], bulk: None, with: [],
        effect: BASIC | WIPES | WHOLE, calls: Some(FaultKind::Drop), weights: [8, 8, 8, 8];

    /// `iter`.
    Iter = 28, line: [W("iter"), C(Fold)], words: ["iter"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: READS, calls: None, weights: [8, 8, 40, 8];

    /// `keys`.
    Keys = 29, line: [W("keys"), C(Fold)], words: ["keys"],
        instead: Iter, simpler: [Iter], bulk: None, with: [],
        effect: READS, calls: None, weights: [4, 4, 4, 4];

    /// `values`.
    Values = 30, line: [W("values"), C(Fold)], words: ["values"],
        instead: Iter, simpler: [Iter], bulk: None, with: [],
        effect: READS, calls: None, weights: [4, 4, 4, 4];

    /// `iter_mut`, adding to each value.
    IterMut = 31, line: [W("iter_mut"), W("add"), B(Value), C(Fold)], words: ["iter_mut"],
        instead: Iter, simpler: [Iter], bulk: None, with: [],
        effect: WHOLE, calls: None, weights: [4, 4, 4, 4];

    /// `values_mut`, adding to each value.
    ValuesMut = 32, line: [W("values_mut"), W("add"), B(Value), C(Fold)], words: ["values_mut"],
        instead: Iter, simpler: [Iter, IterMut], bulk: None, with: [],
        effect: WHOLE, calls: None, weights: [4, 4, 4, 4];

    /// `clone`; the clone is compared and dropped.
    Clone = 33, line: [W("clone")], words: ["clone"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: READS, calls: Some(FaultKind::Clone), weights: [5, 5, 5, 5];

    /// `clone`; the clone is compared and lives on, the original is dropped.
    CloneSwap = 34, line: [W("clone_swap")], words: ["clone"],
        instead: Clone, simpler: [Clone], bulk: None, with: [Clone],
        effect: BASIC | WHOLE, calls: Some(FaultKind::Clone), weights: [5, 5, 1, 5];

    /// `clone_from` onto a map that holds the entries of a run; that map is
    /// compared and lives on.
    CloneFrom = 35, line: [W("clone_from"), A(Key), W("len"), B(Len)], words: ["clone_from"],
        instead: InsertRun, simpler: [Clone, InsertRun], bulk: None, with: [Insert],
        effect: WHOLE, calls: Some(FaultKind::Clone), weights: [5, 1, 1, 2];

    /// `reserve`.
    Reserve = 36, line: [W("reserve"), A(Room)], words: ["reserve"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: BASIC | WHOLE | MAKES_ROOM, calls: None, weights: [8, 4, 8, 2];

    /// `shrink_to_fit`.
    ShrinkToFit = 37, line: [W("shrink_to_fit")], words: ["shrink_to_fit"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: BASIC | WHOLE | GIVES_ROOM, calls: None, weights: [8, 1, 8, 2];

    /// `clear`.
    Clear = 38, line: [W("clear")], words: ["clear"],
        instead: Drain, simpler: [], bulk: None, with: [],
        effect: BASIC | WIPES | WHOLE, calls: Some(FaultKind::Drop), weights: [3, 1, 6, 1];

    /// Open a cursor; one that is open under this number is closed first.
    /// The map makes of the second number what it can.
    CursorOpen = 39, line: [W("cursor_open"), A(Cursor), W("at"), B(Start)], words: ["cursors"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: BASIC, calls: None, weights: [10, 10, 60, 10];

    /// Step a cursor so often; one that is not open is opened first. A cursor
    /// that ends is closed.
    CursorStep = 40, line: [W("cursor_step"), A(Cursor), W("by"), B(Len)], words: ["cursors"],
        instead: Iter, simpler: [Iter], bulk: None, with: [CursorOpen],
        effect: BASIC, calls: None, weights: [40, 40, 120, 40];

    /// Close a cursor; one that is not open is opened first.
    CursorClose = 41, line: [W("cursor_close"), A(Cursor)], words: ["cursors"],
        instead: Iter, simpler: [], bulk: None, with: [CursorOpen],
        effect: NONE, calls: None, weights: [2, 2, 2, 2];

    /// `try_insert`, which refuses to replace.
    TryInsert = 42, line: [W("try_insert"), A(Key), W("="), B(Value)], words: ["try_insert"],
        instead: EntryOrInsert, simpler: [Insert, EntryOrInsert], bulk: None, with: [],
        effect: FILLS | GROWS, calls: None, weights: [8, 8, 8, 8];

    /// `entry(key)`; if vacant, `insert(value)`; an occupied one is dropped.
    EntryFill = 43, line: [W("entry_fill"), A(Key), W("="), B(Value)], words: ["entry", "entry_fill"],
        instead: EntryOrInsert, simpler: [Insert, EntryOrInsert], bulk: None, with: [],
        effect: FILLS | GROWS | ENTRY, calls: None, weights: [12, 12, 12, 12];

    /// `entry(key)`; if occupied, a write through `get_mut` and `into_mut`; a
    /// vacant one is dropped.
    EntryWrite = 44, line: [W("entry_write"), A(Key), W("="), B(Value)], words: ["entry", "entry_write"],
        instead: EntryOrInsert, simpler: [Get, GetMut], bulk: None, with: [],
        effect: ENTRY, calls: None, weights: [12, 12, 12, 12];

    /// `get_disjoint_mut` of two keys, adding 1 to each value; of the same key
    /// twice, this must panic or find only one of them.
    GetDisjointMut = 45, line: [W("get_disjoint_mut"), A(Key), W("and"), B(Key)],
        words: ["get_disjoint_mut"],
        instead: GetMut, simpler: [Get, GetMut], bulk: None, with: [],
        effect: NONE, calls: None, weights: [4, 4, 4, 4];

    /// `into_keys`: take so many, drop the rest; an empty map follows.
    IntoKeys = 46, line: [W("into_keys"), W("take"), A(Take)], words: ["into_keys"],
        instead: IntoIter, simpler: [Clear, Drain, IntoIter], bulk: None, with: [],
        effect: WIPES | WHOLE | ANEW, calls: Some(FaultKind::Drop), weights: [2, 1, 1, 1];

    /// `into_values`: take so many, drop the rest; an empty map follows.
    IntoValues = 47, line: [W("into_values"), W("take"), A(Take)], words: ["into_values"],
        instead: IntoIter, simpler: [Clear, Drain, IntoIter], bulk: None, with: [],
        effect: WIPES | WHOLE | ANEW, calls: Some(FaultKind::Drop), weights: [2, 1, 1, 1];

    /// `into_iter`: take so many entries, forget the rest; an empty map
    /// follows.
    IntoIterForget = 48, line: [W("into_iter_forget"), W("take"), A(Take)], words: ["into_iter"],
        instead: IntoIter, simpler: [Clear, Drain, IntoIter], bulk: None, with: [IntoIter],
        effect: WIPES | WHOLE | ANEW | FORGETS, calls: None, weights: [2, 1, 1, 1];

    /// `drain`: take so many entries, then forget the iterator. The map may
    /// have lost and leaked any entry.
    DrainForget = 49, line: [W("drain_forget"), W("take"), A(Take)], words: ["drain"],
        instead: Drain, simpler: [Clear, Drain], bulk: None, with: [Drain],
        effect: WIPES | WHOLE | FORGETS, calls: None, weights: [2, 1, 1, 1];

    /// `extract_if` of the selected keys, forgotten after two of them. The map
    /// may have lost and leaked any entry.
    ExtractForget = 50, line: [W("extract_forget"), W("mod"), A(Modulus), W("is"), B(Residue)],
        words: ["extract_if"],
        instead: ExtractTwo, simpler: [Clear, Retain, ExtractIf, ExtractTwo], bulk: None,
        with: [ExtractIf],
        effect: WHOLE | FORGETS, calls: None, weights: [2, 1, 1, 1];

    /// `try_reserve`.
    TryReserve = 51, line: [W("try_reserve"), A(Room)], words: ["try_reserve"],
        instead: Reserve, simpler: [Reserve], bulk: None, with: [],
        effect: WHOLE | MAKES_ROOM, calls: None, weights: [4, 4, 4, 2];

    /// `try_reserve` of `usize::MAX` shifted down so far, which must fail.
    TryReserveAbsurd = 52, line: [W("try_reserve_absurd"), A(Shift)], words: ["try_reserve"],
        instead: Iter, simpler: [], bulk: None, with: [TryReserve],
        effect: READS, calls: None, weights: [4, 4, 4, 4];

    /// `shrink_to`.
    ShrinkTo = 53, line: [W("shrink_to"), A(Room)], words: ["shrink_to"],
        instead: ShrinkToFit, simpler: [ShrinkToFit], bulk: None, with: [],
        effect: WHOLE | GIVES_ROOM, calls: None, weights: [4, 1, 4, 2];

    /// `Debug`, compared with what iteration shows.
    Debug = 54, line: [W("debug")], words: ["debug"],
        instead: Iter, simpler: [], bulk: None, with: [Iter],
        effect: READS, calls: None, weights: [4, 4, 4, 4];

    /// `iter().clone()`, after so many entries; both are run to their end.
    IterClone = 55, line: [W("iter_clone"), W("after"), A(Take)], words: ["iter_clone"],
        instead: Iter, simpler: [Iter], bulk: None, with: [Iter],
        effect: READS, calls: None, weights: [4, 4, 4, 4];

    /// `==`, both ways, with a map that was given the same entries.
    EqualCopy = 56, line: [W("equal_copy")], words: ["eq"],
        instead: Clone, simpler: [], bulk: None, with: [Insert],
        effect: READS, calls: None, weights: [4, 4, 4, 4];

    /// `==`, both ways, with a map that lacks the key if this one has it, and
    /// has it if this one lacks it.
    EqualToggled = 57, line: [W("equal_toggled"), A(Key)], words: ["eq"],
        instead: Get, simpler: [EqualCopy], bulk: None, with: [Insert],
        effect: READS, calls: None, weights: [4, 4, 4, 4];

    /// `==`, both ways, with a map whose value at the key is another.
    EqualChanged = 58, line: [W("equal_changed"), A(Key)], words: ["eq"],
        instead: Get, simpler: [EqualCopy], bulk: None, with: [Insert],
        effect: READS, calls: None, weights: [4, 4, 4, 4];

    /// `append` of a map that holds the entries of a run.
    Append = 59, line: [W("append"), A(Key), W("len"), B(Len)], words: ["append"],
        instead: Extend, simpler: [InsertRun], bulk: None, with: [Insert],
        effect: GROWS | WHOLE, calls: None, weights: [5, 5, 5, 5];

    /// `union` with a map that holds the entries of a run, whose values give
    /// way.
    Union = 60, line: [W("union"), A(Key), W("len"), B(Len)], words: ["union"],
        instead: Append, simpler: [InsertRun, Append], bulk: None, with: [Insert],
        effect: GROWS | WHOLE, calls: None, weights: [5, 5, 5, 5];

    /// The map changes places with the other one, which is empty at first.
    Swap = 61, line: [W("swap")], words: ["clone_from", "eq", "append"],
        instead: CloneSwap, simpler: [], bulk: None, with: [],
        effect: BASIC | WHOLE | ANEW, calls: None, weights: [5, 1, 1, 1];

    /// `clone_from` of the map onto the other one.
    CloneToOther = 62, line: [W("clone_to_other")], words: ["clone_from"],
        instead: CloneSwap, simpler: [Clone], bulk: None, with: [CloneFrom],
        effect: NONE, calls: Some(FaultKind::Clone), weights: [5, 1, 5, 5];

    /// `==`, both ways, with the other map.
    EqualOther = 63, line: [W("equal_other")], words: ["eq"],
        instead: Clone, simpler: [EqualCopy], bulk: None, with: [],
        effect: READS, calls: None, weights: [4, 4, 4, 4];

    /// `append` of the other map.
    AppendOther = 64, line: [W("append_other")], words: ["append"],
        instead: CloneSwap, simpler: [], bulk: None, with: [Append],
        effect: BASIC | WHOLE, calls: None, weights: [5, 1, 5, 5];

    /// `iter().rev()`.
    Rev = 65, line: [W("rev")], words: ["rev"],
        instead: Iter, simpler: [Iter], bulk: None, with: [Iter],
        effect: READS, calls: None, weights: [4, 4, 4, 4];

    /// `iter()`, taken from both ends in turn.
    Ends = 66, line: [W("ends")], words: ["rev"],
        instead: Iter, simpler: [Iter, Rev], bulk: None, with: [Iter],
        effect: READS, calls: None, weights: [4, 4, 4, 4];

    /// `first_key_value`.
    First = 67, line: [W("first")], words: ["first"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: READS, calls: None, weights: [6, 6, 6, 6];

    /// `last_key_value`.
    Last = 68, line: [W("last")], words: ["last"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: READS, calls: None, weights: [6, 6, 6, 6];

    /// `pop_first`.
    PopFirst = 69, line: [W("pop_first")], words: ["pop_first"],
        instead: Truncate, simpler: [PopLast], bulk: None, with: [],
        effect: BASIC | SHRINKS, calls: None, weights: [8, 8, 8, 8];

    /// `pop_last`.
    PopLast = 70, line: [W("pop_last")], words: ["pop_last"],
        instead: Truncate, simpler: [], bulk: None, with: [],
        effect: BASIC | SHRINKS, calls: None, weights: [8, 8, 8, 8];

    /// The entry that follows the key.
    Successor = 71, line: [W("successor"), A(Key)], words: ["neighbours"],
        instead: Get, simpler: [], bulk: None, with: [],
        effect: READS | NEAR, calls: None, weights: [6, 6, 6, 6];

    /// The entry that comes before the key.
    Predecessor = 72, line: [W("predecessor"), A(Key)], words: ["neighbours"],
        instead: Get, simpler: [], bulk: None, with: [],
        effect: READS | NEAR, calls: None, weights: [6, 6, 6, 6];

    /// `range`. Inverted bounds must panic or show nothing, here and below.
    Range = 73, line: [W("range"), A(Low), B(High)], words: ["range", "range_forward"],
        instead: Iter, simpler: [Iter], bulk: None, with: [],
        effect: READS, calls: None, weights: [8, 8, 8, 8];

    /// `range(..).rev()`.
    RangeRev = 74, line: [W("range_rev"), A(Low), B(High)], words: ["range"],
        instead: Iter, simpler: [Iter, Range], bulk: None, with: [Range],
        effect: READS, calls: None, weights: [8, 8, 8, 8];

    /// `range`, taken from both ends in turn.
    RangeEnds = 75, line: [W("range_ends"), A(Low), B(High)], words: ["range"],
        instead: Iter, simpler: [Iter, Range, RangeRev], bulk: None, with: [Range],
        effect: READS, calls: None, weights: [8, 8, 8, 8];

    /// `range_mut`, adding 1 to each value.
    RangeMut = 76, line: [W("range_mut"), A(Low), B(High)], words: ["range_mut"],
        instead: IterMut, simpler: [Iter, Range], bulk: None, with: [],
        effect: WHOLE, calls: None, weights: [8, 8, 8, 8];

    /// `split_off`; the upper map is compared and dropped.
    SplitOff = 77, line: [W("split_off"), A(Key)], words: ["split_off"],
        instead: Truncate, simpler: [], bulk: None, with: [],
        effect: BASIC | WIPES | WHOLE, calls: None, weights: [4, 4, 4, 4];

    /// `split_off`; the upper map is compared and lives on, the lower one is
    /// dropped.
    SplitSwap = 78, line: [W("split_swap"), A(Key)], words: ["split_off"],
        instead: Truncate, simpler: [SplitOff], bulk: None, with: [SplitOff],
        effect: WIPES | WHOLE, calls: None, weights: [4, 4, 4, 4];

    /// `get_index`.
    GetIndex = 79, line: [W("get_index"), A(Place)], words: ["get_index"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: READS, calls: None, weights: [6, 6, 6, 6];

    /// `get_index_of`.
    IndexOf = 80, line: [W("index_of"), A(Key)], words: ["index_of"],
        instead: Get, simpler: [Get], bulk: None, with: [],
        effect: READS, calls: None, weights: [6, 6, 6, 6];

    /// `swap_remove`: the last entry takes the place.
    SwapRemove = 81, line: [W("swap_remove"), A(Key)], words: ["swap_remove"],
        instead: Remove, simpler: [Remove], bulk: None, with: [],
        effect: TAKES | SHRINKS | WHOLE, calls: None, weights: [16, 16, 16, 16];

    /// `shift_remove`: all later entries move up.
    ShiftRemove = 82, line: [W("shift_remove"), A(Key)], words: ["shift_remove"],
        instead: Remove, simpler: [Remove], bulk: None, with: [],
        effect: BASIC | TAKES | SHRINKS | WHOLE, calls: None, weights: [16, 16, 16, 16];

    /// `swap_remove_index`.
    SwapRemoveIndex = 83, line: [W("swap_remove_index"), A(Place)], words: ["swap_remove_index"],
        instead: Truncate, simpler: [PopFirst], bulk: None, with: [],
        effect: SHRINKS | WHOLE, calls: None, weights: [8, 8, 8, 8];

    /// `shift_remove_index`.
    ShiftRemoveIndex = 84, line: [W("shift_remove_index"), A(Place)], words: ["shift_remove_index"],
        instead: Truncate, simpler: [PopFirst], bulk: None, with: [],
        effect: SHRINKS | WHOLE, calls: None, weights: [8, 8, 8, 8];

    /// `swap_indices`, both taken modulo the number of entries.
    SwapIndices = 85, line: [W("swap_indices"), A(Place), W("and"), B(Place)],
        words: ["swap_indices"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: WHOLE | BY_LEN, calls: None, weights: [4, 4, 4, 4];

    /// `move_index`, both taken modulo the number of entries.
    MoveIndex = 86, line: [W("move_index"), A(Place), W("to"), B(Place)], words: ["move_index"],
        instead: Iter, simpler: [SwapIndices], bulk: None, with: [],
        effect: WHOLE | BY_LEN, calls: None, weights: [4, 4, 4, 4];

    /// `sort_keys`.
    SortKeys = 87, line: [W("sort_keys")], words: ["sort_keys"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: WHOLE, calls: None, weights: [4, 4, 4, 4];

    /// `reverse`.
    Reverse = 88, line: [W("reverse")], words: ["reverse"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: BASIC | WHOLE, calls: None, weights: [4, 4, 4, 4];

    /// `shift_insert` at a place, which is taken modulo one more than the number of
    /// entries; of a key that is there, the last of these must panic.
    ShiftInsert = 89, line: [W("shift_insert"), W("at"), A(NearPlace), W("key"), B(Key), W("="), C(SmallValue)],
        words: ["shift_insert"],
        instead: Insert, simpler: [Insert], bulk: None, with: [],
        effect: GROWS | WHOLE, calls: None, weights: [12, 12, 12, 12];

    /// `entry_ref(&key).or_insert(value)`; a key is made from the reference where it is
    /// needed.
    EntryRef = 90, line: [W("entry_ref"), A(Key), W("="), B(Value)], words: ["entry_ref"],
        instead: EntryOrInsert, simpler: [Insert, EntryOrInsert], bulk: None, with: [],
        effect: ENTRY, calls: None, weights: [8, 8, 8, 8];

    /// `split_off` at a place, taken modulo one more than the number of entries; the
    /// later part is compared and dropped.
    SplitOffAt = 91, line: [W("split_off_at"), A(Place)], words: ["split_off_at"],
        instead: Truncate, simpler: [Truncate], bulk: None, with: [],
        effect: BASIC | WIPES | WHOLE, calls: None, weights: [4, 4, 4, 4];

    /// `splice`: the entries at a place, taken modulo one more than the number of
    /// entries, give way to one whose value is the number of its key. A key that
    /// stays keeps its place.
    Splice = 92, line: [W("splice"), W("at"), A(NearPlace), W("take"), C(Few), W("put"), B(Key)],
        words: ["splice"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: WIPES | WHOLE, calls: None, weights: [6, 6, 6, 6];

    /// `drain` of a range of places, both ends taken modulo one more than the number
    /// of entries; all are taken.
    DrainRange = 93, line: [W("drain_range"), A(Place), W("to"), B(Place)],
        words: ["drain_range"],
        instead: Drain, simpler: [Drain], bulk: None, with: [],
        effect: WIPES | WHOLE, calls: Some(FaultKind::Drop), weights: [6, 6, 6, 6];

    /// A second `retain` of the map, by another name.
    RetainMut = 94, line: [W("retain_mut"), W("mod"), A(Modulus), W("is"), B(Residue)],
        words: ["retain_mut"],
        instead: Retain, simpler: [Retain], bulk: None, with: [],
        effect: WIPES | WHOLE, calls: Some(FaultKind::Closure), weights: [8, 8, 8, 8];

    /// The entries whose keys begin with this one, by an iterator of the map's.
    Prefix = 95, line: [W("prefix"), A(Key)], words: ["prefix"],
        instead: Get, simpler: [Get], bulk: None, with: [],
        effect: READS, calls: None, weights: [12, 12, 12, 12];

    /// Removes the entries whose keys begin with this one.
    RemovePrefix = 96, line: [W("remove_prefix"), A(Key)], words: ["remove_prefix"],
        instead: Remove, simpler: [Remove], bulk: None, with: [],
        effect: WIPES | WHOLE, calls: None, weights: [6, 6, 6, 6];

    /// The first entry whose key is not less than this one.
    LowerBound = 97, line: [W("lower_bound"), A(Key)], words: ["lower_bound"],
        instead: Successor, simpler: [Get, Successor], bulk: None, with: [],
        effect: READS | NEAR, calls: None, weights: [6, 6, 6, 6];

    /// The last entry whose key is not greater than this one.
    UpperBound = 98, line: [W("upper_bound"), A(Key)], words: ["upper_bound"],
        instead: Predecessor, simpler: [Get, Predecessor], bulk: None, with: [],
        effect: READS | NEAR, calls: None, weights: [6, 6, 6, 6];

    /// `alter` by a closure that removes what is there, and fills what is not.
    Alter = 99, line: [W("alter"), A(Key), W("="), B(Value)], words: ["alter"],
        instead: Insert, simpler: [Insert, Remove], bulk: None, with: [],
        effect: ENTRY, calls: Some(FaultKind::Closure), weights: [8, 8, 8, 8];

    /// `first_entry`, and what is done with it.
    FirstEntry = 100, line: [W("first_entry"), A(Then)], words: ["first_entry"],
        instead: First, simpler: [First], bulk: None, with: [],
        effect: NONE, calls: None, weights: [6, 6, 6, 6];

    /// `last_entry`, and what is done with it.
    LastEntry = 101, line: [W("last_entry"), A(Then)], words: ["last_entry"],
        instead: Last, simpler: [Last], bulk: None, with: [],
        effect: NONE, calls: None, weights: [6, 6, 6, 6];

    /// `get_or_insert_with(key, || value)`.
    GetOrInsertWith = 102, line: [W("get_or_insert_with"), A(Key), W("="), B(Value)],
        words: ["get_or_insert_with"],
        instead: EntryOrInsertWith, simpler: [Insert], bulk: None, with: [],
        effect: FILLS | GROWS, calls: Some(FaultKind::Closure), weights: [8, 8, 8, 8];

    /// `get_full`: the place, the key and the value.
    GetFull = 103, line: [W("get_full"), A(Key)], words: ["get_full"],
        instead: IndexOf, simpler: [Get, IndexOf], bulk: None, with: [],
        effect: READS, calls: None, weights: [6, 6, 6, 6];

    /// `insert_full`, which also answers the place.
    InsertFull = 104, line: [W("insert_full"), A(Key), W("="), B(Value)], words: ["insert_full"],
        instead: Insert, simpler: [Insert], bulk: Some(OpKind::InsertRun), with: [],
        effect: GROWS, calls: None, weights: [12, 12, 12, 12];

    /// `swap_remove_full`, which also answers the place and the key.
    SwapRemoveFull = 105, line: [W("swap_remove_full"), A(Key)], words: ["swap_remove_full"],
        instead: SwapRemove, simpler: [Remove, SwapRemove], bulk: None, with: [],
        effect: SHRINKS | WHOLE, calls: None, weights: [12, 12, 12, 12];

    /// `insert_sorted`: a new key goes where it belongs if the keys ascend; if they
    /// do not, any key may go anywhere.
    InsertSorted = 106, line: [W("insert_sorted"), A(Key), W("="), B(Value)],
        words: ["insert_sorted"],
        instead: Insert, simpler: [Insert, InsertFull], bulk: None, with: [],
        effect: GROWS | WHOLE, calls: None, weights: [12, 12, 12, 12];

    /// `replace_index`: another key at a place, taken modulo the number of entries;
    /// one that is elsewhere is given back.
    ReplaceIndex = 107, line: [W("replace_index"), A(Place), W("key"), B(Key)],
        words: ["replace_index"],
        instead: Iter, simpler: [], bulk: None, with: [],
        effect: WHOLE, calls: None, weights: [8, 8, 8, 8];

    /// `entry(key).insert_entry(value)`, and what is done with the entry it returns.
    EntryInsertThen = 108, line: [W("entry_insert_then"), A(Key), W("="), B(Value), C(Then)],
        words: ["insert_entry_then"],
        instead: EntryInsertEntry, simpler: [Insert, EntryInsertEntry], bulk: None, with: [],
        effect: ENTRY, calls: None, weights: [12, 12, 12, 12];

    /// `extend` with a list that holds the entries of a run, and each of them once more
    /// behind them with its value plus the run's length.
    ExtendTwice = 109, line: [W("extend_twice"), A(Key), W("len"), B(Len)], words: ["extend"],
        instead: Extend, simpler: [Insert, InsertRun, Extend], bulk: None, with: [Extend],
        effect: FILLS | GROWS | WHOLE, calls: None, weights: [8, 2, 8, 8];

    /// The map is replaced by one collected from a list as for `extend_twice`.
    FromIterTwice = 110, line: [W("from_iter_twice"), A(Key), W("len"), B(Len)], words: ["from_iter"],
        instead: FromIter, simpler: [Insert, InsertRun, FromIter], bulk: None, with: [FromIter],
        effect: WIPES | WHOLE | ANEW, calls: None, weights: [3, 1, 1, 1];
}

/// The kinds of op are named here as well, since maps came first.
macro_rules! name_kinds {
    ($($kind:ident)*) => {
        #[allow(non_upper_case_globals, reason = "named as in the enum")]
        impl OpKind {$(
            #[doc = concat!("[`MapOp::", stringify!($kind), "`].")]
            pub const $kind: OpKind = MapOp::$kind.kind();
        )*}
    };
}
for_each_map_op!(name_kinds);
