//! What a server's processes have spent, as the system counts it. On a shared
//! machine the processor time of a message says more than its rate: neighbours
//! cannot take it away.

use std::fs;
use std::time::Duration;

/// Ticks of `/proc/PID/stat` a second, on every Linux.
const TICKS: u64 = 100;

/// Places in `/proc/PID/stat`, counted behind the program's name.
const GROUP: usize = 2;
const USER_TICKS: usize = 11;
const SYSTEM_TICKS: usize = 12;

/// A program and all its children: one process group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group(pub(crate) u32);

impl Group {
    /// Processor time since the start.
    pub(crate) fn processor(self) -> Duration {
        let ticks: u64 = self
            .stats()
            .map(|(_, stat)| field(&stat, USER_TICKS) + field(&stat, SYSTEM_TICKS))
            .sum();
        Duration::from_millis(ticks * 1000 / TICKS)
    }

    /// Memory that is really there, in bytes.
    pub(crate) fn resident(self) -> u64 {
        self.stats().map(|(pid, _)| resident(&pid)).sum()
    }

    fn stats(self) -> impl Iterator<Item = (String, String)> {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter_map(|pid| {
                let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
                Some((pid, stat))
            })
            .filter(move |(_, stat)| field(stat, GROUP) == u64::from(self.0))
    }
}

/// A number behind the program's name, which may itself contain spaces.
fn field(stat: &str, place: usize) -> u64 {
    let (_, rest) = stat.rsplit_once(") ").unwrap_or_default();
    let found = rest.split(' ').nth(place);
    found.and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn resident(pid: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}
