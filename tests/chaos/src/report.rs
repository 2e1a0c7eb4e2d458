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
    /// Frames that went out on a socket after its reader had a newer one (C5).
    pub n_haunted: usize,
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
        n_haunted: haunted(ledger),
        back_ms_max: slowest_return(ledger),
        ..Report::default()
    };
    ledger.iter().for_each(|entry| report.count(&entry.did));
    report
}

impl Report {
    /// What the driver did, in words.
    pub fn told_faults(&self) -> String {
        let told = (self.faults.iter()).map(|(what, n)| format!("{what} {n}×"));
        match told.collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => "no other fault".to_owned(),
            told => told,
        }
    }

    /// One line more.
    pub(crate) fn count(&mut self, did: &Did) {
        match did {
            Did::Began { .. } => self.n_readers += 1,
            Did::Wrote { .. } => self.n_written += 1,
            Did::Said { .. } => self.n_said += 1,
            Did::Heard { told, .. } => match told {
                Told::Acked { .. } => self.n_acked += 1,
                Told::Events { .. } => self.n_heard += 1,
                Told::Resumed {} => self.n_resumed += 1,
                Told::Reset { .. } => self.n_reset += 1,
                Told::Refused { .. } => {}
            },
            Did::Cut { .. } => self.n_cut += 1,
            Did::Uploaded { .. } => self.n_files += 1,
            Did::Fault { what } => {
                let word = what.split(':').next().unwrap_or_default();
                if !is_remark(word) {
                    *self.faults.entry(word.to_owned()).or_default() += 1;
                }
            }
            Did::Greeted { .. }
            | Did::Shown { .. }
            | Did::Stored { .. }
            | Did::Left {}
            | Did::Fetched { .. }
            | Did::Quiet {} => {}
        }
    }
}

/// What the driver notes besides faults.
fn is_remark(word: &str) -> bool {
    matches!(word, "calm" | "settled" | "restarted" | "restless") || word.starts_with("seed ")
}

/// See [`Report::n_haunted`].
fn haunted(ledger: &[Entry]) -> usize {
    let mut newest: HashMap<&str, u32> = HashMap::new();
    let mut n_haunted = 0;
    for entry in ledger {
        if let Did::Said { line, .. } | Did::Greeted { line, .. } = &entry.did {
            let newest = newest.entry(&entry.who).or_default();
            n_haunted += usize::from(line < newest);
            *newest = (*newest).max(*line);
        }
    }
    n_haunted
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
                    // Each process writes down its own moments: they may cross by a little.
                    worst = worst.max(entry.at.saturating_sub(since));
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
             {} frames heard, {} resumed, {} reset, {} cut, {} files, \
             {} said over a replaced line; slowest return {} ms; {}",
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
            self.n_haunted,
            self.back_ms_max,
            self.told_faults(),
        )
    }
}
