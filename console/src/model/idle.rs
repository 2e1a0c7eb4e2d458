//! Whether anybody touches this console: who does not for a while is away, and is back by
//! himself when he does again.

use beseda_protocol::ids::Timestamp;
use beseda_protocol::limits::IDLE_MS;

/// See the module.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Idle {
    /// When a key or a pointer moved last, in any tab as far as is known.
    touched_at: Timestamp,
    /// Whether the center has been told that none does, on this line.
    is_told: bool,
}

impl Idle {
    /// A key or a pointer has moved, here or in another tab of this browser.
    pub fn touch(&mut self, at: Timestamp) {
        self.touched_at = self.touched_at.max(at);
    }

    /// Whether nobody has touched anything for long, as far as is known here.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now.ms_since(self.touched_at) >= IDLE_MS
    }

    /// Whether the center has been told so from here.
    pub fn is_idle(&self) -> bool {
        self.is_told
    }

    /// What the center is to be told now, if it does not know.
    pub fn tell(&mut self, now: Timestamp) -> Option<bool> {
        let is_idle = self.is_over(now);
        (is_idle != self.is_told).then(|| {
            self.is_told = is_idle;
            is_idle
        })
    }

    /// The line is another one: what it was told is told again.
    pub fn forget(&mut self) {
        self.is_told = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_touches_nothing_for_ten_minutes_is_idle_until_he_moves() {
        let mut idle = Idle::default();
        let at = |ms| Timestamp(1_000_000).plus_ms(ms);
        idle.touch(at(0));
        assert_eq!(idle.tell(at(IDLE_MS - 1)), None);
        assert_eq!(idle.tell(at(IDLE_MS)), Some(true));
        assert_eq!(idle.tell(at(IDLE_MS + 1)), None, "it is told once");
        idle.touch(at(IDLE_MS + 2));
        assert_eq!(idle.tell(at(IDLE_MS + 2)), Some(false));
    }

    #[test]
    fn a_new_line_is_told_again() {
        let mut idle = Idle::default();
        assert_eq!(idle.tell(Timestamp(IDLE_MS)), Some(true));
        idle.forget();
        assert_eq!(idle.tell(Timestamp(IDLE_MS)), Some(true));
    }

    #[test]
    fn another_tab_counts() {
        let mut idle = Idle::default();
        idle.touch(Timestamp(5));
        idle.touch(Timestamp(3));
        assert!(!idle.is_over(Timestamp(IDLE_MS + 4)));
    }
}
