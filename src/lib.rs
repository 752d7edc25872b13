//! map-oracle
pub mod case;
pub mod check;
pub mod corpus;
pub mod generate;
pub mod gomap;
pub mod hunt;
pub mod model;
pub mod probe;
pub mod shrink;
pub mod subject;
