//! What is known of Go's map, held against [`GoMap`](crate::gomap::GoMap).
//!
//! [`facts`] has what people say about it, each claim settled on Go's real
//! runtime and then checked on `GoMap`.

pub mod facts;
