//! `GoMap` beside the model, keys that share a bucket or a whole hash.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::fuzz;
use map_oracle::subject::GoMapSubject;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    if fuzz(
        &Runner::of::<GoMapSubject>(),
        Profile::OverflowChains,
        bytes,
    ) {
        Corpus::Keep
    } else {
        Corpus::Reject
    }
});
