//! Deletes a client for good. In the turn that is asked for it everything goes by which he
//! is found, so that nobody sees any of it from then on; his messages, to which nothing
//! leads any more, and events that refer to what is gone go in slices. The bytes of his
//! files lie in other objects, which are told until they say that they have deleted them.
//!
//! That he was deleted is itself an event, later than all that is: so the log's end never
//! falls back. His numbers are never given again.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::{ClientExtent, DeleteClient, MeasureClient};
use beseda_protocol::ids::{ClientId, DialogId, FileId, IdentityId, JobId, Seq};
use beseda_protocol::job::Work;
use beseda_protocol::refusal::Code;

use crate::dialogs::mentioning;
use crate::search::{removing, upkeep};
use crate::storage::deletion;
use crate::storage::events::What;
use crate::storage::identities;
use crate::storage::jobs::JobRow;
use crate::storage::place::Place;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::job_list::{self, Step};
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{Output, To, center_row, fanout, log, views};

/// Messages of one slice: each is a row and an entry of an index, some 5 us.
const MESSAGES: u64 = 100;

/// Places of the log that are looked through in one slice.
const PLACES: u64 = 1_000;

/// Files that a store is told of at once.
const FILES: u64 = 100;

/// How soon a store is told again that has not answered, in ms.
const TELL_AGAIN_MS: u64 = 60 * 1000;

/// How much would be deleted with a client.
pub(crate) fn measure(
    turn: &mut Turn<'_>,
    _: &Operator,
    MeasureClient { client }: MeasureClient,
) -> Result<ClientExtent, Stop> {
    let client = find(turn, client)?;
    let extent = deletion::extent(turn.storage, client)?;
    Ok(ClientExtent {
        dialogs: extent.dialogs,
        messages: extent.messages,
        files: extent.files,
    })
}

/// Hides all of him in this turn, and begins the job that deletes what nobody finds any more.
pub(crate) fn delete(
    turn: &mut Turn<'_>,
    who: &Operator,
    DeleteClient { client }: DeleteClient,
) -> Result<Done, Stop> {
    let client = find(turn, client)?;
    let n_messages = deletion::extent(turn.storage, client)?.messages;
    let job = job_list::begin(turn, Work::DeleteClient { client }, who.me.id, n_messages)?;
    hide(turn, client, &job)?;
    Ok(Done {})
}

/// Hides all of a client, for a job that deletes what nobody finds any more.
pub(super) fn hide(turn: &mut Turn<'_>, client: ClientId, job: &JobId) -> Result<(), Stop> {
    let client = find(turn, client)?;
    // What has happened so far is told while it can be shown.
    fanout::flush(turn)?;
    let ids = identities::of_client(turn.storage, client)?;
    let mut views_from = 0;
    for id in &ids {
        views_from = views_from.max(turn.sure_identity(id)?.view + 1);
    }
    let merged = deletion::merged_into(turn.storage, client)?;
    let dialogs = turn.dialogs_of(client, DialogId(0), u64::from(u32::MAX))?;
    for dialog in &dialogs {
        mentioning::moved(turn, dialog.id)?;
    }
    deletion::hide(turn.buffer()?, client, &ids, &dialogs, job)?;
    for dialog in &dialogs {
        let was = Place::of(dialog);
        turn.cache.talk.forget_dialog(dialog.id);
        turn.cache.cube.change(Some(dialog), None);
        log::happen(turn, What::Deleted(dialog.id, was), None)?;
    }
    log::happen(turn, What::ClientDeleted(client), None)?;
    for client in merged.into_iter().chain([client]) {
        turn.cache.talk.forget_client(client);
    }
    center_row::raise_floors(turn, views_from)?;
    for identity in ids {
        turn.cache.talk.forget_identity(&identity);
        tell(turn, &identity);
        delete_files(turn, &identity)?;
    }
    Ok(())
}

/// A client, or whom he turned out to be.
fn find(turn: &mut Turn<'_>, client: ClientId) -> Result<ClientId, Stop> {
    match turn.client(client)? {
        Some(client) => Ok(client.merged_into.unwrap_or(client.id)),
        None => Err(refuse(Code::NotFound).into()),
    }
}

/// His widgets get a view in which there is nothing; whatever they say begins anew.
fn tell(turn: &mut Turn<'_>, identity: &IdentityId) {
    let reset = views::empty(turn.cache);
    turn.send(To::Identity(identity.clone()), &reset);
}

pub(super) fn slice(turn: &mut Turn<'_>, job: &mut JobRow) -> Result<Step, Stop> {
    let (n_messages, step) = erase(turn, job)?;
    job.done += n_messages;
    Ok(step)
}

/// Deletes some messages, and what the search index has of them; when there are none, merges
/// some of its tables that had any; then deletes some events. Says how many messages it were.
pub(super) fn erase(turn: &mut Turn<'_>, job: &mut JobRow) -> Result<(u64, Step), Stop> {
    let messages = deletion::some_messages(turn.storage, &job.id, MESSAGES)?;
    if !messages.is_empty() {
        deletion::cut_chain(turn.buffer()?, &messages)?;
        removing::remove(turn, &messages)?;
        return Ok((messages.len() as u64, Step::More));
    }
    if upkeep::clear(turn)? {
        return Ok((0, Step::More));
    }
    let after = job.place.max(turn.cache.pruned.0);
    let upto = (after + PLACES).min(turn.cache.seq.0);
    deletion::forget_events(turn.buffer()?, Seq(after), Seq(upto))?;
    job.place = upto;
    let step = match upto < turn.cache.seq.0 {
        true => Step::More,
        false => Step::Last,
    };
    Ok((0, step))
}

/// Tells an identity's store of some files, and again after a while unless it answers.
pub(crate) fn delete_files(turn: &mut Turn<'_>, identity: &IdentityId) -> Result<(), Stop> {
    let files = deletion::some_files(turn.storage, identity, FILES)?;
    if files.is_empty() {
        return Ok(());
    }
    let at = turn.now.plus_ms(TELL_AGAIN_MS);
    due::schedule(turn, Due::DeletedFiles, identity.as_str(), at)?;
    turn.out.push(Output::DeleteFiles {
        center: turn.cache.center.id.clone(),
        identity: identity.clone(),
        files,
    });
    Ok(())
}

/// A store has deleted them: the next ones, if there are any.
pub(crate) fn files_deleted(
    turn: &mut Turn<'_>,
    identity: &IdentityId,
    files: &[FileId],
) -> Result<(), Stop> {
    deletion::forget_files(turn.buffer()?, files)?;
    due::cancel(turn, Due::DeletedFiles, identity.as_str())?;
    delete_files(turn, identity)
}
