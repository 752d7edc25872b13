//! The door for quickcheck.

use quickcheck::{Arbitrary, Gen};

use super::Profile;
use crate::case::{Case, Vocabulary};

/// Cases for maps, of all profiles, of up to [`Gen::size`] steps. They hold every op; a
/// subject that lacks some is given the nearest one instead. Shrinks by ops; a
/// property that calls [`assert_agrees`](crate::hunt::assert_agrees) tells the
/// case that our own shrinker ends in.
impl Arbitrary for Case {
    fn arbitrary(g: &mut Gen) -> Case {
        let profile = *g.choose(&Profile::ALL).expect("there are profiles");
        profile.case(Vocabulary::MAP.ops(), u16::MAX, g.size(), u64::arbitrary(g))
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Case>> {
        Box::new(self.smaller())
    }
}
