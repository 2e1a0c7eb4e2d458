//! A whole world in one thread: the real rules, the real client sessions, a
//! network and crashes, under a clock that is moved by hand. A seed replays it
//! to the byte, and an hour of it takes seconds.

mod bend;
mod cast;
mod faults;
mod net;
mod relay;
pub mod storage;
mod tokens;

use std::collections::BTreeMap;
use std::sync::Arc;

use beseda_center::turn::Peer;
use beseda_center::turn::command::{Command, Reply};
use beseda_protocol::close;
use beseda_protocol::ids::Timestamp;
use beseda_protocol::limits::{PING_EVERY_MS, PONG_DEADLINE_MS};

use crate::actor::{Acting, Deed, EPOCH_MS, Stimulus};
use crate::chance::Chance;
use crate::dump::Dump;
use crate::ledger::{Did, Entry, Ledger};
use net::Net;
use relay::{Crash, Relay, Sent};
use tokens::{Browser, Tab};

pub use bend::Bend;

/// What is simulated.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    /// Names the whole run.
    pub seed: u64,
    /// How long faults and writing go on, in simulated ms.
    pub ms: u64,
    /// People who write to the shop; some of them with two tabs.
    pub n_visitors: u64,
    /// People who answer; at most five. Besides them there is an administrator, and in
    /// every other world somebody who sees but his own dialogs and somebody who sees but
    /// one channel.
    pub n_operators: u64,
    /// How the relay is wrong.
    pub bend: Bend,
}

/// What a simulation leaves.
#[derive(Debug)]
pub struct Outcome {
    /// What the clients saw.
    pub ledger: Vec<Entry>,
    /// What is stored.
    pub dump: Dump,
    /// Who did not come to rest, and why.
    pub restless: Vec<String>,
}

/// What is to happen.
#[derive(Debug)]
enum Happening {
    /// An actor is told something, unless its link is gone by then.
    ToActor(usize, Stimulus),
    /// Text reaches the relay.
    ToRelay(u64, String),
    /// A connection reaches the relay.
    Open(usize, u32),
    /// The relay notices the end of a socket.
    Gone(u64),
    /// The relay's next turn.
    Flush,
    /// The relay starts again.
    Start,
    /// Something bad.
    Fault,
    /// A visitor whose token was refused begins anew.
    Renew(usize),
}

/// Far more than there is to do in one moment: a browser would hang.
const IDLE_MAX: u32 = 10_000;

struct World {
    now: u64,
    scenario: Scenario,
    chance: Chance,
    ledger: Arc<Ledger>,
    relay: Relay,
    /// How wrong the relay's clock is, in ms.
    skew_ms: i64,
    net: Net,
    actors: Vec<Box<dyn Acting>>,
    peers: Vec<Peer>,
    browsers: Vec<Browser>,
    /// Which actors are tabs of a browser.
    tabs: Vec<Option<Tab>>,
    agenda: BTreeMap<(u64, u64), Happening>,
    n_planned: u64,
    /// Wakings in a row at one moment.
    n_idle: u32,
    is_flush_due: bool,
    /// The next turn ends in this way.
    crash: Option<Crash>,
    is_calm: bool,
}

/// Runs a scenario to its end.
pub fn run(scenario: Scenario) -> Outcome {
    let mut world = World::new(scenario);
    world.begin();
    world.run_until(scenario.ms, |_| false);
    world.calm();
    // Whoever holds a dead line notices it by his next ping, and not before; the
    // last frame that it brought may still be on its way to him.
    let noticed = scenario.ms + cast::LATE_MS_MAX + PING_EVERY_MS + PONG_DEADLINE_MS + 1;
    world.run_until(noticed, |_| false);
    // As long as the longest backoff and every deadline together may take.
    let is_over = world.run_until(scenario.ms + 180_000, World::is_at_rest);
    if is_over {
        world.ledger.write(world.now, "driver", Did::Quiet {});
    }
    let restless = world.actors.iter().filter(|actor| !actor.is_at_rest());
    let restless = restless.map(|actor| actor.state()).collect();
    Outcome {
        dump: world.dump(),
        ledger: world.ledger.entries(),
        restless,
    }
}

impl World {
    fn begin(&mut self) {
        for actor in 0..self.actors.len() {
            let at = self.chance.within(0, 3_000);
            self.plan(at, Happening::ToActor(actor, Stimulus::Start));
        }
        self.plan_fault();
    }

    /// Goes on until a time or until it is over; says whether it is over.
    fn run_until(&mut self, end: u64, is_over: impl Fn(&Self) -> bool) -> bool {
        loop {
            if is_over(self) {
                return true;
            }
            let wakes = self.actors.iter().enumerate();
            let wakes = wakes.filter_map(|(i, actor)| Some((actor.wake_at()?.max(self.now), i)));
            let wake = wakes.min();
            let next = self.agenda.first_key_value().map(|((at, _), _)| *at);
            match (wake, next) {
                (Some((at, _)), _) | (None, Some(at)) if at.min(next.unwrap_or(at)) > end => break,
                (Some((at, actor)), next) if next.is_none_or(|next| at < next) => {
                    self.n_idle = if at > self.now { 0 } else { self.n_idle + 1 };
                    assert!(
                        self.n_idle < IDLE_MAX,
                        "seed {}: {} wakes at {at} for ever",
                        self.scenario.seed,
                        self.actors[actor].state()
                    );
                    self.now = at;
                    self.tell(actor, Stimulus::Tick);
                }
                (_, Some(_)) => self.happen_next(),
                (None, None) => break,
                (Some(_), None) => unreachable!("the guard above takes it"),
            }
        }
        self.now = end;
        false
    }

    fn happen_next(&mut self) {
        let Some(((at, _), happening)) = self.agenda.pop_first() else {
            return;
        };
        self.now = at;
        match happening {
            Happening::ToActor(actor, stimulus) => self.tell(actor, stimulus),
            Happening::ToRelay(line, text) => self.hear(line, &text),
            Happening::Open(actor, line) => self.open(actor, line),
            Happening::Gone(line) => {
                self.relay.gone(line);
                self.plan_flush();
            }
            Happening::Flush => self.flush(),
            Happening::Start => self.relay.start(),
            Happening::Fault => self.fault(),
            Happening::Renew(actor) => self.renew(actor),
        }
    }

    fn plan(&mut self, at: u64, happening: Happening) {
        self.n_planned += 1;
        let key = (at.max(self.now), self.n_planned);
        self.agenda.insert(key, happening);
    }

    fn tell(&mut self, actor: usize, stimulus: Stimulus) {
        let is_end = matches!(stimulus, Stimulus::Closed(_, close::UNAUTHORIZED));
        let deeds = self.actors[actor].take(self.now, stimulus);
        for deed in deeds {
            self.obey(actor, deed);
        }
        if is_end {
            self.plan_renewal(actor);
        }
    }

    fn obey(&mut self, actor: usize, deed: Deed) {
        let now = self.now;
        match deed {
            Deed::Open { line } => {
                let at = now + self.chance.within(1, 80);
                self.plan(at, Happening::Open(actor, line));
            }
            Deed::Send { line, text } => {
                if let Some(id) = self.net.find(actor, line) {
                    let link = self.net.links.get_mut(&id);
                    if let Some(at) = link.and_then(|link| link.up(now, &mut self.chance)) {
                        self.plan(at, Happening::ToRelay(id, text));
                    }
                }
            }
            Deed::Close { line } => {
                if let Some(id) = self.net.find(actor, line) {
                    let link = self.net.links.get_mut(&id);
                    let at = link.and_then(|link| link.up(now, &mut self.chance));
                    self.net.links.remove(&id);
                    // In a black hole, the relay never hears of it.
                    if let Some(at) = at {
                        self.plan(at, Happening::Gone(id));
                    }
                }
            }
            Deed::Upload { .. } => unreachable!("nobody sends files here"),
        }
    }

    fn open(&mut self, actor: usize, line: u32) {
        if !self.relay.is_up() {
            return self.tell(actor, Stimulus::Closed(line, 1006));
        }
        if !self.is_accepted(actor) {
            return self.tell(actor, Stimulus::Closed(line, close::UNAUTHORIZED));
        }
        let id = self.net.connect(actor, line, &mut self.chance);
        self.relay.open(cast::with_line(&self.peers[actor], id));
        self.tell(actor, Stimulus::Opened(line));
    }

    fn hear(&mut self, line: u64, text: &str) {
        if !self.relay.is_up() {
            return;
        }
        if let Some(sent) = self.relay.hear(self.now, line, text) {
            self.deliver(sent);
        }
        self.plan_flush();
    }

    /// A turn follows when the one before is on disk.
    fn plan_flush(&mut self) {
        if self.relay.has_work() && !self.is_flush_due {
            self.is_flush_due = true;
            let at = self.now + self.chance.within(0, 6);
            self.plan(at, Happening::Flush);
        }
    }

    fn flush(&mut self) {
        self.is_flush_due = false;
        if !self.relay.is_up() {
            return;
        }
        let is_slice = self.relay.is_at_slice();
        let crash = self.crash.take();
        let crash = crash.or_else(|| self.crash_in_slice(is_slice));
        let sent = self.relay.flush(self.now, self.relay_clock(), crash);
        for sent in sent {
            self.deliver(sent);
        }
        if let Some(crash) = crash {
            let place = if is_slice { " a slice" } else { "" };
            self.fall(&format!("{crash:?}{place}"));
        }
        // A job goes on when nobody says anything.
        self.plan_flush();
    }

    fn deliver(&mut self, sent: Sent) {
        let (id, stimulus): (u64, fn(u32, String) -> Stimulus) = match &sent {
            Sent::Frame(id, _) => (*id, Stimulus::Heard),
            Sent::Close(id, _) => (*id, |line, _| Stimulus::Closed(line, close::UNAUTHORIZED)),
        };
        let Some(link) = self.net.links.get_mut(&id) else {
            return;
        };
        let (actor, line) = (link.actor, link.line);
        let text = match sent {
            Sent::Frame(_, text) => text,
            Sent::Close(..) => String::new(),
        };
        if let Some(at) = link.down(self.now, &mut self.chance) {
            self.plan(at, Happening::ToActor(actor, stimulus(line, text)));
        }
    }

    fn relay_clock(&self) -> Timestamp {
        Timestamp((EPOCH_MS + self.now).saturating_add_signed(self.skew_ms))
    }

    fn is_at_rest(&self) -> bool {
        self.agenda.is_empty() && self.actors.iter().all(|actor| actor.is_at_rest())
    }

    fn dump(&mut self) -> Dump {
        if !self.relay.is_up() {
            self.relay.start();
        }
        let (mut after, mut text) = (0, String::new());
        loop {
            let clock = self.relay_clock();
            let Reply::Dump { lines, after: next } = self.relay.ask(clock, Command::Dump { after })
            else {
                unreachable!("a dump is answered by a dump");
            };
            text.push_str(&lines);
            if next == after {
                return Dump::read(&text).expect("a dump can be read");
            }
            after = next;
        }
    }
}
