//! Strings and byte strings as keys: empty, long, not ASCII, not UTF-8, and
//! prefixes of one another, in the order of the keys that they stand for.
//!
//! Keys come in blocks of sixteen, which in turns have one and the other of the
//! two lists of endings below: a small tree of prefixes, and words that share
//! parts of characters or a long beginning. What comes before them is the same
//! for a block, and empty for the first one, so that the keys that small cases use
//! share prefixes with one another and not with the rest.

use super::name::STRAY;
use super::{Probe, TestKey};

/// Ascending, and all of them UTF-8.
const ENDINGS: [&str; 16] = [
    "",
    "\0",
    "a",
    "aa",
    "aaa",
    "aab",
    "ab",
    "abc",
    LONG,
    "abd",
    "b",
    "ba",
    "bab",
    "z",
    "\u{e9}",
    "\u{e9}\u{1f980}",
];

/// What the words with a long beginning share: more than what any map compares at
/// once or keeps inline.
macro_rules! beginning {
    () => {
        "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\
         ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\
         ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\
         ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
    };
}

/// Likewise, of every other block. A trie of bytes that cuts where two words differ
/// cuts through characters here: e with an acute and with a circumflex share their
/// first byte, the first two letters of Hiragana share two of three.
const OTHER_ENDINGS: [&str; 16] = [
    "",
    beginning!(),
    concat!(beginning!(), "\0"),
    concat!(beginning!(), "a"),
    concat!(beginning!(), "b"),
    "n",
    "\u{e9}",
    "\u{e9}\u{e9}",
    "\u{e9}\u{ea}",
    "\u{ea}",
    "\u{ea}a",
    "\u{1ea}",
    "\u{3042}",
    "\u{3042}\u{3044}",
    "\u{3044}",
    "\u{30a4}",
];

/// The endings of a block.
fn endings(block: usize) -> &'static [&'static str; 16] {
    if block.is_multiple_of(2) {
        &ENDINGS
    } else {
        &OTHER_ENDINGS
    }
}

/// Longer than what any map keeps inline.
const LONG: &str = "abcddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\
    dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\
    dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\
    dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd";

/// Comes after every ending.
const BLOCK: char = '\u{436}';
/// Digits of a block's number, ascending.
const DIGITS: &[u8; 64] = b"+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The word of a number.
pub(super) fn word(number: u32) -> String {
    let block = number as usize / 16;
    let ending = endings(block)[number as usize % 16];
    if block == 0 {
        return ending.to_owned();
    }
    let digit = |shift: u32| char::from(DIGITS[block >> shift & 63]);
    format!("{BLOCK}{}{}{}{ending}", digit(12), digit(6), digit(0))
}

/// The number of a word, if it is one.
pub(super) fn number(word: &str) -> Option<u32> {
    let (block, ending) = match word.strip_prefix(BLOCK) {
        None => (0, word),
        Some(rest) => {
            let (digits, ending) = rest.split_at_checked(3)?;
            let digit = |byte| DIGITS.iter().position(|&d| d == byte);
            let block = digits
                .bytes()
                .try_fold(0, |number, byte| Some(number * 64 + digit(byte)?))?;
            (block, ending)
        }
    };
    let ending = endings(block).iter().position(|&e| e == ending)?;
    u32::try_from(block * 16 + ending).ok()
}

/// The key of a word, if it is one: there are more words of this form than keys.
pub(super) fn id(word: &str) -> Option<u32> {
    number(word).filter(|&id| id <= u16::MAX.into())
}

fn bytes(id: u32) -> Vec<u8> {
    let mut bytes = word(id).into_bytes();
    if let Some(last @ b'z') = bytes.last_mut()
        && id % 32 == 13
    {
        // It still comes after `bab` and before what starts with 0xc3.
        *last = 0xc0;
    }
    bytes
}

impl TestKey for String {
    const FOLLOWED: bool = false;

    fn make(_: &Probe, id: u32) -> String {
        word(id)
    }

    fn id(&self) -> u32 {
        // A word that was never made is no key's, and is told as such.
        id(self).unwrap_or(STRAY)
    }

    fn begins_with(id: u32, prefix: u32) -> bool {
        word(id).starts_with(&word(prefix))
    }
}

/// The words, with the stray byte 0xc0 in the place of `z`: not all of them are
/// UTF-8.
impl TestKey for Vec<u8> {
    const FOLLOWED: bool = false;

    fn make(_: &Probe, id: u32) -> Vec<u8> {
        bytes(id)
    }

    fn begins_with(id: u32, prefix: u32) -> bool {
        bytes(id).starts_with(&bytes(prefix))
    }

    fn id(&self) -> u32 {
        let found = match self.split_last() {
            Some((0xc0, rest)) => {
                let mut bytes = rest.to_vec();
                bytes.push(b'z');
                String::from_utf8(bytes).ok().and_then(|word| id(&word))
            }
            _ => std::str::from_utf8(self).ok().and_then(id),
        };
        found.unwrap_or(STRAY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::HashPlan;

    #[test]
    fn words_keep_order_and_come_back() {
        let probe = Probe::start(HashPlan::default());
        let words: Vec<String> = (0..8300).map(|id| TestKey::make(&probe, id)).collect();
        let bytes: Vec<Vec<u8>> = (0..8300).map(|id| TestKey::make(&probe, id)).collect();
        assert!(words.is_sorted_by(|a, b| a < b));
        assert!(bytes.is_sorted_by(|a, b| a < b));
        for id in 0..8300_u32 {
            assert_eq!(TestKey::id(&words[id as usize]), id);
            assert_eq!(TestKey::id(&bytes[id as usize]), id);
        }
        assert!(bytes.iter().any(|key| std::str::from_utf8(key).is_err()));
        let beyond = word(u32::from(u16::MAX) + 1);
        assert_eq!(TestKey::id(&beyond), STRAY);
        assert_eq!(TestKey::id(&"stray".to_owned()), STRAY);
        assert_eq!(TestKey::id(&"\u{436}zzza".to_owned()), STRAY);
    }

    /// Also in the smallest cases, which name no key beyond the first few.
    #[test]
    fn the_first_words_are_of_every_kind() {
        let probe = Probe::start(HashPlan::default());
        let words: Vec<String> = (0..16).map(|id| TestKey::make(&probe, id)).collect();
        let some = |is: &dyn Fn(&str) -> bool| words.iter().any(|word| is(word));
        assert!(some(&str::is_empty));
        assert!(some(&|word| word.len() > 256));
        assert!(some(&|word| !word.is_ascii()));
        assert!(some(&|word| word.contains('\0')));
        let longer = |word: &str| {
            let grows = |other: &&String| other.len() > word.len() && other.starts_with(word);
            words.iter().filter(grows).count()
        };
        // A chain of prefixes, and prefixes that fork.
        assert!(some(&|word| word.len() == 2 && longer(word) >= 3));
        assert!(
            words[1..]
                .windows(2)
                .any(|pair| !pair[1].starts_with(&pair[0]))
        );
    }

    #[test]
    fn the_second_block_cuts_through_characters_and_begins_alike() {
        let words: Vec<String> = (16..32).map(word).collect();
        let shared = |a: &str, b: &str| {
            let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b);
            same.count()
        };
        let pairs = || words.windows(2).map(|pair| (&pair[0], &pair[1]));
        let cuts = |(a, b): &(&String, &String)| !a.is_char_boundary(shared(a, b));
        assert!(pairs().filter(cuts).count() >= 4);
        assert!(pairs().any(|(a, b)| !b.starts_with(a.as_str()) && shared(a, b) > 256));
    }
}
