//! Saves a client as a customer (KC-31, KC-32): somebody who can be reached.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::SaveCustomer;

use super::card;
use crate::storage::clients::Client;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, invalid};
use crate::turn::speaker::Operator;

pub(crate) fn save(turn: &mut Turn<'_>, _: &Operator, asked: SaveCustomer) -> Result<Done, Stop> {
    let client = card::find(turn, asked.client)?;
    if client.saved_at.is_some() {
        return Ok(Done {});
    }
    let count = "SELECT count(*) FROM client_contacts WHERE client = ?";
    if turn.count(count, &[asked.client.into()])? == 0 {
        return Err(invalid("Add a phone or an e-mail first.").into());
    }
    let saved_at = Some(turn.now);
    turn.change_client(Client { saved_at, ..client })?;
    card::changed(turn, asked.client)
}
