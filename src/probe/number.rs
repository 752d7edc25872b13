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

#[cfg(test)]
mod tests {
    use super::*;

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
            let probe = Probe::start(plan);
            let wide: Vec<u64> = (0..8192).map(|id| TestKey::make(&probe, id)).collect();
            let narrow: Vec<u32> = (0..8192).map(|id| TestKey::make(&probe, id)).collect();
            assert!(wide.is_sorted_by(|a, b| a < b));
            assert!(narrow.is_sorted_by(|a, b| a < b));
            for id in 0..8192_u32 {
                assert_eq!(TestKey::id(&wide[id as usize]), id);
                assert_eq!(TestKey::id(&narrow[id as usize]), id);
            }
        }
    }
}
