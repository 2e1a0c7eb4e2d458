//! How a visitor reads and behaves.

use beseda_client::conversation::AsVisitor;
use beseda_protocol::ids::Ask;
use beseda_protocol::message::{VisitorContent, VisitorMessage};
use beseda_protocol::visitor::{FromVisitor, ToVisitor, VisitorEvent};

use super::{Persona, Plan, Plans, Said};
use crate::ledger::{Digest, Event, Seen, Side, Told};

impl Persona for AsVisitor {
    const SIDE: Side = Side::Visitor;

    fn told(frame: &ToVisitor) -> Option<Told> {
        Some(match frame {
            ToVisitor::Resumed { .. } => Told::Resumed {},
            ToVisitor::Reset {
                epoch,
                seq,
                messages,
                more,
                ..
            } => Told::Reset {
                epoch: epoch.0.clone(),
                seq: seq.0,
                messages: messages.iter().map(seen).collect(),
                more: *more,
                cards: Vec::new(),
            },
            ToVisitor::Events { after, seq, events } => Told::Events {
                after: after.0,
                seq: seq.0,
                events: events.iter().map(event).collect(),
            },
            ToVisitor::Ack { cid, id, .. } => Told::Acked {
                cid: cid.0.clone(),
                id: id.0,
            },
            ToVisitor::Refused {
                cid: Some(cid),
                refusal,
                ..
            } => Told::Refused {
                cid: cid.0.clone(),
                code: refusal.code.word().to_owned(),
            },
            ToVisitor::Refused { .. }
            | ToVisitor::Delivered { .. }
            | ToVisitor::Blocked { .. }
            | ToVisitor::Ended { .. }
            | ToVisitor::Typing { .. }
            | ToVisitor::History { .. }
            | ToVisitor::Unknown => return None,
        })
    }

    fn said(text: &str) -> Said {
        match serde_json::from_str(text) {
            Ok(FromVisitor::Hello { seq, .. }) => Said::Hello(seq.map(|seq| seq.0)),
            Ok(FromVisitor::Say { cid, body, .. } | FromVisitor::Open { cid, body, .. }) => {
                Said::Message {
                    cid,
                    body: Digest::of_draft(&body),
                    dialog: None,
                }
            }
            _ => Said::Other,
        }
    }

    fn react(plans: &mut Plans, now: u64, frame: &ToVisitor) {
        let ToVisitor::Events { events, .. } = frame else {
            return;
        };
        for event in events {
            let VisitorEvent::Message { message } = event else {
                continue;
            };
            if matches!(message.content, VisitorContent::Operator { .. }) {
                plans.maybe(now, plans.habit.marks, Plan::Read(message.id));
                plans.maybe(now, plans.habit.answers, Plan::Typing(None));
            }
        }
    }

    fn to(plan: &Plan) -> Option<()> {
        matches!(plan, Plan::Say | Plan::SendFile(None)).then_some(())
    }

    fn mention(plan: &Plan) -> Option<FromVisitor> {
        match plan {
            Plan::Read(upto) => Some(FromVisitor::Read { upto: *upto }),
            Plan::Typing(_) => Some(FromVisitor::Typing { on: true }),
            _ => None,
        }
    }

    fn question(_plan: &Plan, _ask: Ask) -> Option<FromVisitor> {
        None
    }
}

fn event(event: &VisitorEvent) -> Event {
    let kind = match event {
        VisitorEvent::Message { message } => {
            return Event::Message {
                message: seen(message),
                summary: None,
            };
        }
        VisitorEvent::Revised { .. } => "revised",
        VisitorEvent::Opened { .. } => "opened",
        VisitorEvent::Read { .. } => "read",
        VisitorEvent::Unknown => "unknown",
    };
    Event::Other {
        kind: kind.to_owned(),
    }
}

fn seen(message: &VisitorMessage) -> Seen {
    let body = match &message.content {
        VisitorContent::You { body } | VisitorContent::Operator { body, .. } => {
            Digest::of_body(body)
        }
        VisitorContent::Unknown => Digest::of(b"unknown"),
    };
    Seen {
        id: message.id.0,
        dialog: None,
        cid: message.cid.as_ref().map(|cid| cid.0.clone()),
        body,
    }
}
