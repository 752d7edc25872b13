//! Maps that run wild, and sound ones to run beside them. All of it is safe Rust,
//! or as good as: what memory holds is overwritten through a file of the system.

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::hint::black_box;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::marker::PhantomData;
use std::process::{Command, abort, exit};

use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::subject::Subject;
use nix::sys::signal::{Signal, raise};

type Map = HashMap<Key, Value, PlanState>;

/// A map that does something before an op.
pub struct Wild<F: Flaw>(Map, PhantomData<F>);

pub trait Flaw: 'static {
    const NAME: &'static str;
    fn get(_: &Map) {}
    fn remove(_: &Map, _: &Key) {}
    fn clear(_: &Map) {}
    fn drop(_: &Map) {}
}

impl<F: Flaw> Subject for Wild<F> {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = F::NAME;

    fn with_hint(hint: usize) -> Self {
        let map = HashMap::with_capacity_and_hasher(hint, PlanState::default());
        Wild(map, PhantomData)
    }
    fn get(&self, key: &Key) -> Option<u32> {
        F::get(&self.0);
        self.0.get(key).map(Value::get)
    }
    fn remove(&mut self, key: &Key) -> Option<Value> {
        F::remove(&self.0, key);
        self.0.remove(key)
    }
    fn clear(&mut self) {
        F::clear(&self.0);
        self.0.clear();
    }

    map_oracle::subject_methods! { 0: insert, len, iter, retain; by hand: get, remove, clear }
}

impl<F: Flaw> Drop for Wild<F> {
    fn drop(&mut self) {
        F::drop(&self.0);
    }
}

macro_rules! wild {
    ($($(#[$doc:meta])* $type:ident $name:literal { $($method:item)* })*) => {
        $(
            $(#[$doc])*
            pub struct $type;
            impl Flaw for $type {
                const NAME: &'static str = $name;
                $($method)*
            }
        )*
    };
}

/// The maps that run wild: the name, the signature of what it does, its op, and
/// words for how the process ends.
pub const TEN: [(&str, &str, &str, &str); 10] = [
    ("hang-get", "hang in get", "get", "does not end"),
    ("abort-remove", "SIGABRT in remove", "remove", "SIGABRT"),
    (
        "overflow-drop",
        "stack overflow in drop",
        "",
        "the stack overflowed",
    ),
    (
        "dangling-remove",
        "heap damage after remove",
        "remove",
        "SIGABRT",
    ),
    ("null-clear", "SIGSEGV in clear", "clear", "SIGSEGV"),
    ("exit-remove", "exit 0 in remove", "remove", "exit code 0"),
    (
        "alloc-remove",
        "out of memory in remove",
        "remove",
        "more memory",
    ),
    (
        "print-clear",
        "endless output in clear",
        "clear",
        "printed more",
    ),
    (
        "term-remove",
        "signal handling in remove",
        "remove",
        "signals are",
    ),
    ("fork-remove", "fork in remove", "remove", "another process"),
];

/// Whether the key is one of three or more.
fn one_of_three(map: &Map, key: &Key) -> bool {
    map.len() >= 3 && map.contains_key(key)
}

wild! {
    Sound1 "sound-1" {}
    Sound2 "sound-2" {}
    Sound3 "sound-3" {}
    Sound4 "sound-4" {}
    Sound5 "sound-5" {}

    /// Does not come back from a look-up in three.
    HangGet "hang-get" {
        fn get(map: &Map) {
            if map.len() == 3 {
                loop {
                    black_box(0);
                }
            }
        }
    }

    AbortRemove "abort-remove" {
        fn remove(map: &Map, key: &Key) {
            if one_of_three(map, key) {
                abort();
            }
        }
    }

    OverflowDrop "overflow-drop" {
        fn drop(map: &Map) {
            fn deeper(depth: u64) -> u64 {
                let here = black_box([depth; 64]);
                if depth == u64::MAX {
                    return 0;
                }
                deeper(depth + 1).wrapping_add(here[3])
            }
            if map.len() >= 2 {
                deeper(0);
            }
        }
    }

    /// Writes where a box was, whose memory the allocator has back: a later call
    /// of it ends the process.
    DanglingRemove "dangling-remove" {
        fn remove(map: &Map, key: &Key) {
            if one_of_three(map, key) {
                let freed = Box::new([0_u64; 4]);
                let address = (&raw const *freed).addr() as u64;
                let memory = OpenOptions::new().write(true).open("/proc/self/mem");
                let mut memory = memory.unwrap();
                memory.seek(SeekFrom::Start(address)).unwrap();
                drop(freed);
                memory.write_all(&[0x41; 32]).unwrap();
            }
        }
    }

    /// As if it wrote to address 0. Rust's own handler of the signal lets the
    /// first one pass, since no stack overflowed.
    NullClear "null-clear" {
        fn clear(map: &Map) {
            if map.len() >= 2 {
                for _ in 0..2 {
                    raise(Signal::SIGSEGV).unwrap();
                }
            }
        }
    }

    ExitRemove "exit-remove" {
        fn remove(map: &Map, key: &Key) {
            if one_of_three(map, key) {
                exit(0);
            }
        }
    }

    /// Asks for memory without end. It uses little of it, since a system may take
    /// longer than a short limit to give so much.
    AllocRemove "alloc-remove" {
        fn remove(map: &Map, key: &Key) {
            if one_of_three(map, key) {
                let mut all = Vec::new();
                loop {
                    let mut more = Vec::with_capacity(1 << 20);
                    more.push(1_u8);
                    all.push(more);
                    black_box(&all);
                }
            }
        }
    }

    /// Sound, but somebody ends the first two processes that come here. The
    /// variable `WILD_ENDS` names the file that counts them.
    EndedRemove "ended-remove" {
        fn remove(map: &Map, key: &Key) {
            if one_of_three(map, key) {
                let count = std::env::var("WILD_ENDS").unwrap();
                let mut count = OpenOptions::new().create(true).append(true).open(count).unwrap();
                if count.metadata().unwrap().len() < 2 {
                    count.write_all(b".").unwrap();
                    raise(Signal::SIGKILL).unwrap();
                }
            }
        }
    }

    /// Prints 1 GB.
    PrintClear "print-clear" {
        fn clear(map: &Map) {
            if map.len() >= 2 {
                let much = vec![b'x'; 1 << 20];
                let mut out = std::io::stdout().lock();
                for _ in 0..1024 {
                    let _ = out.write_all(&much);
                }
            }
        }
    }

    /// From then on SIGTERM does nothing.
    TermRemove "term-remove" {
        fn remove(map: &Map, key: &Key) {
            if one_of_three(map, key) {
                #[cfg(feature = "cli")]
                let _ = ctrlc::set_handler(|| {});
            }
        }
    }

    /// Makes a process, and lets it live.
    ForkRemove "fork-remove" {
        #[allow(clippy::zombie_processes, reason = "that is what is wrong with it")]
        fn remove(map: &Map, key: &Key) {
            if one_of_three(map, key) {
                let _ = Command::new("sleep").arg("600").spawn();
            }
        }
    }
}
