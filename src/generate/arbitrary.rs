//! The door for arbitrary, and through it for fuzzers.

use arbitrary::{Arbitrary, Result, Unstructured};

use crate::case::Case;

/// A case for a map: the rest of the bytes in the [byte form](Case::from_bytes). As every byte
/// string is a case, this never fails.
impl<'a> Arbitrary<'a> for Case {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Case> {
        let rest = u.len();
        Ok(Case::from_bytes(u.bytes(rest)?))
    }

    fn arbitrary_take_rest(u: Unstructured<'a>) -> Result<Case> {
        Ok(Case::from_bytes(u.take_rest()))
    }
}
