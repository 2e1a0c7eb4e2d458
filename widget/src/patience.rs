//! What is tried again, and when.

/// The first pause after an upload that broke, in ms; doubled by each failure.
const AGAIN_MS: u64 = 2_000;

/// After so many failures the pause grows no longer.
const FAILURES_MAX: u32 = 4;

/// How long an upload that has failed so many times before pauses. `None`: enough.
/// On a line that lives something stands between it and the relay for good (a
/// proxy that wants smaller files, a policy), and what is written behind it must
/// not wait for ever. Without a line nothing is known.
pub fn pause_ms(n_failed: u32, is_live: bool) -> Option<u64> {
    let n = n_failed.min(FAILURES_MAX);
    (n < FAILURES_MAX || !is_live).then_some(AGAIN_MS << n)
}

/// As long and by chance up to half as long again: those who were told at once do
/// not come back at once (G11). `chance` is a random number of `0.0..1.0`.
pub fn spread_ms(ms: u64, chance: f64) -> u64 {
    ms + (ms as f64 * chance / 2.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_that_breaks_on_a_live_line_is_given_up_after_half_a_minute() {
        let pauses: Vec<_> = (0..9).map_while(|n| pause_ms(n, true)).collect();
        assert_eq!(pauses, [2_000, 4_000, 8_000, 16_000]);
    }

    #[test]
    fn without_a_line_an_upload_is_never_given_up() {
        let pauses = [3, 4, 5, u32::MAX].map(|n| pause_ms(n, false));
        assert_eq!(
            pauses,
            [Some(16_000), Some(32_000), Some(32_000), Some(32_000)]
        );
    }

    #[test]
    fn nobody_comes_back_before_he_was_told_nor_all_at_once() {
        assert_eq!(spread_ms(3_000, 0.0), 3_000);
        assert_eq!(spread_ms(3_000, 0.5), 3_750);
        assert_eq!(spread_ms(3_000, 0.999), 4_498);
    }
}
