//! `GoMap` beside the model, all ops, all hash plans.
#![no_main]

use map_oracle::generate::Profile;
use map_oracle::subject::GoMapSubject;

map_oracle::fuzz!(GoMapSubject, Profile::Mixed);
