//! The way down from a case to smaller ones: for every shrinker.
//!
//! A descent proposes smaller cases, is told which of them fail as well, and
//! goes on from those (`reduce/smaller.rs`). The cuts that it tries are in
//! `cut.rs` and `jump.rs`, what makes one case smaller than another in `plain.rs`,
//! and keys under other numbers in `rename.rs`. All of it knows cases and nothing
//! of maps.

mod cut;
mod jump;
mod plain;
mod rename;
mod smaller;

pub(crate) use smaller::Descent;
pub use smaller::Smaller;
