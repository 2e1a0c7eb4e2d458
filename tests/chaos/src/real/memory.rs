//! How much memory the relay's process takes, as the system counts it, and
//! whether that grows (C16).

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use beseda_tests::spent::Family;
use serde::Deserialize;
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval};

/// Between two looks.
const EVERY: Duration = Duration::from_secs(5);

/// What C16 allows in an hour, in bytes.
const SLOPE_MAX: f64 = 5.0 * 1024.0 * 1024.0;

/// A shorter look says nothing: one page cache or one collection of garbage
/// would be the slope.
const SAYS_SOMETHING: Duration = Duration::from_secs(30 * 60);

/// Looks that are told, besides the first: whether a slope is a line or the rest of a
/// curve that gets level.
const PARTS: usize = 8;

/// A watch over the process that runs now, until it is stopped or dropped.
#[derive(Debug)]
pub struct Memory {
    seen: Arc<Mutex<Vec<Sample>>>,
    watching: JoinHandle<()>,
}

/// Seconds since the beginning, and bytes.
type Sample = (f64, f64);

/// What `beseda-host` notes of what runs.
#[derive(Deserialize)]
struct Note {
    workerd: u32,
}

impl Memory {
    /// Watches the relay of a data folder.
    pub(super) fn watch(data: PathBuf) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let samples = Arc::clone(&seen);
        let watching = tokio::spawn(async move {
            let (begun, mut tick) = (Instant::now(), interval(EVERY));
            loop {
                tick.tick().await;
                if let Some(bytes) = resident_bytes(&data) {
                    let at = begun.elapsed().as_secs_f64();
                    let mut seen = samples.lock().unwrap_or_else(PoisonError::into_inner);
                    seen.push((at, bytes as f64));
                }
            }
        });
        Self { seen, watching }
    }

    /// Looks no more.
    pub(super) fn stop(&self) {
        self.watching.abort();
    }

    fn seen(&self) -> Vec<Sample> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether it grows by more than it may; `None` when it was watched for too
    /// short a time to tell.
    pub fn grows(&self) -> Option<bool> {
        let seen = self.seen();
        let lasted = seen.last()?.0 - seen.first()?.0;
        (lasted >= SAYS_SOMETHING.as_secs_f64()).then(|| slope(&seen) * 3_600.0 > SLOPE_MAX)
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.stop();
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MB: f64 = 1024.0 * 1024.0;
        let seen = self.seen();
        let (Some(first), Some(last)) = (seen.first(), seen.last()) else {
            return write!(f, "memory was not seen");
        };
        let between: Vec<String> = (seen.chunks(seen.len().div_ceil(PARTS)))
            .map(|part| format!("{:.0}", part[part.len() - 1].1 / MB))
            .collect();
        write!(
            f,
            "resident {:.0} MB at first, {} MB in {:.0} min; slope {:+.1} MB/h{}",
            first.1 / MB,
            between.join(", "),
            (last.0 - first.0) / 60.0,
            slope(&seen) * 3_600.0 / MB,
            match self.grows() {
                Some(true) => ", more than 5",
                Some(false) => "",
                None => ", watched for too short a time to say something",
            }
        )
    }
}

/// Bytes a second, by least squares.
fn slope(seen: &[Sample]) -> f64 {
    let n = seen.len() as f64;
    let mean = |of: fn(&Sample) -> f64| seen.iter().map(of).sum::<f64>() / n;
    let (at, bytes) = (mean(|s| s.0), mean(|s| s.1));
    let over: f64 = seen.iter().map(|s| (s.0 - at) * (s.1 - bytes)).sum();
    let under: f64 = seen.iter().map(|s| (s.0 - at).powi(2)).sum();
    if under == 0.0 { 0.0 } else { over / under }
}

fn resident_bytes(data: &Path) -> Option<u64> {
    let note = std::fs::read(data.join("relay.json")).ok()?;
    let note: Note = serde_json::from_slice(&note).ok()?;
    // Nothing of a process that is just gone.
    Some(Family(note.workerd).resident()).filter(|bytes| *bytes > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_is_what_a_line_rises_by_whatever_the_noise() {
        let noisy = |n: u32| {
            let noise = if n.is_multiple_of(2) { 7.0 } else { -7.0 };
            (f64::from(n), 100.0 + 2.0 * f64::from(n) + noise)
        };
        let seen: Vec<Sample> = (0..1_000).map(noisy).collect();
        assert!((slope(&seen) - 2.0).abs() < 0.01, "{}", slope(&seen));
        assert_eq!(slope(&[(1.0, 5.0)]), 0.0);
        assert_eq!(slope(&[]), 0.0);
    }
}
