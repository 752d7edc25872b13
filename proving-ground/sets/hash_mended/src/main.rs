//! The hash maps in which a bug is mended and which no other set has a place
//! for.

#![cfg_attr(feature = "fuzz", no_main)]

proving_ground::specimens! {
    hashbrown_0_1_4: "hashbrown_0_1.rs",
}
