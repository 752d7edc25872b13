//! `explain`: what happened in a run, as text for the terminal or as a page
//! for the browser. Both read the same [`Recording`](super::recording::Recording).

mod html;
mod reason;
mod text;

pub use html::page;
pub use reason::reasons;
pub use text::{Excerpt, text};
