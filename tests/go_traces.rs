//! `GoMap` does what the real runtime did, in every recording under
//! `tests/fixtures/go-traces`, and what is no good recording is told so.

#[path = "cli_support/mod.rs"]
mod support;

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use libtest_mimic::{Arguments, Failed, Trial};
use map_oracle::cli::Exit;
use map_oracle::conform::{Breach, Mode, TraceFile, TraceReport};
use support::run;

const VERSIONS: [&str; 4] = ["1.19.8", "1.21.13", "1.22.10", "1.23.9"];
const GROUPS: [&str; 5] = ["basic", "grow", "iter", "b16", "random"];

type Test = fn() -> Result<(), Failed>;

/// Where Go breaks the contract: entries of before a clear in 1.19.8, and one
/// that comes twice in 1.22.10, also around a clear; and NaN keys left out when
/// a same-size growth ends.
const VIOLATIONS: [(&str, Breach, usize); 5] = [
    ("go1.19.8-iter", Breach::Absent, 15),
    ("go1.19.8-iter", Breach::Stale, 1),
    ("go1.22.10-iter", Breach::Twice, 1),
    ("go1.21.13-nansame", Breach::Missed, 2),
    ("go1.23.9-nansame", Breach::Missed, 1),
];

/// The versions of which there is a range over NaN keys that a same-size growth
/// ends under.
const LOST_HALVES: [&str; 3] = ["1.19.8", "1.21.13", "1.23.9"];

fn main() {
    let mut trials = Vec::new();
    for version in VERSIONS {
        for group in GROUPS {
            let name = format!("go{version}-{group}");
            trials.push(Trial::test(format!("plays::{name}"), move || plays(&name)));
        }
    }
    for version in LOST_HALVES {
        let name = format!("go{version}-nansame");
        trials.push(Trial::test(format!("plays::{name}"), move || plays(&name)));
    }
    let rest: [(&str, Test); 9] = [
        (
            "go_is_said_to_leave_entries_out",
            go_is_said_to_leave_entries_out,
        ),
        (
            "only_gos_own_mistake_is_excused",
            only_gos_own_mistake_is_excused,
        ),
        ("a_wrong_map_is_a_mismatch", a_wrong_map_is_a_mismatch),
        ("plain_text_is_as_good", plain_text_is_as_good),
        (
            "a_flipped_digest_is_a_mismatch",
            a_flipped_digest_is_a_mismatch,
        ),
        ("a_truncated_gzip_is_told", a_truncated_gzip_is_told),
        ("a_cut_trace_is_told", a_cut_trace_is_told),
        ("another_format_is_told", another_format_is_told),
        ("nonsense_is_told", nonsense_is_told),
    ];
    trials.extend(rest.map(|(name, test)| Trial::test(name, test)));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn fixture(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/go-traces");
    folder.join(format!("{name}.trace.gz"))
}

fn traces(path: &Path, mode: Mode) -> Result<Vec<TraceReport>, Failed> {
    let mut file = TraceFile::open(path, mode)?;
    let mut traces = Vec::new();
    while let Some(trace) = file.next_trace()? {
        traces.push(trace);
    }
    Ok(traces)
}

fn plays(name: &str) -> Result<(), Failed> {
    let played = traces(&fixture(name), Mode::Play)?;
    for trace in &played {
        if let Some(mismatch) = &trace.mismatch {
            return Err(format!("{mismatch:#?}").into());
        }
    }
    // A run that compared nothing proves nothing.
    let sum = |field: fn(&TraceReport) -> u64| played.iter().map(field).sum::<u64>();
    let busy = [
        sum(|trace| trace.ops) > 1_000,
        sum(|trace| trace.digests) > 0,
        sum(|trace| trace.dumps) > 0,
        name.ends_with("b16") || sum(|trace| trace.steps) > 100,
        !name.ends_with("iter") || sum(|trace| trace.free_after_clear) > 100,
        name.ends_with("nansame") == (sum(|trace| trace.passed_over) > 0),
    ];
    if busy.contains(&false) {
        return Err(format!("this fixture is not what it was: {busy:?}").into());
    }
    let judged = traces(&fixture(name), Mode::ContractOnly)?;
    for (played, judged) in played.iter().zip(&judged) {
        assert_eq!(
            played.violations, judged.violations,
            "with and without a map"
        );
    }
    for breach in Breach::ALL {
        let found = judged.iter().flat_map(|trace| &trace.violations);
        let found = found.filter(|violation| violation.breach == breach).count();
        let expected = VIOLATIONS
            .iter()
            .find(|(file, kind, _)| *file == name && *kind == breach);
        assert_eq!(
            found,
            expected.map_or(0, |(_, _, count)| *count),
            "times Go {}",
            breach.text()
        );
    }
    Ok(())
}

/// The text of a fixture.
fn text() -> String {
    text_of("go1.23.9-basic")
}

fn text_of(name: &str) -> String {
    let mut text = String::new();
    let file = fs::File::open(fixture(name)).expect("the fixture is there");
    GzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("the fixture is sound");
    text
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// What the command says of a file with these bytes: exit, output, errors.
fn conform(name: &str, bytes: &[u8]) -> (Exit, String, String) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).expect("the folder for this can be written");
    let ran = run(&[], &["conform", &path.display().to_string()], false);
    (ran.exit, ran.out, ran.err)
}

/// The command complains of a file, in one line, with this line of the file.
fn assert_misuse(name: &str, bytes: &[u8], line: usize, complaint: &str) {
    let (exit, _, err) = conform(name, bytes);
    assert_eq!(exit, Exit::Misuse, "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
    assert!(
        err.contains(&format!("{name}:{line}: ")) && err.contains(complaint),
        "{err}"
    );
}

fn plain_text_is_as_good() -> Result<(), Failed> {
    let (exit, out, err) = conform("plain.trace", text().as_bytes());
    assert_eq!((exit, err.as_str()), (Exit::Fine, ""));
    assert!(out.ends_with("7 of 7 traces, 0 mismatches\n"), "{out}");
    Ok(())
}

fn go_is_said_to_leave_entries_out() -> Result<(), Failed> {
    let path = fixture("go1.23.9-nansame").display().to_string();
    let ran = run(&[], &["conform", &path], false);
    assert_eq!(ran.exit, Exit::Fine, "{}{}", ran.out, ran.err);
    for part in [
        "go violates the contract here: go1.23.9-nansame.trace.gz:330, trace iter/nansame",
        "1 x it leaves out an entry",
        "times Go passes over NaN keys",
        "1 of 1 traces, 0 mismatches",
    ] {
        assert!(ran.out.contains(part), "no `{part}` in\n{}", ran.out);
    }
    Ok(())
}

/// The walk in which Go first passes over entries in `go1.23.9-nansame`, told
/// otherwise: none of these is the mistake that Go makes.
fn only_gos_own_mistake_is_excused() -> Result<(), Failed> {
    let text = text_of("go1.23.9-nansame");
    let lines: Vec<&str> = text.lines().collect();
    let replay = |lines: &[&str]| -> Result<(Exit, String), Failed> {
        // The traces' ends count their ops.
        let ops = lines
            .iter()
            .filter(|line| "msgdcin".contains(&line[..1]))
            .count();
        let last = format!("E {ops}");
        let mut lines = lines.to_vec();
        *lines.last_mut().ok_or("no end")? = &last;
        let (exit, out, err) = conform("excused.trace", (lines.join("\n") + "\n").as_bytes());
        assert_eq!(err, "");
        Ok((exit, out))
    };
    assert_eq!(replay(&lines)?.0, Exit::Fine);
    // Line 240 of the file is the step that passes over entries, 330 the end.
    let (lost, end) = (240 - 1, 330 - 1);
    assert!(lines[lost].starts_with("n 1 > 57 78") && lines[end].starts_with("n 1 > -"));
    let next_of = |from: usize| {
        (from..end).find(|&at| lines[at].starts_with("n 1 > ") && !lines[at].contains("> -"))
    };
    let after = next_of(lost + 1).ok_or("the walk goes on")?;
    let told = [
        // Go passes over keys that equal themselves, too.
        [&lines[..lost], &lines[lost + 1..]].concat(),
        [&lines[..after], &lines[after + 1..]].concat(),
    ];
    for (n, told) in told.iter().enumerate() {
        let (exit, out) = replay(told)?;
        assert_eq!(exit, Exit::Found, "telling {n}\n{out}");
        assert!(out.contains("MISMATCH (iterator step)"), "{n}: {out}");
    }
    // The growth has not ended by the flags.
    let with_flag = lines[lost].replacen(" 3 3 2 8 0 ", " 11 3 2 8 0 ", 1);
    assert_ne!(with_flag, lines[lost]);
    let mut told = lines.clone();
    told[lost] = &with_flag;
    let (exit, out) = replay(&told)?;
    assert_eq!(exit, Exit::Found);
    assert!(out.contains("MISMATCH (iterator step)"), "{out}");
    Ok(())
}

/// A map with a load factor of another version's is not Go's.
fn a_wrong_map_is_a_mismatch() -> Result<(), Failed> {
    for version in LOST_HALVES {
        let text = text_of(&format!("go{version}-nansame"));
        let right = ["lf=13/2", "lf=12/2"]
            .into_iter()
            .find(|right| text.contains(right));
        let wrong = text.replacen(right.ok_or("no load factor")?, "lf=2/1", 1);
        let (exit, out, err) = conform("wrong.trace", wrong.as_bytes());
        assert_eq!((exit, err.as_str()), (Exit::Found, ""), "{version}\n{out}");
        assert!(out.contains("MISMATCH"), "{out}");
    }
    Ok(())
}

fn a_flipped_digest_is_a_mismatch() -> Result<(), Failed> {
    let text = text();
    let (at, line) = text
        .lines()
        .enumerate()
        .find(|(_, line)| line.starts_with("s 5 "))
        .ok_or("the fixture has no such line")?;
    let last = line.chars().last().ok_or("an empty line")?;
    let flipped = if last == '0' { '1' } else { '0' };
    let changed = format!("{}{flipped}", &line[..line.len() - 1]);
    let text = text.replacen(line, &changed, 1);
    let (exit, out, err) = conform("flipped.trace.gz", &gzipped(&text));
    assert_eq!((exit, err.as_str()), (Exit::Found, ""));
    let digest = |line: &str| line[line.len() - 16..].to_owned();
    for part in [
        format!(
            "MISMATCH (digest) in flipped.trace.gz:{}, trace basic/",
            at + 1
        ),
        format!("expected: {}", digest(&changed)),
        format!("got:      {}", digest(line)),
        "6 of 7 traces, 1 mismatch\n".to_owned(),
    ] {
        assert!(out.contains(&part), "no `{part}` in\n{out}");
    }
    Ok(())
}

fn a_truncated_gzip_is_told() -> Result<(), Failed> {
    let bytes = fs::read(fixture("go1.23.9-basic"))?;
    for part in [1, 2, 3] {
        let (exit, _, err) = conform("truncated.trace.gz", &bytes[..bytes.len() * part / 4]);
        assert_eq!(exit, Exit::Misuse);
        assert_eq!(err.lines().count(), 1, "{err}");
        assert!(
            err.contains("truncated.trace.gz:") && err.contains("ends too early"),
            "{err}"
        );
    }
    // Only the checksum is gone.
    let lines = text().lines().count();
    assert_misuse(
        "short.trace.gz",
        &bytes[..bytes.len() - 4],
        lines + 1,
        "ends too early",
    );
    Ok(())
}

fn a_cut_trace_is_told() -> Result<(), Failed> {
    let text = text();
    let lines: Vec<&str> = text.lines().collect();
    let cut = lines[..100].join("\n");
    assert_misuse(
        "mid-line.trace",
        cut.as_bytes(),
        100,
        "ends in the middle of the line",
    );
    let cut = gzipped(&format!("{cut}\n"));
    assert_misuse("cut.trace.gz", &cut, 100, "begun in line 2, breaks off");
    let end = lines
        .iter()
        .position(|line| line.starts_with('E'))
        .ok_or("no end")?;
    let gap = [&lines[..end / 2], &lines[end..]].concat().join("\n") + "\n";
    assert_misuse(
        "gap.trace.gz",
        &gzipped(&gap),
        end / 2 + 1,
        "the trace ends after",
    );
    Ok(())
}

fn another_format_is_told() -> Result<(), Failed> {
    let complaint = "not a trace";
    assert_misuse("empty.trace", b"", 1, complaint);
    assert_misuse(
        "case.trace",
        b"map-oracle case 1\ninsert 1 = 2\n",
        1,
        complaint,
    );
    assert_misuse("next.trace", b"# gomaptrace 2 go1.24\n", 1, complaint);
    assert_misuse(
        "case.trace.gz",
        &gzipped("map-oracle case 1\n"),
        1,
        complaint,
    );
    assert_misuse("binary.trace", &[0xff, 0xfe, b'\n'], 1, "not text");
    assert_misuse(
        "none.trace",
        b"# gomaptrace 1 go1.23\n",
        1,
        "no trace in the file",
    );
    Ok(())
}

fn nonsense_is_told() -> Result<(), Failed> {
    let start = "# gomaptrace 1\nT a lf=13/2 nku=0 bptr=0 bktsz=144 key=int64\n";
    let made = "m -1 h=1 = 0 0 0 0 0 0 -\n";
    for (line, rest, complaint) in [
        (3, "s 1 1 = 1 0 0 0 0 0 -\n", "no map was made yet"),
        (
            4,
            "m -1 h=1 = 0 0 0 0 0 0 -\ns 1 1 = 1 0 0 0 0 0 -\n",
            "key 1 was not introduced",
        ),
        (
            4,
            &format!("{made}n 7 > - = 0 0 0 0 0 0 -\n"),
            "iterator 7 is not open",
        ),
        (3, "F N\n", "a dump that follows no operation"),
        (3, "x\n", "`x` is no kind of line"),
    ] {
        assert_misuse(
            "nonsense.trace",
            format!("{start}{rest}").as_bytes(),
            line,
            complaint,
        );
    }
    assert_misuse(
        "early.trace",
        b"# gomaptrace 1\nE 0\n",
        2,
        "no trace has begun here",
    );
    Ok(())
}
