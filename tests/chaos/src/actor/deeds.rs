//! What an actor wants done with its sockets, and the disorder that may befall
//! its frames on the way (C5): doubled, delayed past one another, and old
//! sockets that go on speaking after a new one has taken over.

use beseda_protocol::ids::{Cid, DialogId};

use super::foreign;
use crate::chance::Chance;
use crate::ledger::Side;

/// What to do with a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Open it.
    Open {
        /// The actor's name for it.
        line: u32,
    },
    /// Send text over it, if it is still there.
    Send {
        /// Which.
        line: u32,
        /// What.
        text: String,
    },
    /// Close it.
    Close {
        /// Which.
        line: u32,
    },
    /// Upload a file.
    Upload {
        /// The upload's id, which is its message's.
        cid: Cid,
        /// The dialog, of an operator's.
        into: Option<DialogId>,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// What happens to frames between the session and the socket.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disorder {
    /// How often a frame comes twice.
    pub doubled: f64,
    /// How often a frame is late, and so behind later ones.
    pub late: f64,
    /// How late at most, in ms.
    pub late_ms_max: u64,
    /// How often an old socket lives on and repeats what was said over it.
    pub ghosts: f64,
    /// How often a frame is one of another version, either way (C15).
    pub foreign: f64,
}

impl Disorder {
    /// None.
    pub const NONE: Self = Self {
        doubled: 0.0,
        late: 0.0,
        late_ms_max: 0,
        ghosts: 0.0,
        foreign: 0.0,
    };
}

/// Deeds on their way.
#[derive(Debug)]
pub(super) struct Deeds {
    disorder: Disorder,
    chance: Chance,
    ready: Vec<Deed>,
    later: Vec<(u64, Later)>,
    /// The last frames of the current socket, for its ghost.
    recent: Vec<String>,
}

#[derive(Debug)]
enum Later {
    Do(Deed),
    Hear { line: u32, text: String },
}

impl Later {
    fn line(&self) -> Option<u32> {
        match self {
            Self::Hear { line, .. } => Some(*line),
            Self::Do(Deed::Open { line } | Deed::Send { line, .. } | Deed::Close { line }) => {
                Some(*line)
            }
            Self::Do(Deed::Upload { .. }) => None,
        }
    }
}

/// Frames that a ghost may repeat.
const RECENT_MAX: usize = 5;

/// How long a ghost haunts, in ms.
const GHOST_MS_MAX: u64 = 8_000;

impl Deeds {
    pub(super) fn new(disorder: Disorder, chance: Chance) -> Self {
        Self {
            disorder,
            chance,
            ready: Vec::new(),
            later: Vec::new(),
            recent: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ready.is_empty() && self.later.is_empty()
    }

    pub(super) fn wake_at(&self) -> Option<u64> {
        self.later.iter().map(|(at, _)| *at).min()
    }

    /// No disorder from here on.
    pub(super) fn calm(&mut self) {
        self.disorder = Disorder::default();
    }

    pub(super) fn open(&mut self, line: u32) {
        self.recent.clear();
        self.ready.push(Deed::Open { line });
    }

    pub(super) fn upload(&mut self, cid: Cid, into: Option<DialogId>, bytes: Vec<u8>) {
        self.ready.push(Deed::Upload { cid, into, bytes });
    }

    /// The hello is always first; everything else may be late or come twice.
    pub(super) fn send(&mut self, now: u64, line: u32, text: String, is_hello: bool) {
        if !self.chance.hits(self.disorder.foreign) {
            return self.send_one(now, line, text, is_hello);
        }
        for text in foreign::from_other_client(&text, &mut self.chance) {
            self.send_one(now, line, text, is_hello);
        }
    }

    fn send_one(&mut self, now: u64, line: u32, text: String, is_hello: bool) {
        if self.recent.len() == RECENT_MAX {
            self.recent.remove(0);
        }
        self.recent.push(text.clone());
        if self.chance.hits(self.disorder.doubled) {
            let again = Deed::Send {
                line,
                text: text.clone(),
            };
            self.delay(now, Later::Do(again));
        }
        let send = Deed::Send { line, text };
        match !is_hello && self.chance.hits(self.disorder.late) {
            true => self.delay(now, Later::Do(send)),
            false => self.ready.push(send),
        }
    }

    /// The session has done with a socket. What it still had to say is lost,
    /// unless it lives on as a ghost.
    pub(super) fn close(&mut self, now: u64, line: u32) {
        let haunts = self.chance.hits(self.disorder.ghosts);
        self.later
            .retain(|(_, later)| later.line() != Some(line) || haunts && is_send(later));
        if !haunts {
            self.ready.push(Deed::Close { line });
            return;
        }
        for text in std::mem::take(&mut self.recent) {
            let at = now + self.chance.within(0, GHOST_MS_MAX);
            self.later.push((at, Later::Do(Deed::Send { line, text })));
        }
        let end = now + GHOST_MS_MAX;
        self.later.push((end, Later::Do(Deed::Close { line })));
    }

    /// The socket is gone: nothing more goes over it.
    pub(super) fn forget_line(&mut self, line: u32) {
        self.later.retain(|(_, later)| later.line() != Some(line));
    }

    /// Text came in: as which version writes it?
    pub(super) fn translate(&mut self, side: Side, text: &str) -> Vec<String> {
        match self.chance.hits(self.disorder.foreign) {
            true => foreign::from_newer_relay(side, text, &mut self.chance),
            false => vec![text.to_owned()],
        }
    }

    /// Text came in: how often is it heard now?
    pub(super) fn arrive(&mut self, now: u64, line: u32, text: &str) -> Vec<String> {
        let hear = || Later::Hear {
            line,
            text: text.to_owned(),
        };
        if self.chance.hits(self.disorder.doubled) {
            self.delay(now, hear());
        }
        match self.chance.hits(self.disorder.late) {
            true => {
                self.delay(now, hear());
                Vec::new()
            }
            false => vec![text.to_owned()],
        }
    }

    /// The next late frame that is heard now.
    pub(super) fn arrived(&mut self, now: u64) -> Option<(u32, String)> {
        let is_it = |(at, later): &(u64, Later)| *at <= now && matches!(later, Later::Hear { .. });
        let place = self.later.iter().position(is_it)?;
        match self.later.swap_remove(place) {
            (_, Later::Hear { line, text }) => Some((line, text)),
            (_, Later::Do(_)) => None,
        }
    }

    /// What is to be done now.
    pub(super) fn due(&mut self, now: u64) -> Vec<Deed> {
        let mut due = std::mem::take(&mut self.ready);
        let is_due = |(at, later): &mut (u64, Later)| *at <= now && matches!(later, Later::Do(_));
        let mut late: Vec<(u64, Later)> = self.later.extract_if(.., is_due).collect();
        late.sort_by_key(|(at, _)| *at);
        due.extend(late.into_iter().filter_map(|(_, later)| match later {
            Later::Do(deed) => Some(deed),
            Later::Hear { .. } => None,
        }));
        due
    }

    fn delay(&mut self, now: u64, later: Later) {
        let ms = self.chance.around_ms(self.disorder.late_ms_max / 8);
        let at = now + ms.min(self.disorder.late_ms_max);
        self.later.push((at, later));
    }
}

fn is_send(later: &Later) -> bool {
    matches!(later, Later::Do(Deed::Send { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deeds(disorder: Disorder) -> Deeds {
        Deeds::new(disorder, Chance::new(1))
    }

    fn texts(deeds: &[Deed]) -> Vec<&str> {
        let text = |deed: &'_ Deed| match deed {
            Deed::Send { .. } => true,
            Deed::Open { .. } | Deed::Close { .. } | Deed::Upload { .. } => false,
        };
        let sends = deeds.iter().filter(|deed| text(deed));
        let texts = sends.filter_map(|deed| match deed {
            Deed::Send { text, .. } => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn without_disorder_frames_go_at_once_and_in_order() {
        let mut deeds = deeds(Disorder::default());
        deeds.send(0, 1, "a".into(), false);
        deeds.send(0, 1, "b".into(), false);
        assert_eq!(texts(&deeds.due(0)), ["a", "b"]);
        assert_eq!(deeds.arrive(0, 1, "c"), ["c"]);
        assert!(deeds.is_empty());
    }

    #[test]
    fn late_frames_come_all_but_not_in_order_and_not_before_the_hello() {
        let late = Disorder {
            late: 0.5,
            late_ms_max: 1_000,
            ..Disorder::default()
        };
        let mut deeds = deeds(late);
        deeds.send(0, 1, "hello".into(), true);
        let said: Vec<String> = (0..50).map(|n| n.to_string()).collect();
        said.iter()
            .for_each(|text| deeds.send(0, 1, text.clone(), false));
        let mut sent = deeds.due(0);
        sent.extend(deeds.due(1_000));
        let sent = texts(&sent);
        assert_eq!(sent[0], "hello");
        assert_eq!(sent.len(), 51);
        assert_ne!(
            sent[1..],
            said.iter().map(String::as_str).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_ghost_repeats_what_was_said_and_then_goes() {
        let ghosts = Disorder {
            ghosts: 1.0,
            ..Disorder::default()
        };
        let mut deeds = deeds(ghosts);
        deeds.send(0, 1, "a".into(), false);
        deeds.due(0);
        deeds.close(0, 1);
        deeds.open(2);
        let haunted = deeds.due(GHOST_MS_MAX);
        assert_eq!(texts(&haunted), ["a"]);
        assert_eq!(haunted.last(), Some(&Deed::Close { line: 1 }));
    }

    #[test]
    fn a_socket_that_is_gone_takes_its_late_frames_along() {
        let late = Disorder {
            late: 1.0,
            late_ms_max: 1_000,
            ..Disorder::default()
        };
        let mut deeds = deeds(late);
        deeds.send(0, 1, "a".into(), false);
        assert!(deeds.arrive(0, 1, "b").is_empty());
        deeds.forget_line(1);
        assert!(deeds.is_empty());
    }
}
