//! The one table behind both forms of an op: how each kind is written, and
//! what its operands range over.
//!
//! The text form prints and reads a line by walking the kind's tokens; the
//! byte form asks the same tokens what an operand may be. An op that is in
//! this table therefore has both forms, and they cannot disagree.

use super::op::{CURSORS, MAX_KEY, MAX_MODULUS, MAX_RUN, OpKind};

/// What an operand ranges over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    /// A key, or a number of entries of that order.
    Key,
    /// A number of keys or steps, at least 1.
    Len,
    /// A value, or any other 16 bits.
    Value,
    /// A modulus, at least 1.
    Modulus,
    /// A residue of the modulus before it.
    Residue,
    /// The number of a cursor.
    Cursor,
}

impl Operand {
    /// The smallest and the largest legal value. A residue is also below its
    /// modulus.
    pub(super) fn range(self) -> (u16, u16) {
        match self {
            Operand::Key => (0, MAX_KEY),
            Operand::Len => (1, MAX_RUN),
            Operand::Value => (0, u16::MAX),
            Operand::Modulus => (1, MAX_MODULUS),
            Operand::Residue => (0, MAX_MODULUS - 1),
            Operand::Cursor => (0, u16::from(CURSORS) - 1),
        }
    }

    /// The operand that 16 arbitrary bits stand for. Keys and lengths lean
    /// towards small numbers, so that random bytes meet the same key twice:
    /// the top nibble says by how many bits the other twelve are shifted down.
    pub(super) fn decode(self, raw: u16) -> u16 {
        let small = (raw & 0xfff) >> (raw >> 12);
        match self {
            Operand::Key => small,
            Operand::Len => 1 + small,
            Operand::Value | Operand::Residue => raw,
            Operand::Modulus => 1 + raw % MAX_MODULUS,
            Operand::Cursor => raw % u16::from(CURSORS),
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

/// The line of an op, its name first.
pub(super) fn tokens(kind: OpKind) -> &'static [Token] {
    use Operand::{Cursor, Key, Len, Modulus, Residue, Value};
    use Token::{A, B, Word};
    macro_rules! line {
        ($name:literal $($rest:expr),*) => { &[Word($name), $($rest),*] };
    }
    match kind {
        OpKind::Insert => line!("insert" A(Key), Word("="), B(Value)),
        OpKind::InsertNan => line!("insert_nan" Word("="), B(Value)),
        OpKind::Remove => line!("remove" A(Key)),
        OpKind::RemoveEntry => line!("remove_entry" A(Key)),
        OpKind::Get => line!("get" A(Key)),
        OpKind::GetMut => line!("get_mut" A(Key), Word("="), B(Value)),
        OpKind::GetKeyValue => line!("get_key_value" A(Key)),
        OpKind::ContainsKey => line!("contains_key" A(Key)),
        OpKind::Index => line!("index" A(Key)),
        OpKind::EntryOrInsert => line!("entry_or_insert" A(Key), Word("="), B(Value)),
        OpKind::EntryOrInsertWith => line!("entry_or_insert_with" A(Key), Word("="), B(Value)),
        OpKind::EntryOrInsertWithKey => {
            line!("entry_or_insert_with_key" A(Key), Word("="), B(Value))
        }
        OpKind::EntryAndModify => line!("entry_and_modify" A(Key), Word("="), B(Value)),
        OpKind::EntryInsertEntry => line!("entry_insert_entry" A(Key), Word("="), B(Value)),
        OpKind::EntryReplace => line!("entry_replace" A(Key), Word("="), B(Value)),
        OpKind::EntryRemove => line!("entry_remove" A(Key)),
        OpKind::EntryRemoveEntry => line!("entry_remove_entry" A(Key)),
        OpKind::EntryPeek => line!("entry_peek" A(Key)),
        OpKind::InsertRun => line!("insert_run" A(Key), Word("len"), B(Len)),
        OpKind::RemoveRun => line!("remove_run" A(Key), Word("len"), B(Len)),
        OpKind::Extend => line!("extend" A(Key), Word("len"), B(Len)),
        OpKind::FromIter => line!("from_iter" A(Key), Word("len"), B(Len)),
        OpKind::Retain => line!("retain" Word("mod"), A(Modulus), Word("is"), B(Residue)),
        OpKind::ExtractIf => line!("extract_if" Word("mod"), A(Modulus), Word("is"), B(Residue)),
        OpKind::ExtractTwo => line!("extract_two" Word("mod"), A(Modulus), Word("is"), B(Residue)),
        OpKind::Drain => line!("drain" Word("take"), A(Key)),
        OpKind::IntoIter => line!("into_iter" Word("take"), A(Key)),
        OpKind::Truncate => line!("truncate" A(Key)),
        OpKind::Iter => line!("iter"),
        OpKind::Keys => line!("keys"),
        OpKind::Values => line!("values"),
        OpKind::IterMut => line!("iter_mut" Word("add"), B(Value)),
        OpKind::ValuesMut => line!("values_mut" Word("add"), B(Value)),
        OpKind::Clone => line!("clone"),
        OpKind::CloneSwap => line!("clone_swap"),
        OpKind::CloneFrom => line!("clone_from" A(Key), Word("len"), B(Len)),
        OpKind::Reserve => line!("reserve" A(Key)),
        OpKind::ShrinkToFit => line!("shrink_to_fit"),
        OpKind::Clear => line!("clear"),
        OpKind::CursorOpen => line!("cursor_open" A(Cursor), Word("at"), B(Value)),
        OpKind::CursorStep => line!("cursor_step" A(Cursor), Word("by"), B(Len)),
        OpKind::CursorClose => line!("cursor_close" A(Cursor)),
    }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        for &kind in OpKind::ALL {
            assert_eq!(OpKind::from_name(kind.name()), Some(kind));
        }
    }

    #[test]
    fn operands_survive_their_encoding_and_never_leave_their_range() {
        for &kind in OpKind::ALL {
            let (a, b) = operands(kind);
            for operand in [a, b].into_iter().flatten() {
                let (low, high) = operand.range();
                for legal in low..=high {
                    assert_eq!(operand.decode(operand.encode(legal)), legal);
                }
                // A residue is folded by the modulus that it comes with.
                if operand != Operand::Residue {
                    for raw in 0..=u16::MAX {
                        assert!((low..=high).contains(&operand.decode(raw)));
                    }
                }
            }
        }
    }
}
