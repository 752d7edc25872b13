//! A case that failed, and how: by a wrong map, or by the end of the process
//! that it ran in.

use std::fmt;

use super::divergence::Divergence;
use crate::case::{Case, Place};

/// A case that failed, and how.
#[derive(Clone, Debug)]
pub enum Finding {
    /// The map diverged from the model.
    Diverged(Box<Divergence>),
    /// The process that ran it did not come to the end of the case.
    Ended(Box<Ended>),
}

/// The end of a process in the middle of a case.
#[derive(Clone, Debug)]
pub struct Ended {
    /// The name of the subject.
    pub subject: &'static str,
    /// How it ended.
    pub how: ProcessEnd,
    /// Where in the case, if that is known.
    pub place: Option<Place>,
    /// The last line on its standard error, if that tells something.
    pub words: Option<String>,
    /// The case.
    pub case: Case,
}

impl Ended {
    /// Whether the map is free to do that: once a key has lied, a map may loop for
    /// ever, or panic, also where a panic aborts. It must still not touch memory
    /// that is not its own.
    #[must_use]
    pub fn is_excused(&self) -> bool {
        let Some(place) = self.place else {
            return false;
        };
        let lies = |step: &crate::case::Step| step.fault.is_some_and(|fault| !fault.kind.panics());
        let lied = self.case.steps.iter().take(place.step + 1).any(lies);
        let panicked = self
            .words
            .as_ref()
            .is_some_and(|words| words.contains("panic"));
        let may = match self.how {
            ProcessEnd::Hang | ProcessEnd::StackOverflow | ProcessEnd::Memory => true,
            ProcessEnd::Signal(number) => number == 6 && panicked,
            ProcessEnd::Exit(_) | ProcessEnd::Output | ProcessEnd::Fork | ProcessEnd::Signals => {
                false
            }
        };
        lied && may
    }
}

impl Ended {
    /// Whether the allocator noticed that its own memory was overwritten, or was
    /// given back what it had not given.
    #[must_use]
    pub fn is_heap_damage(&self) -> bool {
        // What glibc says before it aborts.
        const WORDS: [&str; 7] = [
            "malloc()",
            "malloc_",
            "free()",
            "realloc()",
            "double free",
            "corrupted",
            "munmap_chunk",
        ];
        let words = self.words.as_deref().unwrap_or_default();
        self.how == ProcessEnd::Signal(6) && WORDS.iter().any(|known| words.contains(known))
    }
}

/// How a process ended, or had to be ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ProcessEnd {
    /// A signal of this number ended it.
    Signal(i32),
    /// It ended of its own accord, with this exit code.
    Exit(i32),
    /// It used up the CPU time that a case is given, or waited for something
    /// that does not come.
    Hang,
    /// Its stack was used up.
    StackOverflow,
    /// It asked for more memory than it may have.
    Memory,
    /// It printed more than it may.
    Output,
    /// It made another process.
    Fork,
    /// It changed what signals do.
    Signals,
}

impl ProcessEnd {
    /// A word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ProcessEnd::Signal(_) => "crash",
            ProcessEnd::Exit(_) => "exit",
            ProcessEnd::Hang => "hang",
            ProcessEnd::StackOverflow => "stack overflow",
            ProcessEnd::Memory => "out of memory",
            ProcessEnd::Output => "endless output",
            ProcessEnd::Fork => "fork",
            ProcessEnd::Signals => "signal handling",
        }
    }
}

impl fmt::Display for ProcessEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProcessEnd::Signal(number) => match signal_name(*number) {
                Some(name) => write!(f, "the process was ended by signal {number} ({name})"),
                None => write!(f, "the process was ended by signal {number}"),
            },
            ProcessEnd::Exit(code) => {
                write!(f, "the process ended itself with exit code {code}")
            }
            ProcessEnd::Hang => f.write_str("it does not end: its CPU time is used up"),
            ProcessEnd::StackOverflow => f.write_str("the stack overflowed"),
            ProcessEnd::Memory => f.write_str("it asked for more memory than it may have"),
            ProcessEnd::Output => f.write_str("it printed more than it may"),
            ProcessEnd::Fork => f.write_str("another process was made"),
            ProcessEnd::Signals => f.write_str("signals are ignored or handled that were not"),
        }
    }
}

/// The name of a signal, for those that a broken map is ended by.
#[must_use]
pub(crate) fn signal_name(number: i32) -> Option<&'static str> {
    Some(match number {
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        // These two differ from system to system.
        7 if cfg!(target_os = "linux") => "SIGBUS",
        31 if cfg!(target_os = "linux") => "SIGSYS",
        10 if cfg!(target_os = "macos") => "SIGBUS",
        _ => return None,
    })
}

impl Finding {
    /// The case.
    #[must_use]
    pub fn case(&self) -> &Case {
        match self {
            Finding::Diverged(divergence) => &divergence.case,
            Finding::Ended(ended) => &ended.case,
        }
    }

    /// The name of the subject.
    #[must_use]
    pub fn subject(&self) -> &'static str {
        match self {
            Finding::Diverged(divergence) => divergence.subject,
            Finding::Ended(ended) => ended.subject,
        }
    }

    /// Where it was seen, if that is known.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Finding::Diverged(divergence) => Some(Place {
                step: divergence.step,
                doing: divergence.doing,
            }),
            Finding::Ended(ended) => ended.place,
        }
    }

    /// A word or two for what failed: the name of the check, or of the
    /// process's end.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Finding::Diverged(divergence) => divergence.kind().name(),
            Finding::Ended(ended) => ended.how.name(),
        }
    }

    /// The index of the step after which it was seen, if that is known and
    /// more steps follow.
    pub(crate) fn last_step(&self) -> Option<usize> {
        let last = self.place()?.step;
        (last + 1 < self.case().steps.len()).then_some(last)
    }
}

/// A place in a case, in words: "at op 2, `remove 0`", or "after op 2, `remove
/// 0`: the look-up of key 3".
#[must_use]
pub fn told_place(case: &Case, place: Place) -> String {
    use crate::case::Doing;
    let Place { step, doing } = place;
    let last = step.min(case.steps.len().saturating_sub(1));
    let Some(at) = case.steps.get(last) else {
        return if matches!(doing, Doing::Op | Doing::Prepare) {
            "before any op".to_owned()
        } else {
            format!("before any op, at {doing}")
        };
    };
    let op = format!("op {}, `{at}`", last + 1);
    match doing {
        Doing::Make => "before op 1, at making the map".to_owned(),
        Doing::Op if step == last => format!("at {op}"),
        Doing::Op => format!("after {op}"),
        Doing::Prepare => format!("at {op}, at {doing}"),
        Doing::Len
        | Doing::Capacity
        | Doing::LookUp(_)
        | Doing::Iterate
        | Doing::Invariants
        | Doing::Drop => format!("after {op}, at {doing}"),
    }
}
