//! Pauses a client (X25): what the center does by rule leaves him out, people write to him
//! as ever.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::{PauseClient, UnpauseClient};
use beseda_protocol::client::Pause;
use beseda_protocol::ids::ClientId;
use beseda_protocol::message::Happened;

use super::told;
use crate::clients::card;
use crate::storage::clients::Client;
use crate::storage::row::Json;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

pub(crate) fn pause(
    turn: &mut Turn<'_>,
    who: &Operator,
    PauseClient { client }: PauseClient,
) -> Result<Done, Stop> {
    let (at, by) = (turn.now, who.me.id);
    set(
        turn,
        client,
        Some(Pause { at, by }),
        &Happened::Paused { by },
    )
}

pub(crate) fn unpause(
    turn: &mut Turn<'_>,
    who: &Operator,
    UnpauseClient { client }: UnpauseClient,
) -> Result<Done, Stop> {
    let by = who.me.id;
    set(turn, client, None, &Happened::Unpaused { by })
}

fn set(
    turn: &mut Turn<'_>,
    client: ClientId,
    pause: Option<Pause>,
    happened: &Happened,
) -> Result<Done, Stop> {
    let known = card::find(turn, client)?;
    if known.pause.is_some() == pause.is_some() {
        return Ok(Done {});
    }
    let pause = pause.map(Json);
    turn.change_client(Client { pause, ..known })?;
    told::in_dialogs_of(turn, client, happened)?;
    // Who is paused no more may have waited.
    turn.may_distribute = true;
    card::changed(turn, client)
}
