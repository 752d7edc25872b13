//! The side of the child: it takes one task after the other from the channel
//! that is its standard input, and tells what it does, until the map brings it
//! down or nobody asks any more.
//!
//! The channel is a socket that the parent holds the other end of. Nothing but
//! this room reads or writes it, so a map may print what it likes.

use std::io::{BufRead as _, BufReader, Write as _};
use std::ops::ControlFlow;
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::{env, fs, process, thread};

use nix::errno::Errno;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::dup2_stdin;

use super::perform::{Performance, Tell};
use super::task::{Detail, Report, Task};
use super::wire::{Order, WireReport};
use crate::case::Place;
use crate::check::Runner;
use crate::evidence::ProcessEnd;
use crate::probe::{Observer, end_copies, own};

/// The variable that makes a process a worker: the most memory that it may have,
/// in bytes, 0 for no limit.
pub(super) const WORKER: &str = "MAP_ORACLE_WORKER";
/// The stack that cases have. An endless recursion comes to its end here,
/// whatever the limits of the shell are.
const STACK: usize = 8 << 20;

/// Whether this process was started as a worker.
pub(crate) fn is_worker() -> bool {
    env::var_os(WORKER).is_some()
}

/// What carries out the tasks of a front-end.
pub(crate) type TellHook = fn(&Runner, &super::task::TellTask) -> String;

/// Works until nobody asks any more, and ends the process.
pub(crate) fn serve(runners: &[Runner], hook: Option<TellHook>) -> ! {
    let channel = match take_channel() {
        Ok(channel) => channel,
        Err(error) => {
            eprintln!("error: this process was started by hand, and nobody talks to it: {error}");
            process::exit(2);
        }
    };
    let (sender, orders) = mpsc::channel();
    let runners = runners.to_vec();
    let answers = channel.try_clone();
    let works = thread::Builder::new()
        .name("case".to_owned())
        .stack_size(STACK)
        .spawn(move || {
            if let Ok(answers) = answers {
                work(&runners, hook, &orders, answers);
            }
            process::exit(0);
        });
    if works.is_err() {
        process::exit(2);
    }
    for line in BufReader::new(channel).lines().map_while(Result::ok) {
        if sender.send(line).is_err() {
            break;
        }
    }
    // Whoever asked is gone, and the case under way may never end.
    process::exit(0);
}

/// The channel; a map that reads standard input finds nothing there.
fn take_channel() -> std::io::Result<UnixStream> {
    let channel = UnixStream::from(std::io::stdin().as_fd().try_clone_to_owned()?);
    channel.peer_addr()?;
    dup2_stdin(fs::File::open("/dev/null")?)?;
    Ok(channel)
}

fn work(
    runners: &[Runner],
    hook: Option<TellHook>,
    orders: &Receiver<String>,
    answers: UnixStream,
) {
    limit_memory();
    own();
    let mut line = Line::new(answers);
    if line.tell(Report::Done).is_break() {
        return;
    }
    for text in orders {
        let read = serde_json::from_str::<Order>(&text).ok().and_then(|order| {
            let runner = runners.iter().find(|runner| runner.name == order.subject)?;
            Some((runner.without(order.without()?), order.read()?))
        });
        let Some((runner, (detail, task))) = read else {
            let _ = line.tell(Report::Internal("this is no task".to_owned()));
            return;
        };
        line.detail = detail;
        let outcome = catch_unwind(AssertUnwindSafe(|| match (&task, hook) {
            (Task::Tell(tell), Some(hook)) => {
                let text = hook(&runner, tell);
                line.tell(Report::Told(text))?;
                line.tell(Report::Done)
            }
            _ => Performance::new(runner, detail, &mut line).perform(&task),
        }));
        match outcome {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => return,
            Err(payload) => {
                let message = payload
                    .downcast_ref::<String>()
                    .map(String::as_str)
                    .or_else(|| payload.downcast_ref::<&str>().copied());
                let message = message.unwrap_or("a panic of an unknown type").to_owned();
                let _ = line.tell(Report::Internal(message));
                return;
            }
        }
    }
}

/// No more memory than [`WORKER`] says beyond what is mapped already, which is
/// terabytes under a sanitizer; and no core files.
fn limit_memory() {
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    let most = env::var(WORKER).ok().and_then(|most| most.parse().ok());
    let Some(most) = most.filter(|&most: &u64| most > 0) else {
        return;
    };
    // In pages, the first of several numbers.
    let pages = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = pages
        .split(' ')
        .next()
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0);
    let most = most.saturating_add(pages.saturating_mul(4096));
    if let Ok((_, hard)) = getrlimit(Resource::RLIMIT_AS) {
        let _ = setrlimit(Resource::RLIMIT_AS, most.min(hard), hard);
    }
}

/// The channel as those who work see it.
struct Line {
    channel: Arc<UnixStream>,
    detail: Detail,
    /// What signals do, as they were at the beginning.
    signals: Option<String>,
}

impl Line {
    fn new(channel: UnixStream) -> Line {
        Line {
            channel: Arc::new(channel),
            detail: Detail::Coarse,
            signals: signals(),
        }
    }
}

/// Sends a report; a line in one write. A copy of the process that a map made
/// by forking has no say.
fn send(mut channel: &UnixStream, report: &Report) -> ControlFlow<()> {
    end_copies();
    let Ok(mut line) = serde_json::to_vec(&WireReport::new(report)) else {
        return ControlFlow::Break(());
    };
    line.push(b'\n');
    match channel.write_all(&line) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    }
}

impl Tell for Line {
    fn tell(&mut self, report: Report) -> ControlFlow<()> {
        send(&self.channel, &report)
    }

    fn observer(&self) -> Observer {
        let channel = Arc::clone(&self.channel);
        let before = self.signals.clone();
        Arc::new(move |place: Place| {
            // What was done at the last place shows now.
            if let Some(end) = strange(before.as_ref()) {
                let _ = send(&channel, &Report::Strange(end));
                process::exit(0);
            }
            if send(&channel, &Report::Place(place)).is_break() {
                process::exit(0);
            }
        })
    }

    fn look_after(&mut self, thoroughly: bool) -> ControlFlow<()> {
        let found = if thoroughly {
            strange(self.signals.as_ref())
        } else {
            has_children().then_some(ProcessEnd::Fork)
        };
        match found {
            Some(end) => {
                self.tell(Report::Strange(end))?;
                ControlFlow::Break(())
            }
            None => ControlFlow::Continue(()),
        }
    }
}

/// What a map did to the process that it should not have.
fn strange(before: Option<&String>) -> Option<ProcessEnd> {
    if has_children() {
        return Some(ProcessEnd::Fork);
    }
    let changed = before.is_some() && signals().as_ref() != before;
    changed.then_some(ProcessEnd::Signals)
}

fn has_children() -> bool {
    !matches!(
        waitpid(None, Some(WaitPidFlag::WNOHANG)),
        Err(Errno::ECHILD)
    )
}

/// Which signals are ignored, and which have a handler, where the system tells.
fn signals() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let lines = status
        .lines()
        .filter(|line| line.starts_with("SigIgn:") || line.starts_with("SigCgt:"));
    Some(lines.collect::<Vec<_>>().join(" "))
}
