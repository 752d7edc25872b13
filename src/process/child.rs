//! The side of the parent: a child that carries out tasks, what it prints, and
//! how it ended.
//!
//! Limits count CPU time, since a machine may be busy with other things. A child
//! that waits for something that does not come uses none, which is told by the
//! clock: see [`Watch`].

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
use super::wire::{Order, WireReport};
use super::worker::WORKER;
use super::{Limits, Program};
use crate::check::{ProcessEnd, Runner, without_numbers};

/// How long a child may take to be ready, by the clock.
const START: Duration = Duration::from_secs(60);
/// How often the CPU time of a child is looked at.
const TICK: Duration = Duration::from_millis(20);
/// So much of what it printed last is kept.
const TAIL: usize = 4 << 10;
/// A line on the channel is not longer than this, by far.
const MOST_LINE: usize = 256 << 20;
/// A child that waits for something uses less CPU time than this while so much
/// time passes by the clock as a case may compute.
const IDLE: Duration = Duration::from_millis(5);

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

/// The time that a child took since it told something last.
struct Watch {
    cpu: Duration,
    /// When less than [`IDLE`] had been used since then.
    idle_since: Instant,
    idle_cpu: Duration,
}

impl Child {
    /// Starts a child and waits until it is ready. What a machine lacks for a
    /// moment, it may have in the next.
    pub(super) fn start(program: &Program, limits: &Limits) -> io::Result<Child> {
        let mut tries = 10;
        loop {
            match Child::try_start(program, limits) {
                Err(error) if error.kind() == ErrorKind::WouldBlock && tries > 0 => {
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
        let start = Instant::now();
        while start.elapsed() < START {
            match child.line(TICK) {
                Ok(Some(line)) => {
                    let ready = serde_json::from_slice(&line);
                    if matches!(ready, Ok(WireReport::Done)) {
                        return Ok(child);
                    }
                    break;
                }
                Ok(None) => {}
                Err(_) => break,
            }
        }
        child.drain();
        let told = String::from_utf8_lossy(&child.tail).into_owned();
        let status = child.kill();
        let (how, _) = how_it_ended(status, &told);
        let told = told.lines().last().unwrap_or_default();
        let told = format!("it does not take cases: {how} {told}");
        Err(io::Error::other(told.trim_end().to_owned()))
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
        let mut watch = Watch::new(self.cpu());
        loop {
            match self.line(TICK) {
                Ok(Some(line)) => {
                    let wire = serde_json::from_slice::<WireReport>(&line).ok();
                    match wire.and_then(|wire| wire.read(runner.name)) {
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
            if watch.is_over(self.cpu(), limits.cpu) {
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
        // It closed the channel, which it does last of all, or went wild.
        let patience = Instant::now() + Duration::from_secs(5);
        while !self.has_ended() && Instant::now() < patience {
            self.drain();
            std::thread::sleep(Duration::from_millis(1));
        }
        let by_itself = self.has_ended();
        self.drain();
        let text = String::from_utf8_lossy(&self.tail).into_owned();
        let status = self.kill().filter(|_| by_itself);
        let (how, words) = how_it_ended(status, &text);
        Heard::Ended(how, words)
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

    /// Whether it has ended; it may still be waited for.
    fn has_ended(&self) -> bool {
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
            false
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

impl Watch {
    fn new(cpu: Option<Duration>) -> Watch {
        let cpu = cpu.unwrap_or_default();
        Watch {
            cpu,
            idle_since: Instant::now(),
            idle_cpu: cpu,
        }
    }

    /// Whether it has computed for longer than `most`, or waited for something
    /// as long, and for seconds at least.
    fn is_over(&mut self, cpu: Option<Duration>, most: Duration) -> bool {
        let Some(cpu) = cpu else {
            return false;
        };
        if cpu.saturating_sub(self.idle_cpu) > IDLE {
            self.idle_cpu = cpu;
            self.idle_since = Instant::now();
        }
        let waits = most.max(Duration::from_millis(500));
        cpu.saturating_sub(self.cpu) > most || self.idle_since.elapsed() > waits
    }
}

/// What a status says, with what was printed last.
fn how_it_ended(status: Option<ExitStatus>, printed: &str) -> (ProcessEnd, Option<String>) {
    let lines = printed.lines().rev().map(str::trim);
    let last = lines.clone().find(|line| !line.is_empty());
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
