//! The crates that should be clean: the versions in which the known bugs are
//! mended, and the newest ones of widely used maps.

use map_oracle::corpus;

use crate::bugs::{self, Bug};
use crate::outcome::{Find, Outcome};

/// A crate version in which nothing should be found.
///
/// One that is not the newest, and in which known bugs are mended, has others
/// that were found and mended later: of it, only the known ones are asked.
#[derive(Clone, Copy, Debug)]
pub struct Control {
    /// The crate and version, as its set names them.
    pub subject: &'static str,
    /// The set that it is in.
    pub set: &'static str,
}

impl Control {
    /// The bugs that are mended in it.
    pub fn mends(&self) -> impl Iterator<Item = &'static Bug> {
        let subject = self.subject;
        bugs::all().filter(move |bug| bug.mended == Some(subject))
    }

    /// What was found that should not be there.
    #[must_use]
    pub fn news<'o>(&self, outcome: &'o Outcome) -> Vec<&'o Find> {
        let finds = outcome.also.iter();
        match self.mends().next() {
            None => finds.collect(),
            Some(_) => finds.filter(|find| self.is_mended(find)).collect(),
        }
    }

    fn is_mended(&self, find: &Find) -> bool {
        let Some(Ok(case)) = find.path.as_deref().map(corpus::read) else {
            return false;
        };
        self.mends().any(|bug| bug.is_shown_by(&find.sign, &case))
    }
}

/// The control of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Control> {
    ALL.iter().find(|control| control.subject == name)
}

const fn clean(set: &'static str, subject: &'static str) -> Control {
    Control { subject, set }
}

/// Every control.
pub const ALL: &[Control] = &[
    clean("hash_b", "chashmap_2_2_2"),
    clean("hash_b", "dashmap_4_0_0"),
    clean("hash_b", "hashbrown_0_1_1"),
    clean("hash_c", "hashbrown_0_1_2"),
    clean("hash_mended", "hashbrown_0_1_4"),
    clean("hash_b", "hashbrown_0_9_0"),
    clean("hash_b", "hashbrown_0_12_3"),
    clean("hash_b", "hashbrown_0_14_5"),
    clean("hash_b", "hashlink_0_8_0"),
    clean("hash_b", "heapless_0_8_0"),
    clean("hash_b", "heapless_0_9_3"),
    clean("hash_b", "id_map_0_2_2"),
    clean("hash_b", "intmap_1_1_0"),
    clean("hash_b", "intmap_3_1_0"),
    clean("hash_b", "linked_hash_map_0_5_1"),
    clean("hash_b", "lru_0_6_3"),
    clean("hash_c", "lru_0_6_4"),
    clean("hash_a", "micromap_0_0_14"),
    clean("hash_a", "micromap_0_0_15"),
    clean("hash_b", "slotmap_1_1_0"),
    clean("hash_b", "small_map_0_1_4"),
    clean("trees_mended", "blart_0_6_0"),
    clean("trees_mended", "concread_0_4_2"),
    clean("trees_mended", "indexset_0_11_0"),
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
    clean("current", "patricia_tree_0_10_2"),
    clean("current", "radix_trie_0_3_0"),
];
