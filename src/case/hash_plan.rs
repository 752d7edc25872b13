//! How keys hash: the case's business, not luck's.
//!
//! A plan gives every key its 64 bits. A [`Spread`] is a rule for all keys;
//! pins override it for single ones. With it an overflow chain, a cluster of
//! probes or two keys with one tag is a line of a case.

use std::collections::BTreeMap;

/// The rule that gives 64 bits to a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spread {
    /// Well mixed: as a good hasher would.
    #[default]
    Random,
    /// Only this many different hashes (1..=64; 1 = all keys collide). Sixteen
    /// keys in a row share theirs, so that a run of keys fills one chain
    /// after the other.
    Distinct(u8),
    /// All keys agree in this many low bits (1..=32), the rest is random:
    /// one bucket or one probe sequence, while tags differ.
    LowBits(u8),
    /// All keys agree in the top byte, the rest is random: tags are
    /// useless, buckets differ.
    TopByte,
    /// The hash is the key's number plus the seed: neighbours in neighbouring
    /// buckets, high bits all alike.
    Sequential,
}

impl Spread {
    /// The most hashes that [`Spread::Distinct`] takes.
    pub const MAX_DISTINCT: u8 = 64;
    /// The most bits that [`Spread::LowBits`] takes.
    pub const MAX_LOW_BITS: u8 = 32;
}

/// Gives each key its hash: a rule, a seed for it, and exceptions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct HashPlan {
    /// The rule.
    pub spread: Spread,
    /// Selects one of the many plans that follow the rule.
    pub seed: u32,
    /// Keys whose hash is given outright.
    pub pins: BTreeMap<u16, u64>,
}

impl HashPlan {
    /// The hash of the key with number `id`. Numbers above `u16::MAX` belong
    /// to keys that are not equal to themselves; they follow the rule, too.
    #[must_use]
    pub fn hash(&self, id: u32) -> u64 {
        if let Ok(key) = u16::try_from(id)
            && let Some(&pinned) = self.pins.get(&key)
        {
            return pinned;
        }
        let own = mix(u64::from(self.seed) << 32 | u64::from(id));
        let shared = mix(!u64::from(self.seed));
        match self.spread {
            Spread::Random => own,
            Spread::Distinct(n) => {
                let group = id / 16 % u32::from(n.max(1));
                mix(shared ^ u64::from(group))
            }
            Spread::LowBits(bits) => {
                let mask = (1_u64 << bits.min(Spread::MAX_LOW_BITS)) - 1;
                own & !mask | shared & mask
            }
            Spread::TopByte => {
                let mask = 0xff_u64 << 56;
                own & !mask | shared & mask
            }
            Spread::Sequential => u64::from(self.seed) + u64::from(id),
        }
    }
}

/// The finaliser of splitmix64 (Steele, Lea, Flood: "Fast splittable
/// pseudorandom number generators", 2014): a bijection that mixes well.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ x >> 31
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn plan(spread: Spread) -> HashPlan {
        HashPlan {
            spread,
            seed: 7,
            ..HashPlan::default()
        }
    }

    fn count_distinct(hashes: impl Iterator<Item = u64>) -> usize {
        hashes.collect::<std::collections::BTreeSet<_>>().len()
    }

    #[test]
    fn each_spread_shares_what_it_says() {
        let low = plan(Spread::LowBits(9));
        assert_eq!(count_distinct((0..500).map(|k| low.hash(k) & 0x1ff)), 1);
        assert_eq!(count_distinct((0..500).map(|k| low.hash(k))), 500);
        let top = plan(Spread::TopByte);
        assert_eq!(count_distinct((0..500).map(|k| top.hash(k) >> 56)), 1);
        let few = plan(Spread::Distinct(3));
        assert_eq!(count_distinct((0..500).map(|k| few.hash(k))), 3);
        assert_eq!(count_distinct((16..32).map(|k| few.hash(k))), 1);
        assert_eq!(plan(Spread::Sequential).hash(5), 12);
    }

    /// A case that was kept is only worth something while it hashes as it did.
    #[test]
    fn hashes_are_the_same_for_ever() {
        let spreads = [
            Spread::Random,
            Spread::Distinct(3),
            Spread::LowBits(9),
            Spread::TopByte,
            Spread::Sequential,
        ];
        let line = |spread| {
            let [five, twenty] = [5, 20].map(|key| plan(spread).hash(key));
            format!("{spread}: {five:#018x} {twenty:#018x}\n")
        };
        expect![[r#"
            random: 0xf90639b22b02a930 0xbbb054f4c46f3ed4
            distinct 3: 0xbc64bb6397919ffa 0xde96d70c582694a5
            low 9: 0xf90639b22b02a812 0xbbb054f4c46f3e12
            top: 0x880639b22b02a930 0x88b054f4c46f3ed4
            sequential: 0x000000000000000c 0x000000000000001b
        "#]]
        .assert_eq(&spreads.map(line).concat());
    }

    #[test]
    fn a_pin_overrides_the_rule() {
        let mut plan = plan(Spread::Random);
        plan.pins.insert(3, 0xff);
        assert_eq!(plan.hash(3), 0xff);
        assert_ne!(plan.hash(4), 0xff);
    }
}
