//! Plain numbers as keys, for maps that take nothing else.
//!
//! Such a map hashes or indexes by the number itself, so the hash plan decides
//! which number stands for a key: neighbours, multiples of a power of two, or
//! numbers far apart. The order of the numbers is the order of the keys.

use super::name::STRAY;
use super::{Probe, TestKey, TestValue};
use crate::case::{HashPlan, Spread};

/// How many low bits a number has beside those that tell the key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digits {
    low: u32,
    /// Whether the low bits are a mixture; they are zero otherwise.
    mixed: bool,
}

impl Digits {
    pub(super) const PLAIN: Digits = Digits {
        low: 0,
        mixed: false,
    };

    pub(super) fn of(plan: &HashPlan) -> Digits {
        let (low, mixed) = match plan.spread {
            Spread::Random => (32, true),
            Spread::Distinct(_) => (20, false),
            Spread::LowBits(bits) => (bits.into(), false),
            Spread::TopByte | Spread::Sequential => (0, false),
        };
        Digits { low, mixed }
    }

    /// Both in one number, for an atomic to hold.
    pub(super) const fn to_bits(self) -> u32 {
        self.low << 1 | self.mixed as u32
    }

    pub(super) const fn from_bits(bits: u32) -> Digits {
        Digits {
            low: bits >> 1,
            mixed: bits & 1 == 1,
        }
    }

    /// With no more than `most` low bits.
    fn at_most(self, most: u32) -> Digits {
        Digits {
            low: self.low.min(most),
            ..self
        }
    }

    fn number(self, id: u32) -> u64 {
        let own = u64::from(id) << self.low;
        if self.mixed {
            // An odd multiplier; any that mixes will do.
            own | u64::from(id.wrapping_mul(0x9e37_79b1)) & ((1 << self.low) - 1)
        } else {
            own
        }
    }

    fn id(self, number: u64) -> u32 {
        // A number that was never made is no key's, and is told as such.
        u16::try_from(number >> self.low).map_or(STRAY, u32::from)
    }
}

macro_rules! number {
    ($number:ty, $low:literal) => {
        /// The hash plan decides which numbers stand for the keys.
        impl TestKey for $number {
            const FOLLOWED: bool = false;

            fn make(_: &Probe, id: u32) -> Self {
                super::experiment::digits().at_most($low).number(id) as $number
            }

            fn id(&self) -> u32 {
                super::experiment::digits().at_most($low).id((*self).into())
            }
        }

        /// A payload as it is.
        impl TestValue for $number {
            const FOLLOWED: bool = false;

            fn make(_: &Probe, payload: u32) -> Self {
                payload.into()
            }

            fn get(&self) -> u32 {
                // A number that was never made is no payload of ours.
                u32::try_from(*self).unwrap_or(STRAY)
            }

            fn set(&mut self, payload: u32) {
                *self = payload.into();
            }
        }
    };
}

// Keys have up to 13 bits, or 14 with those that lie just outside.
number!(u32, 18);
number!(u64, 32);

/// A number in big-endian bytes, whose order is that of the numbers; longer arrays
/// begin with zeros.
impl<const N: usize> TestKey for [u8; N] {
    const FOLLOWED: bool = false;

    fn make(_: &Probe, id: u32) -> Self {
        let number = array_digits::<N>().number(id).to_be_bytes();
        let mut bytes = [0; N];
        let both = bytes.iter_mut().rev().zip(number.iter().rev());
        both.for_each(|(byte, &of_number)| *byte = of_number);
        bytes
    }

    fn id(&self) -> u32 {
        let (zeros, bytes) = self.split_at(N.saturating_sub(8));
        if zeros.iter().any(|&byte| byte != 0) {
            return STRAY;
        }
        let number = bytes
            .iter()
            .fold(0, |number, &byte| number << 8 | u64::from(byte));
        array_digits::<N>().id(number)
    }
}

/// How numbers stand in an array of bytes.
fn array_digits<const N: usize>() -> Digits {
    const {
        assert!(N >= 2, "a key has up to 14 bits: two bytes at least");
    }
    let low = (N * 8).min(46) as u32 - 14;
    super::experiment::digits().at_most(low)
}

/// The only key, and a value that holds nothing.
impl TestKey for () {
    const LAST: u16 = 0;
    const FOLLOWED: bool = false;

    fn make(_: &Probe, _: u32) {}

    fn id(&self) -> u32 {
        0
    }
}

impl TestValue for () {
    const FOLLOWED: bool = false;

    fn make(_: &Probe, _: u32) {}

    fn get(&self) -> u32 {
        0
    }

    fn set(&mut self, _: u32) {}

    fn keep(_: u32) -> u32 {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keep_order<K: TestKey + Ord>(plan: HashPlan) {
        let probe = Probe::start(plan);
        let keys: Vec<K> = (0..8192).map(|id| K::make(&probe, id)).collect();
        assert!(keys.is_sorted_by(|a, b| a < b));
        assert!(keys.iter().map(K::id).eq(0..8192));
    }

    #[test]
    fn numbers_keep_order_and_come_back_under_every_plan() {
        let spreads = [
            Spread::Random,
            Spread::Distinct(3),
            Spread::LowBits(1),
            Spread::LowBits(32),
            Spread::TopByte,
            Spread::Sequential,
        ];
        for spread in spreads {
            let plan = HashPlan {
                spread,
                ..HashPlan::default()
            };
            keep_order::<u64>(plan.clone());
            keep_order::<u32>(plan.clone());
            keep_order::<[u8; 2]>(plan.clone());
            keep_order::<[u8; 3]>(plan.clone());
            keep_order::<[u8; 8]>(plan.clone());
            keep_order::<[u8; 20]>(plan);
        }
    }
}
