//! What a run had in it: a green run of nothing proves nothing.

use std::collections::{BTreeMap, HashMap};
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
    /// Clients of whom somebody has asked that they be deleted for good.
    pub n_deletions: usize,
    /// Frames that went out on a socket after its reader had a newer one (C5).
    pub n_haunted: usize,
    /// What the driver did, by its first word.
    pub faults: BTreeMap<String, usize>,
    /// Of everybody who was away when the relay came back after a kill: how long until
    /// he was greeted, in ms, the worst. Another kill on the way does not begin it
    /// anew, any other fault ends the count.
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
                Told::Answered { .. } | Told::Refused { .. } => {}
            },
            Did::Cut { .. } => self.n_cut += 1,
            Did::Uploaded { .. } => self.n_files += 1,
            Did::Fault { what } => {
                let word = word_of(what);
                if !is_remark(word) {
                    *self.faults.entry(word.to_owned()).or_default() += 1;
                }
            }
            Did::Deletes { .. } => self.n_deletions += 1,
            Did::Greeted { .. }
            | Did::Shown { .. }
            | Did::Stored { .. }
            | Did::Left {}
            | Did::Fetched { .. }
            | Did::Quiet {} => {}
        }
    }
}

/// Without its details.
fn word_of(what: &str) -> &str {
    what.split(':').next().unwrap_or_default()
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

/// See [`Report::back_ms_max`].
fn slowest_return(ledger: &[Entry]) -> u64 {
    // Since when he could have been back.
    let mut away: HashMap<&str, Option<u64>> = HashMap::new();
    let mut lines: HashMap<&str, u32> = HashMap::new();
    let mut worst = 0;
    for entry in ledger {
        let who = entry.who.as_str();
        match &entry.did {
            Did::Fault { what } if what == "restarted" => {
                for since in away.values_mut() {
                    since.get_or_insert(entry.at);
                }
            }
            Did::Fault { what } if what.starts_with("kill") || is_remark(word_of(what)) => {}
            Did::Fault { .. } => away.values_mut().for_each(|since| *since = None),
            Did::Greeted { line, .. } => drop(lines.insert(who, *line)),
            Did::Cut { line, .. } if lines.get(who) == Some(line) => {
                away.entry(who).or_default();
            }
            Did::Heard {
                told: Told::Resumed {} | Told::Reset { .. },
                ..
            } => {
                if let Some(Some(since)) = away.remove(who) {
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
             {} frames heard, {} resumed, {} reset, {} cut, {} files, {} deletions, \
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
            self.n_deletions,
            self.n_haunted,
            self.back_ms_max,
            self.told_faults(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: u64, who: &str, did: Did) -> Entry {
        let who = who.to_owned();
        Entry { at, who, did }
    }

    fn fault(at: u64, what: &str) -> Entry {
        let what = what.to_owned();
        entry(at, "driver", Did::Fault { what })
    }

    fn greeted(at: u64, who: &str, line: u32) -> [Entry; 2] {
        let (seq, told) = (None, Told::Resumed {});
        [
            entry(at, who, Did::Greeted { line, seq }),
            entry(at, who, Did::Heard { line, told }),
        ]
    }

    fn cut(at: u64, who: &str, line: u32) -> Entry {
        let code = 1006;
        entry(at, who, Did::Cut { line, code })
    }

    #[test]
    fn who_misses_a_whole_life_of_the_relay_is_counted_from_its_beginning() {
        let mut ledger: Vec<Entry> = Vec::new();
        ledger.extend(greeted(0, "v1.0", 1));
        ledger.extend(greeted(0, "v2.0", 1));
        ledger.extend([fault(1_000, "kill"), cut(1_001, "v1.0", 1)]);
        ledger.extend([cut(1_002, "v2.0", 1), fault(1_100, "restarted")]);
        ledger.extend(greeted(1_500, "v2.0", 2));
        ledger.extend([fault(5_000, "kill"), cut(5_001, "v2.0", 2)]);
        ledger.extend([fault(5_100, "restarted"), fault(5_100, "calm")]);
        assert_eq!(slowest_return(&ledger), 400);
        ledger.extend(greeted(6_000, "v2.0", 3));
        assert_eq!(slowest_return(&ledger), 900);
        ledger.extend(greeted(13_100, "v1.0", 2));
        assert_eq!(slowest_return(&ledger), 12_000);
    }

    #[test]
    fn whom_something_else_has_kept_away_is_not_counted() {
        let mut ledger: Vec<Entry> = Vec::new();
        ledger.extend(greeted(0, "v1.0", 1));
        ledger.extend([fault(1_000, "kill"), cut(1_001, "v1.0", 1)]);
        ledger.extend([fault(1_100, "restarted"), fault(1_200, "plant fault")]);
        ledger.extend(greeted(9_000, "v1.0", 2));
        // By the network alone, long after the relay was back.
        ledger.extend([cut(10_000, "v1.0", 2)]);
        ledger.extend(greeted(20_000, "v1.0", 3));
        assert_eq!(slowest_return(&ledger), 0);
    }
}
