//! The crates that should be clean: the versions in which the known bugs are
//! mended, and the newest ones of widely used maps.

use map_oracle::corpus;

use crate::bugs::Bug;
use crate::outcome::{Find, Outcome};

/// A crate version in which nothing should be found.
#[derive(Clone, Copy, Debug)]
pub struct Control {
    /// The crate and version, as its set names them.
    pub subject: &'static str,
    /// The set that it is in.
    pub set: &'static str,
    /// Bugs that this version has too, by their names in [`bugs`](crate::bugs).
    pub known: &'static [&'static str],
}

impl Control {
    /// Whether a finding is one of the bugs that are known of it.
    #[must_use]
    pub fn has(&self, find: &Find) -> bool {
        let Some(Ok(case)) = find.path.as_deref().map(corpus::read) else {
            return false;
        };
        let mut known = self.known.iter().filter_map(|name| Bug::by_name(name));
        known.any(|bug| bug.is_shown_by(&find.sign, &case))
    }

    /// What was found that should not be there.
    #[must_use]
    pub fn news<'o>(&self, outcome: &'o Outcome) -> Vec<&'o Find> {
        let finds = outcome.also.iter();
        finds.filter(|find| !self.has(find)).collect()
    }
}

/// The control of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Control> {
    ALL.iter().find(|control| control.subject == name)
}

const fn clean(set: &'static str, subject: &'static str) -> Control {
    Control {
        subject,
        set,
        known: &[],
    }
}

/// Every control.
pub const ALL: &[Control] = &[
    clean("hash_b", "chashmap_2_2_2"),
    clean("hash_b", "dashmap_4_0_0"),
    Control {
        subject: "hashbrown_0_1_1",
        set: "hash_b",
        known: &["hashbrown-clear-empty-0_1_1", "hashbrown-collide-0_1_3"],
    },
    Control {
        subject: "hashbrown_0_1_2",
        set: "hash_c",
        known: &["hashbrown-collide-0_1_3"],
    },
    clean("hash_mended", "hashbrown_0_1_4"),
    Control {
        subject: "hashbrown_0_9_0",
        set: "hash_b",
        known: &["hashbrown-clone_from-double-drop-0_12_2"],
    },
    clean("hash_b", "hashbrown_0_12_3"),
    clean("hash_b", "hashbrown_0_14_5"),
    clean("hash_b", "hashlink_0_8_0"),
    Control {
        subject: "heapless_0_8_0",
        set: "hash_b",
        known: &["heapless-clear-panicking-drop-0_9_2"],
    },
    Control {
        subject: "heapless_0_9_3",
        set: "hash_b",
        known: &["heapless-truncate-0_9_3"],
    },
    clean("hash_b", "id_map_0_2_2"),
    clean("hash_b", "intmap_1_1_0"),
    clean("hash_b", "intmap_3_1_0"),
    Control {
        subject: "linked_hash_map_0_5_1",
        set: "hash_b",
        known: &["linked-hash-map-clear-panicking-drop-0_5_6"],
    },
    Control {
        subject: "lru_0_6_3",
        set: "hash_b",
        known: &["lru-key-leak-0_6_3"],
    },
    clean("hash_c", "lru_0_6_4"),
    Control {
        subject: "micromap_0_0_14",
        set: "hash_a",
        known: &["micromap-leaks-0_0_14"],
    },
    clean("hash_a", "micromap_0_0_15"),
    clean("hash_b", "slotmap_1_1_0"),
    clean("hash_b", "small_map_0_1_4"),
    clean("trees_mended", "blart_0_6_0"),
    clean("trees_mended", "concread_0_4_2"),
    Control {
        subject: "indexset_0_11_0",
        set: "trees_mended",
        known: &["indexset_range_upper"],
    },
    clean("trees_mended", "patricia_tree_0_5_5"),
    clean("trees_mended", "qp_trie_0_8_2"),
    clean("trees_mended", "radix_trie_0_1_5"),
    clean("trees_mended", "rb_tree_0_3_5"),
    clean("trees_mended", "rbtree_0_2_0"),
    clean("trees_mended", "skiplist_0_4_0"),
    clean("current", "std_hash_map"),
    clean("current", "std_btree_map"),
    clean("current", "hashbrown_0_17_1"),
    clean("current", "hashbrown_table_0_17_1"),
    clean("current", "indexmap_2_14_2"),
    clean("current", "ordermap_1_2_2"),
    clean("current", "imbl_7_0_2"),
    clean("current", "imbl_ord_7_0_2"),
    clean("current", "rpds_1_2_1"),
    clean("current", "rpds_tree_1_2_1"),
    clean("current", "intmap_3_1_3"),
    clean("current", "heapless_linear_0_9_3"),
    clean("current", "litemap_0_8_3"),
    clean("current", "dashmap_6_2_1"),
    clean("current", "hashlink_0_12_2"),
    clean("current", "lru_0_19_0"),
    clean("current", "scc_3_8_8"),
    clean("current", "papaya_0_2_5"),
    clean("current", "flurry_0_5_2"),
    clean("current", "crossbeam_skiplist_0_1_3"),
    clean("current", "vecmap_0_3_1"),
    clean("current", "vec_map_0_8_2"),
    clean("current", "linear_map_1_2_0"),
    clean("current", "micromap_0_3_0"),
    clean("current", "small_map_0_1_5"),
    clean("current", "patricia_tree_0_10_2"),
    clean("current", "radix_trie_0_3_0"),
];
