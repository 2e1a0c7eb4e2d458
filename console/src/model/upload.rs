//! How an upload goes on: when it begins again, and when it is its writer's to
//! decide.

use beseda_protocol::ids::Timestamp;
use beseda_protocol::refusal::{Code, Refusal};

/// An upload that the network cuts is tried so many times.
pub const ATTEMPTS_MAX: u32 = 5;

/// A cut one begins again after this time, once the line is live.
pub const AGAIN_AFTER_MS: u64 = 2_000;

/// One that has not moved for so long is taken for cut: a network that swallows
/// everything tells nothing for many minutes.
pub const HANGS_AFTER_MS: u64 = 30_000;

/// One upload, without its bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    stage: Stage,
    n_cuts: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    Running { moved_at: Timestamp },
    Waiting { until: Timestamp },
    Refused,
}

/// How a run ended that did not end well.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// By the network.
    Cut,
    /// By the relay.
    Refused(Refusal),
}

impl Upload {
    /// Its first run begins.
    pub fn begun(now: Timestamp) -> Self {
        Self {
            stage: Stage::Running { moved_at: now },
            n_cuts: 0,
        }
    }

    /// The next run begins.
    pub fn begin(&mut self, now: Timestamp) {
        self.stage = Stage::Running { moved_at: now };
    }

    /// Its writer wants it sent after all.
    pub fn anew(&mut self, now: Timestamp) {
        *self = Self::begun(now);
    }

    /// Some of it has left.
    pub fn moved(&mut self, now: Timestamp) {
        if let Stage::Running { moved_at } = &mut self.stage {
            *moved_at = now;
        }
    }

    /// A run has ended so. What its writer is to be told, if it is for him to decide
    /// now; else it is tried again, and what was written behind it waits.
    pub fn ended(&mut self, end: End, now: Timestamp) -> Option<Refusal> {
        let (wait_ms, refusal) = match end {
            End::Cut => {
                self.n_cuts += 1;
                let again = self.n_cuts < ATTEMPTS_MAX;
                let refusal = Refusal::new(Code::Fault, "");
                (again.then_some(AGAIN_AFTER_MS), refusal)
            }
            End::Refused(refusal) => (patience_ms(&refusal), refusal),
        };
        match wait_ms {
            Some(ms) => {
                let until = now.plus_ms(ms);
                self.stage = Stage::Waiting { until };
                None
            }
            None => {
                self.stage = Stage::Refused;
                Some(refusal)
            }
        }
    }

    /// Whether it is to begin again, if the line is live.
    pub fn is_due(&self, now: Timestamp) -> bool {
        matches!(self.stage, Stage::Waiting { until } if until <= now)
    }

    /// Whether its run is to be taken for cut.
    pub fn hangs(&self, now: Timestamp) -> bool {
        matches!(self.stage, Stage::Running { moved_at } if now.ms_since(moved_at) >= HANGS_AFTER_MS)
    }
}

/// How long to wait when the same may succeed later. A proxy may say no more than
/// that there is too much.
fn patience_ms(refusal: &Refusal) -> Option<u64> {
    let is_busy = matches!(refusal.code, Code::TooMany | Code::Overloaded);
    refusal
        .retry_ms
        .or_else(|| is_busy.then_some(AGAIN_AFTER_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);

    fn full() -> Refusal {
        Refusal::new(Code::FilesQuota, "No room.")
    }

    #[test]
    fn an_upload_that_is_asked_for_patience_waits_as_long_and_goes_on() {
        let mut upload = Upload::begun(NOW);
        for _ in 0..2 * ATTEMPTS_MAX {
            let busy = Refusal::until(Code::Overloaded, "Wait.", 7_000);
            assert_eq!(upload.ended(End::Refused(busy), NOW), None);
            assert!(!upload.is_due(NOW.plus_ms(6_999)));
            assert!(upload.is_due(NOW.plus_ms(7_000)));
            upload.begin(NOW);
        }
    }

    #[test]
    fn a_proxy_that_names_no_time_is_tried_again_all_the_same() {
        for code in [Code::TooMany, Code::Overloaded] {
            let mut upload = Upload::begun(NOW);
            let busy = Refusal::new(code, "");
            assert_eq!(upload.ended(End::Refused(busy), NOW), None);
            assert!(upload.is_due(NOW.plus_ms(AGAIN_AFTER_MS)));
        }
    }

    #[test]
    fn what_is_refused_for_good_stays_refused_until_its_writer_retries() {
        let mut upload = Upload::begun(NOW);
        assert_eq!(upload.ended(End::Refused(full()), NOW), Some(full()));
        let ever = NOW.plus_ms(24 * 60 * 60 * 1000);
        assert!(!upload.is_due(ever) && !upload.hangs(ever));
        upload.anew(NOW);
        assert!(upload.hangs(ever), "it runs");
    }

    #[test]
    fn a_cut_upload_begins_again_a_few_times() {
        let mut upload = Upload::begun(NOW);
        for _ in 1..ATTEMPTS_MAX {
            assert_eq!(upload.ended(End::Cut, NOW), None);
            assert!(!upload.is_due(NOW));
            assert!(upload.is_due(NOW.plus_ms(AGAIN_AFTER_MS)));
            upload.begin(NOW);
        }
        let told = upload.ended(End::Cut, NOW).map(|refusal| refusal.code);
        assert_eq!(told, Some(Code::Fault));
        assert!(!upload.is_due(NOW.plus_ms(AGAIN_AFTER_MS)));
    }

    #[test]
    fn a_run_that_does_not_move_for_half_a_minute_hangs() {
        let mut upload = Upload::begun(NOW);
        let almost = NOW.plus_ms(HANGS_AFTER_MS - 1);
        assert!(!upload.hangs(almost));
        upload.moved(almost);
        assert!(!upload.hangs(NOW.plus_ms(HANGS_AFTER_MS)));
        let late = almost.plus_ms(HANGS_AFTER_MS);
        assert!(upload.hangs(late));
        assert_eq!(upload.ended(End::Cut, late), None);
        assert!(!upload.hangs(late.plus_ms(HANGS_AFTER_MS)), "it waits");
    }
}
