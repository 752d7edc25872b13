//! What is read out of the row of a kind of op.

use std::fmt;
use std::sync::LazyLock;

use crate::kinds::VOCABULARIES;
use crate::vocabulary::{Effect, OpKind, Operand, Row, Token, Vocabulary};

impl OpKind {
    /// The name of the kind: the first word of its line in the text form.
    ///
    /// ```
    /// use map_oracle::case::OpKind;
    ///
    /// assert_eq!(OpKind::EntryOrInsert.name(), "entry_or_insert");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.row().line[0] {
            Token::Word(name) => name,
            Token::A(_) | Token::B(_) | Token::C(_) => panic!("every line starts with its name"),
        }
    }

    /// The vocabulary that it belongs to.
    #[must_use]
    pub const fn vocabulary(self) -> &'static Vocabulary {
        VOCABULARIES[self.vocabulary_id() as usize]
    }

    /// What is known of it.
    pub(crate) const fn row(self) -> &'static Row {
        &self.vocabulary().rows[self.code() as usize]
    }

    /// The words of an adapter that offer it, any of them.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        self.row().words
    }

    /// The ops with which it is left out; see [`Without`](crate::case::Without).
    #[must_use]
    pub fn goes_with(self) -> &'static [OpKind] {
        self.row().with
    }

    /// Whether all that it does is to put in entries, so that little is left without
    /// it, and a failure behind it is seldom its own.
    pub(crate) fn only_fills(self) -> bool {
        self.has(Effect::ONLY_FILLS)
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn reads(self) -> bool {
        self.row().effect.has(Effect::READS)
    }

    pub(crate) const fn has(self, effect: Effect) -> bool {
        self.row().effect.has(effect)
    }

    /// How far it is from a simple one.
    pub(crate) fn rank(self) -> usize {
        // Asked for every step of every case that a shrinker thinks of.
        static RANKS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
            fn steps_down(kind: OpKind) -> u8 {
                let next = kind.row().simpler.iter();
                next.map(|&kind| steps_down(kind) + 1).max().unwrap_or(0)
            }
            let of = |vocabulary: &&Vocabulary| vocabulary.kinds().map(steps_down).collect();
            VOCABULARIES.iter().map(of).collect()
        });
        RANKS[usize::from(self.vocabulary_id())][usize::from(self.code())].into()
    }

    /// Whether it may stand in for `kind`, by one step or by several.
    pub(crate) fn is_simpler_than(self, kind: OpKind) -> bool {
        let mut simpler = kind.row().simpler.iter();
        simpler.any(|&next| next == self || self.is_simpler_than(next))
    }

    /// The operands that an op of this kind has.
    pub(crate) const fn operands(self) -> [Option<Operand>; 3] {
        self.row().operands
    }

    /// Whether its ops name a place first and a key second.
    pub(crate) fn has_key_behind_place(self) -> bool {
        matches!(
            self.operands(),
            [
                Some(Operand::NearPlace | Operand::Place),
                Some(Operand::Key),
                _
            ]
        )
    }

    /// Whether its ops are on a range of keys, [`Op::bounds`](super::Op::bounds).
    #[must_use]
    pub fn is_range(self) -> bool {
        self.operands()[0] == Some(Operand::Low)
    }

    /// Whether its ops are on consecutive keys, [`Op::run`](super::Op::run).
    #[must_use]
    pub fn is_run(self) -> bool {
        matches!(self.operands(), [Some(Operand::Key), Some(Operand::Len), _])
    }

    /// Whether its ops select keys, [`Op::selection`](super::Op::selection).
    #[must_use]
    pub fn selects(self) -> bool {
        self.operands()[0] == Some(Operand::Modulus)
    }
}

/// As in Rust.
impl fmt::Debug for OpKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().ident)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        for vocabulary in VOCABULARIES {
            for kind in vocabulary.kinds() {
                assert_eq!(vocabulary.kind(kind.name()), Some(kind));
            }
        }
    }

    #[test]
    fn no_chain_of_simpler_kinds_comes_back() {
        fn walk(kind: OpKind, above: &mut Vec<OpKind>) {
            assert!(!above.contains(&kind), "{kind:?} comes back: {above:?}");
            above.push(kind);
            let simpler = kind.row().simpler.iter();
            simpler.for_each(|&kind| walk(kind, above));
            above.pop();
        }
        for kind in VOCABULARIES.iter().flat_map(|of| of.kinds()) {
            walk(kind, &mut Vec::new());
        }
    }

    #[test]
    fn families_are_those_of_the_table() {
        let names = |is: fn(OpKind) -> bool| {
            let kinds = Vocabulary::MAP.kinds().filter(|&kind| is(kind));
            kinds.map(OpKind::name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            names(OpKind::is_range),
            "range range_rev range_ends range_mut"
        );
        assert_eq!(
            names(OpKind::is_run),
            "insert_run remove_run extend from_iter clone_from append union extend_twice \
             from_iter_twice"
        );
        assert_eq!(
            names(OpKind::selects),
            "retain extract_if extract_two extract_forget retain_mut"
        );
    }
}
