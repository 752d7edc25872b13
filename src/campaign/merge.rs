//! Puts the folders of several machines together to one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::{Entry, FINDINGS, PROGRESS, Progress, Stats, entry, is_campaign};
use crate::case::Mark;
use crate::corpus::{self, CorpusError};

/// The most heartbeats that are kept: a plot shows no more.
const MOST: usize = 2_000;

/// What came of a merge.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// How many findings there are together, each counted once.
    pub findings: usize,
    /// How many there were in the folders.
    pub of: usize,
    /// How many lines were left out, since a kill tore them.
    pub torn: usize,
}

/// Merges the campaigns in `folders` to one in `out`, which is made if need be:
/// one entry for each subject and signature, with the smallest case, and its file.
///
/// `marks` are those that are known: some are maxima, and all others are added up.
///
/// Everything is read and known to be right before anything is written.
///
/// # Errors
///
/// If a folder holds no campaign or cannot be read, if `out` is one of them or
/// holds a campaign, or if it cannot be written.
pub fn merge(folders: &[PathBuf], out: &Path, marks: &[Mark]) -> Result<Merged, CorpusError> {
    apart(folders, out)?;
    let shards = folders
        .iter()
        .map(|folder| Stats::read(folder))
        .collect::<Result<Vec<Stats>, _>>()?;
    let of = shards.iter().map(|shard| shard.findings.len()).sum();
    let torn = shards.iter().map(|shard| shard.torn).sum();

    // The file of each entry is told by its content from here on.
    let mut contents = Vec::new();
    let mut entries = Vec::new();
    for (folder, shard) in folders.iter().zip(&shards) {
        for entry in &shard.findings {
            let content = content(folder, entry)?;
            let mut entry = entry.clone();
            entry.file = content.as_ref().map(|_| contents.len().to_string());
            contents.extend(content);
            entries.push(entry);
        }
    }
    let mut entries = entry::sum(entries);
    let mut files: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    for entry in &mut entries {
        let index = entry.file.take().and_then(|index| index.parse().ok());
        if let Some((name, bytes)) = index.and_then(|index: usize| contents.get(index)) {
            let name = free(out, &files, name, bytes);
            entry.file = Some(name.to_string_lossy().into_owned());
            files.insert(name, bytes.clone());
        }
    }
    let history = sum(&shards, &entries, marks);

    corpus::probe_writable(out)?;
    for (name, bytes) in &files {
        let path = out.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .map_err(|error| CorpusError::io(folder, "cannot be made", error))?;
        }
        corpus::write(&path, bytes)?;
    }
    // Last, since they make the folder a campaign.
    let findings = out.join(FINDINGS);
    corpus::write(&findings, &lines(&findings, &entries)?)?;
    let progress = out.join(PROGRESS);
    let written = lines(&progress, &history).and_then(|lines| corpus::write(&progress, &lines));
    if written.is_err() {
        // So that the merge can be tried again.
        let _ = fs::remove_file(&findings);
    }
    written?;
    Ok(Merged {
        findings: entries.len(),
        of,
        torn,
    })
}

/// That no folder is given twice, and that `out` has nothing to lose.
fn apart(folders: &[PathBuf], out: &Path) -> Result<(), CorpusError> {
    let mut there: Vec<PathBuf> = Vec::new();
    let real_out = out.canonicalize().ok();
    for folder in folders {
        let real = folder
            .canonicalize()
            .map_err(|error| CorpusError::io(folder, "cannot be read", error))?;
        if Some(&real) == real_out.as_ref() {
            let message = "is to be merged, and cannot be where the result goes";
            return Err(CorpusError::at(out, message));
        }
        if there.contains(&real) {
            return Err(CorpusError::at(folder, "is given twice"));
        }
        there.push(real);
    }
    if out.exists() && !out.is_dir() {
        return Err(CorpusError::at(out, "is not a directory"));
    }
    if is_campaign(out) {
        return Err(CorpusError::at(out, "holds a campaign already"));
    }
    Ok(())
}

/// An entry's file: its name, and what is in it. If it is lost, the entry has the
/// case as well.
fn content(folder: &Path, entry: &Entry) -> Result<Option<(PathBuf, Vec<u8>)>, CorpusError> {
    let Some(name) = &entry.file else {
        return Ok(None);
    };
    let name = Path::new(name);
    let is_plain = |part| matches!(part, Component::Normal(_));
    if name.components().next().is_none() || !name.components().all(is_plain) {
        let name = name.display().to_string();
        let name = name.escape_debug();
        let message = format!("names the file `{name}`, which is not in the folder");
        return Err(CorpusError::at(&folder.join(FINDINGS), message));
    }
    let path = folder.join(name);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            entry.text.clone().into_bytes()
        }
        Err(error) => return Err(CorpusError::io(&path, "cannot be read", error)),
    };
    Ok(Some((name.to_owned(), bytes)))
}

/// The name, or one like it, under which there is no other content: neither among
/// the files to be written, nor in the folder.
fn free(out: &Path, files: &BTreeMap<PathBuf, Vec<u8>>, name: &Path, bytes: &[u8]) -> PathBuf {
    let is_other = |name: &PathBuf| match files.get(name) {
        Some(there) => there != bytes,
        None => {
            let path = out.join(name);
            path.exists() && fs::read(path).ok().as_deref() != Some(bytes)
        }
    };
    let mut free = name.to_owned();
    let mut number = 2;
    while is_other(&free) {
        let stem = name.file_stem().unwrap_or_default().to_string_lossy();
        let extension = name.extension().unwrap_or_default().to_string_lossy();
        free = name.with_file_name(format!("{stem}-{number}.{extension}"));
        number += 1;
    }
    free
}

/// The heartbeats of all shards, which ran at the same time.
fn sum(shards: &[Stats], entries: &[Entry], marks: &[Mark]) -> Vec<Progress> {
    let beats = shards.iter().flat_map(|shard| &shard.history);
    let mut times: Vec<f64> = beats.map(|beat| beat.seconds).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    // Evenly thinned from the end, which has the totals.
    let step = times.len().div_ceil(MOST).max(1);
    let mut times: Vec<f64> = times.into_iter().rev().step_by(step).collect();
    times.reverse();
    let mut next = vec![0; shards.len()];
    let at = |seconds: f64| {
        let mut all = Progress::default();
        for (shard, next) in shards.iter().zip(&mut next) {
            let later = &shard.history[*next..];
            *next += later.partition_point(|beat| beat.seconds <= seconds);
            if let Some(last) = next.checked_sub(1) {
                all.add(&shard.history[last], marks);
            }
        }
        let seen = entries.iter().filter(|entry| entry.first_seen <= seconds);
        Progress {
            seconds,
            findings: seen.count() as u64,
            ..all
        }
    };
    times.into_iter().map(at).collect()
}

fn lines<T: serde::Serialize>(path: &Path, entries: &[T]) -> Result<Vec<u8>, CorpusError> {
    let mut lines = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut lines, entry)
            .map_err(|error| CorpusError::at(path, format!("cannot be written: {error}")))?;
        lines.push(b'\n');
    }
    Ok(lines)
}
