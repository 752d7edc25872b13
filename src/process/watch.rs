//! The time that a child took since it told something last.
//!
//! What it computes is counted in CPU time. A child that waits for something that
//! does not come uses none, which only the clock tells; but neither does one that
//! the machine has no core for. So the clock counts while all of its threads
//! wait, where the system tells what they do.

use std::fs;
use std::time::{Duration, Instant};

use nix::unistd::Pid;

/// A child that uses more CPU time than this now and then does not wait.
const IDLE: Duration = Duration::from_millis(5);
/// A child is left to wait so long at least.
const LEAST: Duration = Duration::from_millis(500);
/// One look tells of so much time at most: what looks may be kept from it by a
/// busy machine as well.
const MOST_AT_ONCE: Duration = Duration::from_millis(100);

/// The time that a child took since it told something last.
pub(super) struct Watch {
    cpu: Duration,
    /// The CPU time when it was last seen to use some.
    idle_cpu: Duration,
    /// How long it has waited since then, and when it was last looked at.
    waited: Duration,
    looked: Instant,
}

impl Watch {
    pub(super) fn new(cpu: Option<Duration>, now: Instant) -> Watch {
        let cpu = cpu.unwrap_or_default();
        Watch {
            cpu,
            idle_cpu: cpu,
            waited: Duration::ZERO,
            looked: now,
        }
    }

    /// Whether it has computed for longer than `most`, or waited for something
    /// as long. `waits` tells whether it waits now, if that can be told.
    pub(super) fn is_over(
        &mut self,
        cpu: Option<Duration>,
        now: Instant,
        most: Duration,
        waits: impl FnOnce() -> Option<bool>,
    ) -> bool {
        let Some(cpu) = cpu else {
            return false;
        };
        let passed = now.saturating_duration_since(self.looked);
        self.looked = now;
        if cpu.saturating_sub(self.idle_cpu) > IDLE {
            self.idle_cpu = cpu;
            self.waited = Duration::ZERO;
        } else {
            self.waited += match waits() {
                Some(true) => passed.min(MOST_AT_ONCE),
                Some(false) => Duration::ZERO,
                None => passed,
            };
        }
        cpu.saturating_sub(self.cpu) > most || self.waited > most.max(LEAST)
    }
}

/// Whether all threads of a process wait for something, if the system tells. One
/// that is ready to run does not, nor does one that waits for a disk.
pub(super) fn waits(process: Pid) -> Option<bool> {
    for thread in fs::read_dir(format!("/proc/{process}/task")).ok()? {
        // It may have ended meanwhile.
        let Ok(stat) = fs::read_to_string(thread.ok()?.path().join("stat")) else {
            continue;
        };
        // The name before it, in parentheses, may hold anything.
        let (_, state) = stat.rsplit_once(") ")?;
        if state.starts_with(['R', 'D']) {
            return Some(false);
        }
    }
    Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: Duration = Duration::from_secs(2);

    /// The second in which a child is over that is looked at 50 times a second,
    /// or as seldom as `step` says, and gets so much CPU time in each of them.
    fn over(step: Duration, share: u32, waits: Option<bool>) -> Option<u64> {
        let start = Instant::now();
        let mut watch = Watch::new(Some(Duration::ZERO), start);
        let looks = (1..).map(|look| step * look);
        let mut looks = looks.take_while(|time| time.as_secs() < 600);
        let end = looks.find(|&time| {
            let cpu = time * share / 10_000;
            watch.is_over(Some(cpu), start + time, MOST, || waits)
        });
        end.map(|time| time.as_secs())
    }

    #[test]
    fn what_the_machine_has_no_time_for_does_not_wait() {
        let often = Duration::from_millis(20);
        // What it computes is all that counts.
        assert_eq!(over(often, 10_000, Some(false)), Some(2));
        assert_eq!(over(often, 100, Some(false)), Some(200));
        assert_eq!(over(often, 1, Some(false)), None);
        // What waits uses next to nothing.
        for waits in [Some(true), None] {
            assert_eq!(over(often, 0, waits), Some(2));
            assert_eq!(over(often, 10, waits), Some(2));
            assert_eq!(over(often, 100, waits), Some(200));
        }
        // Whoever looks had no time either.
        let seldom = Duration::from_secs(5);
        assert_eq!(over(seldom, 0, Some(true)), Some(105));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_system_tells_what_waits() {
        use std::process::Command;

        for (script, wanted) in [("read line", true), ("while :; do :; done", false)] {
            // The other end of the pipe stays open, and silent.
            let mut child = Command::new("sh")
                .args(["-c", script])
                .stdin(std::process::Stdio::piped())
                .spawn()
                .unwrap();
            let pid = Pid::from_raw(child.id() as i32);
            // It takes a moment to get there.
            let until = Instant::now() + Duration::from_secs(10);
            while waits(pid) != Some(wanted) && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(20));
            }
            assert_eq!(waits(pid), Some(wanted), "{script}");
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}
