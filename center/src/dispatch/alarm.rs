//! The alarm rang: does what is due.

use beseda_protocol::ids::IdentityId;

use crate::clients::{notes, visits};
use crate::dialogs::{distribution, snooze, wait_limit};
use crate::files::uploads;
use crate::imports::begin as imports;
use crate::jobs::{deletion, export, silence, undoing};
use crate::list::saved;
use crate::saved_replies;
use crate::storage::due::{self, DueRow};
use crate::team::{links, presence, sessions, sign_in};
use crate::turn::current::Turn;
use crate::turn::due::Due;
use crate::turn::job_list;
use crate::turn::log;
use crate::turn::refusals::Stop;
use crate::webhooks::sending;

/// Deeds of one alarm; the rest waits for the next, which follows at once.
const DEEDS_PER_TURN: u64 = 100;

/// Does some of it; what is left rings again at once.
pub(crate) fn ring(turn: &mut Turn<'_>) -> Result<(), Stop> {
    let rows = due::by(turn.storage, turn.now, DEEDS_PER_TURN)?;
    turn.alarm_moved = true;
    for DueRow { kind, key, .. } in rows {
        // Off the list first: what it does may put it there again.
        turn.write(
            "DELETE FROM due WHERE kind = ? AND key = ?",
            &[kind.as_str().into(), key.as_str().into()],
        )?;
        match Due::ALL.into_iter().find(|due| due.word() == kind) {
            Some(Due::Session) => sessions::expire(turn, &key)?,
            Some(Due::Link) => links::forget(turn, &key)?,
            Some(Due::SignIn) => sign_in::forget(turn, &key)?,
            Some(Due::File) => uploads::expire(turn, &key)?,
            Some(Due::Visit) => visits::forget(turn, &key)?,
            Some(Due::DeletedFiles) => deletion::delete_files(turn, &IdentityId(key))?,
            Some(Due::Job) => job_list::ring(turn, &key)?,
            Some(Due::Undo) => undoing::forget(turn, &key)?,
            Some(Due::Export) => export::forget(turn, &key)?,
            Some(Due::Import) => imports::forget(turn, &key)?,
            Some(Due::Webhooks) => sending::ring(turn)?,
            Some(Due::WebhookLog) => sending::forget(turn, &key)?,
            Some(Due::ClientNote) => notes::forget(turn, &key)?,
            Some(Due::SavedFilter) => saved::forget(turn, &key)?,
            Some(Due::SavedReply) => saved_replies::forget(turn, &key)?,
            Some(Due::Snooze) => snooze::ring(turn, &key)?,
            Some(Due::Silence) => silence::ring(turn)?,
            Some(Due::Offline) => presence::ring(turn, &key)?,
            Some(Due::WaitLimit) => wait_limit::ring(turn)?,
            Some(Due::Distribution) => distribution::ring(turn),
            Some(Due::Prune) => log::prune(turn)?,
            // Of newer code, before a rollback.
            None => {}
        }
    }
    Ok(())
}
