//! What is sent: what happened, and about what, as it is when it is sent. In the words of the
//! protocol, so that who reads the API reads this.

use beseda_protocol::ids::{ClientId, MessageId, NoteId};
use beseda_protocol::message::{Content, Message};
use beseda_protocol::webhook::WebhookEvent;
use serde_json::{Value, json};

use crate::storage::fault::Fault;
use crate::storage::webhooks::SendingRow;
use crate::storage::{messages, profiles};
use crate::turn::current::Turn;

/// As JSON; `None`: what it is about is not there any more.
pub(super) fn of(turn: &mut Turn<'_>, row: &SendingRow) -> Result<Option<String>, Fault> {
    let data = match row.event {
        WebhookEvent::MessageCreated | WebhookEvent::MessageUpdated | WebhookEvent::NoteCreated => {
            of_message(turn, MessageId(row.subject))?
        }
        WebhookEvent::DialogCreated
        | WebhookEvent::DialogAssigned
        | WebhookEvent::DialogMoved
        | WebhookEvent::DialogClosed
        | WebhookEvent::DialogReopened
        | WebhookEvent::DialogTagged
        | WebhookEvent::DialogUntagged => of_dialog(turn, MessageId(row.subject))?,
        WebhookEvent::ClientNoteCreated => of_client_note(turn, NoteId(row.subject))?,
        WebhookEvent::ClientCreated | WebhookEvent::ClientUpdated => {
            of_client(turn, ClientId(row.subject))?
        }
        WebhookEvent::ClientDeleted => Some(json!({ "client": { "id": row.subject } })),
        WebhookEvent::Test => Some(json!({ "text": "This is a test." })),
    };
    let at = i64::try_from(row.made_at.0).unwrap_or_default();
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    let body = data.map(|data| {
        let event = row.event.word();
        json!({ "type": event, "timestamp": at.to_string(), "data": data })
    });
    Ok(body.map(|body| body.to_string()))
}

fn of_message(turn: &mut Turn<'_>, id: MessageId) -> Result<Option<Value>, Fault> {
    let Some(message) = messages::load(turn.storage, id)? else {
        return Ok(None);
    };
    if turn.dialog(message.dialog)?.is_none() {
        return Ok(None);
    }
    let dialog = turn.summary(message.dialog)?;
    let by = author(turn, &message);
    Ok(Some(
        json!({ "message": message, "by": by, "dialog": dialog }),
    ))
}

/// An employee, if one has written it.
fn author(turn: &Turn<'_>, message: &Message) -> Option<Value> {
    let by = message.author()?;
    let person = turn.cache.employees.person(by);
    Some(json!({ "id": person.id, "name": person.name }))
}

fn of_dialog(turn: &mut Turn<'_>, id: MessageId) -> Result<Option<Value>, Fault> {
    let message = messages::load(turn.storage, id)?;
    let Some(message) = message else {
        return Ok(None);
    };
    if turn.dialog(message.dialog)?.is_none() {
        return Ok(None);
    }
    let dialog = turn.summary(message.dialog)?;
    let responsible = dialog.responsible.map(|id| turn.cache.employees.person(id));
    let Content::System { happened } = message.content else {
        return Ok(None);
    };
    Ok(Some(json!({
        "dialog": dialog,
        "responsible": responsible,
        "happened": happened,
    })))
}

fn of_client(turn: &mut Turn<'_>, id: ClientId) -> Result<Option<Value>, Fault> {
    let id = turn.who_is(id)?;
    let Some(client) = turn.client(id)?.cloned() else {
        return Ok(None);
    };
    let profile = profiles::load(turn.storage, &client)?;
    let marks = profile
        .marks
        .iter()
        .filter_map(|id| turn.cache.marks.get(id));
    let marks: Vec<_> = marks.collect();
    Ok(Some(json!({
        "client": client.brief(),
        "profile": profile,
        "marks": marks,
    })))
}

fn of_client_note(turn: &mut Turn<'_>, id: NoteId) -> Result<Option<Value>, Fault> {
    let Some((client, note)) = profiles::note(turn.storage, id)? else {
        return Ok(None);
    };
    let id = turn.who_is(client)?;
    let Some(client) = turn.client(id)?.cloned() else {
        return Ok(None);
    };
    let person = turn.cache.employees.person(note.by);
    Ok(Some(json!({
        "note": note,
        "by": { "id": person.id, "name": person.name },
        "client": client.brief(),
    })))
}
