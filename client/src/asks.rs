//! Questions that the relay has not answered.

use beseda_protocol::ids::{Ask, Timestamp};
use beseda_protocol::limits::ACK_DEADLINE_MS;

/// Whether a question may be asked twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// After a cut it is asked again by itself: lists, dialogs, history, and
    /// whatever does no harm twice.
    Safe,
    /// After a cut nobody knows whether it was done: the asker is told that it
    /// is lost, and decides.
    Never,
}

/// The open questions of one conversation.
#[derive(Debug, Clone, Default)]
pub struct Asks {
    last: u64,
    open: Vec<Open>,
}

#[derive(Debug, Clone)]
struct Open {
    ask: Ask,
    frame: String,
    repeat: Repeat,
    /// Set while it is on the line.
    until: Option<Timestamp>,
}

impl Asks {
    /// The name for the next question.
    pub fn name(&mut self) -> Ask {
        self.last += 1;
        Ask(self.last)
    }

    /// Keeps a question until it is answered or lost.
    pub fn push(&mut self, ask: Ask, frame: String, repeat: Repeat) {
        self.open.push(Open {
            ask,
            frame,
            repeat,
            until: None,
        });
    }

    /// It was answered. False: nobody asked (any more).
    pub fn settle(&mut self, ask: Ask) -> bool {
        let n = self.open.len();
        self.open.retain(|open| open.ask != ask);
        self.open.len() < n
    }

    /// Frames that can go now.
    pub fn due(&mut self, now: Timestamp) -> Vec<String> {
        let waiting = self.open.iter_mut().filter(|open| open.until.is_none());
        waiting
            .map(|open| {
                open.until = Some(now.plus_ms(ACK_DEADLINE_MS));
                open.frame.clone()
            })
            .collect()
    }

    /// The line was cut: what may be repeated waits, the rest is lost.
    pub fn requeue(&mut self) -> Vec<Ask> {
        let is_lost = |open: &Open| open.until.is_some() && open.repeat == Repeat::Never;
        let lost = self
            .open
            .iter()
            .filter(|o| is_lost(o))
            .map(|o| o.ask)
            .collect();
        self.open.retain(|open| !is_lost(open));
        for open in &mut self.open {
            open.until = None;
        }
        lost
    }

    /// The earliest deadline.
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.open.iter().filter_map(|open| open.until).min()
    }
}
