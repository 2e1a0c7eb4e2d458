//! What a relay's processes have spent, as the system counts it. On a shared
//! machine the processor time of a message says more than its rate: neighbours
//! cannot take it away.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// Ticks of `/proc/PID/stat` a second, on every Linux.
const TICKS: u64 = 100;

/// Places in `/proc/PID/stat`, counted behind the program's name.
const PARENT: usize = 1;
const USER_TICKS: usize = 11;
const SYSTEM_TICKS: usize = 12;

/// A program and all its children.
#[derive(Debug, Clone, Copy)]
pub struct Family(pub u32);

impl Family {
    /// Processor time since the start.
    pub fn processor(self) -> Duration {
        let spent = |stat: &String| field(stat, USER_TICKS) + field(stat, SYSTEM_TICKS);
        let ticks: u64 = self.members().values().map(spent).sum();
        Duration::from_millis(ticks * 1000 / TICKS)
    }

    /// Memory that is really there, in bytes.
    pub fn resident(self) -> u64 {
        self.members().into_keys().map(resident).sum()
    }

    /// All stand still, or go on: workerd is in no group of its host's.
    pub fn signal(self, signal: Signal) {
        for pid in self
            .members()
            .into_keys()
            .filter_map(|pid| Pid::from_raw(pid.cast_signed()))
        {
            // An error says that it has already ended.
            kill_process(pid, signal).ok();
        }
    }

    /// Each with its `/proc/PID/stat`. A child has a higher number than its
    /// parent, unless the numbers have just begun anew.
    fn members(self) -> BTreeMap<u32, String> {
        let mut members = BTreeMap::new();
        for (pid, stat) in all() {
            let parent = u32::try_from(field(&stat, PARENT)).unwrap_or(0);
            if pid == self.0 || members.contains_key(&parent) {
                members.insert(pid, stat);
            }
        }
        members
    }
}

/// Every process of the system, by its number.
fn all() -> BTreeMap<u32, String> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            Some((pid, fs::read_to_string(entry.path().join("stat")).ok()?))
        })
        .collect()
}

/// A number behind the program's name, which may itself contain spaces.
fn field(stat: &str, place: usize) -> u64 {
    let (_, rest) = stat.rsplit_once(") ").unwrap_or_default();
    let found = rest.split(' ').nth(place);
    found.and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}
