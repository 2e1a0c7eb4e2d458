//! Adds a client by hand: somebody who has not written yet.

use beseda_protocol::ask::clients::AddClient;
use beseda_protocol::dialog::ClientBrief;
use beseda_protocol::ids::ClientId;
use beseda_protocol::limits::{CONTACTS_MAX, NAME_CHARS_MAX};

use super::{card, contacts};
use crate::storage::clients::Client;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit, invalid};
use crate::turn::speaker::Operator;
use crate::turn::{text, webhooks};

pub(crate) fn add(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: AddClient,
) -> Result<ClientBrief, Stop> {
    let AddClient {
        name,
        contacts: given,
    } = asked;
    let name = text::line(&name.unwrap_or_default(), NAME_CHARS_MAX)?;
    let name = Some(name).filter(|name| !name.is_empty());
    if name.is_none() && given.is_empty() {
        return Err(invalid("Give a name, a phone or an e-mail.").into());
    }
    check_limit(given.len() as u64, CONTACTS_MAX + 1)?;
    let id = ClientId(turn.cache.n_clients + 1);
    // All of it is looked at before any of it is written.
    let given = given.into_iter().map(contacts::read);
    let given = given.collect::<Result<Vec<_>, _>>()?;
    let client = Client::new(id, name, turn.now);
    let brief = client.brief();
    turn.begin_client(client)?;
    for contact in given {
        contacts::put(turn, id, contact)?;
    }
    webhooks::tell_of_client(turn, id)?;
    card::changed(turn, id)?;
    Ok(brief)
}
