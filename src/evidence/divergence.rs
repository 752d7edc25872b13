//! A difference between a map and the model, told so that it can be replayed.

use std::fmt::{self, Write as _};

use super::contrast::contrast;
use super::finding::told_place;
use super::wrong::{Evidence, Which, Wrong};
use crate::case::{Case, Doing, Op, Place};

/// Texts that are longer than so many characters are shortened where they are
/// equal.
const MOST_CHARS: usize = 600;

/// Which check found the difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An op answered something else.
    Answer,
    /// `len` or `is_empty` is off.
    Len,
    /// The capacity breaks a promise.
    Capacity,
    /// A look-up answered something else.
    LookUp,
    /// Iteration shows something else.
    Contents,
    /// Iteration shows the right entries in the wrong order.
    Order,
    /// An iterator broke a promise: its `size_hint`, that it comes to an end, or
    /// that its end is its end.
    Iterator,
    /// A cursor broke its contract.
    Cursor,
    /// A key or value was leaked, dropped twice, or used after its drop.
    Ledger,
    /// The map's own invariants do not hold.
    Invariant,
    /// The map panicked of its own accord.
    Panic,
    /// A panic of user code left the map broken, or was swallowed.
    AfterPanic,
    /// The adapter contradicts itself: not the map is wrong, but what was told
    /// about it.
    Adapter,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 13] = [
        Kind::Answer,
        Kind::Len,
        Kind::Capacity,
        Kind::LookUp,
        Kind::Contents,
        Kind::Order,
        Kind::Iterator,
        Kind::Cursor,
        Kind::Ledger,
        Kind::Invariant,
        Kind::Panic,
        Kind::AfterPanic,
        Kind::Adapter,
    ];

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// A word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Answer => "answer",
            Kind::Len => "len",
            Kind::Capacity => "capacity",
            Kind::LookUp => "look-up",
            Kind::Contents => "contents",
            Kind::Order => "order",
            Kind::Iterator => "iterator",
            Kind::Cursor => "cursor",
            Kind::Ledger => "ledger",
            Kind::Invariant => "invariant",
            Kind::Panic => "panic",
            Kind::AfterPanic => "after a panic",
            Kind::Adapter => "adapter",
        }
    }
}

/// What exactly differs, where that is a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "process", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Difference {
    /// This key is in the map and was not found.
    Lost(u32),
    /// This key is not in the map and was found.
    Phantom(u32),
    /// This key was found with a wrong value.
    Value(u32),
    /// Something else, or more than one of these.
    #[default]
    Other,
}

/// A difference between a map and the model.
///
/// Its `Display` names the op, what was expected and what was got, and prints
/// the case, which can be saved to a file and replayed.
#[derive(Clone, Debug)]
pub struct Divergence {
    /// The name of the subject.
    pub subject: &'static str,
    pub(crate) wrong: Wrong,
    /// The index of the step after which it was found, from 0. The number of
    /// steps, if it was found at the end, where the map is looked at once more
    /// and dropped.
    pub step: usize,
    /// What was being asked of the map there.
    pub doing: Doing,
    /// The case.
    pub case: Case,
}

impl Divergence {
    /// What was found, and what was expected.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.wrong.evidence
    }

    /// The map that it was found in.
    #[must_use]
    pub fn which(&self) -> Which {
        self.wrong.of
    }

    /// Which check found it; [`Kind::AfterPanic`] after a planned panic,
    /// whichever it was.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.wrong.kind()
    }

    /// What exactly differs.
    #[must_use]
    pub fn difference(&self) -> Difference {
        self.wrong.difference
    }

    /// What the model expects, in words.
    #[must_use]
    pub fn expected(&self) -> String {
        self.wrong.evidence.expected()
    }

    /// What the map did, in words.
    #[must_use]
    pub fn got(&self) -> String {
        self.wrong.got()
    }

    /// The op that was run at the step in question, if that is not the one that
    /// the case asks for: a full map is asked for less.
    #[must_use]
    pub fn ran(&self) -> Option<Op> {
        self.wrong.ran
    }

    /// The op at which or after which it was found, and what was asked there,
    /// in words: "after op 2, `remove 0`, at the look-up of key 3".
    #[must_use]
    pub fn place(&self) -> String {
        told_place(
            &self.case,
            Place {
                step: self.step,
                doing: self.doing,
            },
        )
    }
}

impl Divergence {
    /// As its `Display`, with notes before the case, such as those of
    /// [`notes`](crate::check::notes).
    #[must_use]
    pub fn with_notes(&self, notes: &[String]) -> String {
        let (expected, got) = contrast(&self.expected(), &self.got(), MOST_CHARS);
        let mut told = format!(
            "{} diverges from the model ({}) {}\n  expected: {expected}\n  got:      {got}\n",
            self.subject,
            self.kind().name(),
            self.place(),
        );
        if let Some(op) = self.ran() {
            let _ = writeln!(told, "  run as:   {op}");
        }
        for note in notes {
            let _ = writeln!(told, "  {note}");
        }
        let _ = write!(told, "the case:\n\n{}", self.case);
        told
    }
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with_notes(&[]))
    }
}

impl std::error::Error for Divergence {}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn kinds_are_known_by_their_names() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(Kind::from_name("lookup"), None);
    }

    #[test]
    fn a_divergence_tells_all_that_is_needed_to_see_it_again() {
        let case: Case = "map-oracle case 1\nclear\nremove 3\n".parse().unwrap();
        let mut divergence = Divergence {
            subject: "mine",
            wrong: Wrong::from(Evidence::LookUp {
                key: 3,
                expected: None,
                got: Some(7),
            })
            .with(Difference::Phantom(3)),
            step: 1,
            doing: Doing::LookUp(3),
            case,
        };
        expect![[r#"
            mine diverges from the model (look-up) after op 2, `remove 3`, at the look-up of key 3
              expected: get(3) = None
              got:      Some(7)
            the case:

            map-oracle case 1
            hash random seed 0
            clear
            remove 3
        "#]]
        .assert_eq(&divergence.to_string());
        let told = divergence.with_notes(&["key 3: that one".to_owned()]);
        assert!(
            told.contains("Some(7)\n  key 3: that one\nthe case:\n"),
            "{told}"
        );
        divergence.step = 2;
        divergence.doing = Doing::Drop;
        assert_eq!(
            divergence.place(),
            "after op 2, `remove 3`, at the drop of the map"
        );
    }
}
