//! Fuzzes `SUBJECT`: every byte string is a case.
#![no_main]

map_oracle::fuzz!(SUBJECT);
