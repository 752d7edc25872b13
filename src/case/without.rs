//! What a run leaves out: ops, standing checks and faults.
//!
//! A map with a known bug still has others. Whoever looks for them names what
//! the bug is in, and the rest of the map is drawn, run and checked as before.
//! All of it is said at run time and in words, by the same [`Without`] for the
//! command line, the tests of a suite and fuzz targets.

use std::fmt;

use super::OpSet;
use crate::kinds::VOCABULARIES;
use crate::vocabulary::{Effect, FaultKind, OpKind};

/// What a run leaves out: ops, standing checks and faults.
///
/// # Words
///
/// [`Without::parse`] reads lists of words, separated by commas. An op is
/// called as in the text form of a case; a trailing `*` stands for any ending,
/// as in `entry_*`. An op that calls the same method, or needs it, goes with it:
///
#[doc = include_str!("../../docs/leaving-out.md")]
///
/// Some words leave out checks as well, or nothing but a check:
///
/// | word | what is not looked at |
/// |---|---|
/// | `get` | the look-ups that the oracle makes after every op |
/// | `iter` | every comparison of contents by iteration, and `truncate` of a map whose order is not known: after a planned panic or a forgotten iterator, a run goes on with an empty map |
/// | `equal_copy` | the `==` that follows `clone` |
/// | `len` | `len` and `is_empty`; ops that need it to be right go as well |
/// | `drop` | maps are leaked, not dropped, and what they held is not missed |
/// | `capacity` | `capacity` |
/// | `invariants` | the map's own invariants |
///
/// Faults are called `hash`, `eq`, `clone`, `drop`, `closure` and `hasher`
/// (the six together: `panic`), `lie_eq` and `lie_hash` (together: `lie`).
///
/// ```
/// use map_oracle::case::{FaultKind, OpKind, Without};
///
/// let without = Without::parse(Some("get, entry_*, len"), None, Some("drop, lie"))?;
/// assert!(without.ops().contains(OpKind::EntryPeek));
/// assert!(!without.ops().contains(OpKind::Insert));
/// assert!(without.leaves_out_fault(FaultKind::Hash));
/// assert!(!without.leaves_out_fault(FaultKind::Drop));
///
/// let error = Without::parse(Some("remov"), None, None).unwrap_err();
/// assert_eq!(error, "`remov` is no op and no check; did you mean `remove`?");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Without {
    /// The ops that were named to be left out.
    named: OpSet,
    /// The ops that were named to be kept; all if none was.
    only: OpSet,
    /// The checks that were named, a bit each.
    checks: u8,
    /// The faults that are left out, a bit each.
    faults: u8,
}

/// A check that a run makes beside the ops of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// Look-ups after every op.
    LookUps,
    /// The comparison of contents by iteration.
    Iteration,
    /// `==` of a map with its clone.
    Equality,
    /// `len` and `is_empty`.
    Len,
    /// The drop of the map, and that nothing is left after it.
    Drop,
    /// `capacity`.
    Capacity,
    /// The map's own invariants.
    Invariants,
}

/// The checks that have a word of their own.
const CHECKS: [(&str, Standing); 4] = [
    ("len", Standing::Len),
    ("drop", Standing::Drop),
    ("capacity", Standing::Capacity),
    ("invariants", Standing::Invariants),
];

impl Without {
    /// Leaves nothing out.
    pub const NOTHING: Without = Without {
        named: OpSet::EMPTY,
        only: OpSet::ALL,
        checks: 0,
        faults: 0,
    };

    /// Reads what is to be left out, what is to be kept of the ops, and the
    /// faults that are to be kept, each a list of [words](Without#words). A
    /// list that is not given leaves nothing out.
    ///
    /// # Errors
    ///
    /// A line that says what is wrong: a word that is none, or that no op is
    /// left.
    pub fn parse(
        without: Option<&str>,
        only: Option<&str>,
        faults: Option<&str>,
    ) -> Result<Without, String> {
        let mut parsed = Without::NOTHING;
        for word in without.map(words).into_iter().flatten() {
            match check(word) {
                // An op may be of the same name.
                Some(check) => parsed.checks |= bit(check),
                None => parsed.named = parsed.named.union(ops(word, true)?),
            }
        }
        if let Some(only) = only {
            parsed.only = OpSet::EMPTY;
            for word in words(only) {
                if check(word).is_some() {
                    return Err(format!(
                        "`{word}` is a check, which is made whatever ops are kept"
                    ));
                }
                parsed.only = parsed.only.union(ops(word, false)?);
            }
        }
        if let Some(faults) = faults {
            let mut kept = 0;
            for word in words(faults) {
                kept |= fault_bits(word)?;
            }
            parsed.faults = ALL_FAULTS & !kept;
        }
        if OpSet::ALL.without(parsed.ops()).is_empty() {
            return Err("no op is left to be drawn".to_owned());
        }
        Ok(parsed)
    }

    /// Leaves out this check, and whatever goes with its word.
    #[must_use]
    pub fn check(check: Standing) -> Without {
        let mut without = Without::NOTHING;
        match named_with(check) {
            Some(ops) => without.named = ops,
            None => without.checks = bit(check),
        }
        without
    }

    /// What is left out here and not there. Ops that are kept by name are not
    /// looked at.
    #[must_use]
    pub fn beyond(self, other: &Without) -> Without {
        Without {
            named: self.named.without(other.named),
            only: OpSet::ALL,
            checks: self.checks & !other.checks,
            faults: self.faults & !other.faults,
        }
    }

    /// What either leaves out.
    #[must_use]
    pub fn and(self, other: Without) -> Without {
        Without {
            named: self.named.union(other.named),
            only: self.only.intersection(other.only),
            checks: self.checks | other.checks,
            faults: self.faults | other.faults,
        }
    }

    /// Whether nothing is left out.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Without::NOTHING
    }

    /// The ops that are left out, those that go with others among them.
    #[must_use]
    pub fn ops(&self) -> OpSet {
        let by_len = self.leaves_out(Standing::Len);
        let goes = |kind: &OpKind| {
            let with = |&other: &OpKind| self.named.contains(other);
            kind.row().with.iter().any(with) || by_len && kind.has(Effect::BY_LEN)
        };
        let gone: Vec<OpKind> = OpSet::ALL.iter().filter(goes).collect();
        let out = self.named.union(OpSet::of(&gone));
        out.union(OpSet::ALL.without(self.only))
    }

    /// Whether this check is left out.
    #[must_use]
    pub fn leaves_out(&self, check: Standing) -> bool {
        match named_with(check) {
            Some(ops) => !self.named.intersection(ops).is_empty(),
            None => self.checks & bit(check) != 0,
        }
    }

    /// Whether faults of this kind are left out.
    #[must_use]
    pub fn leaves_out_fault(&self, kind: FaultKind) -> bool {
        self.faults & 1 << kind as u32 != 0
    }

    /// The same, but that no fault is left out.
    #[must_use]
    pub fn ops_and_checks(self) -> Without {
        Without { faults: 0, ..self }
    }

    /// What [`Without::parse`] reads, by the name of the option, for those that
    /// leave something out.
    #[must_use]
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let mut words = Vec::new();
        let checks = CHECKS.iter().filter(|(_, check)| self.leaves_out(*check));
        let mut without = names(self.named);
        without.extend(checks.map(|(name, _)| (*name).to_owned()));
        if !without.is_empty() {
            words.push(("without", without.join(",")));
        }
        if self.only != OpSet::ALL {
            words.push(("only", names(self.only).join(",")));
        }
        if self.faults != 0 {
            let kept = FAULTS.iter().filter(|(_, kinds)| {
                kinds.len() == 1 && kinds.iter().all(|&kind| !self.leaves_out_fault(kind))
            });
            let mut kept: Vec<&str> = kept.map(|(name, _)| *name).collect();
            if kept.is_empty() {
                kept.push(NO_FAULTS);
            }
            words.push(("faults", kept.join(",")));
        }
        words
    }
}

impl Default for Without {
    fn default() -> Without {
        Without::NOTHING
    }
}

impl fmt::Display for Without {
    /// The options of the command line; nothing if nothing is left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (option, words)) in self.words().iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            // A shell would take the `*` for names of files.
            if words.contains('*') {
                write!(f, "{space}--{option} '{words}'")?;
            } else {
                write!(f, "{space}--{option} {words}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Without {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Without({self})")
    }
}

/// The ops with whose name a check is left out, of every vocabulary, if it has no word
/// of its own. A run asks this several times an op.
fn named_with(check: Standing) -> Option<OpSet> {
    match check {
        Standing::LookUps => Some(OpSet::of(&VOCABULARIES.map(|of| of.roles.get))),
        Standing::Iteration => Some(OpSet::of(&VOCABULARIES.map(|of| of.roles.iter))),
        Standing::Equality => Some(OpSet::of(&[OpKind::EqualCopy])),
        Standing::Len | Standing::Drop | Standing::Capacity | Standing::Invariants => None,
    }
}

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
}

fn check(word: &str) -> Option<Standing> {
    CHECKS
        .iter()
        .find(|(name, _)| *name == word)
        .map(|&(_, check)| check)
}

fn bit(check: Standing) -> u8 {
    1 << check as u32
}

/// The ops that a word stands for.
fn ops(word: &str, checks_too: bool) -> Result<OpSet, String> {
    let stands_for = |kind: &OpKind| match word.strip_suffix('*') {
        Some(stem) => kind.name().starts_with(stem),
        None => kind.name() == word,
    };
    let kinds: Vec<OpKind> = OpSet::ALL.iter().filter(stands_for).collect();
    if !kinds.is_empty() {
        return Ok(OpSet::of(&kinds));
    }
    let what = if checks_too {
        "no op and no check"
    } else {
        "no op"
    };
    let checks = CHECKS.iter().filter(|_| checks_too).map(|&(name, _)| name);
    let names = OpSet::ALL.iter().map(OpKind::name).chain(checks);
    let known: Vec<String> = match word.strip_suffix('*') {
        // Whatever begins with as many letters as these.
        Some(stem) => names
            .filter_map(|name| Some(format!("{}*", name.get(..stem.len())?)))
            .collect(),
        None => names.map(str::to_owned).collect(),
    };
    let meant = meant(word, known.iter().map(String::as_str));
    Err(format!("`{}` is {what}{meant}", word.escape_debug()))
}

/// The words for faults.
const FAULTS: [(&str, &[FaultKind]); 10] = [
    ("hash", &[FaultKind::Hash]),
    ("eq", &[FaultKind::Eq]),
    ("clone", &[FaultKind::Clone]),
    ("drop", &[FaultKind::Drop]),
    ("closure", &[FaultKind::Closure]),
    ("hasher", &[FaultKind::Hasher]),
    ("lie_eq", &[FaultKind::EqLie]),
    ("lie_hash", &[FaultKind::HashLie]),
    ("panic", &FaultKind::PANICS),
    ("lie", &[FaultKind::EqLie, FaultKind::HashLie]),
];
const NO_FAULTS: &str = "none";
const ALL_FAULTS: u8 = 0xff;
const _: () = assert!(FaultKind::ALL.len() == u8::BITS as usize);

fn fault_bits(word: &str) -> Result<u8, String> {
    if word == NO_FAULTS {
        return Ok(0);
    }
    match FAULTS.iter().find(|(name, _)| *name == word) {
        Some((_, kinds)) => Ok(kinds.iter().fold(0, |bits, &kind| bits | 1 << kind as u32)),
        None => {
            let known = FAULTS.iter().map(|&(name, _)| name).chain([NO_FAULTS]);
            Err(format!(
                "`{}` is no kind of fault{}",
                word.escape_debug(),
                meant(word, known)
            ))
        }
    }
}

/// The names of these ops; `entry_*` for all of that family.
fn names(ops: OpSet) -> Vec<String> {
    let is_entry = |kind: OpKind| kind.name().starts_with("entry_");
    let entries = OpSet::ALL.iter().filter(|&kind| is_entry(kind));
    let all_entries = entries.into_iter().all(|kind| ops.contains(kind));
    let single = ops.iter().filter(|&kind| !(all_entries && is_entry(kind)));
    let mut names: Vec<String> = Vec::new();
    for name in single.map(OpKind::name) {
        // Ops of two vocabularies may share it.
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    if all_entries {
        names.push("entry_*".to_owned());
    }
    names
}

/// The known words that come nearest to `word`, as a question.
fn meant<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    const MOST: usize = 3;
    let limit = 1 + word.chars().count() / 4;
    let mut near: Vec<(usize, &str)> = known
        .map(|name| (edits(word, name), name))
        .filter(|&(edits, _)| edits <= limit)
        .collect();
    near.sort_unstable();
    near.dedup();
    let Some(&(nearest, _)) = near.first() else {
        return String::new();
    };
    let near = near.into_iter().filter(|&(edits, _)| edits == nearest);
    let names: Vec<String> = near
        .take(MOST)
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    format!("; did you mean {}?", names.join(" or "))
}

/// How many characters must be put in, taken out or exchanged to make one word
/// of the other (Levenshtein, 1965).
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &b) in to.iter().enumerate() {
            let exchanged = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::case::Vocabulary;

    fn without(words: &str) -> Without {
        Without::parse(Some(words), None, None).expect("known words")
    }

    fn only(words: &str) -> Without {
        Without::parse(None, Some(words), None).expect("known words")
    }

    fn faults(words: &str) -> Without {
        Without::parse(None, None, Some(words)).expect("known words")
    }

    fn left_out(without: Without) -> String {
        let names: Vec<&str> = without.ops().iter().map(OpKind::name).collect();
        names.join(" ")
    }

    #[test]
    fn an_op_takes_those_along_that_call_its_method() {
        let mut told = String::new();
        for kind in Vocabulary::MAP.kinds() {
            let out = left_out(without(kind.name()));
            if out != kind.name() {
                told += &format!("{}: {out}\n", kind.name());
            }
        }
        expect![[r#"
            insert: insert insert_nan insert_run clone_from equal_copy equal_toggled equal_changed append union
            remove: remove remove_run
            extend: extend extend_twice
            from_iter: from_iter from_iter_twice
            drain: drain drain_forget
            extract_if: extract_if extract_two extract_forget
            into_iter: into_iter into_iter_forget
            iter: iter debug iter_clone rev ends
            clone: clone clone_swap
            clone_from: clone_from clone_to_other
            cursor_open: cursor_open cursor_step cursor_close
            try_reserve: try_reserve try_reserve_absurd
            append: append append_other
            range: range range_rev range_ends
            split_off: split_off split_swap
        "#]]
        .assert_eq(&told);
    }

    /// `append` is only built on `insert`; its own method is not at fault.
    #[test]
    fn what_goes_along_takes_nothing_along() {
        assert!(!without("insert").ops().contains(OpKind::AppendOther));
        assert!(!without("insert").leaves_out(Standing::Equality));
        assert_eq!(left_out(without("remove_run")), "remove_run");
        assert_eq!(
            left_out(without("drain_forget, iter_clone")),
            "drain_forget iter_clone"
        );
    }

    #[test]
    fn words_may_end_in_a_star_and_stand_apart() {
        let entries = without(" entry_*,,get_mut ,");
        assert_eq!(entries.ops().iter().count(), 14);
        assert!(entries.ops().contains(OpKind::EntryPeek));
        assert_eq!(without(""), Without::NOTHING);
        let left = OpSet::ALL.without(only("insert, remove*").ops());
        let left: Vec<&str> = left.iter().map(OpKind::name).collect();
        assert_eq!(
            left,
            [
                "insert",
                "remove",
                "remove_entry",
                "remove_run",
                "remove_prefix"
            ]
        );
    }

    /// The look-ups after an op are no op of the case.
    #[test]
    fn checks_are_left_out_by_name_alone() {
        let kept = only("insert");
        for (word, check) in [
            ("get", Standing::LookUps),
            ("iter", Standing::Iteration),
            ("equal_copy", Standing::Equality),
            ("len", Standing::Len),
            ("drop", Standing::Drop),
            ("capacity", Standing::Capacity),
            ("invariants", Standing::Invariants),
        ] {
            assert!(without(word).leaves_out(check), "{word}");
            assert_eq!(Without::check(check), without(word));
            assert_eq!(
                without("remove")
                    .and(Without::check(check))
                    .beyond(&without("remove")),
                without(word)
            );
            assert!(!kept.leaves_out(check), "{word}");
            assert!(!without("remove, iter_mut").leaves_out(check), "{word}");
        }
    }

    #[test]
    fn the_faults_that_are_named_are_kept() {
        let kept = |words: &str| -> Vec<FaultKind> {
            let faults = faults(words);
            let kept = FaultKind::ALL.into_iter();
            kept.filter(|&kind| !faults.leaves_out_fault(kind))
                .collect()
        };
        assert_eq!(kept("none"), []);
        assert_eq!(kept("panic"), FaultKind::PANICS);
        assert_eq!(kept("lie"), [FaultKind::EqLie, FaultKind::HashLie]);
        assert_eq!(
            kept("lie_hash, drop"),
            [FaultKind::Drop, FaultKind::HashLie]
        );
        assert_eq!(kept("panic,lie"), FaultKind::ALL);
        assert!(faults("panic,lie").is_nothing());
    }

    #[test]
    fn a_wrong_word_is_told_in_one_line() {
        let mut told = String::new();
        for (out, kept, faults) in [
            (Some("insert, remove_rum"), None, None),
            (Some("entri_*"), None, None),
            (Some("cap\nacity"), None, None),
            (Some("lenn"), None, None),
            (Some("banana"), None, None),
            (Some("*"), None, None),
            (None, Some("len"), None),
            (None, Some("lenn"), None),
            (None, Some(""), None),
            (Some("insert"), Some("insert"), None),
            (None, None, Some("hash, cloning")),
            (None, None, Some("lie_ec")),
        ] {
            let error = Without::parse(out, kept, faults).expect_err("it is wrong");
            told += &(error + "\n");
        }
        expect![[r#"
            `remove_rum` is no op and no check; did you mean `remove_run`?
            `entri_*` is no op and no check; did you mean `entry_*`?
            `cap\nacity` is no op and no check; did you mean `capacity`?
            `lenn` is no op and no check; did you mean `len`?
            `banana` is no op and no check
            no op is left to be drawn
            `len` is a check, which is made whatever ops are kept
            `lenn` is no op
            no op is left to be drawn
            no op is left to be drawn
            `cloning` is no kind of fault
            `lie_ec` is no kind of fault; did you mean `lie_eq`?
        "#]]
        .assert_eq(&told);
    }

    #[test]
    fn what_is_printed_is_read_back() {
        let mut told = String::new();
        for (out, kept, faults) in [
            (None, None, None),
            (Some("insert"), None, None),
            (Some("len, get, entry_*"), None, Some("none")),
            (Some("invariants"), Some("insert, iter, entry_*"), None),
            (None, None, Some("panic, lie_eq")),
        ] {
            let parsed = Without::parse(out, kept, faults).expect("known words");
            told += &format!("{parsed}\n");
            let words = parsed.words();
            let of = |option| {
                let mut words = words.iter();
                words
                    .find(|(name, _)| *name == option)
                    .map(|(_, words)| words.as_str())
            };
            let again = Without::parse(of("without"), of("only"), of("faults"));
            assert_eq!(again, Ok(parsed));
        }
        expect![[r#"

            --without insert
            --without 'get,entry_*,len' --faults none
            --without invariants --only 'insert,iter,entry_*'
            --faults hash,eq,clone,drop,closure,hasher,lie_eq
        "#]]
        .assert_eq(&told);
    }

    #[test]
    fn two_are_joined() {
        let joined = without("get, len")
            .and(faults("none"))
            .and(only("insert, get"));
        let joined = joined.and(only("insert, remove"));
        let left = OpSet::ALL.without(joined.ops());
        assert_eq!(left, OpSet::of(&[OpKind::Insert]));
        assert!(joined.leaves_out(Standing::LookUps) && joined.leaves_out(Standing::Len));
        assert!(joined.leaves_out_fault(FaultKind::Hash));
    }
}
