//! Set a: crates with bugs, each in the first of the versions that are looked
//! at.

#![cfg_attr(feature = "fuzz", no_main)]

proving_ground::specimens! {
    griddle_0_6_0: "griddle.rs",
    hashbrown_0_1_3: "hashbrown_0_1.rs",
    heapless_0_9_3: "heapless_0_9.rs",
}
