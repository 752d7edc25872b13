/*!
Recordings of Go's runtime, and how they are held against [`GoMap`].

# Overview

A trace is what a real Go map did, operation by operation, with every hash,
every counter and a digest of the table after each step. A [`TraceFile`] plays
the traces of one file, one at a time and in constant memory: it does the same
to a [`GoMap`] and compares all of it, cell by cell. The first
[`Mismatch`] ends a trace.

Go's runtime is not above the contract of an open iterator. A recorded step
that breaks it is a [`Violation`]: the map keeps the contract there and is not
compared. Finding these needs no map at all ([`Mode::ContractOnly`]): it is the
oracle applied to Go. Steps of an iterator that was open while the map was
cleared are judged by the contract alone and counted apart.

In one place a violation shows long before it is one: a walk passes over entries
of NaN keys, because a same-size growth ended while it was inside their chain.
The map produces them, and both walks are followed to their ends. Go violates
the contract there, or else the map is wrong.

Beside the recordings stand the [`facts`]: what people say about Go's map, each
claim settled on the real runtime and checked on [`GoMap`].

# Example

```
use map_oracle::conform::{Mode, TraceFile};

# let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/go-traces");
# let path = std::path::Path::new(folder).join("go1.23.9-basic.trace.gz");
let mut file = TraceFile::open(&path, Mode::Play)?;
while let Some(trace) = file.next_trace()? {
    assert_eq!(trace.mismatch, None);
}
# Ok::<(), map_oracle::conform::TraceError>(())
```

[`GoMap`]: crate::gomap::GoMap
*/

mod contract;
mod dump;
mod error;
pub mod facts;
mod keys;
mod mismatch;
mod player;
mod reader;
mod record;

use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;

pub use contract::Breach;
pub use error::TraceError;
pub use mismatch::{Mismatch, Row};
#[cfg(feature = "cli")]
pub(crate) use player::is_playing;

use contract::{Contract, Whose};
use keys::{Hashes, Kinds};
use player::{Difference, Player};
use reader::Reader;
use record::{Header, Op, OpRecord, Record};

/// What is done with traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They are played on a [`GoMap`](crate::gomap::GoMap), and judged.
    Play,
    /// What they recorded is judged, with no map at hand.
    ContractOnly,
}

/// What came of one trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceReport {
    /// Its name.
    pub name: String,
    /// Operations, up to a mismatch.
    pub ops: u64,
    /// Steps of iterators among them.
    pub steps: u64,
    /// Digests that were compared.
    pub digests: u64,
    /// Full dumps that were compared.
    pub dumps: u64,
    /// Where the map went another way, if it did.
    pub mismatch: Option<Mismatch>,
    /// Where Go broke the contract.
    pub violations: Vec<Violation>,
    /// Steps of iterators that were open during a clear.
    pub free_after_clear: u64,
    /// Steps in which Go passes over entries of NaN keys that the map produces,
    /// as a same-size growth has ended in the middle of their chain. A violation
    /// as soon as the walk ends, and none in a walk that is left before.
    pub passed_over: u64,
}

/// A recorded operation with which Go itself breaks the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Its line in the file.
    pub line: u64,
    /// The operation, as the trace has it.
    pub op: String,
    /// What is wrong with it.
    pub breach: Breach,
    /// What the contract says instead.
    pub expected: String,
}

/// A file of traces.
pub struct TraceFile {
    reader: Reader,
    mode: Mode,
    traces: u64,
}

impl TraceFile {
    /// Opens a file, gzipped or plain.
    ///
    /// # Errors
    ///
    /// If it cannot be read or is of another format.
    pub fn open(path: &Path, mode: Mode) -> Result<TraceFile, TraceError> {
        Ok(TraceFile {
            reader: Reader::open(path)?,
            mode,
            traces: 0,
        })
    }

    /// Plays the next trace; `None` at the end of the file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read any further or makes no sense. There is
    /// nothing more to be had from it then.
    pub fn next_trace(&mut self) -> Result<Option<TraceReport>, TraceError> {
        let (line, header) = match self.reader.next()? {
            Some((line, Record::Begin(header))) => (line, header),
            Some((line, _)) => return Err(self.reader.error(line, "no trace has begun here")),
            None if self.traces == 0 => {
                return Err(self
                    .reader
                    .error(self.reader.line(), "there is no trace in the file"));
            }
            None => return Ok(None),
        };
        self.traces += 1;
        let mut run = Run::new(header, self.mode);
        loop {
            match self.reader.next()? {
                Some((line, Record::Op(op))) => self.op(&mut run, line, &op)?,
                Some((_, Record::Key(key))) => {
                    run.kinds.learn(key);
                    run.hashes.learn(key);
                }
                Some((line, Record::Dump(_))) => {
                    return Err(self.reader.error(line, "a dump that follows no operation"));
                }
                Some((_, Record::End(ops))) if ops == run.recorded => break,
                Some((line, Record::End(ops))) => {
                    let what = format!(
                        "the trace ends after {ops} operations and has {}",
                        run.recorded
                    );
                    return Err(self.reader.error(line, what));
                }
                Some((_, Record::Begin(_))) | None => {
                    let name = &run.report.name;
                    let what = format!("trace {name}, begun in line {line}, breaks off");
                    return Err(self.reader.error(self.reader.line(), what));
                }
            }
        }
        Ok(Some(run.report))
    }

    /// Judges, plays and compares one operation and the dump after it.
    fn op(&mut self, run: &mut Run, line: u64, op: &OpRecord) -> Result<(), TraceError> {
        run.check_sense(&op.op)
            .map_err(|what| self.reader.error(line, what))?;
        let dump = self.reader.next_dump()?;
        run.recorded += 1;
        if run.report.mismatch.is_none() {
            run.op(line, op, dump);
        }
        Ok(())
    }
}

/// A trace under way.
struct Run {
    report: TraceReport,
    /// Operations in the file.
    recorded: u64,
    kinds: Kinds,
    hashes: Rc<Hashes>,
    contract: Contract,
    player: Option<Player>,
    /// Whether there is a map yet.
    made: bool,
    /// Iterators that were opened and have not ended.
    open: BTreeSet<usize>,
    last_dump: Option<(u64, String)>,
}

impl Run {
    fn new(header: Header, mode: Mode) -> Run {
        let hashes = Rc::new(Hashes::default());
        Run {
            report: TraceReport {
                name: header.name.clone(),
                ..TraceReport::default()
            },
            recorded: 0,
            kinds: Kinds::default(),
            player: (mode == Mode::Play).then(|| Player::new(header, Rc::clone(&hashes))),
            hashes,
            contract: Contract::default(),
            made: false,
            open: BTreeSet::new(),
            last_dump: None,
        }
    }

    /// Whether the operation can be done at all.
    fn check_sense(&mut self, op: &Op) -> Result<(), String> {
        if let Op::Make { .. } = op {
            self.made = true;
            self.open.clear();
        }
        if !self.made {
            return Err("no map was made yet".to_owned());
        }
        match *op {
            Op::Set { key, .. } | Op::Get { key, .. } | Op::Delete { key }
                if self.kinds.get(key).is_none() =>
            {
                return Err(format!("key {key} was not introduced"));
            }
            Op::Open { iterator, step, .. } => {
                self.open.insert(iterator);
                if step.is_none() {
                    self.open.remove(&iterator);
                }
            }
            Op::Next { iterator, step } => {
                if !self.open.contains(&iterator) {
                    return Err(format!("iterator {iterator} is not open"));
                }
                if step.is_none() {
                    self.open.remove(&iterator);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn op(&mut self, line: u64, op: &OpRecord, dump: Option<(u64, String)>) {
        self.report.ops += 1;
        if let Op::Make { .. } = op.op {
            self.hashes.forget();
            self.last_dump = None;
        }
        self.contract.apply(&op.op, &self.kinds);
        let go_is_right = self.judge(line, op);
        let mut difference = None;
        if let Some(player) = &mut self.player {
            let played = player.play(op, go_is_right, &mut self.contract, &self.kinds);
            match played {
                Ok(tale) => {
                    self.report.free_after_clear += u64::from(tale.free_after_clear);
                    self.report.passed_over += u64::from(tale.passed_over);
                }
                Err(found) => difference = Some(found),
            }
            self.report.digests += u64::from(difference.is_none() && op.digest.is_some());
            if let (None, Some((_, dump))) = (&difference, &dump) {
                difference = player.compare_dump(dump).err();
                self.report.dumps += u64::from(difference.is_none());
            }
        }
        if let Op::Open {
            iterator,
            step: None,
            ..
        }
        | Op::Next {
            iterator,
            step: None,
        } = op.op
        {
            self.contract.close(iterator);
        }
        self.last_dump = dump.or(self.last_dump.take());
        if let Some(difference) = difference {
            self.end_with(line, op, difference);
        }
    }

    /// Judges what Go gave, and tells whether its step keeps the contract.
    fn judge(&mut self, line: u64, op: &OpRecord) -> bool {
        let mut verdict = match op.op {
            Op::Open { iterator, step, .. } | Op::Next { iterator, step } => {
                self.report.steps += 1;
                self.contract
                    .judge_step(Whose::Gos, iterator, step, &self.kinds)
            }
            Op::Get { key, found } => match self.kinds.get(key) {
                Some(kind) => self.contract.judge_get(kind, found),
                None => Ok(()),
            },
            _ => Ok(()),
        };
        if verdict.is_ok() {
            verdict = self.contract.judge_count(op.counters.count);
        }
        let Err(expected) = verdict else { return true };
        self.report.violations.push(Violation {
            line,
            op: op.text.clone(),
            breach: self.contract.breach(&op.op, &self.kinds),
            expected,
        });
        false
    }

    fn end_with(&mut self, line: u64, op: &OpRecord, difference: Difference) {
        let table = self.player.as_ref().map_or(String::new(), Player::dump);
        self.report.mismatch = Some(Mismatch {
            trace: self.report.name.clone(),
            line,
            op: op.text.clone(),
            what: difference.what,
            expected: difference.expected,
            got: difference.got,
            recorded: self.last_dump.take(),
            table,
        });
    }
}
