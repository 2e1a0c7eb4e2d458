//! How talk changes a dialog.

use beseda_protocol::dialog::{LastLabel, Snooze};
use beseda_protocol::ids::{
    ChannelId, DialogId, IdentityId, MessageId, OperatorId, SiteId, Timestamp,
};
use beseda_protocol::message::{Body, Content, Happened, Message};

use crate::storage::dialogs::{Dialog, Last, Listed, Responsible, State};
use crate::storage::message_chain::Chain;
use crate::storage::row::Json;

/// Characters of a message on a card (SB-53).
const PREVIEW_CHARS: usize = 120;

/// A dialog that begins with the message that follows.
pub(crate) fn begin(
    id: DialogId,
    identity: IdentityId,
    channel: ChannelId,
    site: SiteId,
    now: Timestamp,
) -> Dialog {
    Dialog {
        id,
        identity,
        channel,
        site,
        created_at: now,
        state: State::Open,
        responsible: Responsible(None),
        unread_count: 0,
        awaiting_reply_count: 0,
        waiting_since: None,
        marked_unread_at: None,
        first_reply_at: None,
        last: Last {
            id: MessageId(0),
            at: now,
            label: LastLabel::Visitor,
            by: None,
            preview: String::new(),
            file: false,
        },
        last_client_at: now,
        listed_at: now,
        snooze: None,
        opened_upto: MessageId(0),
        delivered_upto: MessageId(0),
        read_upto: MessageId(0),
        burst_at: Timestamp(0),
        chain: Chain::default(),
        listed: Listed::FIRST,
        send_failed: None,
    }
}

impl Dialog {
    /// Takes a message in: the only way in which talk changes a dialog.
    pub(crate) fn apply(&mut self, message: &Message) {
        match &message.content {
            Content::Visitor { body } => {
                self.unread_count += 1;
                self.awaiting_reply_count += 1;
                self.waiting_since.get_or_insert(message.at);
                self.last_client_at = message.at;
                self.listed_at = message.at;
                self.snooze = None;
                self.last = last(message, LastLabel::Visitor, None, body);
            }
            Content::Operator { by, body } => {
                self.clear_awaiting();
                self.first_reply_at.get_or_insert(message.at);
                self.last = last(message, LastLabel::Operator, Some(*by), body);
            }
            // No reply: what awaits one still does (X1).
            Content::Automatic { text, .. } => {
                let body = Body::Text { text: text.clone() };
                self.last = last(message, LastLabel::Operator, None, &body);
            }
            Content::Note { by, text, .. } => {
                let body = Body::Text { text: text.clone() };
                self.last = last(message, LastLabel::Note, Some(*by), &body);
            }
            Content::System { happened } => self.happen(happened, message.at),
            Content::Unknown => {}
        }
    }

    /// Takes in what an author has made of a message of his: its beginning is on the card, if
    /// it is the last.
    pub(crate) fn revise(&mut self, message: &Message) {
        if self.last.id != message.id {
            return;
        }
        let text = message.text().unwrap_or_default();
        self.last.preview = preview(text);
        self.last.file = false;
    }

    fn happen(&mut self, happened: &Happened, at: Timestamp) {
        match happened {
            // What is done with the client leaves his dialogs as they are (X10). Tags and
            // channels are none of what talk changes.
            Happened::Begun {}
            | Happened::Triggered { .. }
            | Happened::WrittenFirst { .. }
            | Happened::Rated { .. }
            | Happened::Tagged { .. }
            | Happened::Untagged { .. }
            | Happened::Moved { .. }
            | Happened::Spam { .. }
            | Happened::NoSpam { .. }
            | Happened::Merged { .. }
            | Happened::DialogMerged { .. }
            | Happened::Blocked { .. }
            | Happened::Unblocked { .. }
            | Happened::Paused { .. }
            | Happened::Unpaused { .. }
            | Happened::Unknown => {}
            Happened::Claimed { by } => self.responsible = Responsible(Some(*by)),
            Happened::Assigned { to, .. } => {
                self.responsible = Responsible(*to);
            }
            // Its channel is written by itself: see `Change::Moved`.
            Happened::Freed { .. } | Happened::Waited { .. } | Happened::Transferred { .. } => {
                self.responsible = Responsible(None);
            }
            Happened::Distributed { to } | Happened::Kept { to } => {
                self.responsible = Responsible(Some(*to))
            }
            Happened::NoReplyNeeded { .. } => self.clear_awaiting(),
            Happened::MarkedUnread { .. } => {
                self.marked_unread_at.get_or_insert(at);
            }
            Happened::Closed { by } => {
                self.state = State::Closed { at, by: Some(*by) };
                self.snooze = None;
            }
            Happened::Ended {} => {
                self.state = State::Closed { at, by: None };
                self.snooze = None;
            }
            Happened::Snoozed { by, until } => {
                let (until, by) = (*until, *by);
                self.snooze = Some(Json(Snooze { until, by }));
            }
            Happened::Woken { by } => {
                self.snooze = None;
                // Its time has come: there is something to do in it, and it stands on top.
                if by.is_none() {
                    self.listed_at = at;
                    self.marked_unread_at.get_or_insert(at);
                }
            }
            Happened::FellSilent { .. } => {
                self.state = State::Closed { at, by: None };
            }
            Happened::Reopened { by } => {
                self.state = State::Open;
                // The client asks anew. By hand it goes on where it was closed.
                if by.is_none() {
                    self.clear_awaiting();
                }
            }
        }
    }

    /// It is unanswered no more, however it came to be.
    fn clear_awaiting(&mut self) {
        self.awaiting_reply_count = 0;
        self.waiting_since = None;
        self.marked_unread_at = None;
    }
}

fn last(message: &Message, label: LastLabel, by: Option<OperatorId>, body: &Body) -> Last {
    let (text, file) = match body {
        Body::Text { text } => (text.as_str(), false),
        Body::File { file } => (file.name.as_str(), true),
        Body::Unknown => ("", false),
    };
    Last {
        id: message.id,
        at: message.at,
        label,
        by,
        preview: preview(text),
        file,
    }
}

fn preview(text: &str) -> String {
    text.chars().take(PREVIEW_CHARS).collect()
}
