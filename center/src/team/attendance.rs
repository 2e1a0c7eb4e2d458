//! How much employees are there: what the page "People" shows beside what events tell.

use std::collections::BTreeMap;

use beseda_protocol::ask::team::{Attendance, ListPeople, ListedPeople};
use beseda_protocol::ids::{OperatorId, Timestamp};

use super::links;
use crate::storage::cells::Cells;
use crate::storage::dialogs;
use crate::storage::fault::Fault;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

/// "Last seen" is written at most this often, in ms: it is shown to the minute.
const SEEN_EVERY_MS: u64 = 60 * 1000;

/// A console of his came or went.
pub(crate) fn note(turn: &mut Turn<'_>, id: OperatorId) -> Result<(), Stop> {
    // Reading goes on without room for this.
    if !turn.has_room() {
        return Ok(());
    }
    let before = Timestamp(turn.now.0.saturating_sub(SEEN_EVERY_MS));
    turn.write(
        "UPDATE employees SET seen_at = ?2
         WHERE id = ?1 AND (seen_at IS NULL OR seen_at NOT BETWEEN ?3 AND ?2)",
        &[id.into(), turn.now.into(), before.into()],
    )
}

/// See the module.
pub(crate) fn list(
    turn: &mut Turn<'_>,
    _: &Operator,
    ListPeople {}: ListPeople,
) -> Result<ListedPeople, Stop> {
    let online = turn.lines.operators_online();
    let seen = seen(turn)?;
    let ids: Vec<OperatorId> = turn.cache.employees.0.keys().copied().collect();
    let open = dialogs::n_open_of(turn.storage, &ids)?;
    let attendance = |(id, open_dialogs)| Attendance {
        id,
        online: online.contains(&id),
        seen_at: seen.get(&id).copied(),
        open_dialogs,
    };
    Ok(ListedPeople {
        people: open.into_iter().map(attendance).collect(),
        invitations: links::invitations(turn)?,
    })
}

fn seen(turn: &Turn<'_>) -> Result<BTreeMap<OperatorId, Timestamp>, Fault> {
    let statement = "SELECT id, seen_at FROM employees WHERE seen_at IS NOT NULL";
    let rows = turn.storage.query(statement, &[])?;
    let read = |row| {
        let mut cells = Cells::new(row, "employees");
        Ok((OperatorId(cells.int()?), Timestamp(cells.int()?)))
    };
    rows.into_iter().map(read).collect()
}
