//! `GoMap` beside the model, cursors open while the map grows, shrinks and is
//! emptied under them.
#![no_main]

use map_oracle::generate::Profile;
use map_oracle::subject::GoMapSubject;

map_oracle::fuzz!(GoMapSubject, Profile::GrowthMidIteration);
