//! Fuzzes the map of `tests/oracle.rs`: every byte string is a case.
#![no_main]

#[path = "../../tests/oracle.rs"]
mod oracle;

map_oracle::fuzz!(oracle::Mine);
