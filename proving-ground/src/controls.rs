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
        subject: "chashmap_2_2_2",
        set: "hash_b",
        known: &[],
    },
    Control {
        subject: "dashmap_4_0_0",
        set: "hash_b",
        known: &[],
    },
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
    Control {
        subject: "hashbrown_0_1_4",
        set: "hash_mended",
        known: &[],
    },
    Control {
        subject: "hashbrown_0_9_0",
        set: "hash_b",
        known: &["hashbrown-clone_from-double-drop-0_12_2"],
    },
    Control {
        subject: "hashbrown_0_12_3",
        set: "hash_b",
        known: &[],
    },
    Control {
        subject: "hashbrown_0_14_5",
        set: "hash_b",
        known: &[],
    },
    Control {
        subject: "hashlink_0_8_0",
        set: "hash_b",
        known: &[],
    },
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
    Control {
        subject: "id_map_0_2_2",
        set: "hash_b",
        known: &[],
    },
    Control {
        subject: "intmap_1_1_0",
        set: "hash_b",
        known: &[],
    },
    Control {
        subject: "intmap_3_1_0",
        set: "hash_b",
        known: &[],
    },
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
    Control {
        subject: "lru_0_6_4",
        set: "hash_c",
        known: &[],
    },
    Control {
        subject: "micromap_0_0_14",
        set: "hash_a",
        known: &["micromap-leaks-0_0_14"],
    },
    Control {
        subject: "micromap_0_0_15",
        set: "hash_a",
        known: &[],
    },
    Control {
        subject: "slotmap_1_1_0",
        set: "hash_b",
        known: &[],
    },
    Control {
        subject: "small_map_0_1_4",
        set: "hash_b",
        known: &[],
    },
];
