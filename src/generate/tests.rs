//! What the generator draws is part of what a seed means.

use expect_test::expect;

use super::Profile;
use crate::case::OpSet;

/// A number that any change of a case would change.
fn fingerprint(profile: Profile, ops: OpSet) -> u64 {
    let text = (0..200)
        .map(|seed| profile.case(ops, 300, 80, seed).to_string())
        .collect::<String>();
    // FNV-1a: what std hashes with may change.
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    })
}

/// A seed in a report, in a test or in a campaign that goes on tomorrow stands
/// for the same case in every version that draws the same ops.
#[test]
fn the_cases_of_whole_sets_stay_what_they_are() {
    let mut told = String::new();
    for profile in Profile::ALL {
        let (all, core) = (
            fingerprint(profile, OpSet::ALL),
            fingerprint(profile, OpSet::CORE),
        );
        told += &format!("{}: all {all:016x}, core {core:016x}\n", profile.name());
    }
    expect![[r#"
        tombstone_reuse: all 8a51a7303a8057ca, core 78e10143c8b2f33a
        growth_mid_iteration: all 49ebb41fc1e76299, core 2a1f362f04180f4d
        overflow_chains: all 12fd4c2559a6d087, core d075fecfeecea9f0
        mixed: all 4666e3d3975d2b63, core 3d334a1f994bdd7f
    "#]]
    .assert_eq(&told);
}
