//! Any of the subjects that come along beside the model: the first byte picks
//! which, the rest is the case.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};
use map_oracle::check::Runner;
use map_oracle::generate::Profile;
use map_oracle::hunt::fuzz;
use map_oracle::subject::{GoMapSubject, HashTable, Hashbrown, IndexMap, StdBTreeMap, StdHashMap};

// Not `Runner::built_in`: the maps must be compiled here to be seen by the fuzzer.
static SUBJECTS: LazyLock<Vec<Runner>> = LazyLock::new(|| {
    vec![
        Runner::of::<GoMapSubject>(),
        Runner::of::<StdHashMap>(),
        Runner::of::<StdBTreeMap>(),
        Runner::of::<Hashbrown>(),
        Runner::of::<HashTable>(),
        Runner::of::<IndexMap>(),
    ]
});

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some((&pick, case)) = bytes.split_first() else {
        return Corpus::Reject;
    };
    let subject = &SUBJECTS[usize::from(pick) % SUBJECTS.len()];
    if fuzz(subject, Profile::Mixed, case) {
        Corpus::Keep
    } else {
        Corpus::Reject
    }
});
