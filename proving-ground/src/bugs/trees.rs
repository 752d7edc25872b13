//! Bugs of trees, tries and skip lists.

use std::ops::Bound;

use map_oracle::case::{Case, Op, OpKind};

use super::{Bug, WRONG, plain, with};

pub(super) const BUGS: &[Bug] = &[
    Bug {
        name: "blart_range_0_5",
        subject: "blart_0_5_0",
        set: "trees_b",
        mended: Some("blart_0_6_0"),
        what: "a range ends before it begins if its bound parts from all keys below a node",
        min: 4,
        signs: WRONG,
        shows: looks_at_a_range,
    },
    Bug {
        name: "btree_slab_range_from_lost",
        subject: "btree_slab_0_6_1",
        set: "trees",
        mended: None,
        what: "a range from a key that is not there misses entries",
        min: 2,
        signs: WRONG,
        // `retain` and `extract_if` leave entries behind that a range may show.
        shows: |case| looks_at_a_range(case) && !with(case, FILTERS),
    },
    Bug {
        name: "btree_slab_retain_len",
        subject: "btree_slab_0_6_1",
        set: "trees",
        mended: None,
        what: "retain passes over entries where nodes are merged under way",
        min: 10,
        signs: WRONG,
        shows: |case| with(case, FILTERS) && !looks_at_a_range(case),
    },
    Bug {
        name: "concread_bptree_range_rev",
        subject: "concread_0_5_12",
        set: "trees_b",
        mended: None,
        what: "a range taken from its back shows keys below its start",
        min: 9,
        signs: WRONG,
        shows: |case| plain(case) && case.steps.iter().any(|step| ends_at_its_start(step.op)),
    },
    Bug {
        name: "concread_hashtrie_df",
        subject: "concread_0_4_1",
        set: "trees_b",
        mended: Some("concread_0_4_2"),
        // The allocator notices it without a sanitizer's help.
        what: "an insert and a removal in one transaction free the same memory",
        min: 2,
        signs: &["crash"],
        shows: plain,
    },
    Bug {
        name: "gavl_remove_loses_key",
        subject: "gavl_0_1_5",
        set: "trees",
        mended: None,
        what: "a removal takes another key with it",
        min: 5,
        signs: WRONG,
        shows: removes,
    },
    Bug {
        name: "im_union_15_1_ord",
        subject: "im_ord_15_1_0",
        set: "trees_b",
        mended: None,
        what: "a union takes the values of the larger map, not of the first",
        min: 4,
        signs: WRONG,
        shows: |case| with(case, &[OpKind::Union]),
    },
    Bug {
        name: "indexset_get_phantom_0_10",
        subject: "indexset_0_10_0",
        set: "trees",
        mended: Some("indexset_0_11_0"),
        what: "a look-up of a key that is not there finds the next one",
        min: 3,
        signs: &["look-up"],
        shows: |case| plain(case) && !looks_at_a_range(case),
    },
    Bug {
        name: "indexset_range_upper",
        subject: "indexset_0_16_0",
        set: "trees",
        mended: None,
        what: "a range shows the next key if its last one is not there",
        min: 2,
        signs: WRONG,
        shows: looks_at_a_range,
    },
    Bug {
        name: "patricia_iter_0_5_0",
        subject: "patricia_tree_0_5_0",
        set: "trees_b",
        mended: Some("patricia_tree_0_5_5"),
        what: "an iteration misses a key that came after a removal",
        min: 5,
        signs: WRONG,
        shows: removes,
    },
    Bug {
        name: "qp_trie_clear_count_0_8_1",
        subject: "qp_trie_0_8_1",
        set: "trees",
        mended: Some("qp_trie_0_8_2"),
        what: "a clear does not set the count back",
        min: 2,
        signs: WRONG,
        shows: |case| with(case, &[OpKind::Clear]),
    },
    Bug {
        name: "radix_trie_prefix_0_1_4",
        subject: "radix_trie_0_1_4",
        set: "trees",
        mended: Some("radix_trie_0_1_5"),
        what: "the removal of a key that is not there drops what is below its prefix",
        min: 4,
        signs: &["answer", "len", "look-up", "contents", "iterator", "ledger"],
        shows: removes,
    },
    Bug {
        name: "rb_tree_0_3_2",
        subject: "rb_tree_0_3_2",
        set: "trees",
        mended: Some("rb_tree_0_3_5"),
        what: "a removal asks a leaf for its child while it sets colours right",
        min: 14,
        signs: &["panic"],
        shows: plain,
    },
    Bug {
        name: "rbtree_clear_len",
        subject: "rbtree_0_1_7",
        set: "trees",
        mended: Some("rbtree_0_2_0"),
        what: "a clear does not set the length back",
        min: 2,
        signs: WRONG,
        shows: |case| with(case, &[OpKind::Clear]),
    },
    Bug {
        name: "skiplist_remove_0_3_0",
        subject: "skiplist_0_3_0",
        set: "trees_b",
        mended: Some("skiplist_0_4_0"),
        what: "a removal miscounts the lengths of links, which lead past their places then",
        min: 6,
        // It depends on the levels that are drawn which it is.
        signs: &["panic", "answer", "len", "look-up", "contents", "iterator"],
        shows: removes,
    },
];

/// The ops that remove what a closure selects.
const FILTERS: &[OpKind] = &[OpKind::Retain, OpKind::ExtractIf];

fn looks_at_a_range(case: &Case) -> bool {
    let kinds = [
        OpKind::Range,
        OpKind::RangeRev,
        OpKind::RangeEnds,
        OpKind::RangeMut,
        OpKind::Successor,
        OpKind::Predecessor,
    ];
    with(case, &kinds)
}

/// Whether a range that has a start is taken from its back, down to there.
fn ends_at_its_start(op: Op) -> bool {
    let backwards = matches!(op.kind(), OpKind::RangeRev | OpKind::RangeEnds);
    let key = |bound| match bound {
        Bound::Included(key) | Bound::Excluded(key) => Some(key),
        Bound::Unbounded => None,
    };
    let (low, high) = op.bounds();
    // One that is given backwards is another matter.
    backwards && key(low).is_some_and(|low| key(high).is_none_or(|high| low <= high))
}

/// Whether something is removed by its key or its place, and nothing panics.
fn removes(case: &Case) -> bool {
    let kinds = [
        OpKind::Remove,
        OpKind::RemoveEntry,
        OpKind::RemoveRun,
        OpKind::PopFirst,
        OpKind::PopLast,
        OpKind::ShiftRemoveIndex,
    ];
    with(case, &kinds)
}
