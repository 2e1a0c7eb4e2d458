//! The table of clients: 11 columns (SB-45), then one for each variable (SB-46). What does
//! not exist yet, avatars, blocks and their history, has empty columns.

use beseda_protocol::client::Variable;
use beseda_protocol::export::TableFormat;
use beseda_protocol::filter::Predicate;
use beseda_protocol::ids::{ClientId, SiteId, Timestamp};
use beseda_protocol::mark::MarkKind;

use super::cell::Cell;
use super::{Rows, SLICE, Table};
use crate::list::selected;
use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::jobs::JobRow;
use crate::storage::row::Columns;
use crate::storage::sql::{Row, Value};
use crate::storage::{marks, profiles};
use crate::turn::current::Turn;
use crate::turn::dates;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

pub(super) fn heading(table: &Table, variables: &[String]) -> Vec<Cell> {
    let columns = table.words.clients.iter().map(|word| Cell::from(*word));
    let of_variables = variables.iter().map(|name| Cell::from(name.as_str()));
    columns.chain(of_variables).collect()
}

/// Who comes next, and below whom the rest is.
pub(super) fn rows(
    turn: &Turn<'_>,
    by: &Operator,
    job: &JobRow,
    table: &Table,
    all_of: &[Predicate],
    variables: &[String],
) -> Result<Rows, Stop> {
    let below = ClientId(job.place);
    let found = selected::clients(turn, &by.me, all_of, below, SLICE)?;
    let rows = written(turn, table, &found.ids, variables)?;
    let rest = found.rest.map(|id| id.0);
    Ok(Rows { rows, rest })
}

fn written(
    turn: &Turn<'_>,
    table: &Table,
    ids: &[ClientId],
    variables: &[String],
) -> Result<Vec<Vec<Cell>>, Fault> {
    let mut labels = marks::of_clients(turn.storage, ids)?;
    let mut values = match table.format {
        TableFormat::Csv if !variables.is_empty() => profiles::all_values(turn.storage, ids)?,
        _ => Default::default(),
    };
    let at = |at: Timestamp| Cell::from(dates::written(at, &table.zone));
    let mut rows = Vec::with_capacity(ids.len());
    for row in turn.storage.query(OF_CLIENTS, &[Value::list(ids)])? {
        let client = ClientRow::read(row)?;
        let labels = labels.remove(&client.id).unwrap_or_default();
        let labels = labels.iter().filter_map(|id| turn.cache.marks.get(id));
        let labels = labels.filter(|mark| mark.kind == MarkKind::Label);
        let labels: Vec<&str> = labels.map(|mark| mark.name.as_str()).collect();
        let site = client.site.as_ref();
        let kind = site.map(|site| table.words.transport(&turn.cache.transport(site)));
        let bot = site.map(|site| turn.cache.site_name(site));
        let mut cells = vec![
            Cell::Number(client.id.0),
            client.name.into(),
            kind.unwrap_or_default().into(),
            bot.into(),
            client.address.into(),
            at(client.created_at),
            client.seen_at.map_or(Cell::empty(), at),
            Cell::empty(),
            Cell::empty(),
            Cell::empty(),
            labels.join(", ").into(),
        ];
        if table.format == TableFormat::Csv {
            let his: Vec<Variable> = values.remove(&client.id).unwrap_or_default();
            let of = |name: &String| {
                let his = his.iter().find(|variable| variable.name == *name);
                Cell::from(his.map(|variable| variable.value.clone()))
            };
            cells.extend(variables.iter().map(of));
        }
        rows.push(cells);
    }
    Ok(rows)
}

/// What his row and the identity that was seen last tell.
struct ClientRow {
    id: ClientId,
    created_at: Timestamp,
    name: Option<String>,
    site: Option<SiteId>,
    address: Option<String>,
    seen_at: Option<Timestamp>,
}

impl ClientRow {
    fn read(row: Row) -> Result<Self, Fault> {
        let mut cells = Cells::new(row, "clients");
        Ok(Self {
            id: Columns::read(&mut cells)?,
            created_at: Columns::read(&mut cells)?,
            name: Columns::read(&mut cells)?,
            site: Columns::read(&mut cells)?,
            address: Columns::read(&mut cells)?,
            seen_at: Columns::read(&mut cells)?,
        })
    }
}

const OF_CLIENTS: &str = "SELECT c.id, c.created_at, c.name, i.site, a.address, i.seen_at
    FROM json_each(?) wanted CROSS JOIN clients c ON c.id = wanted.value
    LEFT JOIN identities i ON i.id = (
        SELECT id FROM identities WHERE client = c.id ORDER BY seen_at DESC, id LIMIT 1)
    LEFT JOIN addresses a ON a.identity = i.id ORDER BY c.id DESC";
