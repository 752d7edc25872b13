//! The known bugs, one row each.
//!
//! A row says where the bug is and how a finding of it looks. The hunt itself
//! is told nothing of this: all subjects are hunted alike, and what is known of
//! a bug is used to judge what was found, never to look for it. A finding that
//! looks otherwise is another bug; it is told, and passed over.

mod hash;
mod trees;

use map_oracle::case::{Case, FaultKind, OpKind, Step};
use map_oracle::check::{Kind, ProcessEnd};

/// A published crate with a bug that is known.
#[derive(Clone, Copy, Debug)]
pub struct Bug {
    /// What the bug is called here.
    pub name: &'static str,
    /// The crate and version, as its set names them.
    pub subject: &'static str,
    /// The set that the subject is in.
    pub set: &'static str,
    /// The [control](crate::controls) in which it is mended, if there is one.
    pub mended: Option<&'static str>,
    /// What is wrong, in one sentence.
    pub what: &'static str,
    /// The fewest operations that were known to show it.
    pub min: usize,
    /// The checks that see it. `crash` stands for every end of a process but a hang.
    pub signs: &'static [&'static str],
    /// Whether a small case that a sign was seen on is one of this bug.
    pub shows: fn(&Case) -> bool,
}

impl Bug {
    /// The bug of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Bug> {
        all().find(|bug| bug.name == name)
    }

    /// Whether this is how the bug looks.
    #[must_use]
    pub fn is_shown_by(&self, sign: &str, case: &Case) -> bool {
        let sign = if is_crash(sign) { CRASH } else { sign };
        self.signs.contains(&sign) && (self.shows)(case)
    }
}

/// The sign of a process that ended.
const CRASH: &str = "crash";

/// Whether a sign is the end of a process. Which one it is, a signal or an exit or no
/// memory left, is up to the allocator if a map has gone wild.
fn is_crash(sign: &str) -> bool {
    Kind::from_name(sign).is_none() && sign != ProcessEnd::Hang.name()
}

/// The signs of an entry that is not where it should be.
const WRONG: &[&str] = &["answer", "len", "look-up", "contents", "order", "iterator"];

/// Whether no step of the case panics or lies.
fn plain(case: &Case) -> bool {
    case.steps.iter().all(|step| step.fault.is_none())
}

/// Whether the case has an op of this kind and no panic.
fn with(case: &Case, kinds: &[OpKind]) -> bool {
    plain(case)
        && case
            .steps
            .iter()
            .any(|step| kinds.contains(&step.op.kind()))
}

/// Whether an op of these kinds has a panic of this kind planned, and the rest of
/// the case none.
fn strikes(case: &Case, fault: FaultKind, kinds: &[OpKind]) -> bool {
    let mut struck = case.steps.iter().filter(|step| step.fault.is_some());
    let first = struck.next();
    let strikes = |step: &Step| {
        step.fault.is_some_and(|planned| planned.kind == fault) && kinds.contains(&step.op.kind())
    };
    first.is_some_and(strikes) && struck.next().is_none()
}

/// Every known bug.
pub fn all() -> impl Iterator<Item = &'static Bug> + Clone {
    hash::BUGS.iter().chain(trees::BUGS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls;

    #[test]
    fn every_end_of_a_process_but_a_hang_is_a_crash() {
        let bug = Bug::by_name("hashbrown-clear-empty-0_1_1").unwrap();
        let case: Case = "map-oracle case 1\nhash sequential seed 0\nclear\n"
            .parse()
            .unwrap();
        let crashes = [
            ProcessEnd::Signal(11),
            ProcessEnd::Exit(3),
            ProcessEnd::StackOverflow,
            ProcessEnd::Memory,
        ];
        assert!(crashes.iter().all(|end| bug.is_shown_by(end.name(), &case)));
        assert!(!bug.is_shown_by(ProcessEnd::Hang.name(), &case));
        assert!(!bug.is_shown_by(Kind::Panic.name(), &case));
    }

    #[test]
    fn every_name_is_one_bugs_and_what_is_mended_is_a_control() {
        let mut names: Vec<&str> = all().map(|bug| bug.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all().count());
        for bug in all() {
            let mended = bug.mended;
            assert!(
                mended.is_none_or(|name| controls::by_name(name).is_some()),
                "{}",
                bug.name
            );
        }
        for control in controls::ALL {
            assert!(Bug::by_name(control.subject).is_none());
        }
    }
}
