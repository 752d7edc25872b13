//! `GoMap` by itself: what its interface returns, where entries lie, how it
//! grows, what a cursor promises, and what a panic leaves behind.
//!
//! One target for all of it, so that it is linked once; it needs nothing of the
//! oracle and no feature.

mod api;
mod cursor;
mod growth;
mod nan;
mod panic;
mod picture;
mod place;
mod promise;
mod quirks;
mod structure;
mod support;
