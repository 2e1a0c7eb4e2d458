//! A client's variables: named values.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::SetClientVariable;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::ClientId;
use beseda_protocol::limits::{VARIABLE_NAME_CHARS_MAX, VARIABLE_VALUE_CHARS_MAX, VARIABLES_MAX};

use super::card;
use crate::storage::cells::Cells;
use crate::storage::profiles::VariableRow;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit};
use crate::turn::speaker::Operator;
use crate::turn::text;

pub(crate) fn set(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: SetClientVariable,
) -> Result<Done, Stop> {
    let client = asked.client;
    card::find(turn, client)?;
    let name = text::line(&asked.name, VARIABLE_NAME_CHARS_MAX)?;
    let name = text::something(name, "Give the variable a name.")?;
    let value = asked.value.map(|value| {
        let value = text::line(&value, VARIABLE_VALUE_CHARS_MAX)?;
        text::something(value, "Give the variable a value.")
    });
    let value = value.transpose()?;
    let key = [client.into(), name.as_str().into()];
    let rows = turn.storage.query(VALUE, &key)?;
    let now = Cells::maybe(rows, "client_variables");
    let now = now.map(|mut cells| cells.text()).transpose()?;
    if now == value {
        return Ok(Done {});
    }
    if now != asked.replaced {
        return card::overtaken(turn);
    }
    match value {
        Some(value) => {
            if now.is_none() {
                check_limit(turn.count(COUNT, &[client.into()])?, VARIABLES_MAX)?;
            }
            let folded = fold(&value);
            let row = VariableRow {
                client,
                name,
                value,
                folded,
            };
            turn.put(&VariableRow::UPSERT, row)?;
        }
        None => turn.write(REMOVE, &key)?,
    }
    card::changed(turn, client)
}

/// Gives a client a variable, whatever it was before; where he has as many as may be, no more.
pub(super) fn put(
    turn: &mut Turn<'_>,
    client: ClientId,
    name: String,
    value: String,
) -> Result<(), Stop> {
    let key = [client.into(), name.as_str().into()];
    let is_new = turn.storage.query(VALUE, &key)?.is_empty();
    if is_new && turn.count(COUNT, &[client.into()])? >= VARIABLES_MAX as u64 {
        return Ok(());
    }
    let folded = fold(&value);
    let row = VariableRow {
        client,
        name,
        value,
        folded,
    };
    turn.put(&VariableRow::UPSERT, row)
}

const VALUE: &str = "SELECT value FROM client_variables WHERE client = ? AND name = ?";

const COUNT: &str = "SELECT count(*) FROM client_variables WHERE client = ?";

const REMOVE: &str = "DELETE FROM client_variables WHERE client = ? AND name = ?";
