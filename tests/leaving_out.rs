//! Ops, checks and faults that are left out, through the doors that a user
//! has: the command line, and the macro of a test suite.

#[path = "cli_support/mod.rs"]
mod support;

use std::collections::HashMap;
use std::fs;

use map_oracle::case::{Case, OpKind};
use map_oracle::check::Runner;
use map_oracle::cli::Exit;
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::subject::{StdHashMap, Subject, Visit};
use serde_json::Value as Json;
use support::{binary, refuses, run, scratch, text, write};

mod inner {
    pub mod adapters {
        pub use map_oracle::subject::StdHashMap;
    }
}

// Every form of the macro. A type behind a path is taken as `main!` takes it.
map_oracle::suite!(inner::adapters::StdHashMap, only: "insert, remove, get, clear");
map_oracle::suite!(without_get: super::WrongGet, without: "get, index", faults: "none");
map_oracle::suite!(without_much: StdHashMap, without: "iter, len, drop, entry_*", faults: "panic",);

/// It finds nothing once there are two entries; a map with a known bug.
pub struct WrongGet(HashMap<Key, Value, PlanState>);

impl Subject for WrongGet {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "wrong-get";

    fn with_hint(_: usize) -> Self {
        WrongGet(HashMap::default())
    }

    fn get(&self, key: &Key) -> Option<u32> {
        let found = self.0.get(key).map(Value::get);
        found.filter(|_| self.0.len() < 2)
    }

    map_oracle::subject_methods! { 0: insert, remove, len, iter, get_mut, clear; by hand: get }
}

/// And another bug.
struct WrongGetAndLen(WrongGet);

impl Subject for WrongGetAndLen {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "wrong-get-and-len";

    fn with_hint(hint: usize) -> Self {
        WrongGetAndLen(WrongGet::with_hint(hint))
    }

    fn len(&self) -> usize {
        self.0.len().min(2)
    }

    fn each(&self, visit: Visit<'_, Self>) {
        self.0.each(visit);
    }

    fn get(&self, key: &Key) -> Option<u32> {
        self.0.get(key)
    }

    map_oracle::subject_methods! { 0: insert, remove; by hand: get, len, iter }
}

fn wrong_get() -> [Runner; 1] {
    [Runner::of::<WrongGet>()]
}

#[test]
fn wrong_words_are_one_line() {
    refuses(
        &["check", "--without", "gett"],
        &["`gett`", "did you mean `get`?"],
    );
    refuses(&["check", "--only", "len"], &["`len` is a check"]);
    refuses(&["check", "--faults", "hsh"], &["`hsh`", "`hash`"]);
    refuses(&["check", "--without", "*"], &["no op is left"]);
    refuses(
        &["check", "--only", "pop_first", "--subject", "gomap"],
        &["no op is left to be drawn for `gomap`"],
    );
    refuses(
        &[
            "draw",
            "--profile",
            "mixed",
            "--subject",
            "gomap",
            "--only",
            "insrt",
        ],
        &["`insert`"],
    );
}

#[test]
fn a_check_goes_on_behind_what_is_known() {
    // A folder for each run.
    let [out, second, third] =
        ["behind", "behind 2", "behind 3"].map(|name| scratch(name).display().to_string());
    let common = ["check", "--cases", "150", "--out"];
    let known = run(&wrong_get(), &[&common[..], &[&out]].concat(), false);
    assert_eq!(known.exit, Exit::Found, "{}", known.err);
    let behind = [
        &common[..],
        &[&second, "--without", "get", "--faults", "drop"],
    ]
    .concat();
    let behind = run(&wrong_get(), &behind, false);
    assert_eq!(behind.exit, Exit::Fine, "{}{}", behind.out, behind.err);
    for said in [
        "(gates are not judged where something is left out)",
        "--cases 150 --ops 120 --seed 1 --without get --faults drop\n",
    ] {
        assert!(behind.out.contains(said), "no {said} in {}", behind.out);
    }
    // What is behind it replays as it is told.
    let both = [Runner::of::<WrongGetAndLen>()];
    let args = [&common[..], &[&third, "--without", "get", "--json"]].concat();
    let report: Json = serde_json::from_str(&run(&both, &args, false).out).expect("JSON");
    let replay = report["findings"][0]["failure"]["replay"]
        .as_str()
        .expect("it is saved");
    assert!(
        replay.ends_with(" --subject wrong-get-and-len --without get"),
        "{replay}"
    );
    let scopes = ["check", "--exhaustive", "2", "--out", &out];
    assert_eq!(run(&wrong_get(), &scopes, false).exit, Exit::Found);
    let scopes = [&scopes[..], &["--without", "get"]].concat();
    let scopes = run(&wrong_get(), &scopes, false);
    assert_eq!(scopes.exit, Exit::Fine);
    let repeat = " check --exhaustive 2 --keys 3 --subject SUBJECT --without get\n";
    assert!(scopes.out.ends_with(repeat), "{}", scopes.out);
}

#[test]
fn a_report_says_what_was_left_out() {
    let json = |more: &[&str]| -> Json {
        let args = [&["check", "--cases", "20", "--json"], more].concat();
        let ran = run(&[Runner::of::<StdHashMap>()], &args, false);
        serde_json::from_str(&ran.out).expect("JSON")
    };
    let pair = &json(&["--only", "insert,clear"])["pairs"][0];
    assert_eq!(pair["left_out"], "--only insert,clear");
    let repeat = pair["repeat"].as_str().unwrap();
    assert!(
        repeat.ends_with(" --seed 1 --only insert,clear"),
        "{repeat}"
    );
    assert_eq!(json(&[])["pairs"][0].get("left_out"), None);
}

#[test]
fn files_are_replayed_and_explained_without_what_is_left_out() {
    let folder = scratch("files");
    let body = "insert 1 = 1\nget 1\ninsert 2 = 2\nget 1\nremove 2\n";
    let file = write(&folder, "wrong.case", format!("map-oracle case 1\n{body}"));
    let replayed = |more: &[&str]| {
        let args = [&["replay", file.as_str()], more].concat();
        run(&wrong_get(), &args, false).exit
    };
    assert_eq!(replayed(&[]), Exit::Found);
    assert_eq!(replayed(&["--without", "get"]), Exit::Fine);
    assert_eq!(replayed(&["--without", "get", "--faults"]), Exit::Fine);
    // The look-ups that are made after each op are none of its ops.
    assert_eq!(replayed(&["--only", "insert,remove"]), Exit::Found);
    let args = ["explain", &file, "--without", "get"];
    let told = run(&wrong_get(), &args, false);
    assert_eq!(told.exit, Exit::Fine, "{}{}", told.out, told.err);
}

/// The binary starts itself again to run the cases.
#[test]
fn another_process_leaves_out_the_same() {
    let folder = scratch("outside");
    let file = write(
        &folder,
        "fine.case",
        "map-oracle case 1\ninsert 1 = 1\nget 1\n",
    );
    let stats = |more: &[&str]| {
        let folder = folder.display().to_string();
        let args = [
            "corpus",
            "stats",
            &folder,
            "--json",
            "--subject",
            "std-hashmap",
        ];
        let ran = binary(&[&args[..], more].concat());
        assert!(ran.status.success(), "{}", text(&ran.stderr));
        let report: Json = serde_json::from_str(&text(&ran.stdout)).unwrap();
        report["cases"][0]["reached"]["ops"].as_u64().unwrap_or(0)
    };
    assert!(fs::exists(&file).unwrap());
    assert_eq!(stats(&[]), 2);
    assert_eq!(stats(&["--without", "insert,get,iter"]), 0);
}

#[test]
fn a_case_is_drawn_as_a_check_draws_it() {
    let args = [
        "draw",
        "--profile",
        "mixed",
        "--subject",
        "std-hashmap",
        "--case",
        "5",
    ];
    let drawn = |more: &[&str]| -> Case {
        let ran = binary(&[&args[..], more].concat());
        text(&ran.stdout).parse().expect("a case")
    };
    let all = drawn(&[]);
    let without_faults = drawn(&["--faults", "none"]);
    let ops = |case: &Case| case.steps.iter().map(|step| step.op).collect::<Vec<_>>();
    // Faults are taken away after the draw.
    assert_eq!(ops(&without_faults), ops(&all));
    assert!(without_faults.steps.iter().all(|step| step.fault.is_none()));
    let few = drawn(&["--only", "insert,remove"]);
    let kept = [OpKind::Insert, OpKind::Remove];
    assert!(few.steps.len() > 10);
    assert!(few.steps.iter().all(|step| kept.contains(&step.op.kind())));
}
