//! What is asked of a vocabulary.

use std::fmt;

use super::OpSet;
use crate::kinds::VOCABULARIES;
use crate::vocabulary::{Effect, OpKind, Vocabulary};

impl Vocabulary {
    /// The vocabulary of maps.
    pub const MAP: &'static Vocabulary = VOCABULARIES[0];

    /// The name of the kind of structure, as in the first line of a case.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it is that of maps, which cases of version 1 are in.
    pub(super) const fn is_of_maps(&self) -> bool {
        self.id == Vocabulary::MAP.id
    }

    /// The vocabulary of this name.
    pub(crate) fn named(name: &str) -> Option<&'static Vocabulary> {
        VOCABULARIES.into_iter().find(|of| of.name == name)
    }

    /// How many ops it has.
    pub(crate) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Its op with this code, of those that there are.
    pub(crate) const fn at(&self, code: usize) -> OpKind {
        assert!(code < self.len(), "there is such an op");
        OpKind::new(self.id, code as u8)
    }

    /// Its ops, in the order of their codes.
    pub fn kinds(&self) -> impl ExactSizeIterator<Item = OpKind> + Clone + use<> {
        let id = self.id;
        (0..self.len() as u8).map(move |code| OpKind::new(id, code))
    }

    /// The op of this name.
    ///
    /// ```
    /// use map_oracle::case::{OpKind, Vocabulary};
    ///
    /// assert_eq!(Vocabulary::MAP.kind("clear"), Some(OpKind::Clear));
    /// assert_eq!(Vocabulary::MAP.kind("clean"), None);
    /// ```
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<OpKind> {
        self.kinds().find(|kind| kind.name() == name)
    }

    /// The op that a byte stands for.
    pub(super) fn decode(&self, byte: u8) -> OpKind {
        let code = usize::from(byte);
        if code < self.len() {
            self.at(code)
        } else {
            self.at(code % usize::from(self.first_codes))
        }
    }

    /// All of its ops.
    #[must_use]
    pub const fn ops(&self) -> OpSet {
        self.with_effect(Effect::NONE)
    }

    /// Those of its ops that are asked of every structure of the kind.
    #[must_use]
    pub const fn core(&self) -> OpSet {
        let roles = &self.roles;
        OpSet::of(&[
            roles.insert,
            roles.remove,
            roles.get,
            roles.iter,
            roles.insert_run,
            roles.remove_run,
        ])
    }

    /// Those of its ops that do this.
    pub(crate) const fn with_effect(&self, effect: Effect) -> OpSet {
        let mut set = OpSet::EMPTY;
        let mut code = 0;
        while code < self.len() {
            if self.at(code).has(effect) {
                set = set.with(self.at(code));
            }
            code += 1;
        }
        set
    }

    /// The ops that an adapter offers by one of its words, such as those of
    /// [`subject!`](crate::subject!).
    ///
    /// # Panics
    ///
    /// If there is no such word.
    #[must_use]
    pub const fn offered_by(&self, word: &str) -> OpSet {
        let mut set = OpSet::EMPTY;
        let mut known = is_one_of(word, &WITHOUT_OPS);
        let mut code = 0;
        while code < self.len() {
            if is_one_of(word, self.rows[code].words) {
                set = set.with(self.at(code));
                known = true;
            }
            code += 1;
        }
        assert!(known, "no op is offered by this word");
        set
    }
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vocabulary({})", self.name)
    }
}

/// Words of an adapter that no op is offered by: what is asked of every map, or
/// belongs to others.
const WITHOUT_OPS: [&str; 4] = ["len", "is_empty", "refusal", "capacity"];

const fn is_one_of(word: &str, words: &[&str]) -> bool {
    let mut i = 0;
    while i < words.len() {
        if is_same(word.as_bytes(), words[i].as_bytes()) {
            return true;
        }
        i += 1;
    }
    false
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut i = 0;
    while i < one.len() && i < other.len() && one[i] == other[i] {
        i += 1;
    }
    i == one.len() && i == other.len()
}
