//! `GoMap` beside the model, keys removed and inserted again and again.
#![no_main]

use map_oracle::generate::Profile;
use map_oracle::subject::GoMapSubject;

map_oracle::fuzz!(GoMapSubject, Profile::TombstoneReuse);
