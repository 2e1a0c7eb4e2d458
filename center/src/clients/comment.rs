//! The comment on a client (X8): one text.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::SetClientComment;
use beseda_protocol::limits::COMMENT_CHARS_MAX;

use super::card;
use crate::storage::clients::Client;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;
use crate::turn::text;

pub(crate) fn set(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: SetClientComment,
) -> Result<Done, Stop> {
    let client = card::find(turn, asked.client)?;
    let comment = text::lines(&asked.comment, COMMENT_CHARS_MAX)?;
    if client.comment == comment {
        return Ok(Done {});
    }
    if client.comment != asked.replaced {
        return card::overtaken(turn);
    }
    turn.change_client(Client { comment, ..client })?;
    card::changed(turn, asked.client)
}
