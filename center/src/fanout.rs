//! Who is told what: renders events for the operators and for each client that
//! sees them, one frame for each per turn, cut where it would grow too long.

use std::collections::{BTreeMap, BTreeSet};

use beseda_protocol::ids::{ClientId, DialogId, Seq};
use beseda_protocol::limits::PAGE_BYTES_MAX;
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::visitor::VisitorEvent;

use crate::events::{Event, What};
use crate::fault::Fault;
use crate::messages;
use crate::turn::{Output, To};
use crate::work::{Work, json};

/// Tells everybody what has happened since the last time.
pub(crate) fn flush(work: &mut Work<'_>) -> Result<(), Fault> {
    let events = std::mem::take(&mut work.pending);
    let Some(first) = events.first() else {
        return Ok(());
    };
    let after = Seq(first.seq.0 - 1);
    let mut views: BTreeMap<ClientId, Vec<&Event>> = BTreeMap::new();
    for event in &events {
        if let Some((client, _)) = &event.client {
            views.entry(client.clone()).or_default().push(event);
        }
    }
    for (client, events) in views {
        let first = events.first().and_then(|event| event.client.as_ref());
        let after = Seq(first.map_or(0, |(_, seq)| seq.0 - 1));
        for frame in for_client(after, events.into_iter()) {
            work.out
                .push(Output::Frame(To::Client(client.clone()), frame));
        }
    }
    for frame in for_operators(work, after, &events)? {
        work.out.push(Output::Frame(To::Operators, frame));
    }
    Ok(())
}

/// Frames that take a visitor's view from `after` through these events.
pub(crate) fn for_client<'e>(after: Seq, events: impl Iterator<Item = &'e Event>) -> Vec<String> {
    let mut frames = Frames::after(after);
    for event in events {
        let Some((_, seq)) = event.client else {
            continue;
        };
        let shown = match &event.what {
            What::Message(message) => messages::for_visitor(message)
                .map(|message| json(&VisitorEvent::Message { message })),
            What::Opened(_, upto) => Some(json(&VisitorEvent::Opened { upto: *upto })),
            What::Read(_, upto) => Some(json(&VisitorEvent::Read { upto: *upto })),
            What::Dialog(_) | What::Employee(_) | What::Site(_) | What::Center => None,
        };
        frames.add(seq, shown);
    }
    frames.done()
}

/// Frames that take the operators' view from `after` through these events.
pub(crate) fn for_operators(
    work: &mut Work<'_>,
    after: Seq,
    events: &[Event],
) -> Result<Vec<String>, Fault> {
    // A card is shown as it is now: once is enough, with the last event.
    let mut latest: BTreeMap<DialogId, Seq> = BTreeMap::new();
    for event in events {
        latest.extend(event.what.dialog().map(|dialog| (dialog, event.seq)));
    }
    work.load_dialogs(&latest.keys().copied().collect::<BTreeSet<_>>())?;
    let mut frames = Frames::after(after);
    for event in events {
        let shown = match &event.what {
            What::Message(message) => Some(OperatorEvent::Message {
                message: message.clone(),
                dialog: work.summary(message.dialog)?,
            }),
            What::Dialog(id) | What::Opened(id, _) | What::Read(id, _)
                if latest.get(id) == Some(&event.seq) =>
            {
                let dialog = work.summary(*id)?;
                Some(OperatorEvent::Dialog { dialog })
            }
            What::Dialog(_) | What::Opened(..) | What::Read(..) => None,
            What::Employee(id) => (work.known.employees.get(id).cloned())
                .map(|employee| OperatorEvent::Employee { employee }),
            What::Site(number) => {
                (work.site_for_owner(*number)?).map(|site| OperatorEvent::Site { site })
            }
            What::Center => Some(OperatorEvent::Center {
                center: work.known.center.clone(),
            }),
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
