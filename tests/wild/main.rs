//! Broken maps are the normal case: what `check`, `replay` and `explain` make of
//! maps that crash, hang and worse, of many bugs in one map, and of being killed
//! themselves.
//!
//! The command runs in a process of its own, which is this program once more; so
//! signals, exit codes and what is printed are the real ones.

#[cfg(unix)]
mod campaigns;
#[cfg(unix)]
mod command;
#[cfg(unix)]
mod findings;
#[cfg(unix)]
mod folders;
#[cfg(unix)]
mod planted;
#[cfg(unix)]
mod subjects;
#[cfg(unix)]
#[path = "../cli_support/mod.rs"]
mod support;

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    use libtest_mimic::{Arguments, Trial};

    if let Ok(maps) = std::env::var(command::MAPS) {
        // Its children inherit that.
        return map_oracle::cli::main(command::maps(&maps));
    }
    macro_rules! trials {
        ($($file:ident: $($test:ident)*;)*) => {
            vec![$($(Trial::test(stringify!($test), || {
                $file::$test();
                Ok(())
            })),*),*]
        };
    }
    let mut trials = trials! {
        findings:
            ten_ways_to_go_wild_and_five_sound_maps
            six_bugs_are_six_findings
            in_process_still_works
            exhaustive_walks_go_on_behind_a_crash;
        campaigns:
            the_number_of_jobs_makes_no_difference
            a_campaign_that_is_killed_loses_nothing
            a_child_that_is_killed_is_nobodys_fault
            a_case_that_somebody_ends_is_run_again
            sigterm_leaves_the_table_so_far
            a_busy_machine_is_no_hang;
        folders:
            one_run_in_a_folder
            a_folder_that_cannot_be_written_is_refused_at_once
            nothing_to_go_on_with;
    };
    let killed = Trial::test("a_campaign_that_is_killed_200_times_loses_nothing", || {
        campaigns::killed_and_resumed(200);
        Ok(())
    });
    trials.push(killed.with_ignored_flag(true));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// Elsewhere a map cannot run wild without taking the command with it.
#[cfg(not(unix))]
fn main() {}
