//! `GoMap` beside the model, cursors open while the map grows, shrinks and is
//! emptied under them.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::fuzz;
use map_oracle::subject::GoMapSubject;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    if fuzz(
        &Runner::of::<GoMapSubject>(),
        Profile::GrowthMidIteration,
        bytes,
    ) {
        Corpus::Keep
    } else {
        Corpus::Reject
    }
});
