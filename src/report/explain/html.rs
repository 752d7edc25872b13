//! A recording as a page: one file that needs nothing else.
//!
//! The page is `page.html` with `page.css`, three scripts and the recording as
//! JSON put in. The first script, `play.js`, plays the recording as
//! [`Stage`](crate::report::recording::Stage) does, so what it is given are
//! the changes of each step, in names of one letter:
//!
//! | frame | |
//! | --- | --- |
//! | `o`, `a` | the op and what the map answered |
//! | `k` | the key of an op that names one, if its hash is known |
//! | `m` | changes of the model: `[key, value]` born, `[key, value, before]` changed, `[key]` died |
//! | `c` | cursors: `[number, what, keys]`, what being `o`pened, `p`roduced or `c`losed |
//! | `t` | the table, if it changed |
//!
//! `hashes` has the hash of each key that comes up, in hexadecimal, as a number of
//! JavaScript holds no 64 bits.
//!
//! | table | |
//! | --- | --- |
//! | `s` | 1 if the current array became the old one first |
//! | `n` | the counters: b, noverflow, nevacuate, growing, same size, unused preallocated, flags |
//! | `b` | log2 of the main buckets of the current array and of the old one, -1 for none |
//! | `c`, `o` | changed buckets of the current array and of the old one, by `index` or `index.link`: `id:marks:entries`, or `null` for one that is gone |
//! | `p` | cursors: `[number]`, or `[number, array, bucket id, cell, wrapped]`, array being `c`, `o` or `f` for a former one |
//!
//! In a bucket the marks are hexadecimal, and the entries those of the live
//! cells: a key, and `=value` if that is not the one that the model has.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::reason::reasons;
use crate::gomap::{ArrayKind, CursorPlace};
use crate::report::recording::{
    ArrayDelta, Change, CursorEvent, Frame, Recording, Stage, TableDelta, Verdict,
};
use crate::structure::TableBucket;

const HTML: &str = include_str!("page.html");
const CSS: &str = include_str!("page.css");
const PLAY: &str = include_str!("play.js");
const TABLE: &str = include_str!("table.js");
const VIEW: &str = include_str!("page.js");

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    subject: &'a str,
    version: &'static str,
    plan: &'a [String],
    hashes: BTreeMap<u32, String>,
    ops: usize,
    /// Whether the subject shows its structure.
    drawn: bool,
    verdict: PageVerdict<'a>,
    frames: Vec<PageFrame<'a>>,
}

#[derive(Serialize)]
struct PageVerdict<'a> {
    state: &'static str,
    kind: Option<&'static str>,
    step: Option<usize>,
    expected: Option<&'a str>,
    got: Option<&'a str>,
    reasons: Vec<String>,
}

#[derive(Serialize)]
struct PageFrame<'a> {
    o: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    a: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    k: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    m: Vec<PageChange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    c: Vec<(usize, char, &'a [u32])>,
    #[serde(skip_serializing_if = "Option::is_none")]
    t: Option<PageTable>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum PageChange {
    Born(u32, u32),
    Changed(u32, u32, u32),
    Died([u32; 1]),
}

#[derive(Serialize)]
struct PageTable {
    #[serde(skip_serializing_if = "Option::is_none")]
    s: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<[u64; 7]>,
    b: [i8; 2],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    c: BTreeMap<String, Option<String>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    o: BTreeMap<String, Option<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    p: Vec<PagePlace>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum PagePlace {
    Done([usize; 1]),
    At(usize, char, u32, usize, u8),
}

/// The recording as a page.
#[must_use]
pub fn page(recording: &Recording) -> String {
    let Recording {
        name,
        subject,
        plan,
        hashes,
        ops,
        frames,
        verdict,
    } = recording;
    let mut stage = Stage::default();
    let frames: Vec<PageFrame<'_>> = frames
        .iter()
        .map(|frame| {
            let counters = stage.table.as_ref().map(|table| counters(&table.shape));
            stage.play(frame);
            page_frame(frame, &stage, counters)
        })
        .collect();
    let data = Page {
        name,
        subject,
        version: env!("CARGO_PKG_VERSION"),
        plan,
        hashes: hashes
            .iter()
            .map(|&(key, hash)| (key, format!("{hash:016x}")))
            .collect(),
        ops: *ops,
        drawn: stage.table.is_some(),
        verdict: page_verdict(verdict, reasons(recording)),
        frames,
    };
    let json = serde_json::to_string(&data).expect("plain data");
    // In a script no sign ends the script but this one.
    let json = json.replace('<', "\\u003c");
    let title = escaped(&format!("{name} on {subject}"));
    // The recording goes in last: what is in it is never looked through.
    let page = HTML
        .replace("{{title}}", &title)
        .replace("{{css}}", CSS)
        .replace("{{play}}", PLAY)
        .replace("{{table}}", TABLE)
        .replace("{{view}}", VIEW);
    page.replacen("{{recording}}", &json, 1)
}

fn page_verdict(verdict: &Verdict, reasons: Vec<String>) -> PageVerdict<'_> {
    let plain = |state| PageVerdict {
        state,
        kind: None,
        step: None,
        expected: None,
        got: None,
        reasons: Vec::new(),
    };
    match verdict {
        Verdict::Right => plain("right"),
        Verdict::Ended { .. } => PageVerdict {
            reasons,
            ..plain("ended")
        },
        Verdict::Wrong {
            kind,
            step,
            place: _,
            expected,
            got,
            keys: _,
        } => PageVerdict {
            state: "wrong",
            kind: Some(kind.name()),
            step: Some(*step),
            expected: Some(expected),
            got: Some(got),
            reasons,
        },
    }
}

fn page_frame<'a>(frame: &'a Frame, after: &Stage, counters: Option<[u64; 7]>) -> PageFrame<'a> {
    let change = |change: &Change| match *change {
        Change::Born { key, value } => PageChange::Born(key, value),
        Change::Changed { key, from, to } => PageChange::Changed(key, to, from),
        Change::Died { key, .. } => PageChange::Died([key]),
    };
    let event = |event: &'a CursorEvent| match event {
        CursorEvent::Opened(cursor) => (*cursor, 'o', &[][..]),
        CursorEvent::Produced(cursor, keys) => (*cursor, 'p', keys.as_slice()),
        CursorEvent::Closed(cursor) => (*cursor, 'c', &[][..]),
    };
    PageFrame {
        o: &frame.op,
        a: &frame.answer,
        k: frame.key.filter(|_| frame.hash.is_some()),
        m: frame.changes.iter().map(change).collect(),
        c: frame.cursors.iter().map(event).collect(),
        t: frame
            .table
            .as_ref()
            .map(|delta| page_table(delta, after, counters)),
    }
}

fn page_table(delta: &TableDelta, after: &Stage, before: Option<[u64; 7]>) -> PageTable {
    let b = |array: &ArrayDelta| array.b.map_or(-1, |b| b as i8);
    let now = counters(&delta.shape);
    let place = |&(number, place): &(usize, Option<CursorPlace>)| match place {
        None => PagePlace::Done([number]),
        Some(place) => {
            let array = match place.array {
                Some(ArrayKind::Current) => 'c',
                Some(ArrayKind::Old) => 'o',
                None => 'f',
            };
            PagePlace::At(
                number,
                array,
                place.bucket,
                place.slot,
                place.wrapped.into(),
            )
        }
    };
    PageTable {
        s: delta.shift.then_some(1),
        n: (before != Some(now)).then_some(now),
        b: [b(&delta.current), b(&delta.old)],
        c: page_buckets(&delta.current, after),
        o: page_buckets(&delta.old, after),
        p: delta.cursors.iter().map(place).collect(),
    }
}

fn counters(shape: &crate::gomap::Shape) -> [u64; 7] {
    [
        shape.b.into(),
        shape.noverflow.into(),
        shape.nevacuate as u64,
        shape.growing.into(),
        shape.same_size.into(),
        shape.unused_prealloc as u64,
        shape.flags.into(),
    ]
}

fn page_buckets(delta: &ArrayDelta, after: &Stage) -> BTreeMap<String, Option<String>> {
    // An array that is gone takes its buckets along.
    let buckets = delta.buckets.iter().filter(|_| delta.b.is_some());
    let named = buckets.map(|&((index, link), bucket)| {
        let name = match link {
            0 => index.to_string(),
            _ => format!("{index}.{link}"),
        };
        (name, bucket.map(|bucket| page_bucket(&bucket, after)))
    });
    named.collect()
}

fn page_bucket(bucket: &TableBucket, after: &Stage) -> String {
    let mut text = format!("{}:", bucket.id);
    for mark in bucket.tophash {
        let _ = write!(text, "{mark:02x}");
    }
    let mut sign = ':';
    for &(key, value) in bucket.entries.iter().flatten() {
        let _ = write!(text, "{sign}{key}");
        if after.contents.get(&key) != Some(&value) {
            let _ = write!(text, "={value}");
        }
        sign = ',';
    }
    text
}

fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '{' => "&#123;".to_owned(),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}
