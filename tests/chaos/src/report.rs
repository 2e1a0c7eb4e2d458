//! What a run had in it: a green run of nothing proves nothing.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use crate::dump::Dump;
use crate::ledger::{Did, Entry, Told};

/// Counts of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Tabs and consoles.
    pub n_readers: usize,
    /// Messages written, and how often they were said.
    pub n_written: usize,
    /// As above.
    pub n_said: usize,
    /// Acknowledgements.
    pub n_acked: usize,
    /// Stored messages.
    pub n_stored: usize,
    /// Frames with events that came in.
    pub n_heard: usize,
    /// Views resumed, and told anew.
    pub n_resumed: usize,
    /// As above.
    pub n_reset: usize,
    /// Sockets that ended.
    pub n_cut: usize,
    /// Files uploaded.
    pub n_files: usize,
    /// What the driver did, by its first word.
    pub faults: BTreeMap<String, usize>,
    /// From each restart of the relay until the last reader who came back
    /// before the next fault was greeted, in ms: the worst.
    pub back_ms_max: u64,
}

/// Counts a ledger.
pub fn of(ledger: &[Entry], dump: &Dump) -> Report {
    let mut report = Report {
        n_stored: dump.messages.len(),
        back_ms_max: slowest_return(ledger),
        ..Report::default()
    };
    for entry in ledger {
        match &entry.did {
            Did::Began { .. } => report.n_readers += 1,
            Did::Wrote { .. } => report.n_written += 1,
            Did::Said { .. } => report.n_said += 1,
            Did::Heard { told, .. } => match told {
                Told::Acked { .. } => report.n_acked += 1,
                Told::Events { .. } => report.n_heard += 1,
                Told::Resumed {} => report.n_resumed += 1,
                Told::Reset { .. } => report.n_reset += 1,
                Told::Refused { .. } => {}
            },
            Did::Cut { .. } => report.n_cut += 1,
            Did::Uploaded { .. } => report.n_files += 1,
            Did::Fault { what } => {
                let word = what.split(':').next().unwrap_or_default();
                *report.faults.entry(word.to_owned()).or_default() += 1;
            }
            Did::Greeted { .. }
            | Did::Shown { .. }
            | Did::Stored { .. }
            | Did::Left {}
            | Did::Fetched { .. }
            | Did::Quiet {} => {}
        }
    }
    report
}

/// Of everybody who was there when the relay fell: how long after its return
/// the last one was greeted, where that came before the next fault.
fn slowest_return(ledger: &[Entry]) -> u64 {
    let mut since: Option<u64> = None;
    let mut away: HashSet<&str> = HashSet::new();
    let mut lines: HashMap<&str, u32> = HashMap::new();
    let mut worst = 0;
    for entry in ledger {
        let who = entry.who.as_str();
        match &entry.did {
            Did::Fault { what } if what == "restarted" => since = Some(entry.at),
            Did::Fault { .. } => since = None,
            Did::Greeted { line, .. } => drop(lines.insert(who, *line)),
            Did::Cut { line, .. } if lines.get(who) == Some(line) => drop(away.insert(who)),
            Did::Heard {
                told: Told::Resumed {} | Told::Reset { .. },
                ..
            } => {
                if let (true, Some(since)) = (away.remove(who), since) {
                    worst = worst.max(entry.at - since);
                }
            }
            _ => {}
        }
    }
    worst
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} readers wrote {} messages, said {} times, {} acks, {} stored; \
             {} frames heard, {} resumed, {} reset, {} cut, {} files; \
             slowest return {} ms; faults {:?}",
            self.n_readers,
            self.n_written,
            self.n_said,
            self.n_acked,
            self.n_stored,
            self.n_heard,
            self.n_resumed,
            self.n_reset,
            self.n_cut,
            self.n_files,
            self.back_ms_max,
            self.faults,
        )
    }
}
