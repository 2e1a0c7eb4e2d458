//! What the list shows of the clients who were found.

use std::collections::BTreeMap;

use beseda_protocol::ask::clients::ListedClient;
use beseda_protocol::ids::ClientId;
use beseda_protocol::team::Employee;

use crate::list::predicates;
use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::sql::Value;
use crate::storage::{clients, marks, profiles};
use crate::turn::current::Turn;

/// These clients, in this order.
pub(crate) fn rows(
    turn: &Turn<'_>,
    viewer: &Employee,
    ids: &[ClientId],
) -> Result<Vec<ListedClient>, Fault> {
    let mut clients = clients::load_all(turn.storage, ids)?;
    let mut contacts = profiles::contacts(turn.storage, ids)?;
    let mut marks = marks::of_clients(turn.storage, ids)?;
    let open = open_dialogs(turn, viewer, ids)?;
    let clients = ids.iter().filter_map(|id| clients.remove(id));
    let row = clients.map(|client| ListedClient {
        client: client.brief(),
        is_customer: client.saved_at.is_some(),
        contacts: contacts.remove(&client.id).unwrap_or_default(),
        marks: marks.remove(&client.id).unwrap_or_default(),
        created_at: client.created_at,
        open_dialogs: open.get(&client.id).copied().unwrap_or_default(),
    });
    Ok(row.collect())
}

/// How many open dialogs that the viewer sees each of them has, if any.
fn open_dialogs(
    turn: &Turn<'_>,
    viewer: &Employee,
    ids: &[ClientId],
) -> Result<BTreeMap<ClientId, u32>, Fault> {
    let seen = predicates::seen_by(viewer);
    let sql = format!(
        "SELECT i.client, count(*) FROM json_each(?) wanted
         CROSS JOIN identities i ON i.client = wanted.value
         CROSS JOIN dialogs d ON d.identity = i.id
         WHERE d.closed_at IS NULL AND {} GROUP BY i.client",
        seen.sql
    );
    let mut values = vec![Value::list(ids)];
    values.extend(seen.values);
    let rows = turn.storage.query(&sql, &values)?;
    let count = |row| {
        let mut cells = Cells::new(row, "dialogs");
        Ok((ClientId(cells.int()?), cells.count()?))
    };
    rows.into_iter().map(count).collect()
}
