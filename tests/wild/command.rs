//! The command that the tests run, what came of it, and the processes that it
//! made.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use map_oracle::check::Runner;
use serde_json::Value as Json;

use crate::planted::{All, Mended, Planted, Three};
use crate::subjects::{
    AbortRemove, AllocRemove, DanglingRemove, EndedRemove, ExitRemove, ForkRemove, HangGet,
    NullClear, OverflowDrop, PrintClear, Sound1, Sound2, Sound3, Sound4, Sound5, TermRemove, Wild,
};
use crate::support::text;

/// The maps of the command, by the name of the set.
pub fn maps(name: &str) -> Vec<Runner> {
    match name {
        "planted" => vec![Runner::of::<Planted<All>>()],
        "mended" => vec![Runner::of::<Planted<Mended>>()],
        "ended" => vec![Runner::of::<Wild<EndedRemove>>()],
        "three" => vec![Runner::of::<Planted<Three>>()],
        _ => vec![
            Runner::of::<Wild<Sound1>>(),
            Runner::of::<Wild<HangGet>>(),
            Runner::of::<Wild<AbortRemove>>(),
            Runner::of::<Wild<OverflowDrop>>(),
            Runner::of::<Wild<Sound2>>(),
            Runner::of::<Wild<DanglingRemove>>(),
            Runner::of::<Wild<NullClear>>(),
            Runner::of::<Wild<ExitRemove>>(),
            Runner::of::<Wild<Sound3>>(),
            Runner::of::<Wild<AllocRemove>>(),
            Runner::of::<Wild<PrintClear>>(),
            Runner::of::<Wild<TermRemove>>(),
            Runner::of::<Wild<ForkRemove>>(),
            Runner::of::<Wild<Sound4>>(),
            Runner::of::<Wild<Sound5>>(),
        ],
    }
}

/// The variable that makes this program the command, with these maps.
pub const MAPS: &str = "WILD_MAPS";

/// The command with these maps.
pub fn command(maps: &str, args: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(args)
        .env(MAPS, maps)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub fn run(maps: &str, args: &[&str]) -> Ran {
    ran(command(maps, args).output().unwrap())
}

/// What came of the command.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

pub fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code(),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

impl Ran {
    #[track_caller]
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }
}

pub fn path(path: &Path) -> String {
    path.display().to_string()
}

pub fn findings(report: &Json) -> &[Json] {
    report["findings"].as_array().unwrap()
}

pub fn word<'a>(of: &'a Json, field: &str) -> &'a str {
    of[field].as_str().unwrap_or_default()
}

/// Subject and signature of each finding.
pub fn signatures(report: &Json) -> Vec<(String, String)> {
    let pair = |finding: &Json| {
        (
            word(finding, "subject").to_owned(),
            word(finding, "signature").to_owned(),
        )
    };
    findings(report).iter().map(pair).collect()
}

pub fn once_each(pairs: &[(String, String)]) -> BTreeSet<(String, String)> {
    let set: BTreeSet<_> = pairs.iter().cloned().collect();
    assert_eq!(set.len(), pairs.len(), "{pairs:?}");
    set
}

/// A check that has no end, once it is under way.
pub fn under_way(out: &Path) -> Child {
    let shown = path(out);
    let args = [
        "check",
        "--subject",
        "sound-1",
        "--subject",
        "abort-remove",
        "--time",
        "10m",
    ];
    let running = command("wild", &[&args[..], &["--out", &shown]].concat())
        .spawn()
        .unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while !out.join("findings.jsonl").exists() {
        assert!(Instant::now() < until, "nothing is found");
        thread::sleep(Duration::from_millis(10));
    }
    running
}

/// The processes that this one made.
pub fn children_of(parent: u32) -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers
        .filter(|number| {
            let stat = fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
            // The name, in parentheses, may hold anything.
            let rest = stat.rsplit(')').next().unwrap_or_default();
            rest.split_whitespace().nth(1) == Some(&parent.to_string())
        })
        .collect()
}

/// Nobody stays behind.
#[track_caller]
pub fn gone(processes: &[u32]) {
    let until = Instant::now() + Duration::from_secs(20);
    let lives = |&&process: &&u32| {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let state = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .trim_start()
            .to_owned();
        !state.is_empty() && !state.starts_with('Z')
    };
    while let Some(left) = processes.iter().find(lives) {
        assert!(Instant::now() < until, "{left} still runs");
        thread::sleep(Duration::from_millis(10));
    }
}
