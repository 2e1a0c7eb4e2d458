//! Who is told what: renders events for the operators and for each client that
//! sees them, one frame for each per turn, cut where it would grow too long.
//!
//! A view is a part of the log, and its places are the log's. A frame says from which
//! place on it is complete for its recipients: nothing of theirs lies between `after`
//! and `seq` that is not in it. So only an `after` beyond one's own place is a gap.

use std::collections::{BTreeMap, BTreeSet};

use beseda_protocol::ids::{ClientId, DialogId, Seq};
use beseda_protocol::limits::PAGE_BYTES_MAX;
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::visitor::VisitorEvent;

use super::cache::Cache;
use super::current::{Turn, json};
use super::output::{Output, To};
use super::pages;
use crate::storage::events::{self, Event, What};
use crate::storage::fault::Fault;

/// Tells everybody what has happened since the last time.
pub(crate) fn flush(turn: &mut Turn<'_>) -> Result<(), Fault> {
    let events = std::mem::take(&mut turn.pending);
    let Some(first) = events.first() else {
        return Ok(());
    };
    let after = Seq(first.seq.0 - 1);
    let mut views: BTreeMap<&ClientId, Vec<&Event>> = BTreeMap::new();
    for event in &events {
        if let Some(client) = &event.client {
            views.entry(client).or_default().push(event);
        }
    }
    for (client, seen) in views {
        let (Some(first), Some(last)) = (seen.first(), seen.last()) else {
            continue;
        };
        let after = match turn.cache.talk.tell(client, last.seq) {
            Some(told) => told,
            None => events::last_of_client(turn.storage, client, first.seq)?,
        };
        for frame in for_client(turn.cache, after, seen.into_iter()) {
            turn.out
                .push(Output::Frame(To::Client(client.clone()), frame));
        }
    }
    for frame in for_operators(turn, after, &events)? {
        turn.out.push(Output::Frame(To::Operators, frame));
    }
    Ok(())
}

/// Frames that take a visitor's view from `after` through these events of it.
pub(crate) fn for_client<'e>(
    cache: &Cache,
    after: Seq,
    events: impl Iterator<Item = &'e Event>,
) -> Vec<String> {
    let mut frames = Frames::after(after);
    for event in events {
        let shown = match &event.what {
            What::Message(message) => pages::for_visitor(message, cache)
                .map(|message| json(&VisitorEvent::Message { message })),
            What::Opened(_, upto) => Some(json(&VisitorEvent::Opened { upto: *upto })),
            What::Read(_, upto) => Some(json(&VisitorEvent::Read { upto: *upto })),
            What::Dialog(_) | What::Employee(_) | What::Site(_) | What::Center | What::Unknown => {
                None
            }
        };
        frames.add(event.seq, shown);
    }
    frames.done()
}

/// Frames that take the operators' view from `after` through these events.
pub(crate) fn for_operators(
    turn: &mut Turn<'_>,
    after: Seq,
    events: &[Event],
) -> Result<Vec<String>, Fault> {
    // A card is shown as it is now: once is enough, with the last event.
    let mut latest: BTreeMap<DialogId, Seq> = BTreeMap::new();
    for event in events {
        latest.extend(event.what.dialog().map(|dialog| (dialog, event.seq)));
    }
    turn.load_dialogs(&latest.keys().copied().collect::<BTreeSet<_>>())?;
    let mut frames = Frames::after(after);
    for event in events {
        let shown = match &event.what {
            What::Message(message) => Some(OperatorEvent::Message {
                message: message.clone(),
                dialog: turn.summary(message.dialog)?,
            }),
            What::Dialog(id) | What::Opened(id, _) | What::Read(id, _)
                if latest.get(id) == Some(&event.seq) =>
            {
                let dialog = turn.summary(*id)?;
                Some(OperatorEvent::Dialog { dialog })
            }
            What::Dialog(_) | What::Opened(..) | What::Read(..) => None,
            What::Employee(id) => (turn.cache.employees.0.get(id).cloned())
                .map(|employee| OperatorEvent::Employee { employee }),
            What::Site(number) => {
                (turn.site_for_owner(*number)?).map(|site| OperatorEvent::Site { site })
            }
            What::Center => Some(OperatorEvent::Center {
                center: turn.cache.center.clone(),
            }),
            What::Unknown => None,
        };
        frames.add(event.seq, shown.map(|event| json(&event)));
    }
    Ok(frames.done())
}

/// `events` frames in a row: each goes on where the one before it ends.
struct Frames {
    done: Vec<String>,
    after: Seq,
    seq: Seq,
    events: String,
}

impl Frames {
    fn after(after: Seq) -> Self {
        Self {
            done: Vec::new(),
            after,
            seq: after,
            events: String::new(),
        }
    }

    /// An event at a place; what this recipient is not shown still moves him on.
    fn add(&mut self, seq: Seq, event: Option<String>) {
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
        self.done.push(format!(
            r#"{{"t":"events","after":{after},"seq":{seq},"events":[{events}]}}"#
        ));
        self.after = seq;
    }

    fn done(mut self) -> Vec<String> {
        if self.seq != self.after {
            self.close();
        }
        self.done
    }
}
