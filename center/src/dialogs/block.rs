//! Blocks a client (SB-58): he can't write until somebody lets him again. His dialogs stay
//! open or closed as they are (X10), and tell of it.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::{BlockClient, UnblockClient};
use beseda_protocol::client::Block;
use beseda_protocol::ids::{ClientId, OperatorId};
use beseda_protocol::limits::BLOCK_REASON_CHARS_MAX;
use beseda_protocol::message::Happened;

use super::told;
use crate::clients::{blocked, card};
use crate::storage::clients::Client;
use crate::storage::row::Json;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;
use crate::turn::text;

pub(crate) fn block(
    turn: &mut Turn<'_>,
    who: &Operator,
    BlockClient { client, reason }: BlockClient,
) -> Result<Done, Stop> {
    let reason = text::line(&reason, BLOCK_REASON_CHARS_MAX)?;
    begin(turn, who.me.id, client, reason)?;
    Ok(Done {})
}

pub(crate) fn unblock(
    turn: &mut Turn<'_>,
    who: &Operator,
    UnblockClient { client }: UnblockClient,
) -> Result<Done, Stop> {
    end(turn, who.me.id, client)?;
    Ok(Done {})
}

/// Says whether that is news. Who is blocked already stays so as he was, with the reason
/// that was given last.
pub(crate) fn begin(
    turn: &mut Turn<'_>,
    by: OperatorId,
    client: ClientId,
    reason: String,
) -> Result<bool, Stop> {
    let known = card::find(turn, client)?;
    let had = known.block.as_ref().map(|block| &block.0);
    if had.is_some_and(|had| had.reason == reason || reason.is_empty()) {
        return Ok(false);
    }
    let is_new = had.is_none();
    let (at, by) = had.map_or((turn.now, by), |had| (had.at, had.by));
    let block = Some(Json(Block { at, by, reason }));
    turn.change_client(Client { block, ..known })?;
    card::changed(turn, client)?;
    if is_new {
        told::in_dialogs_of(turn, client, &Happened::Blocked { by })?;
        blocked::tell(turn, client)?;
    }
    Ok(is_new)
}

/// Says whether that is news.
pub(crate) fn end(turn: &mut Turn<'_>, by: OperatorId, client: ClientId) -> Result<bool, Stop> {
    let known = card::find(turn, client)?;
    if known.block.is_none() {
        return Ok(false);
    }
    let block = None;
    turn.change_client(Client { block, ..known })?;
    card::changed(turn, client)?;
    told::in_dialogs_of(turn, client, &Happened::Unblocked { by })?;
    blocked::tell(turn, client)?;
    Ok(true)
}
