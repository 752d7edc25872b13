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

const fn control(set: &'static str, subject: &'static str) -> Control {
    Control { subject, set }
}

/// Every control.
pub const ALL: &[Control] = &[
    control("hash_b", "chashmap_2_2_2"),
    control("hash_b", "dashmap_4_0_0"),
    control("hash_b", "hashbrown_0_1_1"),
    control("hash_c", "hashbrown_0_1_2"),
    control("hash_mended", "hashbrown_0_1_4"),
    control("hash_b", "hashbrown_0_9_0"),
    control("hash_b", "hashbrown_0_12_3"),
    control("hash_b", "hashbrown_0_14_5"),
    control("hash_b", "hashlink_0_8_0"),
    control("hash_b", "heapless_0_8_0"),
    control("hash_b", "heapless_0_9_3"),
    control("hash_b", "id_map_0_2_2"),
    control("hash_b", "intmap_1_1_0"),
    control("hash_b", "intmap_3_1_0"),
    control("hash_b", "linked_hash_map_0_5_1"),
    control("hash_b", "lru_0_6_3"),
    control("hash_c", "lru_0_6_4"),
    control("hash_a", "micromap_0_0_14"),
    control("hash_a", "micromap_0_0_15"),
    control("hash_b", "slotmap_1_1_0"),
    control("hash_b", "small_map_0_1_4"),
    control("trees_mended", "blart_0_6_0"),
    control("trees_mended", "concread_0_4_2"),
    control("trees_mended", "indexset_0_11_0"),
    control("trees_mended", "patricia_tree_0_5_5"),
    control("trees_mended", "qp_trie_0_8_2"),
    control("trees_mended", "radix_trie_0_1_5"),
    control("trees_mended", "rb_tree_0_3_5"),
    control("trees_mended", "rbtree_0_2_0"),
    control("trees_mended", "skiplist_0_4_0"),
    control("current", "std_hash_map"),
    control("current", "std_btree_map"),
    control("current", "hashbrown_0_17_1"),
    control("current", "hashbrown_table_0_17_1"),
    control("current", "indexmap_2_14_2"),
    control("current", "ordermap_1_2_2"),
    control("current", "imbl_7_0_2"),
    control("current", "imbl_ord_7_0_2"),
    control("current", "rpds_1_2_1"),
    control("current", "rpds_tree_1_2_1"),
    control("current", "intmap_3_1_3"),
    control("current", "heapless_linear_0_9_3"),
    control("current", "litemap_0_8_3"),
    control("current", "dashmap_6_2_1"),
    control("current", "hashlink_0_12_2"),
    control("current", "lru_0_19_0"),
    control("current", "scc_3_8_8"),
    control("current", "papaya_0_2_5"),
    control("current", "flurry_0_5_2"),
    control("current", "crossbeam_skiplist_0_1_3"),
    control("current", "vecmap_0_3_1"),
    control("current", "vec_map_0_8_2"),
    control("current", "linear_map_1_2_0"),
    control("current", "micromap_0_3_0"),
    control("current", "patricia_tree_0_10_2"),
    control("current", "radix_trie_0_3_0"),
    control("ten_lines", "ten_hashlink"),
    control("ten_lines", "ten_dashmap"),
    control("ten_lines", "ten_imbl"),
    control("ten_lines", "ten_rpds"),
    control("ten_lines", "ten_slotmap"),
    control("ten_lines", "ten_litemap"),
    control("ten_lines", "ten_intmap"),
    control("ten_lines", "ten_weak_table"),
    control("ten_lines", "ten_redb"),
    control("ten_lines", "ten_ic_stable_structures"),
];
