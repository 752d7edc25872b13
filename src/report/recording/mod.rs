//! A run as plain data, step by step, for whoever tells it: `explain`'s text
//! and its page are two readers of one [`Recording`].
//!
//! A [`Frame`] holds only what its step changed, so that thousands of steps on
//! a large map stay small. The [`Recorder`] makes frames from the moments of a
//! run; the [`Stage`] plays them back, and knows at every step what the model
//! holds, what the table looks like, and what each open cursor must, may and
//! must not produce.

mod answer;
mod recorder;
mod stage;

pub use recorder::Recorder;
pub use stage::{CursorSets, Stage, StageArray, StageTable};

use crate::evidence::Kind;
use crate::gomap::{CursorPlace, Shape};
use crate::probe::KeyName;
use crate::structure::TableBucket;

/// A run of a case on a subject.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The case's name, for people.
    pub name: String,
    /// The subject's name.
    pub subject: String,
    /// What the case says before its first op, a line each.
    pub plan: Vec<String>,
    /// How each key hashes that comes up, if the map sees it; ascending by key.
    pub hashes: Vec<(u32, u64)>,
    /// How many ops the case has.
    pub ops: usize,
    /// The start, then each step. Ends early where the run did.
    pub frames: Vec<Frame>,
    /// What came of it.
    pub verdict: Verdict,
}

impl Recording {
    /// The index of the step in which a key first lied, if the map was right up
    /// to there and did no wrong after it.
    #[must_use]
    pub fn first_lie(&self) -> Option<usize> {
        let told = self.frames.len().saturating_sub(1);
        let right = matches!(self.verdict, Verdict::Right);
        (right && told < self.ops).then_some(told)
    }
}

/// What came of a run.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The map was right to the end.
    Right,
    /// It diverged.
    Wrong {
        /// Which check found it.
        kind: Kind,
        /// The index of the step, from 0; the number of steps if it was found
        /// at the end, where the map is dropped.
        step: usize,
        /// Where it was found, in words: the op, and what was asked after it.
        place: String,
        /// What the model expects.
        expected: String,
        /// What the map did.
        got: String,
        /// The keys that this is about.
        keys: Vec<u32>,
    },
    /// The process did not come to the end of the case.
    Ended {
        /// How it ended, and where.
        how: String,
    },
}

/// What one step did.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The op's line in the case; empty for the start.
    pub op: String,
    /// The first key that the op names.
    pub key: Option<u32>,
    /// The hash of the key of an op that names one key, if the map sees it.
    pub hash: Option<u64>,
    /// What the map answered, in words.
    pub answer: String,
    /// What became of the model's entries.
    pub changes: Vec<Change>,
    /// What became of cursors, opened ones first and closed ones last.
    pub cursors: Vec<CursorEvent>,
    /// What became of the structure, if the subject shows it.
    pub table: Option<TableDelta>,
    /// What the map shows when it is iterated, if it just diverged.
    pub seen: Option<Vec<(u32, u32)>>,
}

/// A change of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A key that was absent is there.
    Born {
        /// The key.
        key: u32,
        /// Its value.
        value: u32,
    },
    /// The value of an entry is another one.
    Changed {
        /// The key.
        key: u32,
        /// What its value was.
        from: u32,
        /// What it is.
        to: u32,
    },
    /// A key is gone.
    Died {
        /// The key.
        key: u32,
        /// The value that it had.
        value: u32,
    },
}

/// Something that happened to a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CursorEvent {
    /// It was opened, anew if it was open.
    Opened(usize),
    /// It produced the entries of these keys, in this order.
    Produced(usize, Vec<u32>),
    /// It came to its end, or was closed.
    Closed(usize),
}

/// A change of the structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDelta {
    /// First of all, the current array became the old one, and an empty one
    /// took its place.
    pub shift: bool,
    /// The counters as they are now.
    pub shape: Shape,
    /// The current array.
    pub current: ArrayDelta,
    /// The array being evacuated.
    pub old: ArrayDelta,
    /// Where the open cursors stand now.
    pub cursors: Vec<(usize, Option<CursorPlace>)>,
}

/// A change of one array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArrayDelta {
    /// log2 of its main buckets now; `None` if there is no such array.
    pub b: Option<u8>,
    /// The buckets that are new, other than before, or gone, each with its
    /// index and link.
    pub buckets: Vec<((usize, usize), Option<TableBucket>)>,
}

/// A key as people read it: one that does not equal itself is a `nan`, and one
/// that no case can have is told as such.
#[must_use]
pub fn key_name(key: u32) -> String {
    KeyName(key).to_string()
}
