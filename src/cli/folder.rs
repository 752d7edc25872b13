//! The folder of a check: the cases that fail, from the moment that they are
//! known, the log of what was found, and what is needed to go on later.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Misuse;
use crate::campaign::{self, Entry, Held, Repeat};
use crate::case::{Case, Mark, Reach};
use crate::check::Runner;
use crate::corpus;
use crate::evidence::Finding;
use crate::process::WireFinding;
use crate::streams::{Found, Orders, Progress, Stream};

/// Where a check keeps what it finds.
pub(super) struct Folder {
    path: PathBuf,
    /// Whether what is needed to go on is kept as well.
    is_campaign: bool,
    _held: Option<Held>,
    /// What was asked for, as it is kept.
    asked: Asked,
    /// How long, and with how much CPU time, it was run before.
    before: (Duration, Duration),
    /// What the log has already: subject and signature.
    logged: BTreeSet<(String, String)>,
    /// Of a stream's failure that is being examined, the case as it was drawn.
    drawn: BTreeMap<usize, PathBuf>,
    /// By stream and place there.
    found: BTreeMap<(usize, usize), PathBuf>,
}

/// What a campaign was asked for: what must stay the same when it is gone on
/// with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asked {
    pub subjects: Vec<String>,
    pub profiles: Vec<String>,
    pub cases: Option<u64>,
    pub ops: usize,
    pub seed: u64,
    pub seconds: Option<u64>,
    pub shard: Option<(u64, u64)>,
    pub first: bool,
    /// The list of known failures, if it was given.
    #[serde(default)]
    pub known: Option<PathBuf>,
    /// What was left out: `--without`, `--only`, `--faults`.
    pub without: [Option<String>; 3],
}

/// `campaign.json`.
#[derive(Serialize, Deserialize)]
struct State {
    version: u32,
    asked: Asked,
    seconds: f64,
    cpu_seconds: f64,
    streams: Vec<StreamState>,
}

#[derive(Serialize, Deserialize)]
struct StreamState {
    subject: String,
    profiles: Vec<ProfileState>,
    found: Vec<FoundState>,
}

#[derive(Serialize, Deserialize)]
struct ProfileState {
    right: u64,
    failed: u64,
    next: u64,
    reached: BTreeMap<String, u64>,
    seconds: f64,
}

#[derive(Serialize, Deserialize)]
struct FoundState {
    finding: WireFinding,
    without: String,
    listed: bool,
    first: (usize, u64),
    met: Vec<u64>,
    failed_of: (usize, usize),
}

/// The version of `campaign.json`.
const VERSION: u32 = 1;

impl Folder {
    /// Makes the folder if need be, and sees to it that it can be written.
    ///
    /// # Errors
    ///
    /// If it cannot, if another run is at the same campaign, or if it holds a
    /// campaign that was to be gone on with, or was not.
    pub(super) fn open(
        path: &Path,
        asked: Asked,
        is_campaign: bool,
        resumes: bool,
    ) -> Result<Folder, Misuse> {
        let is_new = !path.exists();
        corpus::probe_writable(path)?;
        if is_new && !is_campaign {
            // It is made again when there is something to be kept.
            let _ = fs::remove_dir(path);
        }
        let held = is_campaign.then(|| campaign::hold(path)).transpose()?;
        if is_campaign && !resumes && is_unfinished(path) {
            return Err(Misuse::new(format!(
                "{} holds a campaign that is not finished: go on with it by --resume, or take \
                 another --out",
                path.display()
            )));
        }
        let mut folder = Folder {
            path: path.to_owned(),
            is_campaign,
            _held: held,
            asked,
            before: (Duration::ZERO, Duration::ZERO),
            logged: BTreeSet::new(),
            drawn: BTreeMap::new(),
            found: BTreeMap::new(),
        };
        if resumes {
            let log = campaign::read(path)?;
            let keys = log.entries.into_iter();
            folder.logged = keys.map(|entry| (entry.subject, entry.signature)).collect();
        }
        Ok(folder)
    }

    /// What a campaign in this folder was asked for.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be read.
    pub(super) fn asked(path: &Path) -> Result<Asked, Misuse> {
        Ok(read_state(path)?.asked)
    }

    /// Brings the streams to where the campaign was left.
    ///
    /// # Errors
    ///
    /// If what is kept of it is not of these streams.
    pub(super) fn resume(&mut self, streams: &mut [Stream]) -> Result<(), Misuse> {
        let state = read_state(&self.path)?;
        self.before = (
            Duration::from_secs_f64(state.seconds.max(0.0)),
            Duration::from_secs_f64(state.cpu_seconds.max(0.0)),
        );
        for (index, (stream, kept)) in streams.iter_mut().zip(state.streams).enumerate() {
            let runner = &stream.orders.runner;
            let same = kept.subject == runner.name && kept.profiles.len() == stream.progress.len();
            let read = same.then(|| kept.read(runner)).flatten();
            let Some((progress, found)) = read else {
                return Err(unreadable(&self.path, "it is of other maps"));
            };
            // What was killed may not have come to log what it found.
            for (place, found) in found.iter().enumerate() {
                let times = (Duration::ZERO, Duration::ZERO);
                let logged = self.found((index, place), &stream.orders, found, times);
                logged.map_err(Misuse::new)?;
            }
            stream.resume(progress, found);
        }
        Ok(())
    }

    /// How long it was run before.
    pub(super) fn elapsed_before(&self) -> Duration {
        self.before.0
    }

    /// Saves a case that is about to be examined, in case nothing comes of it.
    pub(super) fn drawn(
        &mut self,
        stream: usize,
        subject: &str,
        case: &Case,
    ) -> Result<(), String> {
        let name = format!("{subject}-drawn");
        match corpus::save_case(&self.path, &name, "as it was drawn", case) {
            Ok(path) => {
                self.drawn.insert(stream, path);
                Ok(())
            }
            Err(error) => Err(unsaved(&error, case)),
        }
    }

    /// The case as it was drawn is of no more use.
    pub(super) fn examined(&mut self, stream: usize) {
        if let Some(path) = self.drawn.remove(&stream) {
            // That it stays does no harm.
            let _ = fs::remove_file(path);
        }
    }

    /// Saves a finding's case, and notes it in the log. If that cannot be done,
    /// the text is what the user has to be told.
    pub(super) fn found(
        &mut self,
        (stream, place): (usize, usize),
        orders: &Orders,
        found: &Found,
        times: (Duration, Duration),
    ) -> Result<PathBuf, String> {
        let finding: &Finding = &found.finding;
        let saved = corpus::save_found(&self.path, finding, &[]);
        let path = saved.map_err(|error| unsaved(&error, finding.case()))?;
        self.found.insert((stream, place), path.clone());
        let file = path.file_name().unwrap_or_default();
        let (elapsed, cpu) = self.totals(times);
        let entry = Entry {
            profile: orders.profiles[found.first.0].name().to_owned(),
            seed: orders.seed,
            case: found.first.1 * orders.shard.0 + orders.shard.1,
            first_seen: elapsed.as_secs_f64(),
            cpu_seconds: cpu.as_secs_f64(),
            file: Some(file.to_string_lossy().into_owned()),
            ..Entry::of(finding)
        };
        let key = (entry.subject.clone(), entry.signature.clone());
        if self.logged.insert(key) {
            let logged = campaign::append(&self.path, &entry);
            logged.map_err(|error| format!("{}, but {error}", path.display()))?;
        }
        Ok(path)
    }

    /// The file of a finding.
    pub(super) fn file(&self, stream: usize, place: usize) -> Option<&Path> {
        self.found.get(&(stream, place)).map(PathBuf::as_path)
    }

    fn totals(&self, (elapsed, cpu): (Duration, Duration)) -> (Duration, Duration) {
        (self.before.0 + elapsed, self.before.1 + cpu)
    }

    /// Keeps what is needed to go on from here.
    pub(super) fn keep(
        &self,
        streams: &[Stream],
        times: (Duration, Duration),
    ) -> Result<(), Misuse> {
        if !self.is_campaign {
            return Ok(());
        }
        let (elapsed, cpu) = self.totals(times);
        let state = State {
            version: VERSION,
            asked: self.asked.clone(),
            seconds: elapsed.as_secs_f64(),
            cpu_seconds: cpu.as_secs_f64(),
            streams: streams.iter().map(StreamState::new).collect(),
        };
        campaign::write_json_atomically(&self.path.join(campaign::STATE), &state)?;
        Ok(())
    }

    /// Notes how far it is.
    pub(super) fn note_progress(
        &self,
        streams: &[Stream],
        times: (Duration, Duration),
    ) -> Result<(), Misuse> {
        if !self.is_campaign {
            return Ok(());
        }
        let (elapsed, cpu) = self.totals(times);
        let mut progress = campaign::Progress {
            seconds: elapsed.as_secs_f64(),
            cpu_seconds: cpu.as_secs_f64(),
            ..campaign::Progress::default()
        };
        let mut reach = Reach::default();
        for stream in streams {
            for of_profile in &stream.progress {
                progress.cases += of_profile.right + of_profile.failed;
                progress.ops += of_profile.reach.get(Mark::OPS);
                progress.pairs += u64::from(of_profile.next > 0);
                reach.merge(&of_profile.reach);
            }
            for found in stream.found.iter().filter(|found| !found.listed) {
                progress.findings += 1;
                progress.repeats.push(Repeat {
                    subject: stream.orders.runner.name.to_owned(),
                    signature: found.signature.to_string(),
                    times: found.met.iter().sum::<u64>().saturating_sub(1),
                });
            }
        }
        progress.marks = campaign::Progress::marks_of(&reach);
        campaign::append_progress(&self.path, &progress)?;
        Ok(())
    }
}

/// What is to be told of a case that cannot be saved.
fn unsaved(error: &corpus::CorpusError, case: &Case) -> String {
    format!("the case cannot be saved: {error}\n\n{case}")
}

/// Whether there is a campaign for some time in the folder, and time is left. A
/// run of so many cases is soon done again.
fn is_unfinished(path: &Path) -> bool {
    let state = read_state(path);
    state.is_ok_and(|state| {
        let time = state.asked.seconds;
        time.is_some_and(|time| state.seconds < time as f64)
    })
}

fn read_state(path: &Path) -> Result<State, Misuse> {
    let file = path.join(campaign::STATE);
    let text = fs::read_to_string(&file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Misuse::new(format!(
            "{} holds no campaign to go on with",
            path.display()
        )),
        _ => Misuse::new(format!("{} cannot be read: {error}", file.display())),
    })?;
    let state: State = serde_json::from_str(&text).map_err(|error| {
        let file = file.display();
        let (line, column) = (error.line(), error.column());
        Misuse::new(format!(
            "{file}:{line}:{column}: this is not the state of a campaign"
        ))
    })?;
    match state.version {
        VERSION => Ok(state),
        version => Err(unreadable(path, &format!("it is of version {version}"))),
    }
}

fn unreadable(path: &Path, why: &str) -> Misuse {
    Misuse::new(format!(
        "{} cannot be gone on with: {why}",
        path.join(campaign::STATE).display()
    ))
}

impl StreamState {
    fn new(stream: &Stream) -> StreamState {
        let profiles = stream.progress.iter().map(|progress| ProfileState {
            right: progress.right,
            failed: progress.failed,
            next: progress.next,
            reached: campaign::Progress::marks_of(&progress.reach),
            seconds: progress.took.as_secs_f64(),
        });
        let found = stream.found.iter().map(|found| FoundState {
            finding: WireFinding::new(&found.finding),
            without: found.without.clone(),
            listed: found.listed,
            first: found.first,
            met: found.met.clone(),
            failed_of: found.failed_of,
        });
        StreamState {
            subject: stream.orders.runner.name.to_owned(),
            profiles: profiles.collect(),
            found: found.collect(),
        }
    }

    fn read(self, runner: &Runner) -> Option<(Vec<Progress>, Vec<Found>)> {
        let profiles = self.profiles.len();
        let progress = self.profiles.into_iter().map(|profile| Progress {
            right: profile.right,
            failed: profile.failed,
            next: profile.next,
            reach: reached(runner, &profile.reached),
            took: Duration::from_secs_f64(profile.seconds.max(0.0)),
        });
        let found = self.found.into_iter().map(|found| {
            let finding = found.finding.read(runner.name)?;
            let fits = found.first.0 < profiles && found.met.len() == profiles;
            fits.then(|| Found {
                signature: finding.signature(),
                finding,
                without: found.without,
                listed: found.listed,
                first: found.first,
                met: found.met,
                failed_of: found.failed_of,
            })
        });
        Some((progress.collect(), found.collect::<Option<_>>()?))
    }
}

fn reached(runner: &Runner, marks: &BTreeMap<String, u64>) -> Reach {
    let mut reach = Reach::default();
    for (name, &amount) in marks {
        // One that a newer program counts is passed over.
        if let Some(mark) = runner.marks().find(|mark| mark.name() == name) {
            reach.note(mark, amount);
        }
    }
    reach
}
