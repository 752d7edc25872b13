//! A recording told in the terminal, op by op.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::reason::reasons;
use crate::check::hash_told;
use crate::gomap::{ArrayKind, CursorPlace, Shape};
use crate::report::recording::{
    ArrayDelta, Change, CursorSets, Frame, Recording, Stage, StageArray, StageTable, TableDelta,
    Verdict, key_name,
};
use crate::structure::TableBucket;

/// The most entries, keys or changes in one line.
const MOST_ITEMS: usize = 16;
/// The most buckets drawn for one op.
const MOST_BUCKETS: usize = 12;
/// Wider cells push their right neighbours out of line, and no others.
const MOST_PADDING: usize = 14;

/// Which ops are told, and how.
#[derive(Clone, Copy, Debug)]
pub struct Excerpt {
    /// The first op, from 1; 0 is the start.
    pub from: usize,
    /// The last op.
    pub to: usize,
    /// Whether cells are coloured for a terminal.
    pub colours: bool,
}

/// The recording as text.
#[must_use]
pub fn text(recording: &Recording, excerpt: Excerpt) -> String {
    let mut teller = Teller {
        out: String::new(),
        colours: excerpt.colours,
        cursors: BTreeMap::new(),
    };
    teller.head(recording);
    let mut stage = Stage::default();
    for (op, frame) in recording.frames.iter().enumerate() {
        let told = (excerpt.from..=excerpt.to).contains(&op);
        // Only what is told needs the table as it was before.
        let before = if told { stage.table.clone() } else { None };
        stage.play(frame);
        if told {
            teller.op(op, recording.ops, frame, before.as_ref(), &stage);
        }
    }
    teller.verdict(recording);
    teller.out
}

struct Teller {
    out: String,
    colours: bool,
    /// What was last told of each open cursor.
    cursors: BTreeMap<usize, [String; 3]>,
}

impl Teller {
    fn line(&mut self, label: &str, rest: &str) {
        let line = format!("  {label:<8} {rest}");
        self.out += line.trim_end();
        self.out.push('\n');
    }

    fn head(&mut self, recording: &Recording) {
        let Recording {
            name, subject, ops, ..
        } = recording;
        let _ = writeln!(self.out, "{name} on {subject}: {}", count(*ops, "op"));
        for line in &recording.plan {
            let _ = writeln!(self.out, "{line}");
        }
        if recording.frames.iter().any(|frame| frame.table.is_some()) {
            self.out += "\
cells: hex is the tophash of a live one; o emptyOne; . emptyRest; X, Y evacuated
to the lower, upper half; E empty when evacuated. - before, + after, [changed]
";
        }
    }

    fn op(
        &mut self,
        op: usize,
        ops: usize,
        frame: &Frame,
        before: Option<&StageTable>,
        after: &Stage,
    ) {
        match op {
            0 => self.out += "\nat the start\n",
            _ => {
                let _ = writeln!(self.out, "\nop {op} of {ops}  {}", frame.op);
            }
        }
        if let Some(hash) = frame.hash {
            self.line("key", &hash_told(hash));
        }
        if !frame.answer.is_empty() {
            self.line("answer", &frame.answer);
        }
        self.model(frame, after);
        if let Some(delta) = &frame.table {
            self.table(delta, before);
        }
        self.cursors
            .retain(|cursor, _| after.cursors.contains_key(cursor));
        for (&cursor, sets) in &after.cursors {
            let place = after.table.as_ref().and_then(|table| {
                let found = table.cursors.iter().find(|(number, _)| *number == cursor);
                found.map(|&(_, place)| place_in_words(place, table))
            });
            self.cursor(cursor, place.as_deref().unwrap_or("open"), sets);
        }
    }

    fn model(&mut self, frame: &Frame, after: &Stage) {
        let len = after.contents.len();
        let entries = after.contents.iter();
        let entries = entries.map(|(&key, value)| format!("{}={value}", key_name(key)));
        match len {
            0 => self.line("model", "empty"),
            _ => self.line("model", &format!("len {len}: {}", listed(entries, len))),
        }
        let changes = &frame.changes;
        if !changes.is_empty() {
            let told = changes.iter().map(|change| match *change {
                Change::Born { key, value } => format!("+{}={value}", key_name(key)),
                Change::Changed { key, from, to } => {
                    format!("{}={from}->{to}", key_name(key))
                }
                Change::Died { key, value } => format!("-{}={value}", key_name(key)),
            });
            self.line("", &listed(told, changes.len()));
        }
    }

    fn table(&mut self, delta: &TableDelta, before: Option<&StageTable>) {
        let counters = counters_in_words(delta.shape);
        if before.map(|table| counters_in_words(table.shape)) != Some(counters.clone()) {
            self.line("table", &counters);
        }
        if delta.shift {
            self.line("", "the current array became the old one");
        }
        let (current, old) = match before {
            Some(before) if delta.shift => (None, before.array(ArrayKind::Current)),
            Some(before) => (
                before.array(ArrayKind::Current),
                before.array(ArrayKind::Old),
            ),
            None => (None, None),
        };
        let name = if delta.old.b.is_some() { "new " } else { "" };
        if delta.old.b.is_none() && old.is_some() {
            self.line("", "the old array was dropped");
        }
        let old = changed_buckets("old ", &delta.old, old);
        let current = changed_buckets(name, &delta.current, current);
        let all: Vec<Drawn<'_>> = old.chain(current).collect();
        let shown = &all[..all.len().min(MOST_BUCKETS)];
        let names = shown.iter().map(|bucket| bucket.name.len());
        let head = names.max().unwrap_or(0);
        let versions = || shown.iter().flat_map(|b| [b.before, b.after]).flatten();
        let cells = versions().flat_map(|b| (0..b.tophash.len()).map(|slot| cell_text(b, slot)));
        let wide = cells.map(|cell| cell.len()).max().unwrap_or(0);
        let wide = wide.min(MOST_PADDING);
        for Drawn {
            name,
            before,
            after,
        } in shown
        {
            for (sign, bucket) in [('-', before), ('+', after)] {
                if let Some(bucket) = bucket {
                    let _ = write!(self.out, "    {sign} {name:<head$} ");
                    let reference = before.filter(|_| sign == '+');
                    self.cells(bucket, reference, wide);
                }
            }
        }
        if all.len() > shown.len() {
            let more = all.len() - shown.len();
            self.line("", &format!("... and {}", count(more, "changed bucket")));
        }
    }

    /// Draws the cells of a bucket; those that are other than in `before` are
    /// bracketed.
    fn cells(&mut self, bucket: &TableBucket, before: Option<&TableBucket>, wide: usize) {
        for slot in 0..bucket.tophash.len() {
            let same = before.is_none_or(|before| {
                (before.tophash[slot], before.entries[slot])
                    == (bucket.tophash[slot], bucket.entries[slot])
            });
            let text = cell_text(bucket, slot);
            let (open, close) = if same { (' ', ' ') } else { ('[', ']') };
            self.out.push(open);
            if self.colours {
                let colour = colour(bucket.tophash[slot]);
                let strong = if same { "" } else { "1;7;" };
                let _ = write!(self.out, "\x1b[{strong}{colour}m{text}\x1b[0m");
            } else {
                self.out += &text
            }
            self.out.push(close);
            self.out += &" ".repeat(wide.saturating_sub(text.len()));
        }
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
    }

    fn cursor(&mut self, cursor: usize, place: &str, sets: &CursorSets) {
        let keys = |keys: &BTreeSet<u32>| match keys.len() {
            0 => "nothing".to_owned(),
            len => listed(keys.iter().map(|&key| key_name(key)), len),
        };
        let mut never = Vec::new();
        for (what, set) in [("produced", &sets.produced), ("removed", &sets.removed)] {
            if !set.is_empty() {
                never.push(format!("{what}: {}", keys(set)));
            }
        }
        if never.is_empty() {
            never.push("nothing".to_owned());
        }
        let sets = [
            format!("must come      {}", keys(&sets.must)),
            format!("may come       {}", keys(&sets.may)),
            format!("must not come  {}", never.join("; ")),
        ];
        let label = format!("cursor {cursor}");
        if self.cursors.get(&cursor) == Some(&sets) {
            self.line(&label, &format!("{place}; its sets are as before"));
            return;
        }
        self.line(&label, place);
        for set in &sets {
            self.line("", set);
        }
        self.cursors.insert(cursor, sets);
    }

    fn verdict(&mut self, recording: &Recording) {
        self.out.push('\n');
        match &recording.verdict {
            Verdict::Right => match recording.first_lie() {
                None => self.out += "the map was right to the end\n",
                Some(step) => {
                    let _ = writeln!(
                        self.out,
                        "the map was right until a key lied, in op {}; from there on it may \
                         answer\nanything, and no key or value was used after its drop",
                        step + 1
                    );
                }
            },
            Verdict::Ended { .. } => self.out += "THE CASE DID NOT COME TO ITS END\n",
            Verdict::Wrong { kind, place, .. } => {
                let kind = kind.name();
                let _ = writeln!(self.out, "FIRST WRONG ANSWER ({kind}) {place}");
            }
        }
        for reason in reasons(recording) {
            let _ = writeln!(self.out, "  {reason}");
        }
    }
}

/// A bucket before and after an op.
struct Drawn<'a> {
    name: String,
    before: Option<&'a TableBucket>,
    after: Option<&'a TableBucket>,
}

/// The buckets that an op changed; none of an array that is gone.
fn changed_buckets<'a>(
    array: &'a str,
    delta: &'a ArrayDelta,
    before: Option<&'a StageArray>,
) -> impl Iterator<Item = Drawn<'a>> {
    let there = delta.buckets.iter().filter(|_| delta.b.is_some());
    there.map(move |(place, after)| Drawn {
        name: match place {
            (index, 0) => format!("{array}bucket {index}"),
            (index, link) => format!("{array}bucket {index} overflow {link}"),
        },
        before: before.and_then(|array| array.buckets.get(place)),
        after: after.as_ref(),
    })
}

fn cell_text(bucket: &TableBucket, slot: usize) -> String {
    match (bucket.tophash[slot], bucket.entries[slot]) {
        (0, _) => ".".to_owned(),
        (1, _) => "o".to_owned(),
        (2, _) => "X".to_owned(),
        (3, _) => "Y".to_owned(),
        (4, _) => "E".to_owned(),
        (top, Some((key, value))) => format!("{top:02x} {}={value}", key_name(key)),
        (top, None) => format!("{top:02x}"),
    }
}

/// Green, yellow, blue, and faint: the basic colours of every terminal.
fn colour(mark: u8) -> &'static str {
    match mark {
        0 => "2",
        1 => "33",
        2..=4 => "34",
        _ => "32",
    }
}

/// The counters that a reader follows.
fn counters_in_words(shape: Shape) -> String {
    if shape.arrays_made == 0 {
        return "no buckets yet".to_owned();
    }
    let buckets = count(1 << shape.b, "bucket");
    let mut words = format!("{buckets} (B {}), noverflow {}", shape.b, shape.noverflow);
    if shape.growing {
        let same = shape.same_size;
        let from = 1_usize << (shape.b - u8::from(!same));
        let as_many = if same { " to as many" } else { "" };
        words += &format!(
            "; growing from {from}{as_many}, nevacuate {}",
            shape.nevacuate
        );
    }
    words
}

fn place_in_words(place: Option<CursorPlace>, table: &StageTable) -> String {
    let Some(place) = place else {
        return "past its last entry".to_owned();
    };
    let Some(kind) = place.array else {
        return "in a former array, kept for it".to_owned();
    };
    let array = match kind {
        ArrayKind::Old => "old ",
        ArrayKind::Current => "",
    };
    let buckets = table.array(kind).map(|array| &array.buckets);
    let found = buckets.and_then(|buckets| buckets.values().find(|b| b.id == place.bucket));
    let bucket = match found {
        Some(TableBucket { index, link: 0, .. }) => format!("bucket {index}"),
        Some(TableBucket { index, link, .. }) => format!("bucket {index} overflow {link}"),
        // Main buckets are numbered from 1; an untouched one is not listed.
        None => format!("bucket {}", place.bucket - 1),
    };
    let wrapped = if place.wrapped { ", wrapped" } else { "" };
    format!("at {array}{bucket}, cell {}{wrapped}", place.slot)
}

fn count(number: usize, what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {what}{s}")
}

fn listed(items: impl Iterator<Item = String>, len: usize) -> String {
    let shown: Vec<String> = items.take(MOST_ITEMS).collect();
    let list = shown.join(" ");
    match len.saturating_sub(MOST_ITEMS) {
        0 => list,
        more => format!("{list} and {more} more"),
    }
}
