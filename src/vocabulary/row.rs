//! What a row of a vocabulary says of an op.

use super::fault_kind::FaultKind;
use super::op_kind::OpKind;
use super::operand::{Operand, Token};

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
    /// All that it does is to put in entries, so that little is left without it, and a
    /// failure behind it is seldom its own.
    pub(crate) const ONLY_FILLS: Effect = Effect(1 << 15);
    /// Is on an entry that was found by its key.
    pub(crate) const ENTRY: Effect = Effect(1 << 12);
    /// Finds another key than the one that it names.
    pub(crate) const NEAR: Effect = Effect(1 << 13);

    pub(crate) const fn and(self, other: Effect) -> Effect {
        Effect(self.0 | other.0)
    }

    pub(crate) const fn has(self, other: Effect) -> bool {
        self.0 & other.0 == other.0
    }
}

/// All that is known of an op without a map at hand.
pub(crate) struct Row {
    /// The name of the kind in Rust.
    pub(crate) ident: &'static str,
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

/// Makes the kinds of op of a vocabulary, as an enum, and its rows.
///
/// Each kind has its code in the byte form, fixed for ever. Codes ascend from 0
/// without a gap, so that a kind's row stands at its code.
macro_rules! rows {
    (($dollar:tt) $(#[$about:meta])* $vis:vis enum $Kinds:ident of vocabulary $id:literal;
    $for_each:ident;
    $(
        $(#[$doc:meta])*
        $kind:ident = $code:literal, line: [$($token:tt)*], words: [$($word:literal),*],
            instead: $instead:ident, simpler: [$($simpler:ident),*], bulk: $bulk:expr,
            with: [$($with:ident),*],
            effect: $($effect:ident)|+, calls: $calls:expr, weights: $weights:expr;
    )*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        #[repr(u8)]
        $vis enum $Kinds { $($(#[$doc])* $kind = $code),* }

        impl $Kinds {
            /// Every kind, in the order of the codes.
            pub const ALL: &'static [$Kinds] = &[$($Kinds::$kind),*];

            /// The kind among those of all vocabularies.
            #[must_use]
            pub const fn kind(self) -> $crate::vocabulary::OpKind {
                $crate::vocabulary::OpKind::new($id, self as u8)
            }

            /// The kind of this vocabulary.
            ///
            /// # Panics
            ///
            /// If it is of another one.
            pub(crate) fn of(kind: $crate::vocabulary::OpKind) -> $Kinds {
                assert!(kind.vocabulary_id() == $id, "the op is of another vocabulary");
                $Kinds::ALL[usize::from(kind.code())]
            }
        }

        const _: () = {
            let mut code = 0;
            while code < $Kinds::ALL.len() {
                assert!($Kinds::ALL[code] as usize == code, "codes ascend without a gap");
                code += 1;
            }
            assert!(code <= 0x80, "a code fits into seven bits");
        };

        #[allow(unused_imports, reason = "there is not one of each")]
        const ROWS: &[$crate::vocabulary::Row] = {
            use $crate::vocabulary::Effect;
            use $crate::vocabulary::Operand::*;
            use $crate::vocabulary::Token::{A, B, C, Word as W};
            &[$(
                $crate::vocabulary::Row {
                    ident: stringify!($kind),
                    line: &[$($token)*],
                    operands: $crate::vocabulary::operands_of(&[$($token)*]),
                    words: &[$($word),*],
                    instead: $Kinds::$instead.kind(),
                    simpler: &[$($Kinds::$simpler.kind()),*],
                    bulk: $bulk,
                    with: &[$($Kinds::$with.kind()),*],
                    effect: Effect::NONE$(.and(Effect::$effect))+,
                    calls: $calls,
                    weights: $weights,
                }
            ),*]
        };

        /// Calls a macro with the name of every kind.
        macro_rules! $for_each {
            ($dollar callback:ident $dollar ($dollar args:tt)*) => {
                $dollar callback! { $dollar ($dollar args)* $($kind)* }
            };
        }
        pub(crate) use $for_each;
    };
}
pub(crate) use rows;

pub(crate) const fn operands_of(line: &[Token]) -> [Option<Operand>; 3] {
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
