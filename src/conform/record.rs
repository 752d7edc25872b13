//! The lines of a trace as data, and how they are read: `gomaptrace 1`.
//!
//! What a line says is checked for form here. Whether it makes sense where it
//! stands is for the one who plays it.

use std::fmt;
use std::str::FromStr;

use crate::gomap::{CursorState, Quirks};

/// Larger key numbers are left for those that the contract makes up.
const MAX_KEY: u32 = u32::MAX >> 1;
/// The most buckets that Go's allocator could ever find room for: 2^48 bytes.
const MAX_BYTES: u64 = 1 << 48;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Record {
    /// `T`: a trace begins.
    Begin(Header),
    /// `K`: what is known of a key.
    Key(KeyRecord),
    /// An operation, and the state it led to.
    Op(OpRecord),
    /// `F`: the table after the operation, as it was written.
    Dump(String),
    /// `E`: the trace ends after so many operations.
    End(u64),
}

/// Which map was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub name: String,
    /// What a [`GoMap`](crate::gomap::GoMap) has to do to be like it.
    pub quirks: Quirks,
    /// The size of a bucket in Go, in bytes.
    pub bucket_bytes: u64,
    /// Whether the key type's hash can panic, for which Go hashes keys that it
    /// will not look for.
    pub hash_may_panic: bool,
}

/// A key's hash, or that it has none to rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyRecord {
    pub id: u32,
    /// `None` for a NaN.
    pub hash: Option<u64>,
    /// Another key that this one equals.
    pub same_as: Option<u32>,
}

/// What was done, and what it gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Make {
        hint: usize,
    },
    Set {
        key: u32,
        value: u32,
    },
    Get {
        key: u32,
        found: Option<u32>,
    },
    Delete {
        key: u32,
    },
    Clear,
    /// `start` is `None` for an empty map.
    Open {
        iterator: usize,
        start: Option<(usize, usize)>,
        step: Option<Step>,
    },
    Next {
        iterator: usize,
        step: Option<Step>,
    },
}

/// What an iterator produced, and how it stood then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub key: u32,
    pub value: u32,
    pub state: CursorState,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, value, state) = (self.key, self.value, self.state);
        let wrapped = u8::from(state.wrapped);
        write!(f, "{key} {value} {} {} {wrapped} ", state.bucket, state.i)?;
        match state.check_bucket {
            Some(bucket) => write!(f, "{bucket}"),
            None => f.write_str("x"),
        }
    }
}

/// The line of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpRecord {
    pub op: Op,
    /// Hashes drawn for NaN keys, in the order of the calls.
    pub draws: Vec<u64>,
    /// The array that the map got: log2 of its main buckets, and all buckets.
    pub array: Option<(u8, usize)>,
    /// Whether a seed was drawn.
    pub reseeded: bool,
    pub counters: Counters,
    pub digest: Option<u64>,
    /// The line itself.
    pub text: String,
}

/// The counters of a map after an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counters {
    pub count: usize,
    pub flags: u8,
    pub b: u8,
    pub noverflow: u16,
    pub nevacuate: usize,
    /// Preallocated overflow buckets still unused.
    pub unused: usize,
}

impl fmt::Display for Counters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "count {} flags {} B {} noverflow {} nevacuate {} unused {}",
            self.count, self.flags, self.b, self.noverflow, self.nevacuate, self.unused
        )
    }
}

/// Reads one line. `None` for a comment.
pub(super) fn parse(line: &str) -> Result<Option<Record>, String> {
    let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
    let record = match kind {
        "#" => return Ok(None),
        "T" => Record::Begin(header(rest)?),
        "K" => Record::Key(key(rest)?),
        "F" => Record::Dump(line.to_owned()),
        "E" => Record::End(number(rest, "number of operations")?),
        "m" | "s" | "g" | "d" | "c" | "i" | "n" => Record::Op(operation(kind, line)?),
        _ => return Err(format!("`{}` is no kind of line", clipped(kind))),
    };
    Ok(Some(record))
}

fn header(rest: &str) -> Result<Header, String> {
    let (name, rest) = rest
        .split_once(' ')
        .ok_or("a trace without a description")?;
    let field = |name: &str| {
        rest.split(' ')
            .find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
            .ok_or_else(|| format!("the trace does not tell its `{name}`"))
    };
    let flag = |name: &str| match field(name)? {
        "0" => Ok(false),
        "1" => Ok(true),
        other => Err(format!("`{}` is not 0 or 1", clipped(other))),
    };
    let load = field("lf")?;
    let halves = load
        .split_once('/')
        .and_then(|(num, den)| Some((num.parse::<u16>().ok()?, den.parse::<u16>().ok()?)))
        .filter(|&(num, den)| num > 0 && den > 0 && num < 256 && 2 * num % den == 0)
        .and_then(|(num, den)| u8::try_from(2 * num / den).ok())
        .ok_or_else(|| format!("`{}` is no load factor in halves", clipped(load)))?;
    let quirks = Quirks {
        load: halves,
        replace_keys: flag("nku")?,
        wipe_evacuated: flag("bptr")?,
    };
    Ok(Header {
        name: name.to_owned(),
        quirks,
        bucket_bytes: number(field("bktsz")?, "size of a bucket")?,
        hash_may_panic: field("key")? == "interface",
    })
}

impl Header {
    /// The hint that counts. Go takes one for 0 if the buckets for it could
    /// not be allocated at all.
    pub(super) fn effective_hint(&self, hint: usize) -> usize {
        let bytes = (hint as u64).checked_mul(self.bucket_bytes);
        if bytes.is_some_and(|bytes| bytes <= MAX_BYTES) {
            hint
        } else {
            0
        }
    }
}

fn key(rest: &str) -> Result<KeyRecord, String> {
    let mut words = rest.split(' ');
    let id = key_id(words.next().unwrap_or(""))?;
    let hash = match words.next().ok_or("a key without a hash")? {
        "nan" => None,
        digits => Some(hex16(digits)?),
    };
    let mut same_as = None;
    for word in words {
        if let Some(other) = word.strip_prefix("eq=") {
            same_as = Some(key_id(other)?);
        }
    }
    Ok(KeyRecord { id, hash, same_as })
}

fn operation(kind: &str, line: &str) -> Result<OpRecord, String> {
    let (did, led_to) = line
        .split_once(" = ")
        .ok_or("an operation without the state it led to")?;
    let mut record = {
        let (counters, digest) = state(led_to)?;
        OpRecord {
            op: Op::Clear,
            draws: Vec::new(),
            array: None,
            reseeded: false,
            counters,
            digest,
            text: line.to_owned(),
        }
    };
    let (mut args, mut result, mut in_result) = (Vec::new(), Vec::new(), false);
    for word in did.split(' ').skip(1) {
        if word == ">" {
            in_result = true;
        } else if let Some(draws) = word.strip_prefix("r=") {
            record.draws = draws.split(',').map(hex16).collect::<Result<_, _>>()?;
        } else if let Some(array) = word.strip_prefix("a=") {
            let (b, len) = array
                .split_once(':')
                .ok_or("`a=` without a number of buckets")?;
            record.array = Some((number(b, "B")?, number(len, "number of buckets")?));
        } else if let Some(seed) = word.strip_prefix("h=") {
            u32::from_str_radix(seed, 16).map_err(|_| format!("`{}` is no seed", clipped(seed)))?;
            record.reseeded = true;
        } else if in_result {
            result.push(word);
        } else {
            args.push(word);
        }
    }
    record.op = match (kind, args.as_slice(), result.as_slice()) {
        ("m", [hint], []) => {
            let hint: i64 = number(hint, "hint")?;
            Op::Make {
                hint: usize::try_from(hint).unwrap_or(0),
            }
        }
        ("s", [key, value], []) => Op::Set {
            key: key_id(key)?,
            value: number(value, "value")?,
        },
        ("g", [key], [found]) => Op::Get {
            key: key_id(key)?,
            found: if *found == "-" {
                None
            } else {
                Some(number(found, "value")?)
            },
        },
        ("d", [key], []) => Op::Delete { key: key_id(key)? },
        ("c", [_], []) => Op::Clear,
        ("i", [iterator, start], step) => Op::Open {
            iterator: number::<u16>(iterator, "iterator")?.into(),
            start: match start.split_once(':') {
                Some((bucket, offset)) => {
                    Some((number(bucket, "bucket")?, number(offset, "offset")?))
                }
                None if *start == "nil" => None,
                None => return Err(format!("`{}` is no start", clipped(start))),
            },
            step: iterator_step(step)?,
        },
        ("n", [iterator], step) => Op::Next {
            iterator: number::<u16>(iterator, "iterator")?.into(),
            step: iterator_step(step)?,
        },
        _ => {
            return Err(format!(
                "`{kind}` does not go with these arguments and results"
            ));
        }
    };
    Ok(record)
}

fn iterator_step(words: &[&str]) -> Result<Option<Step>, String> {
    match words {
        ["-"] => Ok(None),
        [key, value, bucket, i, wrapped, check] => Ok(Some(Step {
            key: key_id(key)?,
            value: number(value, "value")?,
            state: CursorState {
                bucket: number(bucket, "bucket")?,
                i: number(i, "index")?,
                wrapped: match *wrapped {
                    "0" => false,
                    "1" => true,
                    other => return Err(format!("`{}` is not 0 or 1", clipped(other))),
                },
                check_bucket: match *check {
                    "x" => None,
                    bucket => Some(number(bucket, "bucket")?),
                },
            },
        })),
        _ => Err("this is no step of an iterator".to_owned()),
    }
}

fn state(text: &str) -> Result<(Counters, Option<u64>), String> {
    let words: Vec<&str> = text.split(' ').collect();
    let [count, flags, b, noverflow, nevacuate, unused, digest] = words[..] else {
        return Err(format!("a state has 7 parts, and this one {}", words.len()));
    };
    let counters = Counters {
        count: number(count, "count")?,
        flags: number(flags, "flags")?,
        b: number(b, "B")?,
        noverflow: number(noverflow, "noverflow")?,
        nevacuate: number(nevacuate, "nevacuate")?,
        unused: number(unused, "number of unused buckets")?,
    };
    let digest = if digest == "-" {
        None
    } else {
        Some(hex16(digest)?)
    };
    Ok((counters, digest))
}

fn number<N: FromStr>(word: &str, what: &str) -> Result<N, String> {
    word.parse()
        .map_err(|_| format!("`{}` is no {what}", clipped(word)))
}

fn key_id(word: &str) -> Result<u32, String> {
    let id = number(word, "key")?;
    if id > MAX_KEY {
        return Err(format!("key {id} is larger than {MAX_KEY}"));
    }
    Ok(id)
}

fn hex16(word: &str) -> Result<u64, String> {
    let digits = word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits
        .then(|| u64::from_str_radix(word, 16).ok())
        .flatten()
        .ok_or_else(|| format!("`{}` is not 16 hexadecimal digits", clipped(word)))
}

/// A word that is fit for an error message.
fn clipped(word: &str) -> String {
    let clean: String = word
        .chars()
        .take(40)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if clean.len() < word.len() {
        clean + "..."
    } else {
        clean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn op(line: &str) -> OpRecord {
        match parse(line) {
            Ok(Some(Record::Op(record))) => record,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_operation_is_read_whole() {
        let record = op("s 4 7 r=00000000000000ff,0000000000000001 a=3:8 h=0a = 9 8 3 1 2 5 -");
        assert_eq!(record.op, Op::Set { key: 4, value: 7 });
        assert_eq!(record.draws, [255, 1]);
        assert_eq!((record.array, record.reseeded), (Some((3, 8)), true));
        assert_eq!(
            record.counters.to_string(),
            "count 9 flags 8 B 3 noverflow 1 nevacuate 2 unused 5"
        );
        assert_eq!(record.digest, None);
    }

    #[test]
    fn a_step_is_printed_as_it_was_read() {
        for step in ["3 4 2 8 1 x", "3 4 0 1 0 17"] {
            let record = op(&format!("n 2 > {step} = 1 0 0 0 0 0 00000000000000ff"));
            let Op::Next {
                iterator: 2,
                step: Some(read),
            } = record.op
            else {
                panic!("{record:?}");
            };
            assert_eq!(read.to_string(), step);
            assert_eq!(record.digest, Some(255));
        }
    }

    #[test]
    fn what_is_wrong_is_quoted() {
        let wrong = [
            ("q 1", "`q` is no kind of line"),
            ("K 1 12", "`12` is not 16 hexadecimal digits"),
            (
                "s 1 = 1 0 0 0 0 0 -",
                "`s` does not go with these arguments and results",
            ),
            ("d x = 1 0 0 0 0 0 -", "`x` is no key"),
            ("d 1 = 1 0 0 0 0 0", "a state has 7 parts, and this one 6"),
            ("d 1", "an operation without the state it led to"),
            ("T a go=1 lf=13/2 nku=2", "`2` is not 0 or 1"),
            ("T a go=1 lf=1/3", "`1/3` is no load factor in halves"),
        ];
        for (line, complaint) in wrong {
            assert_eq!(parse(line), Err(complaint.to_owned()), "{line}");
        }
    }

    #[test]
    fn a_hint_beyond_all_memory_is_none() {
        let header = header("a lf=13/2 nku=0 bptr=0 bktsz=144 key=int64").unwrap();
        assert_eq!(header.effective_hint(1 << 40), 1 << 40);
        assert_eq!(header.effective_hint(1 << 41), 0);
        assert_eq!(header.effective_hint(usize::MAX), 0);
    }
}
