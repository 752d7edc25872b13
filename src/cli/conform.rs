//! `map-oracle conform`: recorded traces of Go's runtime, played on `GoMap`.

use std::fs;
use std::path::{Path, PathBuf};

use super::args::ConformArgs;
use super::{Console, Exit, Misuse};
use crate::conform::{Mode, TraceError, TraceFile};
use crate::report::{ConformReport, TracesReport};

pub(super) fn conform(args: &ConformArgs, console: &mut Console<'_>) -> Result<Exit, Misuse> {
    let mode = if args.contract_only {
        Mode::ContractOnly
    } else {
        Mode::Play
    };
    let mut errors = Vec::new();
    let mut files = Vec::new();
    for path in &args.paths {
        match trace_files(path) {
            Ok(found) => files.extend(found),
            Err(error) => errors.push(error),
        }
    }
    let mut report = ConformReport::new(mode);
    for path in &files {
        if console.is_interrupted() {
            break;
        }
        let mut traces = TracesReport::new(path);
        if let Err(error) = play(path, mode, &mut traces, console) {
            errors.push(error.to_string());
        }
        report.add(traces);
    }
    report.interrupted = console.is_interrupted();
    if args.json {
        console.print_json(&report)?;
    } else if report.traces > 0 {
        console.print(&report.text(console.width))?;
    }
    if report.interrupted {
        console.note("interrupted");
    }
    if !errors.is_empty() {
        let plain = |error: String| error.replace(char::is_control, "\u{fffd}");
        return Err(Misuse(errors.into_iter().map(plain).collect()));
    }
    Ok(if report.ok { Exit::Fine } else { Exit::Found })
}

fn play(
    path: &Path,
    mode: Mode,
    traces: &mut TracesReport,
    console: &Console<'_>,
) -> Result<(), TraceError> {
    let mut file = TraceFile::open(path, mode)?;
    while let Some(trace) = file.next_trace()? {
        traces.add(trace);
        if console.is_interrupted() {
            break;
        }
    }
    Ok(())
}

/// A file itself, or the trace files in a folder by name.
fn trace_files(path: &Path) -> Result<Vec<PathBuf>, String> {
    let fail = |error: std::io::Error| format!("{}: {error}", path.display());
    if !fs::metadata(path).map_err(fail)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(fail)? {
        let file = entry.map_err(fail)?.path();
        let name = file.to_string_lossy();
        if name.ends_with(".trace.gz") || name.ends_with(".trace") {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Err(format!("{}: no trace file in this folder", path.display()));
    }
    files.sort();
    Ok(files)
}
