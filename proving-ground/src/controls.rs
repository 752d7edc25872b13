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

/// Every control.
pub const ALL: &[Control] = &[
    Control {
        subject: "blart_0_6_0",
        set: "trees_mended",
        known: &[],
    },
    Control {
        subject: "concread_0_4_2",
        set: "trees_mended",
        known: &[],
    },
    Control {
        subject: "indexset_0_11_0",
        set: "trees_mended",
        known: &["indexset_range_upper"],
    },
    Control {
        subject: "patricia_tree_0_5_5",
        set: "trees_mended",
        known: &[],
    },
    Control {
        subject: "qp_trie_0_8_2",
        set: "trees_mended",
        known: &[],
    },
    Control {
        subject: "radix_trie_0_1_5",
        set: "trees_mended",
        known: &[],
    },
    Control {
        subject: "rb_tree_0_3_5",
        set: "trees_mended",
        known: &[],
    },
    Control {
        subject: "rbtree_0_2_0",
        set: "trees_mended",
        known: &[],
    },
    Control {
        subject: "skiplist_0_4_0",
        set: "trees_mended",
        known: &[],
    },
];
