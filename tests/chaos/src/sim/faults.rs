//! What goes wrong in a simulation, and how it comes to rest.

use super::relay::Crash;
use super::{Happening, World};
use crate::actor::Stimulus;
use crate::ledger::Did;

/// The mean time between two faults, in ms.
const FAULT_EVERY_MS: u64 = 700;

/// How often a slice of a job is the end of the relay.
const SLICE_CRASHES: f64 = 0.5;

/// How long a killed relay is down, in ms.
const DOWN_MS: (u64, u64) = (50, 1_500);

impl World {
    pub(super) fn plan_fault(&mut self) {
        let at = self.now + self.chance.around_ms(FAULT_EVERY_MS);
        self.plan(at, Happening::Fault);
    }

    /// One fault, and the plan for the next.
    pub(super) fn fault(&mut self) {
        if self.is_calm {
            return;
        }
        self.plan_fault();
        match self.chance.within(0, 20) {
            0..=2 => self.crash_in_a_turn(),
            3 => {
                self.relay.die();
                self.fall("kill");
            }
            4..=9 => self.cut(),
            10..=12 => self.make_black_hole(),
            13 => {
                self.relay.ring();
                self.plan_flush();
            }
            14 => self.gust(),
            15 => self.step_clock(),
            16 => self.evict(),
            17 => self.deploy(),
            18 => self.refuse_tokens(),
            _ => {}
        }
    }

    /// No more faults; everybody says what he has to say. Dead lines stay dead:
    /// whoever holds one has to notice.
    pub(super) fn calm(&mut self) {
        self.is_calm = true;
        self.crash = None;
        if !self.relay.is_up() {
            self.relay.start();
        }
        self.note("calm");
        // As the alarm would, a while after the object has died: jobs go on.
        self.relay.ring();
        self.plan_flush();
        for actor in 0..self.actors.len() {
            self.tell(actor, Stimulus::Calm);
        }
    }

    fn crash_in_a_turn(&mut self) {
        let points = [
            Crash::Before,
            Crash::Within,
            Crash::AfterWrite,
            Crash::AfterWrite,
            Crash::HalfSent,
        ];
        self.crash = self.chance.pick(&points).copied();
    }

    /// The relay dies before a slice of a job, in it, or when it is on disk: there are few
    /// of them, so it dies there more often than elsewhere.
    pub(super) fn crash_in_slice(&mut self, is_slice: bool) -> Option<Crash> {
        let points = [Crash::Before, Crash::Within, Crash::AfterWrite];
        let hits = is_slice && !self.is_calm && self.chance.hits(SLICE_CRASHES);
        hits.then(|| self.chance.pick(&points).copied()).flatten()
    }

    /// The relay is down: every socket ends, and it starts again.
    pub(super) fn fall(&mut self, what: &str) {
        self.note(&format!("relay: {what}"));
        let links = std::mem::take(&mut self.net.links);
        for link in links.into_values().filter(|link| !link.is_down_dead) {
            let at = self.now + self.chance.within(0, 100);
            let closed = Stimulus::Closed(link.line, 1006);
            self.plan(at, Happening::ToActor(link.actor, closed));
        }
        let at = self.now + self.chance.within(DOWN_MS.0, DOWN_MS.1);
        self.plan(at, Happening::Start);
    }

    fn cut(&mut self) {
        if let Some(id) = self.net.any(&mut self.chance) {
            self.cut_link(id);
        }
    }

    fn gust(&mut self) {
        let ids: Vec<u64> = self.net.links.keys().copied().collect();
        for id in ids {
            self.cut_link(id);
        }
    }

    fn cut_link(&mut self, id: u64) {
        let Some(link) = self.net.links.remove(&id) else {
            return;
        };
        let (at, later) = (self.chance.within(0, 500), self.chance.within(0, 500));
        let closed = Stimulus::Closed(link.line, 1006);
        self.plan(self.now + at, Happening::ToActor(link.actor, closed));
        self.plan(self.now + later, Happening::Gone(id));
    }

    fn make_black_hole(&mut self) {
        let ways = [(true, true), (true, false), (false, true)];
        let way = self.chance.pick(&ways).copied().unwrap_or((true, true));
        if let Some(id) = self.net.any(&mut self.chance)
            && let Some(link) = self.net.links.get_mut(&id)
        {
            link.is_up_dead |= way.0;
            link.is_down_dead |= way.1;
        }
    }

    /// C11: the relay's clock jumps, back too.
    fn step_clock(&mut self) {
        const DAY_MS: i64 = 24 * 3_600_000;
        let steps = [600_000, -600_000, -400 * DAY_MS, 0];
        self.skew_ms = self.chance.pick(&steps).copied().unwrap_or(0);
        self.note(&format!("the relay's clock is {} ms off", self.skew_ms));
    }

    /// C15: the next version of the code comes, or this one comes back. As on a
    /// deploy every socket ends; the tables are brought on in the first turn, which
    /// may crash as any.
    fn deploy(&mut self) {
        let edition = self.relay.deploy();
        self.relay.die();
        self.fall(&format!("deployed {edition:?}"));
    }

    /// Hibernation: memory goes, sockets stay.
    fn evict(&mut self) {
        if self.relay.is_up() {
            self.relay.start();
            self.note("evicted");
        }
    }

    pub(super) fn note(&self, what: &str) {
        let what = what.to_owned();
        self.ledger.write(self.now, "driver", Did::Fault { what });
    }
}
