//! Events put together to frames for one recipient.

use beseda_protocol::ids::Seq;
use beseda_protocol::limits::PAGE_BYTES_MAX;

use super::output::Frame;

/// `events` frames in a row: each goes on where the one before it ends.
pub(super) struct Frames {
    done: Vec<Frame>,
    after: Seq,
    /// Up to where they take their reader so far.
    pub(super) seq: Seq,
    events: String,
}

impl Frames {
    pub(super) fn after(after: Seq) -> Self {
        Self {
            done: Vec::new(),
            after,
            seq: after,
            events: String::new(),
        }
    }

    /// An event at a place; what this recipient is not shown still moves him on.
    pub(super) fn add(&mut self, seq: Seq, event: Option<String>) {
        if let Some(event) = event {
            if !self.events.is_empty() && self.events.len() + event.len() > PAGE_BYTES_MAX {
                self.close();
            }
            if !self.events.is_empty() {
                self.events.push(',');
            }
            self.events.push_str(&event);
        }
        self.seq = seq;
    }

    fn close(&mut self) {
        let (after, seq) = (self.after, self.seq);
        let events = std::mem::take(&mut self.events);
        self.done.push(Frame {
            text: format!(r#"{{"t":"events","after":{after},"seq":{seq},"events":[{events}]}}"#),
            upto: Some(seq),
        });
        self.after = seq;
    }

    pub(super) fn done(mut self) -> Vec<Frame> {
        if self.seq != self.after {
            self.close();
        }
        self.done
    }
}
