//! An operator changes or withdraws a message of his own, for five minutes. Everybody who
//! sees it is told by one event; what it said at first is kept for administrators.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{EditMessage, FirstSaid, FirstText, WithdrawMessage};
use beseda_protocol::ids::{DialogId, IdentityId, MessageId};
use beseda_protocol::limits::REVISE_MS_MAX;
use beseda_protocol::message::{Body, Content, File, Message};
use beseda_protocol::refusal::{Code, Refusal};

use super::deliveries;
use super::draft;
use super::mentioning;
use crate::files::uploads;
use crate::search::revising;
use crate::storage::events::What;
use crate::storage::fault::Fault;
use crate::storage::messages;
use crate::storage::revisions::{self, FirstRow};
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;

pub(crate) fn edit(turn: &mut Turn<'_>, who: &Operator, asked: EditMessage) -> Result<Done, Stop> {
    draft::check_text(&asked.text)?;
    let message = own(turn, who, asked.dialog, asked.message)?;
    if file_of(&message).is_some() {
        return Err(refuse(Code::Invalid).into());
    }
    // Said again, or as it was.
    if message.text() == Some(asked.text.as_str()) {
        return Ok(Done {});
    }
    if message.is_withdrawn() {
        return Err(refuse(Code::Stale).into());
    }
    check_time(turn, &message)?;
    if message.content.is_talk() {
        deliveries::check_is_here(turn, asked.dialog, asked.message)?;
    }
    revise(turn, message, asked.text)
}

pub(crate) fn withdraw(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: WithdrawMessage,
) -> Result<Done, Stop> {
    let message = own(turn, who, asked.dialog, asked.message)?;
    if message.is_withdrawn() {
        return Ok(Done {});
    }
    check_time(turn, &message)?;
    if message.content.is_talk() {
        deliveries::check_is_here(turn, asked.dialog, asked.message)?;
        deliveries::withdraw(turn, asked.dialog, asked.message)?;
    }
    revise(turn, message, String::new())
}

/// What a message said before it was changed.
pub(crate) fn first(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: FirstText,
) -> Result<FirstSaid, Stop> {
    let found = messages::load(turn.storage, asked.message)?;
    let is_there = found.is_some_and(|message| message.dialog == asked.dialog);
    let first = match is_there && turn.dialog(asked.dialog)?.is_some() {
        true => revisions::first(turn.storage, asked.message)?,
        false => None,
    };
    let FirstRow { text, file, .. } = first.ok_or_else(|| refuse(Code::NotFound))?;
    let is_file = file.is_some();
    Ok(FirstSaid { text, is_file })
}

/// A message as it was said, whatever has become of it since: so a repeat is known by what it
/// repeats.
pub(super) fn as_said(turn: &Turn<'_>, message: Message) -> Result<Message, Fault> {
    if message.revised_at.is_none() {
        return Ok(message);
    }
    let Some(first) = revisions::first(turn.storage, message.id)? else {
        return Ok(message);
    };
    let content = match (message.content, first.file) {
        (Content::Operator { by, .. }, Some(id)) => {
            let (name, size, mime) = (first.text, 0, String::new());
            let file = File {
                id,
                name,
                size,
                mime,
            };
            let body = Body::File { file };
            Content::Operator { by, body }
        }
        (content, _) => saying(content, first.text),
    };
    Ok(Message { content, ..message })
}

/// A message of this dialog that is the asker's own.
fn own(turn: &Turn<'_>, who: &Operator, dialog: DialogId, id: MessageId) -> Result<Message, Stop> {
    let found = messages::load(turn.storage, id)?;
    let found = found.filter(|message| message.dialog == dialog);
    let message = found.ok_or_else(|| refuse(Code::Stale))?;
    match message.author() == Some(who.me.id) {
        true => Ok(message),
        false => Err(refuse(Code::Forbidden).into()),
    }
}

fn check_time(turn: &Turn<'_>, message: &Message) -> Result<(), Refusal> {
    match turn.now.ms_since(message.at) <= REVISE_MS_MAX {
        true => Ok(()),
        false => Err(refuse(Code::TooLate)),
    }
}

fn revise(turn: &mut Turn<'_>, message: Message, text: String) -> Result<Done, Stop> {
    let file = file_of(&message).cloned();
    let first = match &file {
        Some(file) => file.name.clone(),
        None => message.text().unwrap_or_default().to_owned(),
    };
    let row = FirstRow {
        message: message.id,
        text: first,
        file: file.as_ref().map(|file| file.id.clone()),
    };
    turn.put(&revisions::KEEP, row)?;
    revisions::revise(turn.buffer()?, message.id, &text, turn.now)?;
    if let Some(file) = &file {
        uploads::withdraw(turn, &file.id)?;
    }
    revising::revise(turn, message.id, &text)?;
    let seen_by = seen_by(turn, &message)?;
    let mut content = saying(message.content.clone(), text);
    if let Content::Note { text, mentions, .. } = &mut content {
        let dialog = turn.sure_dialog(message.dialog)?.clone();
        *mentions = mentioning::called(turn, &dialog, text, mentions);
    }
    let revised = Message {
        revised_at: Some(turn.now),
        content,
        ..message.clone()
    };
    mentioning::revised(turn, &message, &revised)?;
    turn.change_dialog(revised.dialog, |dialog| dialog.revise(&revised))?;
    log::happen(turn, What::Revised(revised), seen_by.as_ref())?;
    turn.save()?;
    Ok(Done {})
}

/// Whose view it is in, if the client sees it.
fn seen_by(turn: &mut Turn<'_>, message: &Message) -> Result<Option<IdentityId>, Fault> {
    let identity = turn.sure_dialog(message.dialog)?.identity.clone();
    Ok(message.content.is_talk().then_some(identity))
}

fn file_of(message: &Message) -> Option<&File> {
    match &message.content {
        Content::Operator {
            body: Body::File { file },
            ..
        } => Some(file),
        _ => None,
    }
}

/// The same with another text.
fn saying(content: Content, text: String) -> Content {
    match content {
        Content::Operator { by, .. } => {
            let body = Body::Text { text };
            Content::Operator { by, body }
        }
        Content::Note { by, mentions, .. } => Content::Note { by, text, mentions },
        other => other,
    }
}
