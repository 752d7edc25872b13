//! What an op answers, in a form that model and map share.

/// What an op answers, with keys and values as numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing.
    Nothing,
    /// A value, if the key was there.
    Value(Option<u32>),
    /// A key and its value, if it was there.
    Pair(Option<(u32, u32)>),
    /// Yes or no.
    Flag(bool),
    /// What an entry op saw and gave back.
    Entry {
        /// Whether the entry was occupied, for the forms that look.
        occupied: Option<bool>,
        /// The key that the entry showed.
        key: Option<u32>,
        /// The value behind the reference that the op ended in.
        seen: Option<u32>,
        /// The key given back.
        returned_key: Option<u32>,
        /// The value given back.
        returned: Option<u32>,
    },
    /// One value, if it was there, for each key of a run.
    Values(Vec<Option<u32>>),
    /// Entries, ascending.
    Entries(Vec<(u32, u32)>),
    /// Keys or values, ascending.
    Numbers(Vec<u32>),
    /// So many entries out of these, whichever the map likes. Only a model
    /// answers so; a map answers with [`Answer::Entries`].
    SomeOf(usize, Vec<(u32, u32)>),
}

impl Answer {
    /// Whether a map's answer `got` is right where the model answers `self`.
    #[must_use]
    pub fn allows(&self, got: &Answer) -> bool {
        match (self, got) {
            (Answer::SomeOf(count, all), Answer::Entries(some)) => {
                some.len() == *count
                    && some.windows(2).all(|pair| pair[0].0 < pair[1].0)
                    && some.iter().all(|entry| all.binary_search(entry).is_ok())
            }
            _ => self == got,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_of_takes_any_choice_but_no_invention() {
        let expected = Answer::SomeOf(2, vec![(1, 10), (2, 20), (3, 30)]);
        assert!(expected.allows(&Answer::Entries(vec![(1, 10), (3, 30)])));
        assert!(!expected.allows(&Answer::Entries(vec![(1, 10)])));
        assert!(!expected.allows(&Answer::Entries(vec![(1, 10), (1, 10)])));
        assert!(!expected.allows(&Answer::Entries(vec![(1, 10), (2, 30)])));
    }
}
