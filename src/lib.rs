//! map-oracle
pub mod gomap;
