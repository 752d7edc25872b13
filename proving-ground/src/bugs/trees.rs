//! Bugs of trees, tries and skip lists.

use super::Bug;

pub(super) const BUGS: &[Bug] = &[];
