//! A recording loses nothing: played back, it is at every step what the run
//! was, and its sets of keys that a cursor must, may and must not produce are
//! the contract that the run judged by.

use std::collections::BTreeMap;

use map_oracle::case::Case;
use map_oracle::check::{Moment, Runner, Told};
use map_oracle::generate::Profile;
use map_oracle::hunt::Batch;
use map_oracle::report::recording::{Change, Recorder, Stage, StageArray};
use map_oracle::subject::TableArray;

fn same_array(played: Option<&StageArray>, array: Option<&TableArray>) -> bool {
    match (played, array) {
        (Some(played), Some(array)) => {
            played.b == array.b && played.buckets.values().eq(&array.buckets)
        }
        (played, array) => played.is_none() && array.is_none(),
    }
}

/// What a batch of runs met, so that none of the checks is idle.
#[derive(Debug, Default)]
struct Met {
    produced: usize,
    younger: usize,
    ends: usize,
    growing: usize,
    shifts: usize,
}

fn follow(runner: &Runner, case: &Case, met: &mut Met) {
    let mut recorder = Recorder::default();
    let mut stage = Stage::default();
    let mut births = BTreeMap::new();
    let mut watch = |moment: Moment<'_>| {
        let entries: BTreeMap<u32, u32> = moment.model.entries().into_iter().collect();
        let lives = moment
            .model
            .lives()
            .into_iter()
            .map(|life| (life.key, life.born));
        let lives: BTreeMap<u32, u64> = lives.collect();
        let table = moment.table.clone();
        let told = moment.told.clone();
        let frame = recorder.frame(moment);
        let before = stage.cursors.clone();
        let born =
            |change: &Change, key| matches!(*change, Change::Born { key: k, .. } if k == key);
        for (&key, birth) in &lives {
            let told = frame.changes.iter().any(|change| born(change, key));
            assert_eq!(told, births.get(&key) != Some(birth), "the birth of {key}");
        }
        births = lives;
        stage.play(&frame);

        assert_eq!(stage.contents, entries);
        if let Some(table) = table {
            let played = stage.table.as_ref().expect("was shown");
            assert_eq!(played.shape, table.shape);
            assert_eq!(played.cursors, table.cursors);
            assert!(same_array(played.current.as_ref(), table.current.as_ref()));
            assert!(same_array(played.old.as_ref(), table.old.as_ref()));
            met.growing += usize::from(table.old.is_some());
            let open: Vec<usize> = table.cursors.iter().map(|&(number, _)| number).collect();
            assert!(open.iter().eq(stage.cursors.keys()));
        }
        met.shifts += usize::from(frame.table.is_some_and(|delta| delta.shift));
        if let Told::Cursor {
            cursor,
            opened,
            produced,
            ended,
        } = told
        {
            // A cursor op changes no entry, so the sets from before say all.
            let mut sets = before.get(&cursor).cloned().unwrap_or_default();
            if opened {
                sets = Default::default();
                sets.must = entries.keys().copied().collect();
            }
            for (key, _) in produced {
                let younger = sets.may.remove(&key);
                assert!(sets.must.remove(&key) || younger, "{key} in {sets:?}");
                met.produced += 1;
                met.younger += usize::from(younger);
            }
            if ended {
                assert!(sets.must.is_empty(), "{sets:?}");
                met.ends += 1;
            }
        }
    };
    runner.watch(case, &mut watch).expect("the map is right");
}

#[test]
fn played_back_a_recording_is_the_run() {
    let mut met = Met::default();
    for runner in Runner::built_in() {
        for profile in Profile::ALL {
            let batch = Batch {
                profile,
                cases: 40,
                steps: 120,
                seed: 1,
            };
            for index in 0..batch.cases {
                let mut case = batch.case(index, &runner);
                // After a lie nothing is shown.
                for step in &mut case.steps {
                    step.fault = step.fault.filter(|fault| fault.kind.panics());
                }
                follow(&runner, &case, &mut met);
            }
        }
    }
    let Met {
        produced,
        younger,
        ends,
        growing,
        shifts,
    } = met;
    let least = [produced, younger, ends, growing, shifts].into_iter().min();
    assert!(least >= Some(20), "{met:?}");
}
