//! Keys and values by name, for people.
//!
//! A case numbers its keys with 16 bits. Beyond these are the keys that are not
//! equal to themselves; and what a broken map may show that nobody made: a word
//! or number that stands for no key, or a key whose memory was overwritten.

use std::fmt;

use super::Key;

/// The number of whatever was never made.
pub(super) const STRAY: u32 = u32::MAX;

/// More keys that are not equal to themselves are in no case.
const MOST_NANS: u32 = 1 << 24;

/// A key by its name, in `Debug` and `Display` alike.
#[derive(Clone, Copy)]
pub(crate) struct KeyName(pub u32);

/// A value by its name.
#[derive(Clone, Copy)]
pub(crate) struct ValueName(pub u32);

/// A key or a value by its name, where only the op knows which it is.
#[derive(Clone, Copy)]
pub(crate) struct NumberName(pub u32);

impl KeyName {
    /// Whether some case may have a key of this number.
    pub(crate) fn is_made(self) -> bool {
        match self.0.checked_sub(Key::LAST_EQUAL) {
            None | Some(0) => self.0 <= u16::MAX.into(),
            Some(nan) => nan < MOST_NANS,
        }
    }

    fn write(self, f: &mut fmt::Formatter<'_>, unknown: &str) -> fmt::Result {
        match self.0.checked_sub(Key::LAST_EQUAL) {
            _ if !self.is_made() => f.write_str(unknown),
            None | Some(0) => write!(f, "{}", self.0),
            Some(nan) => write!(f, "nan{nan}"),
        }
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, "a key that nobody made")
    }
}

impl fmt::Display for ValueName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            STRAY => f.write_str("a value that nobody made"),
            value => write!(f, "{value}"),
        }
    }
}

impl fmt::Display for NumberName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            STRAY => f.write_str("one that nobody made"),
            number if number > Key::LAST_EQUAL => KeyName(number).write(f, "one that nobody made"),
            number => write!(f, "{number}"),
        }
    }
}

macro_rules! debug_as_display {
    ($($name:ident)*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        })*
    };
}

debug_as_display! { KeyName ValueName NumberName }

/// An entry by its names.
pub(crate) fn entry_name(&(key, value): &(u32, u32)) -> (KeyName, ValueName) {
    (KeyName(key), ValueName(value))
}

/// Entries by their names.
pub(crate) fn entry_names(entries: &[(u32, u32)]) -> Vec<(KeyName, ValueName)> {
    entries.iter().map(entry_name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_made_has_no_number() {
        for (key, name) in [
            (0, "0"),
            (65_535, "65535"),
            (65_536, "a key that nobody made"),
            (Key::LAST_EQUAL, "a key that nobody made"),
            (Key::LAST_EQUAL + 2, "nan2"),
            (STRAY, "a key that nobody made"),
        ] {
            assert_eq!(KeyName(key).to_string(), name);
        }
        assert_eq!(
            format!("{:?}", entry_names(&[(1, 70_000), (STRAY, STRAY)])),
            "[(1, 70000), (a key that nobody made, a value that nobody made)]"
        );
        assert_eq!(NumberName(70_000).to_string(), "70000");
        assert_eq!(NumberName(STRAY).to_string(), "one that nobody made");
    }
}
