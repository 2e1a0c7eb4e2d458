//! What is done with a client is told where people talk with him.

use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::message::Happened;

use super::change::{self, Change, Post};
use crate::storage::dialogs::State;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights::CLIENT_DIALOGS_MAX;

/// Posts a system message in each open dialog of a client; in his latest, if none is open.
pub(super) fn in_dialogs_of(
    turn: &mut Turn<'_>,
    client: ClientId,
    happened: &Happened,
) -> Result<(), Stop> {
    let his = turn.dialogs_of(client, DialogId(0), CLIENT_DIALOGS_MAX)?;
    let open = his.iter().filter(|dialog| dialog.state == State::Open);
    let mut told: Vec<DialogId> = open.map(|dialog| dialog.id).collect();
    if told.is_empty() {
        told.extend(his.first().map(|latest| latest.id));
    }
    let post = |id| Change::Posted(id, Post::system(happened.clone()));
    change::apply(turn, told.into_iter().map(post).collect())?;
    Ok(())
}
