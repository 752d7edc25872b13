//! What an operand of an op ranges over, and the pieces of an op's line.
//!
//! A row of a vocabulary lists the pieces; the text form prints
//! and reads a line by walking them, the byte form asks them what an operand may
//! be, and the generators draw by them. So an op that is in the table has both
//! forms and is drawn, and they cannot disagree.

use super::bound;

/// The largest key that an op can name. A [`Run`](crate::case::Run) may pass it by
/// its length.
pub const MAX_KEY: u16 = 4095;
/// The most keys in one [`Run`](crate::case::Run).
pub const MAX_RUN: u16 = 4096;
/// How many cursors may be open at once.
pub const CURSORS: u8 = 4;
/// The largest modulus of a [`Selection`](crate::case::Selection).
pub const MAX_MODULUS: u16 = 64;

/// What an operand ranges over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    /// A key.
    Key,
    /// How many entries are taken or kept.
    Take,
    /// For how many entries there is to be room.
    Room,
    /// A place among the entries, or one beyond them.
    Place,
    /// A place as the first of three operands, where there are fewer bits.
    NearPlace,
    /// A number of keys or steps, at least 1.
    Len,
    /// A value.
    Value,
    /// A value as the last of three operands, where there are fewer bits.
    SmallValue,
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
    /// A number of entries, in few bits.
    Few,
    /// What is done with what the op's method returned; left out of the line if
    /// that is nothing.
    Then,
    /// Whether the second half of an iteration is left to `fold`, which an
    /// iterator may have of its own.
    Fold,
    /// Whether the iterator that a map is given hides how many entries it has.
    Hide,
}

/// What is done with what a method returned, such as an occupied entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// It is looked at.
    Look,
    /// `remove`.
    Remove,
    /// `remove_entry`.
    RemoveEntry,
    /// `insert` of [`Then::VALUE`].
    Insert,
}

impl Then {
    /// The value that is inserted.
    pub(crate) const VALUE: u16 = 77;
    const ALL: [Then; 4] = [Then::Look, Then::Remove, Then::RemoveEntry, Then::Insert];
    /// Their words in the text form.
    pub(crate) const WORDS: [&str; 4] = ["look", "remove", "remove_entry", "insert"];

    pub(crate) fn of(operand: u16) -> Then {
        Then::ALL[usize::from(operand) % Then::ALL.len()]
    }
}

impl Operand {
    /// The smallest and the largest legal value. A residue is also below its
    /// modulus.
    pub(crate) fn range(self) -> (u16, u16) {
        match self {
            Operand::Key | Operand::Take | Operand::Room | Operand::Place => (0, MAX_KEY),
            Operand::NearPlace => (0, 0xff),
            Operand::SmallValue => (0, 0xff),
            Operand::Len => (1, MAX_RUN),
            Operand::Value | Operand::Start => (0, u16::MAX),
            Operand::Modulus => (1, MAX_MODULUS),
            Operand::Residue => (0, MAX_MODULUS - 1),
            Operand::Cursor => (0, u16::from(CURSORS) - 1),
            Operand::Shift => (0, 2),
            Operand::Low | Operand::High => (0, bound::UNBOUNDED),
            Operand::Few => (0, 0xff),
            Operand::Then => (0, 3),
            Operand::Fold | Operand::Hide => (0, 1),
        }
    }

    /// What it is called where another word stands in its place.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Operand::Key => "a key",
            Operand::Take | Operand::Room => "a count",
            Operand::Place | Operand::NearPlace => "a place",
            Operand::Shift => "a shift",
            Operand::Low | Operand::High => "an end of a range",
            Operand::Len => "a length",
            Operand::Value | Operand::SmallValue => "a value",
            Operand::Start => "a start",
            Operand::Modulus => "a modulus",
            Operand::Residue => "a residue",
            Operand::Cursor => "a cursor",
            Operand::Few => "a count",
            Operand::Then => "what is done then",
            Operand::Fold | Operand::Hide => "a word",
        }
    }

    /// The legal operand that is nearest to `raw`.
    pub(crate) fn fold(self, raw: u16) -> u16 {
        let (low, high) = self.range();
        match self {
            Operand::Cursor => raw % u16::from(CURSORS),
            Operand::Then => raw % 4,
            Operand::Fold | Operand::Hide => raw % 2,
            Operand::Low | Operand::High => bound::fold(raw),
            Operand::Key
            | Operand::Take
            | Operand::Room
            | Operand::Place
            | Operand::NearPlace
            | Operand::Len
            | Operand::Value
            | Operand::SmallValue
            | Operand::Start
            | Operand::Modulus
            | Operand::Residue
            | Operand::Few
            | Operand::Shift => raw.clamp(low, high),
        }
    }

    /// The operand that 16 arbitrary bits stand for. Keys and lengths lean
    /// towards small numbers, so that random bytes meet the same key twice:
    /// the top nibble says by how many bits the other twelve are shifted down.
    pub(crate) fn decode(self, raw: u16) -> u16 {
        let small = (raw & 0xfff) >> (raw >> 12);
        match self {
            Operand::Key | Operand::Take | Operand::Room | Operand::Place => small,
            Operand::Len => 1 + small,
            Operand::Value | Operand::Start | Operand::Residue => raw,
            Operand::NearPlace
            | Operand::SmallValue
            | Operand::Few
            | Operand::Then
            | Operand::Fold
            | Operand::Hide => raw & self.range().1,
            Operand::Modulus => 1 + raw % MAX_MODULUS,
            Operand::Cursor => raw % u16::from(CURSORS),
            Operand::Shift => raw % 3,
            Operand::Low | Operand::High => bound::decode(raw),
        }
    }

    /// Sixteen bits that stand for this legal operand.
    pub(crate) fn encode(self, operand: u16) -> u16 {
        match self {
            Operand::Len | Operand::Modulus => operand - 1,
            Operand::Key
            | Operand::Take
            | Operand::Room
            | Operand::Place
            | Operand::NearPlace
            | Operand::Value
            | Operand::SmallValue
            | Operand::Start
            | Operand::Residue
            | Operand::Cursor
            | Operand::Shift
            | Operand::Low
            | Operand::High
            | Operand::Few
            | Operand::Then
            | Operand::Fold
            | Operand::Hide => operand,
        }
    }
}

impl Operand {
    /// The word that says that it is 1, if its line leaves out that it is 0.
    pub(crate) fn word(self) -> Option<&'static str> {
        if self == Operand::Fold {
            Some("folded")
        } else if self == Operand::Hide {
            Some("unsized")
        } else {
            None
        }
    }

    /// Whether random bytes are to make it small as a rule.
    pub(crate) fn leans(self) -> bool {
        matches!(
            self,
            Operand::Key
                | Operand::Take
                | Operand::Room
                | Operand::Place
                | Operand::NearPlace
                | Operand::Len
        )
    }

    /// How many bits it takes where there are three operands, which share 32.
    pub(crate) fn bits(self) -> u32 {
        16 - self.range().1.leading_zeros()
    }
}

/// A piece of an op's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A fixed word or sign.
    Word(&'static str),
    /// The first operand.
    A(Operand),
    /// The second operand.
    B(Operand),
    /// The third operand.
    C(Operand),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::OpSet;

    #[test]
    fn a_residue_is_below_every_modulus() {
        let (_, most) = Operand::Modulus.range();
        assert_eq!(Operand::Residue.range(), (0, most - 1));
    }

    #[test]
    fn operands_survive_their_encoding_and_never_leave_their_range() {
        for kind in OpSet::ALL.iter() {
            for operand in kind.operands().into_iter().flatten() {
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
