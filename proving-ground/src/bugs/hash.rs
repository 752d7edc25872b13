//! Bugs of hash maps, and of what is built on them.

use map_oracle::case::OpKind;

use super::{Bug, WRONG, plain, with};

pub(super) const BUGS: &[Bug] = &[
    Bug {
        name: "griddle-shrink-assert-0_6_0",
        subject: "griddle_0_6_0",
        set: "hash_a",
        mended: None,
        what: "a shrink while entries are still to be moved fails an assertion",
        min: 5,
        signs: &["panic"],
        shows: plain,
        asan: false,
    },
    Bug {
        name: "hashbrown-collide-0_1_3",
        subject: "hashbrown_0_1_3",
        set: "hash_a",
        mended: None,
        what: "a removal marks its slot as never used where a probe had passed over it",
        min: 26,
        signs: WRONG,
        shows: plain,
        asan: false,
    },
    Bug {
        name: "heapless-truncate-0_9_3",
        subject: "heapless_0_9_3",
        set: "hash_a",
        mended: None,
        what: "truncate tears gaps into the index, behind which keys are lost",
        min: 5,
        signs: WRONG,
        shows: |case| with(case, &[OpKind::Truncate]),
        asan: false,
    },
];
