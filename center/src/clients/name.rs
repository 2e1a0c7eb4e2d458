//! Names a client (KC-31).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::SetClientName;
use beseda_protocol::limits::NAME_CHARS_MAX;

use super::card;
use crate::storage::clients::Client;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;
use crate::turn::text;

pub(crate) fn set(turn: &mut Turn<'_>, _: &Operator, asked: SetClientName) -> Result<Done, Stop> {
    let client = card::find(turn, asked.client)?;
    let name = text::line(&asked.name.unwrap_or_default(), NAME_CHARS_MAX)?;
    let name = Some(name).filter(|name| !name.is_empty());
    if client.name == name {
        return Ok(Done {});
    }
    if client.name != asked.replaced {
        return card::overtaken(turn);
    }
    turn.change_client(Client { name, ..client })?;
    card::changed(turn, asked.client)
}
