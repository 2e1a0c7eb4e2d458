//! The line before the hashing of passwords. A hash keeps the processor to itself,
//! under workerd everybody's: so there is one at a time, and after each the talk has
//! its turn, three times as long where the machine is not slow anyway (S8).
//!
//! Everybody in line looks again by a timer of his own: a request may not be woken by
//! another one.

use std::cell::RefCell;
use std::time::Duration;

use beseda_protocol::ids::Timestamp;
use beseda_protocol::refusal::{Code, Refusal};
use worker::Delay;

use crate::runtime;

/// What a hash is taken to last, at least: 24 ms where nothing else runs. (On Cloudflare
/// no time passes while a program computes.)
const HASH_MS_MIN: u64 = 25;
/// The longest rest: on a busy machine a hash seems to last for ever.
const REST_MS_MAX: u64 = 250;
/// How long one may stand in line; longer, and people press again…
const WAIT_MS_MAX: u64 = 5_000;
/// …but so many find a place on the slowest machine.
const PLACES_MIN: u64 = 10;

thread_local! {
    static LINE: RefCell<Line> = RefCell::default();
}

/// A place in the line, left when it is dropped.
pub(crate) struct Place(());

/// Takes a place, or refuses who would wait too long, before anything is counted
/// against him.
pub(crate) fn join() -> Result<Place, Refusal> {
    let joined = LINE.with_borrow_mut(Line::join);
    joined.map(|()| Place(())).map_err(|retry_ms| {
        let text = "Too many people sign in at this moment. Try again in a few seconds.";
        Refusal::until(Code::Overloaded, text, retry_ms)
    })
}

impl Place {
    /// Waits for one's turn, and hashes.
    pub(crate) async fn hash<T>(self, hash: impl FnOnce() -> T) -> T {
        loop {
            let wait_ms = LINE.with_borrow(|line| line.wait_ms(runtime::now()));
            if wait_ms == 0 {
                break;
            }
            Delay::from(Duration::from_millis(wait_ms)).await;
        }
        let began_at = runtime::now();
        let hashed = hash();
        LINE.with_borrow_mut(|line| line.rest(began_at, runtime::now()));
        hashed
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        LINE.with_borrow_mut(|line| line.n_places -= 1);
    }
}

#[derive(Default)]
struct Line {
    /// Who waits, is about to, or hashes.
    n_places: u64,
    /// No hash begins before.
    free_at: Timestamp,
    /// From one hash to the next, by the last one.
    turn_ms: u64,
}

impl Line {
    fn join(&mut self) -> Result<(), u64> {
        let wait_ms = self.n_places * self.turn_ms.max(4 * HASH_MS_MIN);
        if self.n_places >= PLACES_MIN && wait_ms > WAIT_MS_MAX {
            return Err(wait_ms);
        }
        self.n_places += 1;
        Ok(())
    }

    fn wait_ms(&self, now: Timestamp) -> u64 {
        match self.free_at.ms_since(now) {
            // No rest is so long: the clock has stepped back (C11).
            wait_ms if wait_ms > self.turn_ms => 0,
            wait_ms => wait_ms,
        }
    }

    fn rest(&mut self, began_at: Timestamp, now: Timestamp) {
        let took_ms = now.ms_since(began_at).max(HASH_MS_MIN);
        let rest_ms = (3 * took_ms).min(REST_MS_MAX);
        self.free_at = now.plus_ms(rest_ms);
        self.turn_ms = took_ms + rest_ms;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_each_hash_the_talk_has_its_turn() {
        let mut line = Line::default();
        let now = Timestamp(5_000);
        assert_eq!(line.wait_ms(now), 0, "nobody is before");
        line.rest(now, now.plus_ms(40));
        assert_eq!(line.wait_ms(now.plus_ms(40)), 120);
        assert_eq!(line.wait_ms(now.plus_ms(160)), 0);
        line.rest(now, now.plus_ms(1_000));
        assert_eq!(line.wait_ms(now.plus_ms(1_000)), 250);
        // Where no time passes meanwhile, it is taken to.
        line.rest(now, now);
        assert_eq!(line.wait_ms(now), 75);
        assert_eq!(line.wait_ms(Timestamp(0)), 0, "the clock stepped back");
    }

    #[test]
    fn the_line_is_as_long_as_people_wait() {
        let mut line = Line::default();
        let n_joined = (0..1_000).filter(|_| line.join().is_ok()).count();
        assert_eq!(n_joined, 51);
        assert_eq!(line.join(), Err(5_100));
        line.n_places = 10;
        line.rest(Timestamp(0), Timestamp(500));
        assert_eq!(line.join(), Err(7_500), "a slow machine has a shorter one");
        line.n_places = 9;
        assert_eq!(line.join(), Ok(()));
    }
}
