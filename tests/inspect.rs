//! `map-oracle inspect` and `map-oracle facts`, from their arguments to what
//! they print and how they exit.

#[path = "cli_support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use expect_test::expect;
use map_oracle::case::Case;
use map_oracle::check::{Runner, run_to};
use map_oracle::cli::Exit;
use map_oracle::probe::{Key, Value};
use map_oracle::subject::{GoMapSubject, Subject};
use support::{run_on, scratch, write};

fn command(args: &[&str], colours: bool) -> (Exit, String, String) {
    let ran = run_on(&Runner::built_in(), args, |console| {
        console.colours = colours;
    });
    (ran.exit, ran.out, ran.err)
}

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(name)
}

fn inspect(file: &Path, args: &[&str]) -> (Exit, String, String) {
    let file = file.display().to_string();
    command(&[&["inspect", &file], args].concat(), false)
}

#[test]
fn a_case_is_shown_as_it_ends() {
    let (exit, out, err) = inspect(&corpus("tombstone_first_hole.case"), &[]);
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    expect![[r#"
        after op 11 of 11, `insert 2 = 4`
        entries    len 11, and 11 live cells found by walking
        buckets    2 (B 1), noverflow 1, 0 preallocated left
        growth     none in progress
        flags      0x0
        seed       0x7b1dcdaf, redraws: 0
        memory     912 bytes of buckets, arrays made so far: 1
        cells      hex: tophash of a live one; o emptyOne; . emptyRest;
                   X, Y evacuated to the lower, upper half; E empty when evacuated

        current array: 2 main buckets, 1 chained behind them, 912 bytes; not shown, as untouched: 1
          bucket 1 #2    5d 0=10 5d 1=11 5d 2=4  5d 3=13 5d 4=14 5d 21=2 5d 6=16 5d 7=17
            overflow #3  5d 8=18 5d 9=19 5d 22=3 .       .       .       .       .
    "#]]
    .assert_eq(&out);
}

#[test]
fn or_as_it_is_after_some_op() {
    let file = corpus("tombstone_first_hole.case");
    let (exit, out, _) = inspect(&file, &["--at", "3"]);
    assert_eq!(exit, Exit::Fine);
    assert!(out.starts_with("after op 3 of 11, `remove 5`\n"), "{out}");
    let bucket = out
        .lines()
        .find(|line| line.contains("bucket 1 #2"))
        .expect("is drawn");
    assert_eq!(
        bucket
            .split_whitespace()
            .filter(|&cell| cell == "o")
            .count(),
        2,
        "{bucket}"
    );
    let (_, out, _) = inspect(&file, &["--at", "0"]);
    assert!(
        out.starts_with("before the first of 11 ops\nentries    len 0,"),
        "{out}"
    );
}

#[test]
fn colours_are_for_terminals() {
    let file = corpus("tombstone_first_hole.case").display().to_string();
    assert!(command(&["inspect", &file], true).1.contains("\x1b["));
    assert!(!command(&["inspect", &file], false).1.contains("\x1b["));
}

/// A large table is as long as what was touched of it.
#[test]
fn untouched_chains_are_counted() {
    let (_, out, _) = inspect(&corpus("three_thousand_keys.case"), &[]);
    assert!(out.contains("; not shown, as untouched: "), "{out}");
    assert!(out.lines().all(|line| line.len() < 160));
}

#[test]
fn misuse_is_told_in_one_line() {
    let folder = scratch("misuse");
    let bad = write(&folder, "bad.case", "map-oracle case 1\ninsert x = 1\n");
    let [file, none] = [corpus("clear_under_cursor.case"), folder.join("none.case")]
        .map(|path| path.display().to_string());
    for args in [
        vec!["inspect", &file, "--at", "999"],
        vec!["inspect", &file, "--at", "-1"],
        vec!["inspect", &bad],
        vec!["inspect", &none],
        vec!["inspect"],
        vec!["facts", "C99"],
        vec!["facts", "C07", "nonsense\n"],
    ] {
        let (exit, out, err) = command(&args, false);
        assert_eq!(
            (exit, out.as_str(), err.lines().count()),
            (Exit::Misuse, "", 1),
            "{err}"
        );
        assert!(err.starts_with("error: "), "{err}");
    }
}

/// A map that forgets the third entry.
struct Forgetful(BTreeMap<Key, Value>);

impl Subject for Forgetful {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "forgetful";

    fn with_hint(_: usize) -> Self {
        Forgetful(BTreeMap::new())
    }
    fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
        if self.0.len() == 2 {
            return None;
        }
        self.0.insert(key, value)
    }
    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.0.remove(key)
    }
    fn get(&self, key: &Key) -> Option<u32> {
        self.0.get(key).map(Value::get)
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn each(&self, visit: &mut dyn FnMut(&Key, &Value)) {
        self.0.iter().for_each(|(key, value)| visit(key, value));
    }
}

#[test]
fn a_run_to_some_step_shows_the_map_there() {
    let text = "map-oracle case 1\ninsert 1 = 1\ninsert 2 = 2\ninsert 3 = 3\ninsert 4 = 4\n";
    let case: Case = text.parse().expect("a case");
    for steps in 0..6 {
        let mut seen = None;
        let outcome =
            run_to::<GoMapSubject<Key, Value>>(&case, steps, |map| seen = Some(map.len()));
        assert!(outcome.is_ok());
        assert_eq!(seen, Some(steps.min(4)));

        let mut seen = None;
        let outcome = run_to::<Forgetful>(&case, steps, |map| seen = Some(map.len()));
        assert_eq!(
            outcome.err().map(|divergence| divergence.step),
            (steps > 2).then_some(2)
        );
        assert_eq!(seen, Some(steps.min(2)));
    }
}

#[test]
fn all_facts_as_text_and_as_json() {
    let (exit, out, err) = command(&["facts"], false);
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    let last = out.lines().last().expect("is not empty");
    assert!(
        last.ends_with(" claims checked live, 0 contradicted"),
        "{last}"
    );

    let (exit, out, _) = command(&["facts", "--json", "c42"], false);
    assert_eq!(exit, Exit::Fine);
    let json: serde_json::Value = serde_json::from_str(&out).expect("is JSON");
    assert_eq!(json["facts"][0]["id"], "C42");
    assert_eq!(json["facts"][0]["outcome"], "passed");
}

#[test]
fn one_fact_at_length() {
    let (exit, out, _) = command(&["facts", "C07"], false);
    assert_eq!(exit, Exit::Fine);
    expect![[r#"
        C07
          claim:    A later insert into the same bucket can reuse a deleted cell.
          made by:  article 000
          verdict:  TRUE
          why:      An insert takes the first empty cell, whatever emptied it.
          checked:  live on GoMap, passed
          found:    slot 2 is taken again, with 0 overflow buckets
          a case that shows it; save it as FILE.case for `replay` and `inspect`:

            map-oracle case 1
            hash low 4 seed 7
            insert_run 0 len 8
            remove 2
            insert 20 = 1
            get 20
            get 2
    "#]]
    .assert_eq(&out);
}
