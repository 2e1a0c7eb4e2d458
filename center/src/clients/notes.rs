//! Notes on a client (X8): a list, for employees only. One that was taken away can be put
//! back for a while.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::{AddClientNote, RemoveClientNote, RestoreClientNote};
use beseda_protocol::ids::{ClientId, NoteId};
use beseda_protocol::limits::{NOTE_CHARS_MAX, NOTES_MAX, REMOVED_NOTE_KEPT_MS};
use beseda_protocol::refusal::Code;
use beseda_protocol::webhook::WebhookEvent;

use super::card;
use crate::storage::profiles::NoteRow;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::{Stop, check_limit, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{text, webhooks};

pub(crate) fn add(turn: &mut Turn<'_>, who: &Operator, asked: AddClientNote) -> Result<Done, Stop> {
    let client = asked.client;
    card::find(turn, client)?;
    let text = text::lines(&asked.text, NOTE_CHARS_MAX)?;
    let text = text::something(text, "Write something first.")?;
    check_limit(turn.count(COUNT, &[client.into()])?, NOTES_MAX)?;
    let id = NoteId(turn.cache.seq.0 + 1);
    let row = NoteRow {
        id,
        client,
        at: turn.now,
        by: who.me.id,
        text,
        removed_at: None,
    };
    turn.put(&NoteRow::INSERT, row)?;
    webhooks::tell(turn, WebhookEvent::ClientNoteCreated, id.0)?;
    card::changed(turn, client)
}

pub(crate) fn remove(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: RemoveClientNote,
) -> Result<Done, Stop> {
    let RemoveClientNote { client, note } = asked;
    card::find(turn, client)?;
    if !has(turn, client, note, false)? {
        return Ok(Done {});
    }
    turn.write(
        "UPDATE client_notes SET removed_at = ? WHERE id = ?",
        &[turn.now.into(), note.0.into()],
    )?;
    let at = turn.now.plus_ms(REMOVED_NOTE_KEPT_MS);
    due::schedule(turn, Due::ClientNote, &note.to_string(), at)?;
    card::changed(turn, client)
}

pub(crate) fn restore(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: RestoreClientNote,
) -> Result<Done, Stop> {
    let RestoreClientNote { client, note } = asked;
    card::find(turn, client)?;
    if has(turn, client, note, false)? {
        return Ok(Done {});
    }
    if !has(turn, client, note, true)? {
        return Err(refuse(Code::NotFound).into());
    }
    check_limit(turn.count(COUNT, &[client.into()])?, NOTES_MAX)?;
    turn.write(
        "UPDATE client_notes SET removed_at = NULL WHERE id = ?",
        &[note.0.into()],
    )?;
    due::cancel(turn, Due::ClientNote, &note.to_string())?;
    card::changed(turn, client)
}

/// Nobody has put it back.
pub(crate) fn forget(turn: &mut Turn<'_>, note: &str) -> Result<(), Stop> {
    turn.write(
        "DELETE FROM client_notes WHERE id = CAST(? AS INTEGER) AND removed_at IS NOT NULL",
        &[note.into()],
    )
}

fn has(turn: &Turn<'_>, client: ClientId, note: NoteId, is_removed: bool) -> Result<bool, Stop> {
    let rows = turn.storage.query(
        "SELECT 1 FROM client_notes
         WHERE id = ? AND client = ? AND (removed_at IS NOT NULL) = ?",
        &[note.0.into(), client.into(), is_removed.into()],
    )?;
    Ok(!rows.is_empty())
}

const COUNT: &str = "SELECT count(*) FROM client_notes WHERE client = ? AND removed_at IS NULL";
