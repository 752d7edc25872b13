//! Runs a fuzz program as `cargo fuzz run` does, and `cargo fuzz tmin` on what it
//! finds.
//!
//! No corpus to start from, a time limit of 5 s instead of 1,200. libFuzzer
//! measures its time by the clock; the CPU time is what the system says of its
//! process.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use arbitrary::{Arbitrary as _, Unstructured};
use wait4::Wait4 as _;

use super::libfuzzer::SUBJECT;
use super::message::Message;
use super::ops::Op;
use crate::outcome::Effort;

/// Seconds after which an input hangs.
const HANG: u64 = 5;
/// Seconds for making an input small.
const SHRINKING: u64 = 10;

/// The ops of an input.
fn ops(path: &Path) -> io::Result<usize> {
    let bytes = fs::read(path)?;
    let ops = Vec::<Op>::arbitrary_take_rest(Unstructured::new(&bytes));
    ops.map(|ops| ops.len()).map_err(io::Error::other)
}

/// A fuzz program, and what it is to fuzz.
pub(super) struct Fuzzer<'a> {
    pub(super) program: &'a Path,
    pub(super) subject: &'a str,
    pub(super) seed: u64,
    /// Seconds.
    pub(super) budget: f64,
    /// The folder for what it finds.
    pub(super) out: &'a Path,
}

impl Fuzzer<'_> {
    /// Hunts, and tells what comes of it.
    pub(super) fn hunt(&self) -> io::Result<()> {
        let _ = fs::remove_dir_all(self.out);
        fs::create_dir_all(self.out)?;
        let told = self.out.join("fuzz.log");
        let mut command = self.command();
        command
            .arg(format!("-seed={}", self.seed))
            .arg(format!("-max_total_time={}", self.budget.ceil()))
            .arg(format!("-artifact_prefix={}/", self.out.display()))
            .args(["-print_final_stats=1", "-ignore_crashes=0"])
            .stderr(File::create(&told)?);
        let (status, cpu) = watched(&mut command)?;
        let told = String::from_utf8_lossy(&fs::read(told)?).into_owned();
        let effort = Effort {
            cases: executed(&told),
            ops: 0,
            cpu,
        };
        if status.success() {
            return Message::Over(effort).tell();
        }
        let sign = sign(&told);
        let input = self.input()?;
        let failed = Message::Failed {
            sign: sign.to_owned(),
            effort,
        };
        failed.tell()?;
        let mut shrunk = ops(&input)?;
        if sign != "hang"
            && let Ok(fewer) = self.smaller(&input)
        {
            shrunk = shrunk.min(fewer);
        }
        Message::Found {
            sign: sign.to_owned(),
            shrunk,
        }
        .tell()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        command
            .env(SUBJECT, self.subject)
            // As `cargo fuzz` sets it.
            .env("ASAN_OPTIONS", "detect_odr_violation=0")
            .arg(format!("-timeout={HANG}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// What it found.
    fn input(&self) -> io::Result<PathBuf> {
        let kinds = ["crash-", "leak-", "timeout-", "oom-"];
        for entry in fs::read_dir(self.out)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if kinds.iter().any(|kind| name.starts_with(kind)) {
                return Ok(path);
            }
        }
        Err(io::Error::other("libFuzzer failed and left no input"))
    }

    /// The number of ops in what libFuzzer makes of an input.
    fn smaller(&self, input: &Path) -> io::Result<usize> {
        let smaller = self.out.join("smaller");
        let mut command = self.command();
        command
            .arg("-minimize_crash=1")
            .arg(format!("-max_total_time={SHRINKING}"))
            .arg(format!("-exact_artifact_path={}", smaller.display()))
            .arg(input);
        watched(&mut command)?;
        ops(&smaller)
    }
}

/// Runs a program and says now and then that it is still there; its CPU time.
fn watched(command: &mut Command) -> io::Result<(ExitStatus, f64)> {
    let child = command.spawn()?;
    let (over, is_over) = mpsc::channel::<()>();
    let usage = std::thread::scope(|scope| {
        scope.spawn(move || {
            let beat = Duration::from_millis(500);
            while is_over.recv_timeout(beat) == Err(mpsc::RecvTimeoutError::Timeout) {
                let _ = Message::Shrinks.tell();
            }
        });
        let usage = child.wait4();
        drop(over);
        usage
    })?;
    let cpu = usage.rusage.utime + usage.rusage.stime;
    Ok((usage.status, cpu.as_secs_f64()))
}

/// How many inputs were run.
fn executed(told: &str) -> usize {
    let stat = |line: &str| {
        line.strip_prefix("stat::number_of_executed_units:")?
            .trim()
            .parse()
            .ok()
    };
    told.lines().find_map(stat).unwrap_or(0)
}

/// The word for what libFuzzer tells.
fn sign(told: &str) -> &'static str {
    let signs = [
        ("panicked at", "panic"),
        ("ERROR: AddressSanitizer", "asan"),
        ("ERROR: LeakSanitizer", "leak"),
        ("ERROR: libFuzzer: timeout", "hang"),
        ("ERROR: libFuzzer: out-of-memory", "memory"),
    ];
    let sign = signs.iter().find(|(text, _)| told.contains(text));
    sign.map_or("crash", |(_, sign)| sign)
}
