//! Broken maps are the normal case: cases run in child processes, and whatever
//! becomes of a child is evidence like any other.
//!
//! A [`Worker`] carries out a [`Task`](task::Task) on one subject, in a child or
//! in this process. A child is this same program, started anew: it serves
//! ([`serve`]) tasks that come over a socket, and tells over it what it does. Its
//! CPU time, its memory and what it prints are limited. A signal, an exit, a
//! stack that overflows, memory or output without end, a loop, a forked child:
//! each ends the child and nothing else, and [`Worker::perform`] tells how.
//!
//! Most of the time a child tells only now and then what it is at, which costs
//! next to nothing. If it ends, the same work is done once more, told unit by
//! unit, and then the one case place by place ([`Worker::examine`]): that gives
//! the op.

mod avoid;
#[cfg(all(unix, feature = "process"))]
mod child;
mod local;
mod perform;
mod supervise;
mod task;
#[cfg(all(unix, feature = "process"))]
mod watch;
#[cfg(feature = "process")]
#[cfg_attr(
    not(unix),
    allow(dead_code, reason = "there are no children to talk to")
)]
mod wire;
#[cfg(all(unix, feature = "process"))]
mod worker;

pub(crate) use avoid::Avoidance;
#[cfg(feature = "cli")]
pub(crate) use local::under_way;
#[cfg(feature = "cli")]
pub(crate) use supervise::Came;
pub(crate) use supervise::{Stretch, Worker};
pub(crate) use task::{BatchTask, Detail, Task, WalkTask};
#[cfg(feature = "cli")]
pub(crate) use task::{Report, TellTask};
#[cfg(all(unix, feature = "cli"))]
pub(crate) use wire::WireFinding;
#[cfg(all(unix, feature = "process"))]
pub(crate) use worker::{is_worker, serve};

use std::ffi::OsString;
#[cfg(all(unix, feature = "process"))]
use std::path::PathBuf;
use std::time::Duration;

use crate::evidence::ProcessEnd;

/// Whether a process may have been ended so by somebody else: a person, a shell
/// that goes, a system short of memory.
pub(crate) fn is_from_outside(how: ProcessEnd) -> bool {
    // SIGHUP, SIGINT, SIGKILL and SIGTERM.
    matches!(how, ProcessEnd::Signal(1 | 2 | 9 | 15))
}

/// What a case may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// CPU time; in this process, time by the clock.
    pub cpu: Duration,
    /// Memory, in bytes; 0 for no limit.
    pub memory: u64,
    /// What is printed, in bytes.
    pub output: u64,
}

impl Limits {
    /// These limits with this CPU time.
    pub(crate) fn of_cpu(cpu: Duration) -> Limits {
        Limits {
            cpu,
            memory: 1 << 30,
            output: 16 << 20,
        }
    }
}

/// How a worker process is started.
#[cfg(all(unix, feature = "process"))]
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// The file of the program.
    pub path: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
}

/// How a worker process is started: here, there is none.
#[cfg(not(all(unix, feature = "process")))]
#[derive(Clone, Debug)]
pub(crate) enum Program {}

impl Program {
    /// This program, with these arguments.
    #[cfg(all(unix, feature = "process"))]
    pub(crate) fn this(args: impl IntoIterator<Item = OsString>) -> std::io::Result<Program> {
        Ok(Program {
            path: std::env::current_exe()?,
            args: args.into_iter().collect(),
        })
    }

    /// There is none.
    #[cfg(not(all(unix, feature = "process")))]
    pub(crate) fn this(_: impl IntoIterator<Item = OsString>) -> std::io::Result<Program> {
        Err(std::io::ErrorKind::Unsupported.into())
    }
}
