//! What a row of the vocabulary says of an op, and what is read out of the rows.
//! The rows themselves are in `case/vocabulary.rs`.

use std::sync::LazyLock;

use super::fault::FaultKind;
use super::operand::{Operand, Token};
use super::vocabulary::OpKind;

/// Some facts about what an op does to a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Effect(u16);

impl Effect {
    /// None of these.
    pub(crate) const NONE: Effect = Effect(0);
    /// Changes nothing.
    pub(crate) const READS: Effect = Effect(1);
    /// Rearranges a map in a way of its own, so that it stands anywhere in the
    /// sequences of a small scope; others that change a map stand at their end.
    pub(crate) const BASIC: Effect = Effect(1 << 1);
    /// Fills a map as `insert` does, and may stand for it.
    pub(crate) const FILLS: Effect = Effect(1 << 2);
    /// Removes a key as `remove` does, and may stand for it.
    pub(crate) const TAKES: Effect = Effect(1 << 3);
    /// There to make the map larger.
    pub(crate) const GROWS: Effect = Effect(1 << 4);
    /// There to make the map smaller, by an entry or a few.
    pub(crate) const SHRINKS: Effect = Effect(1 << 5);
    /// May remove all entries, or nearly all.
    pub(crate) const WIPES: Effect = Effect(1 << 6);
    /// Makes room for so many more entries.
    pub(crate) const MAKES_ROOM: Effect = Effect(1 << 7);
    /// Gives room back, but for so many entries if it names a number.
    pub(crate) const GIVES_ROOM: Effect = Effect(1 << 14);
    /// May change or rearrange any entry, so that the whole contents are compared
    /// after it.
    pub(crate) const WHOLE: Effect = Effect(1 << 8);
    /// Another map takes the place of this one.
    pub(crate) const ANEW: Effect = Effect(1 << 9);
    /// Forgets an iterator, which may leak.
    pub(crate) const FORGETS: Effect = Effect(1 << 10);
    /// Needs `len` to be right.
    pub(crate) const BY_LEN: Effect = Effect(1 << 11);

    /// Is on an entry that was found by its key.
    pub(crate) const ENTRY: Effect = Effect(1 << 12);

    /// Finds another key than the one that it names.
    pub(crate) const NEAR: Effect = Effect(1 << 13);

    pub(super) const fn and(self, other: Effect) -> Effect {
        Effect(self.0 | other.0)
    }

    pub(crate) const fn has(self, other: Effect) -> bool {
        self.0 & other.0 == other.0
    }
}

/// All that is known of an op without a map at hand.
pub(crate) struct Row {
    /// Its line in the text form, the name first.
    pub(crate) line: &'static [Token],
    /// The operands in it.
    pub(crate) operands: [Option<Operand>; 3],
    /// The words of an adapter that offer it, any of them. See
    /// [`subject!`](crate::subject!).
    pub(crate) words: &'static [&'static str],
    /// What is asked of a map that lacks it. Ends in `insert`, `remove` or `iter`
    /// after a few steps. Operands carry over by their places, here and below.
    pub(crate) instead: OpKind,
    /// Simpler ops that may show the same failure, the simplest first.
    pub(crate) simpler: &'static [OpKind],
    /// The op that does the same to a run of keys: several in a row may be said
    /// in one line.
    pub(crate) bulk: Option<OpKind>,
    /// The ops that it is left out with, since it calls the method that they are
    /// named after, or needs it.
    pub(crate) with: &'static [OpKind],
    /// What it does.
    pub(crate) effect: Effect,
    /// The user code that it is there to call.
    pub(crate) calls: Option<FaultKind>,
    /// How often it is drawn in the profiles `mixed`, `tombstone_reuse`,
    /// `growth_mid_iteration` and `overflow_chains`, beside the others. What
    /// weighs 60 or more is drawn in every case.
    pub(crate) weights: [u32; 4],
}

/// Makes [`OpKind`] and its rows of the table.
macro_rules! rows {
    (($dollar:tt) $(
        $(#[$doc:meta])*
        $kind:ident = $code:literal, line: [$($token:tt)*], words: [$($word:literal),*],
            instead: $instead:ident, simpler: [$($simpler:ident),*], bulk: $bulk:expr,
            with: [$($with:ident),*],
            effect: $($effect:ident)|+, calls: $calls:expr, weights: $weights:expr;
    )*) => {
        /// The kinds of [`Op`](super::Op). Most are named after the method that
        /// they call. The number of each is its code in the byte form, fixed for
        /// ever.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum OpKind { $($(#[$doc])* $kind = $code),* }

        impl OpKind {
            /// Every kind.
            pub const ALL: &'static [OpKind] = &[$(OpKind::$kind),*];

            /// What is known of it.
            #[allow(unused_imports, reason = "there is not one of each")]
            pub(crate) const fn row(self) -> &'static Row {
                use Operand::*;
                use Token::{A, B, C, Word as W};
                match self {
                    $(OpKind::$kind => const {
                        &Row {
                            line: &[$($token)*],
                            operands: operands_of(&[$($token)*]),
                            words: &[$($word),*],
                            instead: OpKind::$instead,
                            simpler: &[$(OpKind::$simpler),*],
                            bulk: $bulk,
                            with: &[$(OpKind::$with),*],
                            effect: Effect::NONE$(.and(Effect::$effect))+,
                            calls: $calls,
                            weights: $weights,
                        }
                    },)*
                }
            }
        }

        /// Calls a macro with the name of every kind.
        macro_rules! for_each_op {
            ($dollar callback:ident $dollar ($dollar args:tt)*) => {
                $dollar callback! { $dollar ($dollar args)* $($kind)* }
            };
        }
        pub(crate) use for_each_op;
    };
}
pub(super) use rows;

pub(super) const fn operands_of(line: &[Token]) -> [Option<Operand>; 3] {
    let mut operands = [None; 3];
    let mut i = 0;
    while i < line.len() {
        match line[i] {
            Token::Word(_) => {}
            Token::A(operand) => operands[0] = Some(operand),
            Token::B(operand) => operands[1] = Some(operand),
            Token::C(operand) => operands[2] = Some(operand),
        }
        i += 1;
    }
    operands
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
    pub const fn name(self) -> &'static str {
        match self.row().line[0] {
            Token::Word(name) => name,
            Token::A(_) | Token::B(_) | Token::C(_) => panic!("every line starts with its name"),
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<OpKind> {
        OpKind::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// The words of an adapter that offer it, any of them.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        self.row().words
    }

    /// The ops with which it is left out; see [`Without`](super::Without).
    #[must_use]
    pub fn goes_with(self) -> &'static [OpKind] {
        self.row().with
    }

    /// Whether all that it does is to put in entries, so that little is left without
    /// it, and a failure behind it is seldom its own.
    pub(crate) fn only_fills(self) -> bool {
        use OpKind as K;
        matches!(self, K::Insert | K::InsertRun | K::Extend | K::FromIter)
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
        static RANKS: LazyLock<[u8; 256]> = LazyLock::new(|| {
            fn steps_down(kind: OpKind) -> u8 {
                let next = kind.row().simpler.iter();
                next.map(|&kind| steps_down(kind) + 1).max().unwrap_or(0)
            }
            let mut ranks = [0; 256];
            for &kind in OpKind::ALL {
                ranks[kind as usize] = steps_down(kind);
            }
            ranks
        });
        RANKS[self as usize].into()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_are_unique() {
        let mut codes = std::collections::BTreeSet::new();
        for &kind in OpKind::ALL {
            assert_eq!(OpKind::from_name(kind.name()), Some(kind));
            assert!(codes.insert(kind as u8), "{kind:?}");
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
        for &kind in OpKind::ALL {
            walk(kind, &mut Vec::new());
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
            "retain extract_if extract_two extract_forget retain_mut"
        );
    }
}
