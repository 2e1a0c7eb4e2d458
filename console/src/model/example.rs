//! Values for the tests of this crate.

use beseda_protocol::channel::Channel;
use beseda_protocol::client::Profile;
use beseda_protocol::dialog::{
    ClientBrief, ClientCard, DialogState, LastLabel, LastMessage, Summary,
};
use beseda_protocol::hours::Hours;
use beseda_protocol::ids::{
    ChannelId, ClientId, DialogId, MarkId, MessageId, OperatorId, Timestamp,
};
use beseda_protocol::message::{Body, Content, Message};
use beseda_protocol::operator::CenterInfo;
use beseda_protocol::settings::{Badge, CenterGeneral, Silence, Versioned};
use beseda_protocol::team::{Employee, Role};

use super::roster::Roster;

/// The operator in front of the screen.
pub(crate) const ME: OperatorId = OperatorId(1);

/// An open dialog of a client who wrote at `at`.
pub(crate) fn summary(id: u64, at: u64) -> Summary {
    Summary {
        id: DialogId(id),
        client: ClientBrief {
            id: ClientId(id),
            name: None,
            is_blocked: false,
            is_paused: false,
        },
        channel: ChannelId::FIRST,
        site: "s1".into(),
        state: DialogState::Open {},
        responsible: None,
        unread_count: 0,
        awaiting_reply_count: 0,
        waiting_since: None,
        marked_unread_at: None,
        snooze: None,
        last: LastMessage {
            id: MessageId(at),
            at: Timestamp(at),
            label: LastLabel::Visitor,
            by: None,
            preview: "Hello".into(),
            file: false,
        },
        last_client_at: Timestamp(at),
        listed_at: Timestamp(at),
        created_at: Timestamp(1),
        delivered_upto: MessageId(0),
        read_upto: MessageId(0),
        read_at: None,
        opened_upto: MessageId(0),
        is_send_failed: false,
    }
}

/// With one message that awaits a reply since `since`.
pub(crate) fn waiting(mut summary: Summary, since: u64) -> Summary {
    summary.awaiting_reply_count = 1;
    summary.unread_count = 1;
    summary.waiting_since = Some(Timestamp(since));
    summary
}

/// Closed.
pub(crate) fn closed(mut summary: Summary) -> Summary {
    summary.state = DialogState::Closed {
        at: Timestamp(999),
        by: None,
    };
    summary
}

/// Assigned to somebody.
pub(crate) fn responsible(mut summary: Summary, to: OperatorId) -> Summary {
    summary.responsible = Some(to);
    summary
}

/// A message of the client, stored at `id` ms.
pub(crate) fn said(dialog: u64, id: u64, text: &str) -> Message {
    message(
        dialog,
        id,
        Content::Visitor {
            body: Body::Text { text: text.into() },
        },
    )
}

/// A message, stored at `id` ms.
pub(crate) fn message(dialog: u64, id: u64, content: Content) -> Message {
    Message {
        id: MessageId(id),
        dialog: DialogId(dialog),
        cid: None,
        at: Timestamp(id),
        quote: None,
        revised_at: None,
        content,
    }
}

/// What employees have written on a card: a comment and marks.
pub(crate) fn profile(comment: &str, marks: &[u64]) -> Profile {
    Profile {
        is_customer: false,
        block: None,
        pause: None,
        bound_to: None,
        comment: comment.into(),
        contacts: Vec::new(),
        marks: marks.iter().copied().map(MarkId).collect(),
        variables: Vec::new(),
        notes: Vec::new(),
    }
}

/// The right column of an example dialog.
pub(crate) fn card(dialog: &Summary) -> ClientCard {
    ClientCard {
        client: dialog.client.clone(),
        profile: profile("", &[]),
        created_at: Timestamp(1),
        last_contact_at: None,
        identities: Vec::new(),
        locale: "en".into(),
        page: None,
        came: None,
        pages: Vec::new(),
        rated: None,
        consent: None,
        online: true,
        seen_at: Some(Timestamp(1)),
        addresses: vec![dialog.site.clone()],
        dialogs_rest: None,
        dialogs: Vec::new(),
    }
}

/// A center with two employees.
pub(crate) fn roster() -> Roster {
    let employee = |id: OperatorId, role| {
        let (name, email) = (format!("Operator {id}"), format!("{id}@example.com"));
        Employee::new(id, name, email, role)
    };
    let me = employee(ME, Role::Operator);
    let center = CenterInfo {
        id: "eu-acme".into(),
        general: Versioned::first(CenterGeneral {
            name: "Acme".into(),
            locale: "en".into(),
            time_zone: "Europe/Moscow".into(),
        }),
        badge: Versioned::first(Badge::default()),
        silence: Versioned::first(Silence::default()),
        hours: Versioned::first(Hours::default()),
    };
    let employees = vec![me.clone(), employee(OperatorId(2), Role::Owner)];
    let channel = Channel::new(ChannelId::FIRST, String::new());
    let (labels, sites) = (Vec::new(), Vec::new());
    Roster::new(me, center, employees, labels, vec![channel], sites)
}
