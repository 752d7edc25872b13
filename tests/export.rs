//! What `export` writes compiles with nothing but the map, fails for the map
//! that the case fails on, and passes once that is mended.

#[path = "export_support/flawed.rs"]
mod flawed;
#[path = "cli_support/mod.rs"]
mod support;

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use map_oracle::case::{Case, Order};
use map_oracle::check::{Ended, Finding, ProcessEnd};
use map_oracle::check::{Kind, Runner};
use map_oracle::generate::Profile;
use map_oracle::hunt::{Batch, Failure, hunt};
use map_oracle::probe::{Key, PlanState, Value};
use map_oracle::report::export::export;
use map_oracle::subject::{Source, Subject};

map_oracle::subject! {
    /// A map with a flaw.
    struct Flawed("flawed", ChainMap<Key, Value, PlanState>);
    new: |hint| ChainMap::with_capacity_and_hasher(hint, PlanState::default());
    source: "flawed 1.0.0" { use flawed::ChainMap; };
    ops: get_mut, clone, retain, drain(), clear;
}

map_oracle::subject! {
    /// A sorted map with a flaw.
    struct Sorted("sorted", SortedMap<Key, Value>);
    new: |_| SortedMap::new();
    source: "flawed 1.0.0" { use flawed::SortedMap; };
    ops:;
    promises: { order: Order::Sorted }
}

map_oracle::subject! {
    /// A map that answers several things at once.
    struct Row("row", RowMap<Key, Value>);
    new: |_| RowMap::new();
    source: "flawed 1.0.0" { use flawed::RowMap; };
    ops: get_full, insert_full, swap_remove_full, insert_sorted, replace_index;
    promises: { order: Order::InsertionSwap }
}

map_oracle::subject! {
    /// The same, without its places.
    struct Altered("altered", RowMap<Key, Value>);
    new: |_| RowMap::new();
    source: "flawed 1.0.0" { use flawed::RowMap; };
    ops: alter;
}

use flawed::{ChainMap, RowMap, SortedMap};

/// The program, compiled with the map, and run with a flaw and without.
struct Tried {
    program: String,
    flawed: Output,
    mended: Output,
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("export");
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn tried(name: &str, flaw: &str, program: String) -> Tried {
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export_support/flawed.rs");
    let source = folder().join(format!("{name}.rs"));
    let whole = format!("#[path = {map:?}]\nmod flawed;\n\n{program}");
    fs::write(&source, whole).unwrap();
    let binary = folder().join(name);
    let compiled = Command::new("rustc")
        .args(["--test", "--edition", "2024", "-o"])
        .args([&binary, &source])
        .output()
        .unwrap();
    let complaints = String::from_utf8_lossy(&compiled.stderr);
    assert!(compiled.status.success(), "{program}\n{complaints}");
    let run = |flaw| Command::new(&binary).env("FLAW", flaw).output().unwrap();
    Tried {
        flawed: run(flaw),
        mended: run(""),
        program,
    }
}

/// Exports what a case fails by, and tries that.
#[track_caller]
fn shows<S: Subject>(name: &str, flaw: &str, kind: Kind, case: &str) -> String {
    flawed::set(flaw);
    let case: Case = case.parse().unwrap();
    let runner = Runner::of::<S>();
    let divergence = runner.run(&case).expect_err("the map is flawed");
    assert_eq!(divergence.kind(), kind, "{divergence}");
    let run = |case: &Case| runner.run(case).err().map(Finding::Diverged);
    let program = export(&runner, &Finding::Diverged(divergence), run).unwrap();
    judged(tried(name, flaw, program))
}

#[track_caller]
fn judged(tried: Tried) -> String {
    let told = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let Tried {
        program,
        flawed,
        mended,
    } = tried;
    assert_eq!(
        flawed.status.code(),
        Some(101),
        "{program}\n{}",
        told(&flawed)
    );
    assert!(mended.status.success(), "{program}\n{}", told(&mended));
    program
}

const HEAD: &str = "map-oracle case 1\n";

fn case(ops: &str) -> String {
    format!("{HEAD}{ops}")
}

#[test]
fn a_wrong_answer() {
    let program = shows::<Flawed>(
        "answer",
        "answer",
        Kind::Answer,
        &case("insert 3 = 5\ninsert 3 = 6\n"),
    );
    assert!(
        program.contains("assert_eq!(map.insert(3, 6), Some(5));"),
        "{program}"
    );
    assert!(!program.contains("struct"), "{program}");
    assert!(
        program.starts_with("// flawed 1.0.0: answer at op 2, `insert 3 = 6`\n"),
        "{program}"
    );
}

#[test]
fn an_answer_of_several_things() {
    for (op, asserted) in [
        ("get_full 3", "(Some(0), Some((3, 5)))"),
        ("insert_full 3 = 6", "(Some(0), Some(5))"),
        ("swap_remove_full 3", "(Some(0), Some((3, 5)))"),
        ("insert_sorted 3 = 6", "(Some(0), Some(5))"),
        ("replace_index 1 key 3", "(Some(0), [3])"),
    ] {
        let name = op.split(' ').next().unwrap();
        let ops = format!("insert 3 = 5\ninsert 4 = 7\n{op}\n");
        let program = shows::<Row>(name, "tuple", Kind::Answer, &case(&ops));
        assert!(program.contains(asserted), "{program}");
    }
    let ops = "insert 3 = 5\nalter 3 = 6\n";
    shows::<Altered>("alter", "tuple", Kind::Answer, &case(ops));
}

#[test]
fn a_lost_key() {
    shows::<Flawed>(
        "lost",
        "lost",
        Kind::Contents,
        &case("insert_run 0 len 20\nremove_run 1 len 1\n"),
    );
}

/// Only if four keys share a chain.
#[test]
fn a_look_up_that_gives_up() {
    let ops = "hash low 4 seed 1\ninsert 1 = 1\ninsert 2 = 2\ninsert 3 = 3\ninsert 4 = 4\n";
    let program = shows::<Flawed>("look_up", "look-up", Kind::LookUp, &case(ops));
    assert!(
        program.contains("assert_eq!(map.get(&Key(4)).copied(), Some(4));"),
        "{program}"
    );
}

#[test]
fn a_wrong_len() {
    let program = shows::<Flawed>(
        "len",
        "len",
        Kind::Len,
        &case("insert_run 0 len 3\nclear\n"),
    );
    assert!(program.contains("assert_eq!(map.len(), 0);"), "{program}");
}

#[test]
fn a_panic() {
    shows::<Flawed>("panic", "panic", Kind::Panic, &case("insert_run 0 len 9\n"));
}

#[test]
fn a_leak() {
    let program = shows::<Flawed>(
        "leak",
        "leak",
        Kind::Ledger,
        &case("insert 3 = 5\nclone_swap\nremove 3\n"),
    );
    assert!(program.contains("LIVE_KEYS.get(), 0"), "{program}");
}

#[test]
fn a_leak_after_another_panic_leaked() {
    let ops =
        "insert_run 0 len 6\nclone panic clone 3\ndrain_forget take 2\ninsert 3 = 5\nremove 3\n";
    shows::<Flawed>("leak_later", "leak", Kind::Ledger, &case(ops));
}

#[test]
fn what_a_panic_leaves() {
    let ops = "insert_run 0 len 8\nretain mod 2 is 0 panic closure 4\n";
    let program = shows::<Flawed>("after_panic", "after panic", Kind::AfterPanic, &case(ops));
    assert!(!program.contains("struct Value"), "{program}");
}

#[test]
fn keys_that_collide() {
    let ops = "hash distinct 1 seed 9\ninsert 1 = 1\nget 2\n";
    let program = shows::<Flawed>("collide", "collide", Kind::LookUp, &case(ops));
    assert!(program.contains("state.write_u64(0x0);"), "{program}");
}

#[test]
fn iteration() {
    let ops = "insert 1 = 1\ninsert 2 = 2\ninsert 3 = 3\ninsert 4 = 4\niter\n";
    shows::<Flawed>("contents", "contents", Kind::Contents, &case(ops));
}

#[test]
fn an_order() {
    let ops = "insert 1 = 1\ninsert 2 = 2\ninsert 3 = 3\ninsert 4 = 4\n";
    let program = shows::<Sorted>("order", "order", Kind::Order, &case(ops));
    assert!(
        program.contains("type Map = SortedMap<u32, u32>;"),
        "{program}"
    );
}

/// Whatever is found in random cases, as it was drawn and made small.
#[test]
fn random_failures() {
    for (number, flaw) in [
        "answer", "lost", "look-up", "len", "panic", "leak", "collide",
    ]
    .into_iter()
    .enumerate()
    {
        flawed::set(flaw);
        let runner = Runner::of::<Flawed>();
        for profile in [Profile::Mixed, Profile::OverflowChains] {
            let batch = Batch {
                profile,
                cases: 200,
                steps: 60,
                seed: number as u64,
            };
            let tally = hunt(&runner, batch, |_| ControlFlow::Continue(()));
            let Some(Failure::Found(found)) = tally.failure else {
                panic!("{flaw} is not found");
            };
            for (form, case) in [("drawn", &found.drawn), ("small", &found.divergence.case)] {
                let run = |case: &Case| runner.run(case).err().map(Finding::Diverged);
                let finding = run(case).expect("it was found");
                let program = export(&runner, &finding, run).unwrap();
                let name = format!("random_{}_{number}_{form}", profile.name());
                judged(tried(&name, flaw, program));
            }
        }
    }
}

/// A map whose adapter is written by hand: as it stands, and with a source that
/// does not spell what it writes.
struct ByHand<const SPELLED: bool>(ChainMap<Key, Value, PlanState>);

impl<const SPELLED: bool> Subject for ByHand<SPELLED> {
    type Key = Key;
    type Value = Value;
    const NAME: &'static str = "by-hand";

    fn source() -> Option<Source> {
        SPELLED.then_some(Source {
            imports: &["use flawed::ChainMap;"],
            map: "ChainMap<Key, Value, PlanState>",
            new: "ChainMap::with_capacity_and_hasher(0, PlanState::default())",
            methods: &[("remove", "map.remove(KEY)")],
            ..Source::EMPTY
        })
    }
    fn with_hint(_: usize) -> Self {
        ByHand(ChainMap::with_capacity_and_hasher(0, PlanState::default()))
    }
    fn remove(&mut self, key: &Key) -> Option<Value> {
        self.0.remove(key)
    }
    fn clear(&mut self) {
        self.0.clear();
    }
    map_oracle::subject_methods! { 0: insert, get, len, iter; by hand: remove, clear }
}

/// Why there is no test of what this case fails by.
fn refusal<S: Subject>(flaw: &str, ops: &str) -> String {
    flawed::set(flaw);
    let runner = Runner::of::<S>();
    let run = |case: &Case| runner.run(case).err().map(Finding::Diverged);
    let finding = run(&case(ops).parse().unwrap()).expect("the map is flawed");
    let why = export(&runner, &finding, run).expect_err("it cannot be exported");
    let why = why.to_string();
    assert_eq!(why.lines().count(), 1, "{why}");
    why
}

#[test]
fn what_cannot_be_told_is_refused_in_a_line() {
    let ops = "insert_run 0 len 3\nremove 1\nclear\n";
    let why = refusal::<ByHand<false>>("len", ops);
    assert!(
        why.contains("by-hand") && why.contains("no `source`"),
        "{why}"
    );
    let why = refusal::<ByHand<true>>("len", ops);
    assert!(
        why.contains("op 3, `clear`") && why.contains("by hand"),
        "{why}"
    );
}

/// The same failure, without the op that is not spelled.
#[test]
fn what_an_adapter_spells_is_exported() {
    let ops = "insert 3 = 5\nremove 3\n";
    let program = shows::<ByHand<true>>("spelled", "leak", Kind::Ledger, &case(ops));
    assert!(program.contains("map.remove(&Key::new(3))"), "{program}");
}

/// Entries that are left by methods of other names.
#[test]
#[cfg(feature = "indexmap")]
fn an_entry_is_left_by_the_methods_that_it_has() {
    let runner = Runner::of::<map_oracle::subject::IndexMap>();
    let finding = hanging(
        case("insert 3 = 5\nentry_remove 3\nentry_remove_entry 4\n")
            .parse()
            .unwrap(),
    );
    let program = export(&runner, &finding, |_| Some(finding.clone())).unwrap();
    for part in [
        "use indexmap::map::Entry;\n",
        " Entry::Occupied(entry) => ",
        "entry.swap_remove()",
        "entry.swap_remove_entry()",
    ] {
        assert!(program.contains(part), "{program}");
    }
}

#[test]
fn several_files_are_exported_each_for_itself() {
    // The command runs cases on threads of its own.
    flawed::set_later("answer");
    let folder = support::scratch("several");
    let file = |name, ops| support::write(&folder, name, case(ops));
    let first = file("a.case", "insert 3 = 5\ninsert 3 = 6\n");
    let right = file("b.case", "insert 1 = 1\n");
    let last = file("c.case", "insert 7 = 1\ninsert 7 = 2\n");
    let tests = folder.join("tests");
    fs::create_dir(&tests).unwrap();
    let out = tests.display().to_string();
    let args = ["export", &first, &right, &last, "--rust", "--out", &out];
    let ran = support::run(&[Runner::of::<Flawed>()], &args, false);
    // The one that is right is told, and does not stop the others.
    assert_eq!(ran.exit, map_oracle::cli::Exit::Misuse);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(
        ran.err
            .contains(&format!("{right} does not fail on flawed")),
        "{}",
        ran.err
    );
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    for (name, line) in [
        ("a.rs", "assert_eq!(map.insert(3, 6), Some(5));"),
        ("c.rs", "assert_eq!(map.insert(7, 2), Some(1));"),
    ] {
        let program = fs::read_to_string(tests.join(name)).unwrap();
        assert!(program.contains(line), "{program}");
        assert!(ran.out.contains(&format!("{out}/{name}: ")), "{}", ran.out);
    }
    assert_eq!(support::files_in(&tests).len(), 2);
}

/// Its process ends, or it does not come back: nothing is asserted, and a hang
/// is waited for.
#[test]
fn a_hang() {
    flawed::set("");
    let runner = Runner::of::<Flawed>();
    let finding = hanging(case("insert 3 = 5\nremove 3\n").parse().unwrap());
    let program = export(&runner, &finding, |_| Some(finding.clone())).unwrap();
    assert!(program.contains("recv_timeout"), "{program}");
    judged(tried("hang", "hang", program));
}

/// A case that does not come to its end.
fn hanging(case: Case) -> Finding {
    Finding::Ended(Box::new(Ended {
        subject: "any",
        how: ProcessEnd::Hang,
        place: None,
        words: None,
        case,
    }))
}
