//! Set d of the hash maps: the fourth version of hashbrown 0.1.

#![cfg_attr(feature = "fuzz", no_main)]

proving_ground::specimens! {
    hashbrown_0_1_3: "hashbrown_0_1.rs",
}
