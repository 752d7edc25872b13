//! What a hunt tells of itself while it goes on: a line of JSON each, on
//! standard output, so that whoever watches knows which case was under way when
//! the lines end.

use std::io::{self, Write as _};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// A line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// A case is about to be run: of this profile, with this number.
    Case(String, usize),
    /// A smaller case is about to be run.
    Shrinks,
    /// So much was done, and it goes on: of a peer, which does not tell its cases.
    Progress(Effort),
    /// The case under way failed. It may not be what is looked for; that shows
    /// once it is small.
    Failed {
        /// The word for how.
        sign: String,
        /// Where the case is, as it was drawn, if it is a case of ours.
        path: Option<PathBuf>,
        /// What it took.
        effort: Effort,
    },
    /// What failed, as small as it gets, is not what is looked for.
    Also {
        /// The word for how.
        sign: String,
        /// Where the small case is.
        path: PathBuf,
    },
    /// What failed, as small as it gets, is what is looked for.
    Found {
        /// The word for how.
        sign: String,
        /// Where the small case is, if it is a case of ours.
        path: Option<PathBuf>,
        /// The number of ops in it.
        shrunk: usize,
    },
    /// Nothing more is found.
    Over(Effort),
}

/// What was done so far, shrinking left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// Cases run.
    pub cases: usize,
    /// Steps of cases.
    pub ops: u64,
    /// Seconds of CPU time.
    pub cpu: f64,
}

impl Effort {
    /// Both together.
    #[must_use]
    pub fn and(self, then: Effort) -> Effort {
        Effort {
            cases: self.cases + then.cases,
            ops: self.ops + then.ops,
            cpu: self.cpu + then.cpu,
        }
    }
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
            sign: "look-up".into(),
            path: Some("found/a b.case".into()),
            shrunk: 3,
        };
        for message in [Message::Case("mixed".into(), 17), Message::Shrinks, found] {
            let line = serde_json::to_vec(&message).unwrap();
            assert_eq!(Message::read(&line), Some(message));
        }
        assert_eq!(Message::read(b"free(): invalid pointer"), None);
    }
}
