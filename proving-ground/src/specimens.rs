//! The list: every crate version on the ground, and what is known of it.

use map_oracle::check::{Kind, Runner};

use crate::subjects;

/// An exact version of a map crate.
#[derive(Clone, Copy, Debug)]
pub struct Specimen {
    /// What it is called on the command line.
    pub name: &'static str,
    /// The crate.
    pub package: &'static str,
    /// The version of the crate.
    pub version: &'static str,
    /// What should come of a hunt.
    pub expect: Expect,
    /// Its adapter.
    pub runner: fn() -> Runner,
}

/// What should come of a hunt.
#[derive(Clone, Copy, Debug)]
pub enum Expect {
    /// A known bug is found.
    Bug {
        /// What is wrong, in a few words.
        what: &'static str,
        /// Where to read of it.
        link: &'static str,
        /// The fewest ops that are known to show it.
        min: usize,
        /// How it shows. A finding of another kind is another bug.
        signs: &'static [Sign],
    },
    /// Nothing is found.
    Clean,
}

/// A way for a bug to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A check of the oracle fails.
    Check(Kind),
    /// The process is brought down.
    Crash,
    /// An op never ends.
    Hang,
}

impl Sign {
    /// A word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sign::Check(kind) => kind.name(),
            Sign::Crash => "crash",
            Sign::Hang => "hang",
        }
    }
}

/// An entry that is there and is not found, or the other way round.
const LOST_KEY: &[Sign] = &[
    Sign::Check(Kind::Answer),
    Sign::Check(Kind::Len),
    Sign::Check(Kind::LookUp),
    Sign::Check(Kind::Contents),
];

/// Every specimen, bugs first.
pub const ALL: &[Specimen] = &[
    Specimen {
        name: "griddle-shrink-assert-0_6_0",
        package: "griddle",
        version: "0.6.0",
        expect: Expect::Bug {
            what: "shrink_to_fit leaves no room for the next insert when a growth is not over",
            // Not reported there so far; this is the newest version.
            link: "https://github.com/jonhoo/griddle",
            min: 5,
            signs: &[Sign::Check(Kind::Panic)],
        },
        runner: Runner::of::<subjects::Griddle060>,
    },
    Specimen {
        name: "heapless-truncate-0_9_3",
        package: "heapless",
        version: "0.9.3",
        expect: Expect::Bug {
            what: "truncate tears gaps into the index, behind which keys are lost",
            link: "https://github.com/rust-embedded/heapless/issues/674",
            min: 5,
            signs: LOST_KEY,
        },
        runner: Runner::of::<subjects::Heapless093>,
    },
    Specimen {
        name: "hashbrown-collide-0_1_3",
        package: "hashbrown",
        version: "0.1.3",
        expect: Expect::Bug {
            what: "a removal marks its slot as never used where a probe had passed over it",
            link: "https://github.com/rust-lang/hashbrown/pull/26",
            min: 26,
            signs: LOST_KEY,
        },
        runner: Runner::of::<subjects::Hashbrown013>,
    },
    Specimen {
        name: "hashbrown-now",
        package: "hashbrown",
        version: "0.17",
        expect: Expect::Clean,
        runner: Runner::of::<subjects::HashbrownNow>,
    },
];

/// The specimen of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Specimen> {
    ALL.iter().find(|specimen| specimen.name == name)
}
