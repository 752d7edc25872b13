//! `SUBJECT` beside a model, op by op. `cargo test --test oracle` runs it;
//! `map_oracle::guide` tells what is checked, and how to read a failure.

use SUBJECT;

map_oracle::suite!(TYPE);
