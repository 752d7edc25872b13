//! map-oracle
pub mod case;
pub mod check;
pub mod gomap;
pub mod model;
pub mod probe;
pub mod subject;
