//! The crates under test: one adapter a file.
//!
//! Each offers everything that its crate offers of std's methods, and knows
//! nothing of any bug: what is drawn for it, how often and with which hashes
//! is decided by the oracle's own profiles.

mod griddle_0_6_0;
mod hashbrown_0_1_3;
mod hashbrown_now;
mod heapless_0_9_3;

pub use griddle_0_6_0::Griddle060;
pub use hashbrown_0_1_3::Hashbrown013;
pub use hashbrown_now::HashbrownNow;
pub use heapless_0_9_3::Heapless093;
