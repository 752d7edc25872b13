//! `GoMap` beside the model, keys that share a bucket or a whole hash.
#![no_main]

use map_oracle::generate::Profile;
use map_oracle::subject::GoMapSubject;

map_oracle::fuzz!(GoMapSubject, Profile::OverflowChains);
