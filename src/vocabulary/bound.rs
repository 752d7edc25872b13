//! One end of a range of keys, packed into an operand.
//!
//! ```text
//! 00kk kkkk kkkk kkkk   the key k is in the range
//! 01kk kkkk kkkk kkkk   the key k is just outside of it
//! 1000 0000 0000 0000   the range is open at this end
//! ```
//!
//! In the text form a range reads as in a textbook: `[3 9)` holds 3 and not 9,
//! and `..` stands for an open end.

use std::ops::Bound;

use super::operand::MAX_KEY;

const EXCLUDED: u16 = 1 << 14;
/// No end at all.
pub(crate) const UNBOUNDED: u16 = 1 << 15;

/// The end that an operand stands for.
pub(crate) fn unpack(operand: u16) -> Bound<u16> {
    let key = operand & MAX_KEY;
    match operand {
        _ if operand & UNBOUNDED != 0 => Bound::Unbounded,
        _ if operand & EXCLUDED != 0 => Bound::Excluded(key),
        _ => Bound::Included(key),
    }
}

/// The operand that stands for an end.
pub(crate) fn pack(bound: Bound<u16>) -> u16 {
    match bound {
        Bound::Included(key) => key.min(MAX_KEY),
        Bound::Excluded(key) => key.min(MAX_KEY) | EXCLUDED,
        Bound::Unbounded => UNBOUNDED,
    }
}

/// The operand in its one legal form.
pub(crate) fn fold(operand: u16) -> u16 {
    pack(unpack(operand))
}

/// What arbitrary bits stand for: an eighth of them for an open end, and keys
/// lean towards small numbers.
pub(crate) fn decode(raw: u16) -> u16 {
    if raw == fold(raw) {
        return raw;
    }
    let small = (raw & MAX_KEY) >> (4 * (raw >> 12 & 3));
    match raw >> 12 & 0b1110 {
        0b1110 => UNBOUNDED,
        _ => small | raw & EXCLUDED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_has_one_operand() {
        for (bound, operand) in [
            (Bound::Included(0x123), 0x0123),
            (Bound::Excluded(0x123), 0x4123),
            (Bound::Unbounded, 0x8000),
        ] {
            assert_eq!(pack(bound), operand);
            assert_eq!(unpack(operand), bound);
            assert_eq!(decode(operand), operand);
        }
        assert_eq!(pack(Bound::Included(0xffff)), MAX_KEY);
        assert_eq!(pack(Bound::Excluded(0xffff)), MAX_KEY | EXCLUDED);
        assert_eq!(fold(0x9123), UNBOUNDED);
        assert_eq!(fold(0x7123), 0x4123);
    }

    #[test]
    fn bits_that_are_no_operand_stand_for_small_keys() {
        // By how many nibbles, whether excluded, and an eighth without an end.
        for (raw, operand) in [
            (0x1fed, 0x00fe),
            (0x2fed, 0x000f),
            (0x3fed, 0x0000),
            (0x5fed, 0x40fe),
            (0x6fed, 0x400f),
            (0x8fed, 0x0fed),
            (0x9fed, 0x00fe),
            (0xcfed, 0x4fed),
            (0xdfed, 0x40fe),
            (0xefed, 0x8000),
            (0xffed, 0x8000),
        ] {
            assert_eq!(decode(raw), operand, "{raw:#06x}");
        }
    }
}
