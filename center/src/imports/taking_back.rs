//! Takes back what an import has made, as long as nobody has touched it since.

use beseda_protocol::ask::imports::UndoImport;
use beseda_protocol::ask::jobs::BegunJob;
use beseda_protocol::ids::{ClientId, DialogId, MessageId};
use beseda_protocol::import::RowState;
use beseda_protocol::job::Work;
use beseda_protocol::limits::IMPORT_UNDO_MS;
use beseda_protocol::refusal::Code;

use super::begin::{begin_job, find, running};
use crate::clients::card;
use crate::marks::put::{self, On};
use crate::storage::clients::Client;
use crate::storage::identities;
use crate::storage::imports::{Made, RowRecord, Said};
use crate::storage::marks;
use crate::storage::row::Json;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;

pub(crate) fn begin(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: UndoImport,
) -> Result<BegunJob, Stop> {
    let record = find(turn, &asked.import)?;
    let Json(counts) = &record.counts;
    let is_late = record
        .worked_at
        .is_none_or(|at| turn.now >= at.plus_ms(IMPORT_UNDO_MS));
    let total = counts.made + counts.changed - counts.undone - counts.kept;
    if is_late || record.is_undone || running(turn, &record).is_some() || total == 0 {
        return Err(refuse(Code::Stale).into());
    }
    let work = Work::UndoImport {
        import: asked.import,
    };
    let place = counts.rows + 1;
    begin_job(turn, who, record, work, |job| {
        job.total = total;
        job.place = place;
    })
}

/// What is to be done with a row that is taken back.
pub(crate) enum Back {
    /// The client is deleted, who has nothing but what the row has made.
    Delete(ClientId),
    /// His card says again what it said.
    Done(RowRecord),
    /// Somebody has touched it.
    Kept(RowRecord),
}

/// Takes back what a row has made; a client who is to be deleted, the caller deletes. `None`:
/// it has made nothing.
pub(crate) fn take_back(turn: &mut Turn<'_>, row: RowRecord) -> Result<Option<Back>, Stop> {
    let (Some(Json(made)), Some(client)) = (row.made.clone(), row.client) else {
        return Ok(None);
    };
    let is_taken = match made {
        Made::Client { dialog, is } => {
            if is_untouched(turn, client, dialog, &is)? {
                return Ok(Some(Back::Delete(client)));
            }
            false
        }
        Made::Filled { was, is, contact } => put_back(turn, client, was, &is, contact)?,
    };
    let state = match is_taken {
        true => RowState::Undone {},
        false => RowState::Kept { client },
    };
    let row = RowRecord {
        state: Json(state),
        made: None,
        ..row
    };
    Ok(Some(match is_taken {
        true => Back::Done(row),
        false => Back::Kept(row),
    }))
}

/// Whether there is nothing of a client but what a row has made.
fn is_untouched(
    turn: &mut Turn<'_>,
    id: ClientId,
    dialog: DialogId,
    is: &Said,
) -> Result<bool, Stop> {
    let Some(client) = turn.client(id)?.cloned() else {
        return Ok(false);
    };
    let untouched = Client {
        comment: is.comment.clone(),
        ..Client::new(id, is.name.clone(), client.created_at)
    };
    if client != untouched {
        return Ok(false);
    }
    let mut has = marks::of_client(turn.storage, id)?;
    let mut put = is.marks.clone();
    has.sort_unstable();
    put.sort_unstable();
    if has != put || turn.count(ELSE, &[id.into()])? != 1 {
        return Ok(false);
    }
    if identities::of_client(turn.storage, id)?.len() != 1 {
        return Ok(false);
    }
    let his = turn.dialogs_of(id, DialogId(0), 2)?;
    let [only] = &his[..] else {
        return Ok(false);
    };
    let tags = marks::of_dialog(turn.storage, dialog)?;
    Ok(only.id == dialog
        && only.last.id == MessageId(0)
        && only.chain.newest.is_none()
        && tags.is_empty())
}

/// Contacts, notes, variables and merged clients: an import has made one contact.
const ELSE: &str = "SELECT (SELECT count(*) FROM client_contacts WHERE client = ?1)
    + 2 * (SELECT count(*) FROM client_notes WHERE client = ?1)
    + 2 * (SELECT count(*) FROM client_variables WHERE client = ?1)
    + 2 * (SELECT count(*) FROM clients WHERE merged_into = ?1)";

/// Whether a card could be made to say again what it said.
fn put_back(
    turn: &mut Turn<'_>,
    id: ClientId,
    was: Said,
    is: &Said,
    contact: Option<String>,
) -> Result<bool, Stop> {
    let Some(client) = turn.client(id)?.cloned() else {
        return Ok(false);
    };
    let has = marks::of_client(turn.storage, id)?;
    let is_so = (&client.name, &client.comment) == (&is.name, &is.comment)
        && client.merged_into.is_none()
        && is.marks.iter().all(|mark| has.contains(mark));
    if !is_so {
        return Ok(false);
    }
    if let Some(folded) = contact {
        turn.write(TAKE_CONTACT, &[id.into(), folded.into()])?;
    }
    turn.change_client(Client {
        name: was.name,
        comment: was.comment,
        ..client
    })?;
    for mark in &is.marks {
        put::remove(turn, On::Client(id), *mark)?;
    }
    card::changed(turn, id)?;
    Ok(true)
}

const TAKE_CONTACT: &str = "DELETE FROM client_contacts WHERE client = ? AND folded = ?";
