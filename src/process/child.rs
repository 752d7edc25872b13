//! The side of the parent: a child that carries out tasks, what it prints, and
//! how it ended.
//!
//! Limits count CPU time, since a machine may be busy with other things. A child
//! that waits for something that does not come uses none: see [`Watch`].

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child as Process, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, killpg};
use nix::sys::time::TimeSpec;
#[cfg(target_os = "linux")]
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
use nix::time::{clock_getcpuclockid, clock_gettime};
use nix::unistd::Pid;

use super::task::{Detail, Report, Task};
use super::watch::{Watch, waits};
use super::wire::{Order, WireReport};
use super::worker::WORKER;
use super::{Limits, Program, is_from_outside};
use crate::check::Runner;
use crate::evidence::{ProcessEnd, without_numbers};

/// How long a child may take to be ready: in CPU time, or in waiting.
const START: Duration = Duration::from_secs(60);
/// How often the CPU time of a child is looked at.
const TICK: Duration = Duration::from_millis(20);
/// So much of what it printed last is kept.
const TAIL: usize = 4 << 10;
/// A line on the channel is not longer than this, by far.
const MOST_LINE: usize = 256 << 20;
/// So often a child is started anew that did not come to be ready through no
/// fault of the program.
const TRIES: u32 = 10;
/// How long a child that closed the channel may take to be no more.
const LEAVE: Duration = Duration::from_secs(5);

/// A child process that carries out tasks.
pub(super) struct Child {
    process: Process,
    channel: UnixStream,
    /// What it prints; gone once it has closed it.
    output: Option<UnixStream>,
    received: Vec<u8>,
    /// The end of what it printed, and how much that was since a task or a unit
    /// of it began.
    tail: Vec<u8>,
    printed: u64,
    /// The CPU time that was seen last, and that was asked about.
    cpu: Duration,
    told_cpu: Duration,
    waited_for: bool,
}

/// What came from a child.
pub(super) enum Heard {
    Report(Report),
    /// It is no more.
    Ended(ProcessEnd, Option<String>),
    /// The user broke off, and it was ended.
    Interrupted,
}

impl Child {
    /// Starts a child and waits until it is ready. What a machine lacks for a
    /// moment, it may have in the next; and who ended one child may spare another.
    pub(super) fn start(program: &Program, limits: &Limits) -> io::Result<Child> {
        let mut tries = TRIES;
        loop {
            match Child::try_start(program, limits) {
                Err(error) if passes(&error) && tries > 0 => {
                    tries -= 1;
                    std::thread::sleep(Duration::from_millis(200));
                }
                outcome => return outcome,
            }
        }
    }

    fn try_start(program: &Program, limits: &Limits) -> io::Result<Child> {
        let (channel, theirs) = UnixStream::pair()?;
        let (output, printer) = UnixStream::pair()?;
        let other_printer = printer.try_clone()?;
        let process = Command::new(&program.path)
            .args(&program.args)
            .env(WORKER, limits.memory.to_string())
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::from(OwnedFd::from(printer)))
            .stderr(Stdio::from(OwnedFd::from(other_printer)))
            .process_group(0)
            .spawn()?;
        channel.set_nonblocking(false)?;
        output.set_nonblocking(true)?;
        let mut child = Child {
            process,
            channel,
            output: Some(output),
            received: Vec::new(),
            tail: Vec::new(),
            printed: 0,
            cpu: Duration::ZERO,
            told_cpu: Duration::ZERO,
            waited_for: false,
        };
        let pid = child.pid();
        let mut watch = Watch::new(None, Instant::now());
        let mut left = false;
        while !watch.is_over(child.cpu(), Instant::now(), START, || waits(pid)) {
            match child.line(TICK) {
                Ok(Some(line)) => {
                    let ready = serde_json::from_slice(&line);
                    if matches!(ready, Ok(WireReport::Done)) {
                        return Ok(child);
                    }
                    break;
                }
                Ok(None) => {}
                Err(_) => {
                    left = true;
                    break;
                }
            }
        }
        let by_itself = left && child.leaves();
        child.drain();
        let told = String::from_utf8_lossy(&child.tail).into_owned();
        let (how, _) = how_it_ended(child.kill().filter(|_| by_itself), &told);
        let kind = if is_from_outside(how) {
            ErrorKind::Interrupted
        } else {
            ErrorKind::Other
        };
        let told = told.lines().last().unwrap_or_default();
        let told = format!("it does not take cases: {how} {told}");
        Err(io::Error::new(kind, told.trim_end().to_owned()))
    }

    /// Hands it a task. If it is gone already, that is heard next.
    pub(super) fn give(&mut self, runner: &Runner, detail: Detail, task: &Task) {
        self.printed = 0;
        let order = Order::new(runner, detail, task);
        let mut line = serde_json::to_vec(&order).expect("an order is plain data");
        line.push(b'\n');
        let _ = self.channel.write_all(&line);
    }

    /// Waits for the next report, or for the end.
    pub(super) fn hear(
        &mut self,
        runner: &Runner,
        limits: &Limits,
        interrupt: &AtomicBool,
    ) -> Heard {
        let mut watch = Watch::new(self.cpu(), Instant::now());
        loop {
            match self.line(TICK) {
                Ok(Some(line)) => {
                    let wire = serde_json::from_slice::<WireReport>(&line).ok();
                    match wire.and_then(|wire| wire.read(runner)) {
                        Some(Report::At(unit)) => {
                            self.printed = 0;
                            return Heard::Report(Report::At(unit));
                        }
                        Some(report) => return Heard::Report(report),
                        // A map gone wild may write even here.
                        None => return self.end(None),
                    }
                }
                Ok(None) => {
                    // A process that it made may keep the channel open.
                    if self.has_ended() {
                        return self.end(None);
                    }
                }
                Err(_) => return self.end(None),
            }
            if interrupt.load(Ordering::Relaxed) {
                self.kill();
                return Heard::Interrupted;
            }
            if self.printed > limits.output {
                return self.end(Some(ProcessEnd::Output));
            }
            let pid = self.pid();
            if watch.is_over(self.cpu(), Instant::now(), limits.cpu, || waits(pid)) {
                return self.end(Some(ProcessEnd::Hang));
            }
        }
    }

    /// A whole line from the channel, if one comes in this time.
    fn line(&mut self, patience: Duration) -> io::Result<Option<Vec<u8>>> {
        if let Some(line) = self.take_line() {
            return Ok(Some(line));
        }
        let timeout = PollTimeout::try_from(patience).unwrap_or(PollTimeout::MAX);
        let mut fds = vec![PollFd::new(self.channel.as_fd(), PollFlags::POLLIN)];
        if let Some(output) = &self.output {
            fds.push(PollFd::new(output.as_fd(), PollFlags::POLLIN));
        }
        match poll(&mut fds, timeout) {
            Ok(_) | Err(nix::errno::Errno::EINTR) => {}
            Err(error) => return Err(error.into()),
        }
        let ready = |place: usize| {
            let fd: Option<&PollFd<'_>> = fds.get(place);
            fd.and_then(PollFd::any).unwrap_or(false)
        };
        let (spoke, printed) = (ready(0), ready(1));
        if printed {
            self.drain();
        }
        if spoke {
            let mut buffer = [0; 1 << 16];
            let read = self.channel.read(&mut buffer)?;
            if read == 0 || self.received.len() > MOST_LINE {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            self.received.extend_from_slice(&buffer[..read]);
        }
        Ok(self.take_line())
    }

    fn take_line(&mut self) -> Option<Vec<u8>> {
        let end = self.received.iter().position(|&byte| byte == b'\n')?;
        let rest = self.received.split_off(end + 1);
        let mut line = std::mem::replace(&mut self.received, rest);
        line.pop();
        Some(line)
    }

    /// Reads what was printed, and keeps the end of it.
    fn drain(&mut self) {
        let mut buffer = [0; 1 << 16];
        let Some(output) = &mut self.output else {
            return;
        };
        // Not for ever: it may print faster than this reads.
        for _ in 0..64 {
            match output.read(&mut buffer) {
                Ok(0) => {
                    self.output = None;
                    return;
                }
                Ok(read) => {
                    self.printed += read as u64;
                    self.tail.extend_from_slice(&buffer[..read]);
                    let excess = self.tail.len().saturating_sub(TAIL);
                    self.tail.drain(..excess);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    if error.kind() != ErrorKind::WouldBlock {
                        self.output = None;
                    }
                    return;
                }
            }
        }
    }

    /// How it ended, if it did so by itself; it is ended otherwise.
    fn end(&mut self, ended_for: Option<ProcessEnd>) -> Heard {
        if let Some(how) = ended_for {
            self.kill();
            return Heard::Ended(how, None);
        }
        let by_itself = self.leaves();
        self.drain();
        let text = String::from_utf8_lossy(&self.tail).into_owned();
        let status = self.kill().filter(|_| by_itself);
        let (how, words) = how_it_ended(status, &text);
        Heard::Ended(how, words)
    }

    /// Waits for the end of one that closed the channel, which it does last of
    /// all. Whether it came; if not, it went wild.
    fn leaves(&mut self) -> bool {
        let patience = Instant::now() + LEAVE;
        while !self.has_ended() && Instant::now() < patience {
            self.drain();
            std::thread::sleep(Duration::from_millis(1));
        }
        self.has_ended()
    }

    /// Ends it, and whatever processes it made. The number of the process, which
    /// is that of its group, is its own until it has been waited for; so this
    /// comes first, and once.
    fn kill(&mut self) -> Option<ExitStatus> {
        if !std::mem::replace(&mut self.waited_for, true) {
            let _ = killpg(self.pid(), Signal::SIGKILL);
            let _ = self.process.kill();
        }
        self.process.wait().ok()
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.process.id() as i32)
    }

    /// Whether it has ended. Where that can be asked without, it is not waited
    /// for.
    fn has_ended(&mut self) -> bool {
        if self.waited_for {
            return true;
        }
        #[cfg(target_os = "linux")]
        {
            let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
            let status = waitid(Id::Pid(self.pid()), flags);
            !matches!(status, Ok(WaitStatus::StillAlive))
        }
        #[cfg(not(target_os = "linux"))]
        {
            matches!(self.process.try_wait(), Ok(Some(_)))
        }
    }

    /// The CPU time that it has used.
    fn cpu(&mut self) -> Option<Duration> {
        if self.waited_for {
            return None;
        }
        let time = clock_getcpuclockid(self.pid())
            .and_then(clock_gettime)
            .ok()?;
        self.cpu = TimeSpec::into(time);
        Some(self.cpu)
    }

    /// The CPU time that it has used since this was last asked.
    pub(super) fn newly_spent(&mut self) -> Duration {
        self.cpu();
        let new = self.cpu.saturating_sub(self.told_cpu);
        self.told_cpu = self.cpu;
        new
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Whether a child that is started anew may come to be ready.
fn passes(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

/// What a status says, with what was printed last.
fn how_it_ended(status: Option<ExitStatus>, printed: &str) -> (ProcessEnd, Option<String>) {
    let lines = printed.lines().rev().map(str::trim);
    // A test program says which test it is at.
    let of_harness = |line: &str| line.starts_with("test ") && line.ends_with(" ...");
    let last = lines
        .clone()
        .find(|line| !line.is_empty() && !of_harness(line));
    let says = |what: &str| printed.contains(what);
    let how = match status {
        Some(status) => match (status.signal(), status.code()) {
            (Some(6), _) if says("has overflowed its stack") => ProcessEnd::StackOverflow,
            (Some(6), _) if says("memory allocation of") => ProcessEnd::Memory,
            (Some(signal), _) => ProcessEnd::Signal(signal),
            (None, code) => ProcessEnd::Exit(code.unwrap_or(-1)),
        },
        // It had closed its channel, and stayed.
        None => ProcessEnd::Hang,
    };
    let told = match how {
        ProcessEnd::Signal(_) => last_words(last),
        _ => None,
    };
    (how, told)
}

/// A line that tells why, without what differs from run to run.
fn last_words(line: Option<&str>) -> Option<String> {
    const MOST: usize = 200;
    let line: String = without_numbers(line?).chars().take(MOST).collect();
    let printable = !line.chars().any(char::is_control);
    (printable && !line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// How often a program is started of which this is the script, and what came
    /// of it. The script finds the number of the start in `$n`, and the channel
    /// at its standard input.
    fn started(name: &str, script: &str) -> (u64, Result<(), String>) {
        let folder = std::env::temp_dir().join(format!("map-oracle-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let count = folder.join(name);
        let shown = Path::display(&count);
        let script = format!("echo >>'{shown}'; n=$(wc -l <'{shown}'); {script}");
        let program = Program {
            path: "/bin/sh".into(),
            args: vec!["-c".into(), script.into()],
        };
        let child = Child::start(&program, &Limits::of_cpu(Duration::from_secs(1)));
        let starts = fs::read(&count).unwrap().len() as u64;
        fs::remove_file(count).unwrap();
        (starts, child.map(drop).map_err(|error| error.to_string()))
    }

    #[test]
    fn a_child_that_somebody_ends_before_it_is_ready_is_started_anew() {
        let script = r#"[ $n -gt 2 ] || kill -9 $$; echo '"Done"' >&0; read line"#;
        assert_eq!(started("killed", script), (3, Ok(())));
        // Not for ever.
        let (starts, outcome) = started("always", "kill -9 $$");
        assert_eq!(starts, u64::from(TRIES) + 1);
        let told = "it does not take cases: the process was ended by signal 9 (SIGKILL)";
        assert_eq!(outcome, Err(told.to_owned()));
    }

    #[test]
    fn a_program_that_takes_no_cases_is_refused_at_once() {
        for (name, script, how) in [
            (
                "exits",
                "echo no such option; exit 2",
                "the process ended itself with exit code 2 no such option",
            ),
            (
                "aborts",
                "kill -6 $$",
                "the process was ended by signal 6 (SIGABRT)",
            ),
            (
                "chatters",
                "echo hello >&0; read line",
                "it does not end: its CPU time is used up",
            ),
        ] {
            let start = Instant::now();
            let told = format!("it does not take cases: {how}");
            assert_eq!(started(name, script), (1, Err(told)));
            assert!(start.elapsed() < LEAVE, "{name}");
        }
    }
}
