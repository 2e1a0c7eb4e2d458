//! The network of a simulation: bytes keep their order on a line, take their
//! time, and may vanish without a word.

use std::collections::BTreeMap;

use crate::chance::Chance;

/// One connection between an actor's socket and the relay's.
#[derive(Debug)]
pub(super) struct Link {
    /// Which actor.
    pub(super) actor: usize,
    /// His name for it.
    pub(super) line: u32,
    /// How long a frame takes at least, in ms.
    latency_ms: u64,
    up_at: u64,
    down_at: u64,
    pub(super) is_up_dead: bool,
    pub(super) is_down_dead: bool,
}

/// All connections, by the relay's name for them.
#[derive(Debug, Default)]
pub(super) struct Net {
    pub(super) links: BTreeMap<u64, Link>,
    n_lines: u64,
}

impl Net {
    /// A new connection.
    pub(super) fn connect(&mut self, actor: usize, line: u32, chance: &mut Chance) -> u64 {
        self.n_lines += 1;
        let id = self.n_lines;
        let is_slow = chance.hits(0.1);
        let latency_ms = match is_slow {
            true => chance.within(200, 3_000),
            false => chance.within(1, 60),
        };
        let link = Link {
            actor,
            line,
            latency_ms,
            up_at: 0,
            down_at: 0,
            is_up_dead: false,
            is_down_dead: false,
        };
        self.links.insert(id, link);
        id
    }

    /// The relay's name of an actor's line.
    pub(super) fn find(&self, actor: usize, line: u32) -> Option<u64> {
        let is_it = |(_, link): &(&u64, &Link)| link.actor == actor && link.line == line;
        self.links.iter().find(is_it).map(|(id, _)| *id)
    }

    /// One of them.
    pub(super) fn any(&self, chance: &mut Chance) -> Option<u64> {
        let ids: Vec<u64> = self.links.keys().copied().collect();
        chance.pick(&ids).copied()
    }
}

impl Link {
    /// When what is said now to the relay arrives; never, if it does not.
    pub(super) fn up(&mut self, now: u64, chance: &mut Chance) -> Option<u64> {
        self.up_at = self.up_at.max(now + self.latency_ms + chance.within(0, 5));
        (!self.is_up_dead).then_some(self.up_at)
    }

    /// The same to the client.
    pub(super) fn down(&mut self, now: u64, chance: &mut Chance) -> Option<u64> {
        self.down_at = self
            .down_at
            .max(now + self.latency_ms + chance.within(0, 5));
        (!self.is_down_dead).then_some(self.down_at)
    }
}
