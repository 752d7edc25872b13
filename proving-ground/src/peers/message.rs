//! What the hunt of a peer tells of itself while it goes on: a line of JSON each,
//! on standard output, so that whoever watches knows how far it was when the lines
//! end.

use std::io::{self, Write as _};

use serde::{Deserialize, Serialize};

use crate::outcome::Effort;

/// A line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// A smaller case is about to be run.
    Shrinks,
    /// So much was done, and it goes on.
    Progress(Effort),
    /// The case under way failed.
    Failed {
        /// The word for how.
        sign: String,
        /// What it took.
        effort: Effort,
    },
    /// What failed is as small as it gets.
    Found {
        /// The word for how.
        sign: String,
        /// The number of ops in it.
        shrunk: usize,
    },
    /// Nothing more is found.
    Over(Effort),
}

impl Message {
    /// Tells it, at once.
    ///
    /// # Errors
    ///
    /// If nobody listens any more.
    pub fn tell(&self) -> io::Result<()> {
        let mut line = serde_json::to_string(self)?;
        line.push('\n');
        // In one write, before the map has another chance to bring us down.
        let mut out = io::stdout().lock();
        out.write_all(line.as_bytes())?;
        out.flush()
    }

    /// The message of a line; `None` for lines that somebody else wrote.
    #[must_use]
    pub fn read(line: &[u8]) -> Option<Message> {
        serde_json::from_slice(line).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_as_they_were_told() {
        let found = Message::Found {
            sign: "wrong".into(),
            shrunk: 3,
        };
        let progress = Message::Progress(Effort::default());
        for message in [progress, Message::Shrinks, found] {
            let line = serde_json::to_vec(&message).unwrap();
            assert_eq!(Message::read(&line), Some(message));
        }
        assert_eq!(Message::read(b"free(): invalid pointer"), None);
    }
}
