//! Sets of ops: what a map offers, what a generator may draw, and how an op is
//! brought into such a set.

use std::fmt;

use super::op::Op;
use crate::kinds::VOCABULARIES;
use crate::vocabulary::{Effect, OpKind, Vocabulary};

/// A set of [`OpKind`]s: what a structure offers, or what a generator may draw.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct OpSet([u128; VOCABULARIES.len()]);

impl OpSet {
    /// The empty set.
    pub const EMPTY: OpSet = OpSet([0; VOCABULARIES.len()]);
    /// What is asked of every structure, however small its interface; see
    /// [`Vocabulary::core`] for those of one kind.
    pub const CORE: OpSet = {
        let mut set = OpSet::EMPTY;
        let mut i = 0;
        while i < VOCABULARIES.len() {
            set = set.union(VOCABULARIES[i].core());
            i += 1;
        }
        set
    };
    /// Those that change nothing.
    pub const READING: OpSet = OpSet::with_effect(Effect::READS);
    /// Every kind there is; see [`Vocabulary::ops`] for those of one kind of
    /// structure.
    pub const ALL: OpSet = OpSet::with_effect(Effect::NONE);

    /// The set of these kinds.
    #[must_use]
    pub const fn of(kinds: &[OpKind]) -> OpSet {
        let mut set = OpSet::EMPTY;
        let mut i = 0;
        while i < kinds.len() {
            set = set.with(kinds[i]);
            i += 1;
        }
        set
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(mut self, other: OpSet) -> OpSet {
        let mut i = 0;
        while i < self.0.len() {
            self.0[i] |= other.0[i];
            i += 1;
        }
        self
    }

    /// This set without the other.
    #[must_use]
    pub const fn without(mut self, other: OpSet) -> OpSet {
        let mut i = 0;
        while i < self.0.len() {
            self.0[i] &= !other.0[i];
            i += 1;
        }
        self
    }

    /// What is in both sets.
    #[must_use]
    pub const fn intersection(self, other: OpSet) -> OpSet {
        self.without(self.without(other))
    }

    /// Whether nothing is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        let mut i = 0;
        while i < self.0.len() {
            if self.0[i] != 0 {
                return false;
            }
            i += 1;
        }
        true
    }

    /// Whether `kind` is in the set.
    #[must_use]
    pub const fn contains(self, kind: OpKind) -> bool {
        self.0[kind.vocabulary_id() as usize] & 1 << kind.code() != 0
    }

    /// The kinds in the set, in the order of their codes.
    pub fn iter(self) -> impl Iterator<Item = OpKind> {
        let all = VOCABULARIES.into_iter().flat_map(Vocabulary::kinds);
        all.filter(move |&k| self.contains(k))
    }

    /// The first vocabulary that something in the set is of.
    pub(crate) fn vocabulary(self) -> &'static Vocabulary {
        let first = self.iter().next();
        first.map_or(Vocabulary::MAP, OpKind::vocabulary)
    }

    /// What is in the set of the first vocabulary that something is of: a case is in
    /// one.
    pub(crate) fn of_one_kind(self) -> OpSet {
        self.intersection(self.vocabulary().ops())
    }

    pub(super) const fn with(mut self, kind: OpKind) -> OpSet {
        self.0[kind.vocabulary_id() as usize] |= 1 << kind.code();
        self
    }

    pub(crate) const fn with_effect(effect: Effect) -> OpSet {
        let mut set = OpSet::EMPTY;
        let mut i = 0;
        while i < VOCABULARIES.len() {
            set = set.union(VOCABULARIES[i].with_effect(effect));
            i += 1;
        }
        set
    }
}

impl fmt::Debug for OpSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Op {
    /// This op, or the nearest one among `ops`, with its keys folded into
    /// 0..=`max_key`. Where `ops` holds no op that comes near, which is so only
    /// if it lacks some of [`OpSet::CORE`], the op remains what it is.
    #[must_use]
    pub fn within(self, ops: OpSet, max_key: u16) -> Op {
        self.stand_in(ops, max_key)
            .unwrap_or_else(|| self.fold_keys(max_key))
    }

    /// As [`Op::within`]; `None` where `ops` holds no op that comes near.
    #[must_use]
    pub fn stand_in(self, ops: OpSet, max_key: u16) -> Option<Op> {
        let mut kind = self.kind();
        while !ops.contains(kind) {
            let next = kind.row().instead;
            if next == kind {
                return None;
            }
            kind = next;
        }
        Some(self.as_kind(kind).fold_keys(max_key))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::op::tests::samples;
    use super::super::{Case, Without};
    use super::*;

    #[test]
    fn within_lands_in_the_set_and_in_the_domain() {
        for op in samples() {
            let small = op.within(OpSet::CORE, 9);
            assert!(OpSet::CORE.contains(small.kind()), "{op:?} -> {small:?}");
            assert!(small.keys().all(|key| key <= 9), "{op:?} -> {small:?}");
            assert_eq!(op.within(OpSet::ALL, u16::MAX), op);
        }
    }

    /// Whatever is left out, it comes to an end.
    #[test]
    fn an_op_without_a_stand_in_has_none() {
        let core = [OpKind::Insert, OpKind::Remove, OpKind::Get, OpKind::Iter];
        for op in samples() {
            assert_eq!(op.stand_in(OpSet::of(&[]), 9), None);
            assert_eq!(op.within(OpSet::of(&[]), u16::MAX), op);
            for kind in core {
                let stand_in = op.stand_in(OpSet::of(&[kind]), 9);
                assert!(stand_in.is_none_or(|op| op.kind() == kind), "{op:?}");
            }
        }
        let case: Case = "map-oracle case 1\ninsert 1 = 2 panic eq 1\nremove_entry 1\nget 1\n"
            .parse()
            .expect("a case");
        let steps = |ops: OpSet| case.within(ops, 9).steps;
        assert_eq!(steps(OpSet::of(&[OpKind::Insert])), case.steps[..1]);
        assert_eq!(steps(OpSet::of(&[])), []);
        let without = Without::parse(Some("remove, get"), None, Some("hash")).expect("words");
        let mut left = case.within(OpSet::ALL.without(without.ops()), 9);
        left.leave_out_faults(&without);
        let text = "map-oracle case 1\nhash random seed 0\ninsert 1 = 2\nremove_entry 1\niter\n";
        assert_eq!(left.to_string(), text);
    }

    /// Down to the ops that every map has, one by one.
    #[test]
    fn each_op_stands_in_for_the_one_before_it() {
        let mut chains = String::new();
        for kind in Vocabulary::MAP.kinds() {
            let mut chain = vec![kind];
            let mut left = OpSet::ALL.without(OpSet::CORE);
            while left.contains(chain[chain.len() - 1]) {
                let last = chain[chain.len() - 1];
                left = left.without(OpSet::of(&[last]));
                let op = Op::from_parts(last, 1, 1).within(left.union(OpSet::CORE), u16::MAX);
                chain.push(op.kind());
            }
            // Most go to `iter` at once.
            if chain.len() > 1 && chain[1] != OpKind::Iter {
                let names: Vec<&str> = chain.iter().map(|kind| kind.name()).collect();
                chains += &(names.join(" > ") + "\n");
            }
        }
        expect![[r#"
            get_mut > get
            get_key_value > get
            contains_key > get
            index > get
            remove_entry > remove
            insert_nan > insert
            entry_or_insert > insert
            entry_or_insert_with > insert
            entry_or_insert_with_key > insert
            entry_and_modify > insert
            entry_insert_entry > insert
            entry_replace > insert
            entry_remove > remove
            entry_remove_entry > remove
            entry_peek > get
            extend > insert_run
            from_iter > insert_run
            retain > extract_if > remove
            drain > remove
            extract_if > remove
            extract_two > remove
            into_iter > remove
            truncate > remove
            clone_swap > clone > iter
            clone_from > insert_run
            clear > drain > remove
            try_insert > entry_or_insert > insert
            entry_fill > entry_or_insert > insert
            entry_write > entry_or_insert > insert
            get_disjoint_mut > get_mut > get
            into_keys > into_iter > remove
            into_values > into_iter > remove
            into_iter_forget > into_iter > remove
            drain_forget > drain > remove
            extract_forget > extract_two > remove
            try_reserve > reserve > iter
            shrink_to > shrink_to_fit > iter
            equal_copy > clone > iter
            equal_toggled > get
            equal_changed > get
            append > extend > insert_run
            union > append > extend > insert_run
            swap > clone_swap > clone > iter
            clone_to_other > clone_swap > clone > iter
            equal_other > clone > iter
            append_other > clone_swap > clone > iter
            pop_first > truncate > remove
            pop_last > truncate > remove
            successor > get
            predecessor > get
            range_mut > iter_mut > iter
            split_off > truncate > remove
            split_swap > truncate > remove
            index_of > get
            swap_remove > remove
            shift_remove > remove
            swap_remove_index > truncate > remove
            shift_remove_index > truncate > remove
            shift_insert > insert
            entry_ref > entry_or_insert > insert
            split_off_at > truncate > remove
            drain_range > drain > remove
            retain_mut > retain > extract_if > remove
            prefix > get
            remove_prefix > remove
            lower_bound > successor > get
            upper_bound > predecessor > get
            alter > insert
            first_entry > first > iter
            last_entry > last > iter
            get_or_insert_with > entry_or_insert_with > insert
            get_full > index_of > get
            insert_full > insert
            swap_remove_full > swap_remove > remove
            insert_sorted > insert
            entry_insert_then > entry_insert_entry > insert
            extend_twice > extend > insert_run
            from_iter_twice > from_iter > insert_run
        "#]]
        .assert_eq(&chains);
    }
}
