//! Puts labels on clients, and takes them off (X7).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::{AddClientLabel, RemoveClientLabel};
use beseda_protocol::ids::{ClientId, LabelId};
use beseda_protocol::limits::CLIENT_LABELS_MAX;
use beseda_protocol::refusal::Code;

use super::card;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;

pub(crate) fn add(turn: &mut Turn<'_>, _: &Operator, asked: AddClientLabel) -> Result<Done, Stop> {
    let AddClientLabel { client, label } = asked;
    card::find(turn, client)?;
    if !turn.cache.labels.contains_key(&label) {
        return Err(refuse(Code::NotFound).into());
    }
    if has(turn, client, label)? {
        return Ok(Done {});
    }
    let count = "SELECT count(*) FROM client_labels WHERE client = ?";
    card::check_limit(
        card::count(turn, count, &[client.into()])?,
        CLIENT_LABELS_MAX,
    )?;
    turn.write(
        "INSERT INTO client_labels (client, label) VALUES (?, ?)",
        &[client.into(), label.0.into()],
    )?;
    card::changed(turn, client)
}

pub(crate) fn remove(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: RemoveClientLabel,
) -> Result<Done, Stop> {
    let RemoveClientLabel { client, label } = asked;
    card::find(turn, client)?;
    if !has(turn, client, label)? {
        return Ok(Done {});
    }
    turn.write(
        "DELETE FROM client_labels WHERE client = ? AND label = ?",
        &[client.into(), label.0.into()],
    )?;
    card::changed(turn, client)
}

fn has(turn: &Turn<'_>, client: ClientId, label: LabelId) -> Result<bool, Stop> {
    let rows = turn.storage.query(
        "SELECT 1 FROM client_labels WHERE client = ? AND label = ?",
        &[client.into(), label.0.into()],
    )?;
    Ok(!rows.is_empty())
}
