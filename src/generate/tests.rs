//! What the generator draws is part of what a seed means.

use expect_test::expect;

use super::Profile;
use crate::case::{Mark, OpKind, OpSet, Vocabulary, Without};
use crate::check::Runner;
use crate::subject::StdHashMap;

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
        tombstone_reuse: all 0a8ea6961b95ac38, core 5105788ef1933690
        growth_mid_iteration: all ee14aa05d12123eb, core dbcd4c5bb7b8f1b8
        overflow_chains: all baf884015efc5472, core 76ac7b19ab25d109
        mixed: all ae35791a8f98f233, core 43c53f91ffbe02c6
    "#]]
    .assert_eq(&told);
}

/// Ops of the core may be left out, and all others as well.
#[test]
fn whatever_is_left_is_drawn_and_nothing_else() {
    use OpKind as K;
    let alone = Vocabulary::MAP.kinds().map(|kind| OpSet::of(&[kind]));
    let but_one = Vocabulary::MAP.kinds();
    let but_one = but_one.map(|kind| OpSet::ALL.without(OpSet::of(&[kind])));
    let few = [
        OpSet::of(&[]),
        OpSet::of(&[K::Clear, K::Drain]),
        OpSet::of(&[K::CursorStep, K::Remove]),
        OpSet::ALL.without(OpSet::CORE),
        OpSet::READING,
    ];
    for ops in alone.chain(but_one).chain(few) {
        for profile in Profile::ALL {
            let mut drawn = OpSet::of(&[]);
            for seed in 0..24 {
                let case = profile.case(ops, 40, 60, seed);
                assert_eq!(case.steps.is_empty(), ops.is_empty(), "{ops:?}");
                let kinds: Vec<_> = case.steps.iter().map(|step| step.op.kind()).collect();
                drawn = drawn.union(OpSet::of(&kinds));
            }
            assert_eq!(drawn, drawn.intersection(ops));
            // None is forgotten for good.
            assert!(ops.iter().count() > 5 || drawn == ops, "{ops:?}: {drawn:?}");
        }
    }
}

/// Without `insert`, others fill the map.
#[test]
fn maps_are_filled_whatever_is_left_to_fill_them() {
    let without = Without::parse(Some("insert"), None, None).expect("a known word");
    let runner = Runner::of::<StdHashMap>().without(without);
    for profile in Profile::ALL {
        let mut filled = 0;
        for seed in 0..20 {
            let case = profile.case(runner.ops, 300, 80, seed);
            let reach = runner.run(&case).expect("std's map is right");
            filled += usize::from(reach.get(Mark::ENTRIES) >= 3);
        }
        assert!(filled >= 15, "{}: {filled}", profile.name());
    }
}
