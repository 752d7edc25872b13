//! The command `map-oracle`.
fn main() {}
