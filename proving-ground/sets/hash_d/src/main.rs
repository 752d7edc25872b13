//! Set d of the hash maps: the fourth version of hashbrown 0.1.

proving_ground::specimens! {
    hashbrown_0_1_3: "hashbrown_0_1.rs",
}
