//! Case files of every version of the format are read for ever, to the same ops.
//!
//! Beside each `version-N.case` stands what its lines were read to when that
//! version was new: kind, first and second operand, fault. Neither file is ever
//! changed; a new version adds two.

use std::fs;
use std::path::Path;

use map_oracle::case::{Case, FORMAT_VERSION, Spread, Step};

fn read(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn told(step: &Step) -> String {
    let (kind, [a, b, _]) = (step.op.kind(), step.op.operands());
    match step.fault {
        Some(fault) => format!("{kind:?} {a} {b} {:?} {}", fault.kind, fault.call),
        None => format!("{kind:?} {a} {b}"),
    }
}

#[test]
fn each_version_is_read_as_it_was_meant() {
    for version in 1..=FORMAT_VERSION {
        let case: Case = read(&format!("version-{version}.case")).parse().unwrap();
        let meant = read(&format!("version-{version}.txt"));
        let told: Vec<String> = case.steps.iter().map(told).collect();
        assert_eq!(told, meant.lines().collect::<Vec<_>>(), "version {version}");
        // And can be written anew.
        assert_eq!(case.to_string().parse(), Ok(case));
    }
}

#[test]
fn the_head_of_version_1_is_read_as_it_was_meant() {
    let case: Case = read("version-1.case").parse().unwrap();
    assert_eq!(case.plan.spread, Spread::LowBits(4));
    assert_eq!((case.plan.seed, case.hint), (7, 100));
    let pins: Vec<(u16, u64)> = case.plan.pins.into_iter().collect();
    assert_eq!(pins, [(3, 0xff00_0000_0000_0001), (4095, 17)]);
    for (line, spread) in [
        ("random", Spread::Random),
        ("distinct 64", Spread::Distinct(64)),
        ("low 32 seed 4294967295", Spread::LowBits(32)),
        ("top", Spread::TopByte),
        ("sequential seed 1", Spread::Sequential),
    ] {
        let case: Case = format!("map-oracle case 1\nhash {line}\n").parse().unwrap();
        assert_eq!(case.plan.spread, spread);
    }
}
