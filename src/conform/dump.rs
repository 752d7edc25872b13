//! A map's table in the two forms that traces have it in: the digest and the
//! full dump.

use std::fmt::Write as _;

use super::keys::TraceKey;
use crate::gomap::{ArrayKind, ArrayLayout, GoMap, Layout, Location};

/// The smallest tophash of a live cell.
const MIN_LIVE: u8 = 5;

/// The arrays of a layout, each with its tag.
fn arrays(layout: &Layout) -> impl Iterator<Item = (char, ArrayKind, &ArrayLayout)> {
    let current = layout
        .current
        .iter()
        .map(|array| ('B', ArrayKind::Current, array));
    let old = layout.old.iter().map(|array| ('O', ArrayKind::Old, array));
    current.chain(old)
}

/// The FNV-1a hash that stands for a table.
pub(super) fn digest<S>(map: &GoMap<TraceKey, u32, S>) -> u64 {
    let layout = map.layout();
    let mut digest = Fnv(0xcbf2_9ce4_8422_2325);
    if layout.current.is_none() {
        digest.eat(b"N");
    }
    for (tag, kind, array) in arrays(&layout) {
        digest.eat(&[tag as u8]);
        for chain in &array.chains {
            digest.eat_number(chain.index);
            digest.eat_number(chain.buckets.len());
            for (link, bucket) in chain.buckets.iter().enumerate() {
                digest.eat(&bucket.tophash);
                for slot in 0..bucket.tophash.len() {
                    let location = Location {
                        array: kind,
                        bucket: chain.index,
                        link,
                        slot,
                    };
                    if let Some((key, value)) = map.entry_at(location) {
                        digest.eat(&key.id.to_le_bytes());
                        digest.eat(&value.to_le_bytes());
                    }
                }
            }
        }
    }
    digest.0
}

struct Fnv(u64);

impl Fnv {
    fn eat(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// A number of buckets, which fits 32 bits.
    fn eat_number(&mut self, number: usize) {
        self.eat(&(number as u32).to_le_bytes());
    }
}

/// The dump of a table: a line that starts with `F`.
pub(super) fn dump<S>(map: &GoMap<TraceKey, u32, S>) -> String {
    let layout = map.layout();
    let mut text = String::from("F");
    if layout.current.is_none() {
        text += " N";
    }
    for (tag, kind, array) in arrays(&layout) {
        let _ = write!(text, " {tag}");
        for chain in &array.chains {
            let _ = write!(text, " {}:", chain.index);
            for (link, bucket) in chain.buckets.iter().enumerate() {
                text += if link > 0 { "|" } else { "" };
                for (slot, &mark) in bucket.tophash.iter().enumerate() {
                    text += if slot > 0 { "," } else { "" };
                    let location = Location {
                        array: kind,
                        bucket: chain.index,
                        link,
                        slot,
                    };
                    let _ = match map.entry_at(location) {
                        Some((key, value)) => write!(text, "{mark:02x}={}/{value}", key.id),
                        None if mark < MIN_LIVE => write!(text, "{mark}"),
                        None => write!(text, "{mark:02x}=?"),
                    };
                }
            }
        }
    }
    text
}
