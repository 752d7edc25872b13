//! Reads a trace file line by line, gzipped or plain, in constant memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use super::error::TraceError;
use super::record::{self, Record};

/// A full dump of the largest maps that are recorded takes a tenth of this.
const LONGEST_LINE: u64 = 32 << 20;

/// The records of a file, one after the other.
pub(super) struct Reader {
    path: PathBuf,
    input: Box<dyn BufRead>,
    /// The number of the line read last.
    line: u64,
    buffer: Vec<u8>,
    /// A record that was looked at and not taken, and its line.
    ahead: Option<(u64, Record)>,
}

impl Reader {
    /// Opens a file and reads its first line, which must name the format.
    pub(super) fn open(path: &Path) -> Result<Reader, TraceError> {
        let open = || -> io::Result<Box<dyn BufRead>> {
            let mut file = BufReader::new(File::open(path)?);
            // A folder can be opened, but not read.
            let gzipped = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
            Ok(if gzipped {
                Box::new(BufReader::new(MultiGzDecoder::new(file)))
            } else {
                Box::new(file)
            })
        };
        let input = open().map_err(|error| TraceError::new(path, 1, error.to_string()))?;
        let mut reader = Reader {
            path: path.to_owned(),
            input,
            line: 0,
            buffer: Vec::new(),
            ahead: None,
        };
        let is_first = match reader.read_line()? {
            Some(line) => line.split(' ').take(3).eq(["#", "gomaptrace", "1"]),
            None => false,
        };
        if !is_first {
            let what = "not a trace: the first line does not start with `# gomaptrace 1`";
            return Err(TraceError::new(path, 1, what));
        }
        Ok(reader)
    }

    /// The next record and its line; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Record)>, TraceError> {
        if let Some(record) = self.ahead.take() {
            return Ok(Some(record));
        }
        while let Some(line) = self.read_line()? {
            match record::parse(line) {
                Ok(Some(record)) => return Ok(Some((self.line, record))),
                Ok(None) => {}
                Err(what) => return Err(self.error(self.line, what)),
            }
        }
        Ok(None)
    }

    /// Takes the next record if it is a dump.
    pub(super) fn next_dump(&mut self) -> Result<Option<(u64, String)>, TraceError> {
        match self.next()? {
            Some((line, Record::Dump(dump))) => Ok(Some((line, dump))),
            other => {
                self.ahead = other;
                Ok(None)
            }
        }
    }

    /// The number of the line read last.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn error(&self, line: u64, what: impl Into<String>) -> TraceError {
        TraceError::new(&self.path, line, what)
    }

    fn read_line(&mut self) -> Result<Option<&str>, TraceError> {
        let line = self.line + 1;
        let fail = |what: String| Err(TraceError::new(&self.path, line, what));
        self.buffer.clear();
        let mut limited = (&mut self.input).take(LONGEST_LINE);
        match limited.read_until(b'\n', &mut self.buffer) {
            Ok(0) => return Ok(None),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return fail("the compressed data ends too early".to_owned());
            }
            Err(error) => return fail(error.to_string()),
        }
        self.line = line;
        let Some((b'\n', text)) = self.buffer.split_last() else {
            return fail(match self.buffer.len() as u64 {
                LONGEST_LINE => "the line is too long".to_owned(),
                _ => "the file ends in the middle of the line".to_owned(),
            });
        };
        match std::str::from_utf8(text) {
            Ok(text) => Ok(Some(text)),
            Err(_) => fail("this is not text in UTF-8".to_owned()),
        }
    }
}
