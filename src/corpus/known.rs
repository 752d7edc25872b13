//! `known-failures.toml`: the failures of a map that its author knows of, so
//! that a run can step over them and find the next one.
//!
//! The file lies beside the corpus:
//!
//! ```toml
//! [[failure]]
//! subject = "mine"                        # any subject, if this is left out
//! signature = "lost key after remove"     # as reports print it
//! reason = "tombstones, see the issue"
//! link = "https://example.org/issues/12"  # may be left out
//! ```
//!
//! [`Known`] is what it lists, [`Met`] counts how often a run met each of them:
//! a failure that is met no more has been mended, and its entry is stale.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml_edit::{Document, Item, Table};

use super::CorpusError;
use crate::evidence::Signature;

/// What the file is called.
pub const FILE: &str = "known-failures.toml";

/// A failure that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFailure {
    /// The subject that fails, or any.
    pub subject: Option<String>,
    /// The text of its [`Signature`].
    pub signature: String,
    /// Why nothing is to be done about it now.
    pub reason: String,
    /// Where that is written down.
    pub link: Option<String>,
}

/// The failures that a file lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// They, in the order of the file.
    pub failures: Vec<KnownFailure>,
    path: PathBuf,
}

impl Known {
    /// Reads the file. One that does not exist lists nothing.
    ///
    /// # Errors
    ///
    /// If it cannot be read or is wrong: one line that names the file, the line
    /// and the column. A field that nobody knows is wrong, and so is a failure
    /// that is listed twice.
    pub fn read(path: &Path) -> Result<Known, CorpusError> {
        let unreadable = |error| CorpusError::io(path, "cannot be read", error);
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Known {
                    failures: Vec::new(),
                    path: path.to_owned(),
                });
            }
            Err(error) => return Err(unreadable(error)),
            Ok(there) if !there.is_file() => return Err(CorpusError::at(path, "is not a file")),
            Ok(_) => {}
        }
        let bytes = fs::read(path).map_err(unreadable)?;
        let text = String::from_utf8(bytes).map_err(|error| CorpusError::not_text(path, &error))?;
        let failures = parse(&text)
            .map_err(|wrong| CorpusError::after(path, &text[..wrong.at], wrong.message))?;
        Ok(Known {
            failures,
            path: path.to_owned(),
        })
    }

    /// The entry for a failure of this subject with this signature, if it is
    /// known. One that names the subject comes before one for any.
    #[must_use]
    pub fn find(&self, subject: &str, signature: &Signature) -> Option<&KnownFailure> {
        self.place(subject, &signature.to_string())
            .map(|index| &self.failures[index])
    }

    fn place(&self, subject: &str, signature: &str) -> Option<usize> {
        let of = |wanted: Option<&str>| {
            self.failures.iter().position(|failure| {
                failure.signature == signature && failure.subject.as_deref() == wanted
            })
        };
        of(Some(subject)).or_else(|| of(None))
    }
}

impl KnownFailure {
    /// Whether it may be met on this subject.
    #[must_use]
    pub fn is_of(&self, subject: &str) -> bool {
        self.subject.as_deref().is_none_or(|known| known == subject)
    }

    /// "known failure `lost key after remove` of mine".
    fn told(&self) -> String {
        let signature = one_line(&self.signature);
        match &self.subject {
            Some(subject) => format!("known failure `{signature}` of {}", one_line(subject)),
            None => format!("known failure `{signature}`"),
        }
    }
}

/// How often a run met each known failure.
#[derive(Clone, Debug, Default)]
pub struct Met {
    known: Known,
    times: Vec<u64>,
}

impl Met {
    /// Of a run that has met none so far.
    #[must_use]
    pub fn new(known: Known) -> Met {
        let times = vec![0; known.failures.len()];
        Met { known, times }
    }

    /// The entry for a failure, if it is known; it has been met once more.
    pub fn meet(&mut self, subject: &str, signature: &Signature) -> Option<&KnownFailure> {
        self.meet_text(subject, &signature.to_string(), 1)
    }

    /// As [`Met::meet`], for a signature's text, met so many times more.
    pub fn meet_text(
        &mut self,
        subject: &str,
        signature: &str,
        times: u64,
    ) -> Option<&KnownFailure> {
        let index = self.known.place(subject, signature)?;
        self.times[index] += times;
        Some(&self.known.failures[index])
    }

    /// The failures that are known.
    #[must_use]
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Each failure, and how often it was met.
    pub fn iter(&self) -> impl Iterator<Item = (&KnownFailure, u64)> {
        self.known.failures.iter().zip(self.times.iter().copied())
    }

    /// A line for each failure that was met, and one for each that was not where
    /// `was_run` says that its subject was run for long enough to meet it.
    #[must_use]
    pub fn lines(&self, was_run: impl Fn(&KnownFailure) -> bool) -> Vec<String> {
        let file = self.known.path.display();
        let line = |(failure, times): (&KnownFailure, u64)| {
            let told = failure.told();
            let reason = one_line(&failure.reason);
            match times {
                0 if !was_run(failure) => None,
                0 => Some(format!("{told} was not met: mended? take it out of {file}")),
                1 => Some(format!("{told} ({reason}) was met once")),
                _ => Some(format!("{told} ({reason}) was met {times} times")),
            }
        };
        self.iter().filter_map(line).collect()
    }
}

/// What is to be added to the file for a new failure; the reason is for a
/// person to fill in.
#[must_use]
pub fn stanza(subject: &str, signature: &Signature) -> String {
    stanza_of(subject, &signature.to_string())
}

fn stanza_of(subject: &str, signature: &str) -> String {
    format!(
        "[[failure]]\nsubject = {}\nsignature = {}\nreason = \"\" # say why\n",
        quoted(subject),
        quoted(signature)
    )
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// What is wrong with the file, and how many bytes come before it.
struct Wrong {
    at: usize,
    message: String,
}

impl Wrong {
    fn new(span: Option<Range<usize>>, message: impl Into<String>) -> Wrong {
        Wrong {
            at: span.map_or(0, |span| span.start),
            message: message.into(),
        }
    }
}

fn parse(text: &str) -> Result<Vec<KnownFailure>, Wrong> {
    let document = Document::parse(text).map_err(|error| {
        let message: Vec<&str> = error.message().lines().collect();
        // The place of an end of input is no character's.
        let span = error.span().map(|span| floor(text, span.start)..span.end);
        Wrong::new(span, message.join(", "))
    })?;
    let mut failures: Vec<KnownFailure> = Vec::new();
    for (name, item) in document.iter() {
        let span = || document.key(name).and_then(toml_edit::Key::span);
        if name != "failure" {
            let name = name.escape_debug();
            let message = format!("unknown field `{name}`: each failure is a [[failure]]");
            return Err(Wrong::new(span(), message));
        }
        let Item::ArrayOfTables(tables) = item else {
            return Err(Wrong::new(span(), "each failure is to be a [[failure]]"));
        };
        for table in tables {
            let failure = failure(table)?;
            let same = |other: &KnownFailure| {
                (&other.subject, &other.signature) == (&failure.subject, &failure.signature)
            };
            if failures.iter().any(same) {
                let span = table.get("signature").and_then(Item::span);
                return Err(Wrong::new(span, "this failure is listed above already"));
            }
            failures.push(failure);
        }
    }
    Ok(failures)
}

fn failure(table: &Table) -> Result<KnownFailure, Wrong> {
    const FIELDS: [&str; 4] = ["subject", "signature", "reason", "link"];
    for (name, _) in table {
        if !FIELDS.contains(&name) {
            let span = table.key(name).and_then(toml_edit::Key::span);
            let name = name.escape_debug();
            let message = format!(
                "unknown field `{name}`; the known ones are {}",
                FIELDS.join(", ")
            );
            return Err(Wrong::new(span, message));
        }
    }
    let text = |name: &str| match table.get(name) {
        None => Ok(None),
        Some(item) => match item.as_str() {
            None => {
                let message = format!("`{name}` is to be a string");
                Err(Wrong::new(item.span(), message))
            }
            Some(text) if text.trim().is_empty() => {
                Err(Wrong::new(item.span(), format!("`{name}` is empty")))
            }
            Some(text) => Ok(Some(text.to_owned())),
        },
    };
    let required = |name: &str| {
        let missing = || Wrong::new(table.span(), format!("this failure has no `{name}`"));
        text(name)?.ok_or_else(missing)
    };
    Ok(KnownFailure {
        subject: text("subject")?,
        signature: required("signature")?,
        reason: required("reason")?,
        link: text("link")?,
    })
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Class;

    fn signature(op: &'static str) -> Signature {
        Signature {
            class: Class::LostKey,
            op: Some(op),
            fault: None,
        }
    }

    fn known(text: &str) -> Known {
        let failures = parse(text).unwrap_or_else(|wrong| panic!("{}", wrong.message));
        Known {
            failures,
            path: PathBuf::from("corpus/known-failures.toml"),
        }
    }

    const TWO: &str = "\
# what we know
[[failure]]
subject = \"mine\" # the fast one
signature = \"lost key after remove\"
reason = \"issue 12: tombstones\"
link = \"https://example.org/12\"

[[failure]]
signature = \"lost key after clear\"
reason = 'later'
";

    #[test]
    fn a_failure_is_known_by_subject_and_signature() {
        let known = known(TWO);
        assert_eq!(known.failures.len(), 2);
        let reason = |subject, op| {
            let found = known.find(subject, &signature(op));
            found.map(|failure| failure.reason.as_str())
        };
        assert_eq!(reason("mine", "remove"), Some("issue 12: tombstones"));
        assert_eq!(reason("yours", "remove"), None);
        assert_eq!(reason("yours", "clear"), Some("later"));
        assert_eq!(reason("mine", "get"), None);
        assert_eq!(
            known.failures[0].link.as_deref(),
            Some("https://example.org/12")
        );
    }

    #[test]
    fn an_entry_for_the_subject_comes_first() {
        let known = known(
            "[[failure]]\nsignature = 'lost key after remove'\nreason = 'any'\n\
             [[failure]]\nsubject = 'mine'\nsignature = 'lost key after remove'\nreason = 'mine'\n",
        );
        let found = |subject| &known.find(subject, &signature("remove")).unwrap().reason;
        assert_eq!(found("mine"), "mine");
        assert_eq!(found("yours"), "any");
        assert!(known.failures[0].is_of("mine") && known.failures[0].is_of("yours"));
        assert!(known.failures[1].is_of("mine") && !known.failures[1].is_of("yours"));
    }

    #[test]
    fn what_was_met_and_what_was_not_is_told() {
        let mut met = Met::new(known(TWO));
        assert!(met.meet("yours", &signature("remove")).is_none());
        let lines = met.lines(|failure| failure.is_of("yours"));
        assert_eq!(
            lines,
            [
                "known failure `lost key after clear` was not met: mended? take it out of \
                 corpus/known-failures.toml"
            ]
        );
        assert!(met.lines(|_| false).is_empty());
        for _ in 0..12 {
            assert!(met.meet("mine", &signature("remove")).is_some());
        }
        assert!(met.meet("yours", &signature("clear")).is_some());
        assert_eq!(
            met.lines(|_| true),
            [
                "known failure `lost key after remove` of mine (issue 12: tombstones) was met 12 \
                 times",
                "known failure `lost key after clear` (later) was met once"
            ]
        );
    }

    #[test]
    fn a_stanza_can_be_pasted() {
        let texts = [
            "lost key after remove",
            "panic in get: \"quoted\" \\ back\nsecond line\ttab \u{7f} \u{1b}[0m ä 🦀 \u{85}",
        ];
        for text in texts {
            let stanza = stanza_of("mine \"x\"", text);
            // As it is, it asks for a reason.
            let wrong = parse(&stanza).expect_err("it has no reason");
            assert_eq!(wrong.message, "`reason` is empty");
            assert!(stanza[wrong.at..].starts_with("\"\" # say why"));
            let filled = known(&stanza.replace("\"\" #", "'because' #"));
            assert_eq!(filled.failures[0].signature, text);
            assert_eq!(filled.failures[0].subject.as_deref(), Some("mine \"x\""));
        }
        assert!(stanza("mine", &signature("get")).contains("\"lost key after get\""));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let name = format!("map-oracle-known-{}.toml", std::process::id());
        let path = std::env::temp_dir().join(name);
        let told = |content: &[u8]| {
            fs::write(&path, content).unwrap();
            let error = Known::read(&path).unwrap_err().to_string();
            assert_eq!(error.lines().count(), 1, "{error}");
            let error = error.strip_prefix(&format!("{}:", path.display()));
            error.expect("the file is named").to_owned()
        };
        let full = "[[failure]]\nsignature = 'a'\nreason = 'b'\n";
        let with = |line: &str| told(format!("{full}{line}\n").as_bytes());
        assert_eq!(
            with("  why = 'x'"),
            "4:3: unknown field `why`; the known ones are subject, signature, reason, link"
        );
        assert_eq!(with("subject = 3"), "4:11: `subject` is to be a string");
        assert_eq!(with("link = ''"), "4:8: `link` is empty");
        assert_eq!(with(full), "5:13: this failure is listed above already");
        assert_eq!(
            with("[[failure]]\nreason = 'b'"),
            "4:1: this failure has no `signature`"
        );
        assert_eq!(
            with("[[failure]]\nsignature = 'b'"),
            "4:1: this failure has no `reason`"
        );
        assert!(with("reason = 'again'").starts_with("4:1: duplicate key"));
        assert!(with("[[failures]]").starts_with("4:3: unknown field `failures`"));
        assert_eq!(
            told(b"failure = 1\n"),
            "1:1: each failure is to be a [[failure]]"
        );
        assert!(told(b"[failure]\nsignature = 'a'\n").contains("is to be a [[failure]]"));
        assert!(told(b"[[failure]]\nsignature = 'a\n").starts_with("2:"));
        assert!(told("x = 'ä".as_bytes()).starts_with("1:"));
        assert_eq!(told(b"\n\xff"), "2:1: this is not text in UTF-8");
        // Whatever is cut off, it is an answer and no panic.
        for end in 0..TWO.len() {
            fs::write(&path, &TWO[..end]).unwrap();
            let _ = Known::read(&path);
        }
        fs::remove_file(&path).unwrap();
        assert!(Known::read(&path).unwrap().failures.is_empty());
        let folder = Known::read(&std::env::temp_dir()).unwrap_err().to_string();
        assert!(folder.ends_with("is not a file"), "{folder}");
    }
}
