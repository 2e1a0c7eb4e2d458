//! A dialog's feed as lines of text, so that a test reads like the screen.

use beseda_protocol::ask::dialogs::OpenedDialog;
use beseda_protocol::ids::OperatorId;
use beseda_protocol::message::{Body, Content, Happened, Message};

use crate::operator::Desk;

impl Desk {
    /// A dialog's messages, one line each.
    pub fn feed(&self, opened: &OpenedDialog) -> Vec<String> {
        let name = |id: OperatorId| {
            let mut employees = self.employees.iter();
            let employee = employees.find(|employee| employee.id == id);
            employee.map_or("somebody", |employee| employee.name.as_str())
        };
        let line = |message: &Message| line_of(&message.content, &name);
        opened.messages.iter().map(line).collect()
    }
}

fn line_of<'e>(content: &Content, name: &impl Fn(OperatorId) -> &'e str) -> String {
    match content {
        Content::Visitor { body } => format!("visitor: {}", body_of(body)),
        Content::Operator { by, body } => format!("{}: {}", name(*by), body_of(body)),
        Content::Automatic { rule, text } => format!("{}: {text}", rule.word()),
        Content::Note { by, text, .. } => format!("{} notes: {text}", name(*by)),
        Content::System { happened } => format!("* {}", happened_of(happened, name)),
        Content::Unknown => "unknown".to_owned(),
    }
}

fn body_of(body: &Body) -> String {
    match body {
        Body::Text { text } if text.is_empty() => "withdrawn".to_owned(),
        Body::Text { text } => text.clone(),
        Body::File { file } => format!("[{}]", file.name),
        Body::Unknown => "unknown".to_owned(),
    }
}

fn happened_of<'e>(happened: &Happened, name: &impl Fn(OperatorId) -> &'e str) -> String {
    match happened {
        Happened::Begun {} => "begun".to_owned(),
        Happened::Triggered { trigger } => format!("triggered by {trigger}"),
        Happened::WrittenFirst { by } => format!("written first by {}", name(*by)),
        Happened::Claimed { by } => format!("claimed by {}", name(*by)),
        Happened::Assigned { by, to } => {
            let to = to.map_or("nobody", name);
            format!("assigned to {to} by {}", name(*by))
        }
        Happened::Freed { from } => format!("freed from {}", name(*from)),
        Happened::Waited { from, minutes } => format!("waited {minutes} min for {}", name(*from)),
        Happened::Distributed { to } => format!("distributed to {}", name(*to)),
        Happened::Kept { to } => format!("kept for {}", name(*to)),
        Happened::Transferred { by, to } => format!("transferred to {to:?} by {}", name(*by)),
        Happened::NoReplyNeeded { by } => format!("no reply needed, says {}", name(*by)),
        Happened::Closed { by } => format!("closed by {}", name(*by)),
        Happened::Reopened { by } => {
            let by = by.map_or("the client", name);
            format!("reopened by {by}")
        }
        Happened::Ended {} => "ended by the client".to_owned(),
        Happened::Rated { rating, comment } => format!("rated {}: {comment}", rating.word()),
        Happened::FellSilent { days } => format!("closed after {days} days of silence"),
        Happened::Snoozed { by, .. } => format!("snoozed by {}", name(*by)),
        Happened::Woken { by } => {
            let by = by.map_or("its time", name);
            format!("woken by {by}")
        }
        Happened::Blocked { by } => format!("client blocked by {}", name(*by)),
        Happened::Unblocked { by } => format!("client unblocked by {}", name(*by)),
        Happened::Paused { by } => format!("client paused by {}", name(*by)),
        Happened::Unpaused { by } => format!("client unpaused by {}", name(*by)),
        Happened::MarkedUnread { by } => format!("marked unread by {}", name(*by)),
        Happened::Tagged { by, tag } => format!("tagged {tag} by {}", name(*by)),
        Happened::Untagged { by, tag } => format!("{tag} taken off by {}", name(*by)),
        Happened::Moved { by, to } => format!("moved to {to} by {}", name(*by)),
        Happened::Spam { by } => format!("spam, says {}", name(*by)),
        Happened::NoSpam { by } => format!("no spam, says {}", name(*by)),
        Happened::DialogMerged { by, dialog } => format!("#{dialog} merged by {}", name(*by)),
        Happened::Merged { by, client } => format!("client {client} merged by {}", name(*by)),
        Happened::Unknown => "unknown".to_owned(),
    }
}
