//! The table of dialogs, one row each.

use beseda_protocol::filter::Filter;
use beseda_protocol::ids::{ChannelId, ClientId, DialogId, OperatorId, SiteId, Timestamp};

use super::cell::Cell;
use super::{Rows, SLICE, Table, name_of};
use crate::list::selected;
use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::jobs::JobRow;
use crate::storage::marks;
use crate::storage::row::Columns;
use crate::storage::sql::{Row, Value};
use crate::turn::current::Turn;
use crate::turn::dates;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

pub(super) fn heading(table: &Table) -> Vec<Cell> {
    let words = table.words.dialogs.iter();
    words.map(|word| Cell::from(*word)).collect()
}

/// What comes next, and below which number the rest is.
pub(super) fn rows(
    turn: &Turn<'_>,
    by: &Operator,
    job: &JobRow,
    table: &Table,
    filter: &Filter,
) -> Result<Rows, Stop> {
    let below = DialogId(job.place);
    let found = selected::dialogs(turn, &by.me, filter, below, SLICE)?;
    let mut rows = Vec::with_capacity(found.ids.len());
    for row in turn.storage.query(OF_DIALOGS, &[Value::list(&found.ids)])? {
        rows.push(written(turn, table, DialogRow::read(row)?)?);
    }
    let rest = found.rest.map(|id| id.0);
    Ok(Rows { rows, rest })
}

fn written(turn: &Turn<'_>, table: &Table, dialog: DialogRow) -> Result<Vec<Cell>, Fault> {
    let words = table.words;
    let at = |at: Timestamp| Cell::from(dates::written(at, &table.zone));
    let maybe_at = |maybe: Option<Timestamp>| maybe.map_or(Cell::empty(), at);
    let channel = turn.cache.channels.get(&dialog.channel);
    let tags = marks::of_dialog(turn.storage, dialog.id)?;
    let tags = tags.iter().filter_map(|id| turn.cache.marks.get(id));
    let tags: Vec<&str> = tags.map(|mark| mark.name.as_str()).collect();
    let state = match dialog.closed_at {
        Some(_) => words.closed,
        None => words.open,
    };
    Ok(vec![
        Cell::Number(dialog.id.0),
        Cell::Number(dialog.client.0),
        dialog.name.into(),
        channel.map(|channel| channel.name.clone()).into(),
        words.transport(&turn.cache.transport(&dialog.site)).into(),
        turn.cache.site_name(&dialog.site).into(),
        state.into(),
        name_of(turn, dialog.responsible).into(),
        at(dialog.created_at),
        maybe_at(dialog.first_reply_at),
        at(dialog.last_at),
        maybe_at(dialog.closed_at),
        Cell::Number(dialog.n_messages),
        tags.join(", ").into(),
    ])
}

struct DialogRow {
    id: DialogId,
    client: ClientId,
    name: Option<String>,
    channel: ChannelId,
    site: SiteId,
    responsible: OperatorId,
    created_at: Timestamp,
    first_reply_at: Option<Timestamp>,
    last_at: Timestamp,
    closed_at: Option<Timestamp>,
    n_messages: u64,
}

impl DialogRow {
    fn read(row: Row) -> Result<Self, Fault> {
        let mut cells = Cells::new(row, "dialogs");
        Ok(Self {
            id: Columns::read(&mut cells)?,
            client: Columns::read(&mut cells)?,
            name: Columns::read(&mut cells)?,
            channel: Columns::read(&mut cells)?,
            site: Columns::read(&mut cells)?,
            responsible: Columns::read(&mut cells)?,
            created_at: Columns::read(&mut cells)?,
            first_reply_at: Columns::read(&mut cells)?,
            last_at: Columns::read(&mut cells)?,
            closed_at: Columns::read(&mut cells)?,
            n_messages: Columns::read(&mut cells)?,
        })
    }
}

const OF_DIALOGS: &str = "SELECT d.id, i.client, c.name, d.channel, d.site, d.responsible,
        d.created_at, d.first_reply_at, d.last_at, d.closed_at, d.n_messages
    FROM json_each(?) wanted CROSS JOIN dialogs d ON d.id = wanted.value
    CROSS JOIN identities i ON i.id = d.identity
    CROSS JOIN clients c ON c.id = i.client ORDER BY d.id DESC";
