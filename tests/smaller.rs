//! What a shrinker thinks of, and in what order, written out.
//!
//! Each `NAME.txt` holds a case and, one a line, every smaller case that it is
//! led to. That the moves are *enough* is tested where they are made; this
//! shows a change of them in a review, where it would else only make some later
//! counterexample a little larger. `UPDATE_EXPECT=1` writes the files anew.

use expect_test::{ExpectFile, expect_file};
use map_oracle::case::Case;

/// A case in one line, without the version.
fn line(case: &Case) -> String {
    let text = case.to_string();
    let lines: Vec<&str> = text.lines().skip(1).collect();
    lines.join("; ") + "\n"
}

#[track_caller]
fn check(body: &str, file: ExpectFile) {
    let case: Case = format!("map-oracle case 1\n{body}").parse().unwrap();
    let smaller: String = case.smaller().map(|case| line(&case)).collect();
    file.assert_eq(&format!("{}\n{smaller}", line(&case)));
}

#[test]
fn what_belongs_to_the_whole_case() {
    let body = "hash distinct 3 seed 12\npin 2 = 0x12345\npin 9 = 0x1ff\nhint 20\n\
                insert 9 = 5 panic hash 6\niter_mut add 3\nget 2\n";
    check(body, expect_file!["fixtures/smaller/whole.txt"]);
}

#[test]
fn steps_that_become_one() {
    let body = "hash sequential seed 0\n\
                insert_run 4 len 3\ninsert 9 = 1\nremove 9\ninsert 20 = 0\nremove_run 4 len 2\n";
    check(body, expect_file!["fixtures/smaller/fused.txt"]);
}

#[test]
fn single_steps() {
    let body = "hash sequential seed 0\n\
                extend 37 len 9\nextract_if mod 5 is 3\ninsert_nan = 2\nget_disjoint_mut 40 and 3\n";
    check(body, expect_file!["fixtures/smaller/steps.txt"]);
}

#[test]
fn many_steps_are_paired_only_by_their_keys() {
    let body = (0..33).map(|step| format!("get {}\n", step % 11));
    let body = format!("hash sequential seed 0\n{}", body.collect::<String>());
    let case: Case = format!("map-oracle case 1\n{body}").parse().unwrap();
    let pairs = |case: &Case| {
        let two_less = |smaller: &Case| smaller.steps.len() + 2 == case.steps.len();
        case.smaller().filter(two_less).count()
    };
    // Three reads of each key, and the runs of two.
    assert_eq!(pairs(&case), 11 * 3 + 16);
    let mut fewer = case;
    fewer.steps.pop();
    assert_eq!(pairs(&fewer), 32 * 31 / 2);
}
