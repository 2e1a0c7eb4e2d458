//! What is tried again, and when.

use beseda_client::connection::PROBE_DEADLINE_MS;

/// The pause after an upload that broke, in ms: a line that is doubted then has
/// answered or is known to be dead. Doubled by each failure without a line.
const AGAIN_MS: u64 = PROBE_DEADLINE_MS + 1_000;

/// After so many failures the pause grows no longer.
const DOUBLINGS_MAX: u32 = 3;

/// So many failures on a line that lives are no accident.
const FAILURES_MAX: u32 = 2;

/// How long an upload pauses that has failed so many times, this one counted.
pub fn pause_ms(n_failed: u32, is_live: bool) -> u64 {
    let n_doublings = if is_live { 0 } else { n_failed - 1 };
    AGAIN_MS << n_doublings.min(DOUBLINGS_MAX)
}

/// Whether an upload that has failed so many times is given up when its pause is over.
/// If the line still lives then, something stands between the file and the relay for
/// good (a proxy that wants smaller ones, a policy), and what is written behind it must
/// not wait for ever. Without a line nothing is known.
pub fn is_stopped(n_failed: u32, is_live: bool) -> bool {
    is_live && n_failed >= FAILURES_MAX
}

/// As long and by chance up to half as long again: those who were told at once do
/// not come back at once (G11). `chance` is a random number of `0.0..1.0`.
pub fn spread_ms(ms: u64, chance: f64) -> u64 {
    ms + (ms as f64 * chance / 2.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Field R4.
    #[test]
    fn an_upload_that_breaks_twice_on_a_live_line_is_given_up() {
        let is_given_up = [1, 2, 3].map(|n| is_stopped(n, true));
        assert_eq!(is_given_up, [false, true, true]);
        assert_eq!([1, 2].map(|n| pause_ms(n, true)), [4_000, 4_000]);
    }

    #[test]
    fn without_a_line_an_upload_is_never_given_up() {
        assert!(!is_stopped(u32::MAX, false));
        let pauses = [1, 2, 3, 4, 5, u32::MAX].map(|n| pause_ms(n, false));
        assert_eq!(pauses, [4_000, 8_000, 16_000, 32_000, 32_000, 32_000]);
    }

    #[test]
    fn a_pause_is_longer_than_a_dead_line_looks_alive() {
        assert!(pause_ms(1, true) > PROBE_DEADLINE_MS);
    }

    #[test]
    fn nobody_comes_back_before_he_was_told_nor_all_at_once() {
        assert_eq!(spread_ms(3_000, 0.0), 3_000);
        assert_eq!(spread_ms(3_000, 0.5), 3_750);
        assert_eq!(spread_ms(3_000, 0.999), 4_498);
    }
}
