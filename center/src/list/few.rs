//! The dialogs that come into question, where they are few: then all of them are looked at
//! and sorted, and no order is walked past what is not asked for.

use beseda_protocol::filter::{Filter, ListPlace, Order, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{DialogId, Timestamp};
use beseda_protocol::team::Employee;

use super::conditions::Conditions;
use super::indexed::{self, Indexed};
use super::predicates::Clause;
use crate::storage::cells::Cells;
use crate::storage::dialogs::{NOBODY, Responsible, Shelf};
use crate::storage::fault::Fault;
use crate::storage::sql::{Row, Value};
use crate::storage::write_buffer::Storage;
use crate::turn::cube::{Cell, Tally};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// So many are few: looked at in about 1 ms, as a slice of a walk.
pub(super) const FEW: u64 = 500;

/// All dialogs that a filter can show, and maybe others; `None`: they are not few, or
/// nothing says so.
pub(super) fn candidates(
    turn: &Turn<'_>,
    viewer: &Employee,
    filter: &Filter,
) -> Result<Option<Vec<DialogId>>, Stop> {
    if let Some(open) = of_cells(turn, viewer, filter)? {
        return Ok(Some(open));
    }
    for one in &filter.all_of {
        if let Some(found) = of_predicate(turn, one)? {
            let ids = ids(turn.storage, found)?;
            if ids.len() as u64 <= FEW {
                return Ok(Some(ids));
            }
        }
    }
    Ok(None)
}

/// Those of them that a filter shows, in an order.
pub(super) fn sorted(
    storage: &Storage<'_>,
    among: &[DialogId],
    conditions: &Conditions,
    order: Order,
) -> Result<Vec<(ListPlace, DialogId)>, Fault> {
    let sql = format!(
        "SELECT d.id, d.unanswered_since, d.last_client_at
         FROM json_each(?) wanted CROSS JOIN dialogs d ON d.id = wanted.value{} WHERE {}",
        conditions.joins(),
        conditions.sql()
    );
    let mut values = vec![Value::list(among)];
    values.extend(conditions.values());
    let place = |row: Row| {
        let mut cells = Cells::new(row, "dialogs");
        let id = DialogId(cells.int()?);
        let since = cells.maybe_int()?.map(Timestamp);
        let place = order.place_of(id, since, Timestamp(cells.int()?));
        Ok((place, id))
    };
    let rows = storage.query(&sql, &values)?;
    let mut sorted: Vec<_> = rows.into_iter().map(place).collect::<Result<_, Fault>>()?;
    sorted.sort();
    Ok(sorted)
}

/// Open dialogs that may be shown, if the cube says that they are few.
pub(super) fn of_cells(
    turn: &Turn<'_>,
    viewer: &Employee,
    filter: &Filter,
) -> Result<Option<Vec<DialogId>>, Fault> {
    let is_unanswered = asks_unanswered(filter);
    if filter.state != StateFilter::Open && !is_unanswered {
        return Ok(None);
    }
    let n = |tally: Tally| match is_unanswered {
        true => tally.unanswered,
        false => tally.open,
    };
    let cells = turn.cache.cube.cells();
    let cells = cells.filter(|(cell, tally)| n(*tally) > 0 && is_asked(filter, viewer, *cell));
    let cells: Vec<(Cell, u64)> = cells.map(|(cell, tally)| (cell, n(tally).into())).collect();
    if cells.iter().map(|(_, n)| n).sum::<u64>() > FEW {
        return Ok(None);
    }
    let pair = |(cell, _): &(Cell, u64)| {
        let responsible = cell.responsible.0.map_or(NOBODY, |id| id.0);
        [responsible, cell.channel.0]
    };
    let pairs: Vec<[u64; 2]> = cells.iter().map(pair).collect();
    let shelves: &[u64] = match is_unanswered {
        true => &[Shelf::Unanswered as u64],
        false => &[
            Shelf::Unanswered as u64,
            Shelf::Unread as u64,
            Shelf::Quiet as u64,
        ],
    };
    let cells = Clause::new(OF_CELLS, [Value::list(&pairs), Value::list(shelves)]);
    ids(turn.storage, cells).map(Some)
}

fn asks_unanswered(filter: &Filter) -> bool {
    filter.tab == Tab::Unanswered || filter.all_of.contains(&Predicate::Unanswered {})
}

/// Whether a filter can show what is in a cell.
fn is_asked(filter: &Filter, viewer: &Employee, cell: Cell) -> bool {
    let Cell {
        responsible: Responsible(responsible),
        channel,
    } = cell;
    let is_of_tab = match filter.tab {
        Tab::All | Tab::Unanswered => true,
        Tab::Mine => responsible == Some(viewer.id),
        Tab::Others => responsible.is_some_and(|id| id != viewer.id),
        Tab::Free => responsible.is_none(),
    };
    let is_named = |one: &Predicate| match one {
        Predicate::Channels { any_of } => any_of.contains(&channel),
        Predicate::Responsible { any_of } => responsible.is_some_and(|id| any_of.contains(&id)),
        _ => true,
    };
    cell.is_seen_by(Some(viewer)) && is_of_tab && filter.all_of.iter().all(is_named)
}

/// How the dialogs of which a predicate is true are found by an index, if there is one.
fn of_predicate(turn: &Turn<'_>, one: &Predicate) -> Result<Option<Clause>, Stop> {
    let Some(Indexed { clients, tagged }) = indexed::read(turn, one)? else {
        return Ok(None);
    };
    let mut dialogs = Clause::new(
        format!(
            "SELECT d.id AS dialog FROM ({}) his CROSS JOIN identities i ON i.client = his.client
             CROSS JOIN dialogs d ON d.identity = i.id",
            clients.sql
        ),
        clients.values,
    );
    if let Some(tagged) = tagged {
        dialogs.sql = format!("{} UNION ALL {}", dialogs.sql, tagged.sql);
        dialogs.values.extend(tagged.values);
    }
    // One client may have the value under several names.
    let sql = format!("SELECT DISTINCT dialog FROM ({})", dialogs.sql);
    Ok(Some(Clause { sql, ..dialogs }))
}

/// As many as are few, and one more.
fn ids(storage: &Storage<'_>, found: Clause) -> Result<Vec<DialogId>, Fault> {
    let Clause { sql, mut values } = found;
    values.push((FEW + 1).into());
    let id = |row| Cells::new(row, "dialogs").int().map(DialogId);
    let rows = storage.query(&format!("{sql} LIMIT ?"), &values)?;
    rows.into_iter().map(id).collect()
}

const OF_CELLS: &str = "SELECT d.id FROM json_each(?) cell
    CROSS JOIN dialogs d INDEXED BY dialogs_cube
    WHERE d.closed_at IS NULL AND d.responsible = cell.value ->> 0
        AND d.channel = cell.value ->> 1 AND d.shelf IN (SELECT value FROM json_each(?))";
