//! `map-oracle explain` in the terminal, from its arguments to what it prints,
//! what it writes and how it exits.

#[path = "cli_support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use expect_test::expect;
use map_oracle::check::Runner;
use map_oracle::cli::Exit;
use map_oracle::probe::{Key, Value};
use map_oracle::subject::{GoMapSubject, Subject, Table};
use support::{run_on, scratch, write};

fn command(args: &[&str], runners: &[Runner], colours: bool) -> (Exit, String, String) {
    let ran = run_on(runners, &[&["explain"], args].concat(), |console| {
        console.colours = colours;
    });
    (ran.exit, ran.out, ran.err)
}

fn explain(args: &[&str]) -> (Exit, String, String) {
    command(args, &Runner::built_in(), false)
}

/// A case file that is named as it would be from its own folder.
fn case(test: &str, ops: &str) -> String {
    write(
        &scratch(test),
        "a.case",
        format!("map-oracle case 1\n{ops}"),
    )
}

/// What is printed, with the file's folder left out.
fn told(file: &str, text: &str) -> String {
    text.replace(file, "a.case")
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    entries
        .map(|entry| name(entry.expect("an entry")))
        .collect()
}

/// GoMap with one method replaced.
macro_rules! broken_gomap {
    ($name:ident, $label:literal, $($method:tt)*) => {
        struct $name(GoMapSubject);

        impl Subject for $name {
            type Key = Key;
            type Value = Value;
            const NAME: &'static str = $label;

            fn with_hint(hint: usize) -> Self {
                $name(GoMapSubject::with_hint(hint))
            }
            fn get(&self, key: &Key) -> Option<u32> {
                self.0.get(key)
            }
            fn insert(&mut self, key: Key, value: Value) -> Option<Value> {
                self.0.insert(key, value)
            }
            fn len(&self) -> usize {
                self.0.len()
            }
            fn each(&self, visit: &mut dyn FnMut(&Key, &Value)) {
                self.0.each(visit);
            }
            fn table(&self) -> Option<Table> {
                self.0.table()
            }
            $($method)*
        }
    };
}

broken_gomap! { Keeps, "keeps",
    fn remove(&mut self, key: &Key) -> Option<Value> {
        match key.id() {
            5 => None,
            _ => self.0.remove(key),
        }
    }
}

broken_gomap! { Hangs, "hangs",
    fn remove(&mut self, _: &Key) -> Option<Value> {
        loop {
            thread::sleep(Duration::from_secs(1));
        }
    }
}

#[test]
fn growth_removal_and_reuse_are_told_op_by_op() {
    let file = case(
        "growth",
        "hash sequential seed 0\ninsert_run 0 len 8\nremove 3\ninsert 9 = 90\nget 9\n\
         insert 10 = 100\nremove 0\n",
    );
    let (exit, out, err) = explain(&[&file]);
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    expect![[r#"
        a.case on gomap: 6 ops
        hash sequential seed 0
        cells: hex is the tophash of a live one; o emptyOne; . emptyRest; X, Y evacuated
        to the lower, upper half; E empty when evacuated. - before, + after, [changed]

        at the start
          model    empty
          table    no buckets yet

        op 1 of 6  insert_run 0 len 8
          answer   none, 8 times
          model    len 8: 0=8 1=9 2=10 3=11 4=12 5=13 6=14 7=15
                   +0=8 +1=9 +2=10 +3=11 +4=12 +5=13 +6=14 +7=15
          table    1 bucket (B 0), noverflow 0
            + bucket 0  05 0=8   05 1=9   05 2=10  05 3=11  05 4=12  05 5=13  05 6=14  05 7=15

        op 2 of 6  remove 3
          key      hash 0x0000000000000003, slot mod 8 = 3
          answer   11
          model    len 7: 0=8 1=9 2=10 4=12 5=13 6=14 7=15
                   -3=11
            - bucket 0  05 0=8   05 1=9   05 2=10  05 3=11  05 4=12  05 5=13  05 6=14  05 7=15
            + bucket 0  05 0=8   05 1=9   05 2=10 [o]       05 4=12  05 5=13  05 6=14  05 7=15

        op 3 of 6  insert 9 = 90
          key      hash 0x0000000000000009, slot mod 8 = 1
          answer   none
          model    len 8: 0=8 1=9 2=10 4=12 5=13 6=14 7=15 9=90
                   +9=90
            - bucket 0  05 0=8   05 1=9   05 2=10  o        05 4=12  05 5=13  05 6=14  05 7=15
            + bucket 0  05 0=8   05 1=9   05 2=10 [05 9=90] 05 4=12  05 5=13  05 6=14  05 7=15

        op 4 of 6  get 9
          key      hash 0x0000000000000009, slot mod 8 = 1
          answer   90
          model    len 8: 0=8 1=9 2=10 4=12 5=13 6=14 7=15 9=90

        op 5 of 6  insert 10 = 100
          key      hash 0x000000000000000a, slot mod 8 = 2
          answer   none
          model    len 9: 0=8 1=9 2=10 4=12 5=13 6=14 7=15 9=90 10=100
                   +10=100
          table    2 buckets (B 1), noverflow 0
            - bucket 0  05 0=8     05 1=9     05 2=10    05 9=90    05 4=12    05 5=13    05 6=14    05 7=15
            + bucket 0  05 0=8    [05 2=10]  [05 4=12]  [05 6=14]  [05 10=100][.]        [.]        [.]
            + bucket 1  05 1=9     05 9=90    05 5=13    05 7=15    .          .          .          .

        op 6 of 6  remove 0
          key      hash 0x0000000000000000, slot mod 8 = 0
          answer   8
          model    len 8: 1=9 2=10 4=12 5=13 6=14 7=15 9=90 10=100
                   -0=8
            - bucket 0  05 0=8     05 2=10    05 4=12    05 6=14    05 10=100  .          .          .
            + bucket 0 [o]         05 2=10    05 4=12    05 6=14    05 10=100  .          .          .

        the map was right to the end
    "#]].assert_eq(&told(&file, &out));
}

#[test]
fn a_cursor_and_what_it_must_may_and_must_not_produce() {
    let file = case(
        "cursor",
        "hash sequential seed 0\ninsert_run 0 len 4\ncursor_open 0 at 0\ncursor_step 0 by 2\n\
         remove 3\ninsert 5 = 50\nget 1\ncursor_step 0 by 9\n",
    );
    let (exit, out, _) = explain(&[&file, "--from", "2"]);
    assert_eq!(exit, Exit::Fine);
    expect![[r#"
        a.case on gomap: 7 ops
        hash sequential seed 0
        cells: hex is the tophash of a live one; o emptyOne; . emptyRest; X, Y evacuated
        to the lower, upper half; E empty when evacuated. - before, + after, [changed]

        op 2 of 7  cursor_open 0 at 0
          answer   opened
          model    len 4: 0=4 1=5 2=6 3=7
          cursor 0 at bucket 0, cell 0, wrapped
                   must come      0 1 2 3
                   may come       nothing
                   must not come  nothing

        op 3 of 7  cursor_step 0 by 2
          answer   produced 0=4 1=5
          model    len 4: 0=4 1=5 2=6 3=7
          cursor 0 at bucket 0, cell 2, wrapped
                   must come      2 3
                   may come       nothing
                   must not come  produced: 0 1

        op 4 of 7  remove 3
          key      hash 0x0000000000000003, slot mod 8 = 3
          answer   7
          model    len 3: 0=4 1=5 2=6
                   -3=7
            - bucket 0  05 0=4  05 1=5  05 2=6  05 3=7  .       .       .       .
            + bucket 0  05 0=4  05 1=5  05 2=6 [.]      .       .       .       .
          cursor 0 at bucket 0, cell 2, wrapped
                   must come      2
                   may come       nothing
                   must not come  produced: 0 1; removed: 3

        op 5 of 7  insert 5 = 50
          key      hash 0x0000000000000005, slot mod 8 = 5
          answer   none
          model    len 4: 0=4 1=5 2=6 5=50
                   +5=50
            - bucket 0  05 0=4   05 1=5   05 2=6   .        .        .        .        .
            + bucket 0  05 0=4   05 1=5   05 2=6  [05 5=50] .        .        .        .
          cursor 0 at bucket 0, cell 2, wrapped
                   must come      2
                   may come       5
                   must not come  produced: 0 1; removed: 3

        op 6 of 7  get 1
          key      hash 0x0000000000000001, slot mod 8 = 1
          answer   5
          model    len 4: 0=4 1=5 2=6 5=50
          cursor 0 at bucket 0, cell 2, wrapped; its sets are as before

        op 7 of 7  cursor_step 0 by 9
          answer   produced 2=6 5=50; came to its end
          model    len 4: 0=4 1=5 2=6 5=50

        the map was right to the end
    "#]]
    .assert_eq(&told(&file, &out));
}

#[test]
fn the_first_wrong_answer_is_told_with_its_reason() {
    let file = case(
        "wrong",
        "insert 4 = 40\ninsert 5 = 50\ninsert 5 = 51\nremove 4\nremove 5\nget 4\n",
    );
    let (exit, out, _) = command(&[&file, "--from", "4"], &[Runner::of::<Keeps>()], false);
    assert_eq!(exit, Exit::Found);
    expect![[r#"
        a.case on keeps: 6 ops
        hash random seed 0
        cells: hex is the tophash of a live one; o emptyOne; . emptyRest; X, Y evacuated
        to the lower, upper half; E empty when evacuated. - before, + after, [changed]

        op 4 of 6  remove 4
          key      hash 0x6e73e372e2338aca, slot mod 8 = 2
          answer   40
          model    len 1: 5=51
                   -4=40
            - bucket 0  6e 4=40  63 5=51  .        .        .        .        .        .
            + bucket 0 [o]       63 5=51  .        .        .        .        .        .

        op 5 of 6  remove 5
          key      hash 0x63033b0ca389c35a, slot mod 8 = 2
          answer   none
          model    empty
                   -5=51

        FIRST WRONG ANSWER (answer) at op 5, `remove 5`
          The op answered none; a right map answers 51.
          Key 5 in the model: inserted at op 2 (= 50), set at op 3 (= 51), removed at op 5; the map shows it with 51.
    "#]]
    .assert_eq(&told(&file, &out));
}

#[test]
fn a_map_without_a_layout_is_told_by_model_and_answers() {
    let file = case("plain", "insert 1 = 10\nremove 1\nremove 1\n");
    let (exit, out, _) = explain(&[&file, "--subject", "std-btreemap"]);
    assert_eq!(exit, Exit::Fine);
    expect![[r#"
        a.case on std-btreemap: 3 ops
        hash random seed 0

        at the start
          model    empty

        op 1 of 3  insert 1 = 10
          answer   none
          model    len 1: 1=10
                   +1=10

        op 2 of 3  remove 1
          answer   10
          model    empty
                   -1=10

        op 3 of 3  remove 1
          answer   none
          model    empty

        the map was right to the end
    "#]]
    .assert_eq(&told(&file, &out));
}

#[test]
fn what_hangs_is_told_up_to_there() {
    let file = case("hangs", "insert 1 = 10\ninsert 2 = 20\nremove 1\nget 2\n");
    let args = [file.as_str(), "--timeout", "1", "--from", "2"];
    let start = Instant::now();
    let (exit, out, _) = command(&args, &[Runner::of::<Hangs>()], false);
    assert_eq!(exit, Exit::Found);
    assert!(start.elapsed() < Duration::from_secs(12), "waits no longer");
    let end: Vec<&str> = out.lines().rev().take(2).collect();
    assert_eq!(
        end,
        [
            "  It does not end: its CPU time is used up at op 3, `remove 1`.",
            "THE CASE DID NOT COME TO ITS END"
        ]
    );
    assert!(out.contains("op 2 of 4  insert 2 = 20\n"), "{out}");
    assert!(!out.contains("op 3 of 4"), "{out}");
}

#[test]
fn an_excerpt_is_told_as_the_whole_tells_it() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/four_cursors.case");
    let file = corpus.display().to_string();
    let (_, whole, _) = explain(&[&file]);
    let (_, part, _) = explain(&[&file, "--from", "3", "--to", "3"]);
    let ops = |text: &str| text.matches("\nop ").count();
    assert_eq!((ops(&part), part.contains("at the start")), (1, false));
    let start = part.find("\nop 3 of ").expect("is told");
    let op = part[start..].split("\n\n").next().expect("a paragraph");
    assert!(whole.contains(op), "{op}");
}

#[test]
fn colours_are_for_terminals() {
    let file = case("colours", "insert 1 = 10\n");
    let runners = Runner::built_in();
    assert!(command(&[&file], &runners, true).1.contains("\x1b["));
    assert!(!command(&[&file], &runners, false).1.contains("\x1b["));
}

#[test]
fn the_page_is_one_file_that_nothing_breaks_out_of() {
    let folder = scratch("page");
    let name = folder.join("<script>{{recording}}&amp;'\".case");
    fs::write(&name, "map-oracle case 1\ninsert 1 = 10\n").expect("can be written");
    let (name, out) = (name.display().to_string(), folder.join("a.html"));
    let (exit, printed, err) = explain(&[&name, "--html", &out.display().to_string()]);
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    assert!(printed.contains("a.html: 1 ops, "), "{printed}");

    let page = fs::read_to_string(&out).expect("was written");
    assert_eq!(page.matches("<script").count(), 2, "the data and the code");
    assert_eq!(page.matches("</script>").count(), 2);
    for outside in ["http:", "https:", "src=", "@import", "url("] {
        let found = page.match_indices(outside).next();
        assert!(
            found.is_none_or(|(at, _)| page[at..].starts_with("url(#")),
            "{outside}"
        );
    }
    for name in ["title", "css", "play", "table", "view"] {
        assert!(!page.contains(&format!("{{{{{name}}}}}")), "{name}");
    }
    // The name of the file is there as it is, in the data.
    assert_eq!(page.matches("{{recording}}").count(), 1);
    assert_eq!(files(&folder).len(), 2, "no unfinished file is left");
}

#[test]
fn misuse_is_one_line_and_leaves_nothing() {
    let file = case("misuse", "insert 1 = 10\nget 1\n");
    let folder = scratch("misuse-out");
    fs::create_dir_all(folder.join("taken")).expect("can be made");
    fs::write(folder.join("bad.case"), "map-oracle case 1\nfrob\n").expect("can be written");
    let at = |name: &str| folder.join(name).display().to_string();
    let (taken, lost, beneath, bad) = (
        at("taken"),
        at("nowhere/a.html"),
        at("bad.case/a.html"),
        at("bad.case"),
    );
    for (args, part) in [
        (vec![&*file, "--html", &taken], "is a directory"),
        (
            vec![&file, "--html", &lost],
            "cannot be written: there is no folder",
        ),
        (vec![&file, "--html", &beneath], "cannot be written: Not a"),
        (vec![&file, "--html", &file], "is the case itself"),
        (vec![&file, "--html", ""], "a value is required for"),
        (vec![&file, "--from", "3"], "--from 3 is out of range"),
        (vec![&file, "--to", "3"], "has 2 ops"),
        (vec![&file, "--from", "2", "--to", "1"], "--to 1"),
        (vec![&file, "--subject", "nomap"], "`nomap`"),
        (vec![&bad], ":2:1: there is no op `frob`"),
        (vec![], "<FILE>"),
    ] {
        let (exit, out, err) = explain(&args);
        assert_eq!((exit, out.as_str()), (Exit::Misuse, ""), "{args:?}");
        assert_eq!(err.lines().count(), 1, "{err}");
        assert!(err.starts_with("error: ") && err.contains(part), "{err}");
    }
    let mut left = files(&folder);
    left.sort();
    assert_eq!(left, ["bad.case", "taken"]);
}
