//! A dialog's feed as lines of text, so that a test reads like the screen.

use beseda_protocol::ask::dialogs::OpenedDialog;
use beseda_protocol::message::{Body, Content, Happened};

/// A dialog's messages, one line each.
pub fn feed(opened: &OpenedDialog) -> Vec<String> {
    let lines = opened.messages.iter().map(|m| line_of(&m.content));
    lines.collect()
}

fn line_of(content: &Content) -> String {
    match content {
        Content::Visitor { body } => format!("visitor: {}", body_of(body)),
        Content::Operator { by, body } => format!("{}: {}", by.name, body_of(body)),
        Content::Note { by, text } => format!("{} notes: {text}", by.name),
        Content::System { happened } => format!("* {}", happened_of(happened)),
        Content::Unknown => "unknown".to_owned(),
    }
}

fn body_of(body: &Body) -> String {
    match body {
        Body::Text { text } => text.clone(),
        Body::File { file } => format!("[{}]", file.name),
        Body::Unknown => "unknown".to_owned(),
    }
}

fn happened_of(happened: &Happened) -> String {
    match happened {
        Happened::Begun {} => "begun".to_owned(),
        Happened::Claimed { by } => format!("claimed by {}", by.name),
        Happened::Assigned { by, to } => {
            let to = to.as_ref().map_or("nobody", |to| &to.name);
            format!("assigned to {to} by {}", by.name)
        }
        Happened::NoReplyNeeded { by } => format!("no reply needed, says {}", by.name),
        Happened::Closed { by } => format!("closed by {}", by.name),
        Happened::Reopened { by } => {
            let by = by.as_ref().map_or("the client", |by| &by.name);
            format!("reopened by {by}")
        }
        Happened::Unknown => "unknown".to_owned(),
    }
}
