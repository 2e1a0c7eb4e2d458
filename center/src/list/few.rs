//! The dialogs that come into question, where they are few: then all of them are looked at
//! and sorted, some in a turn, and no order is walked past what is not asked for.

use beseda_protocol::filter::{Filter, ListPlace, Order, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, DialogId, Timestamp};
use beseda_protocol::limits::DIALOGS_PAGE;
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
use crate::turn::running::{Candidates, Way};

/// So many are few in one turn: looked at in about 1 ms, as a slice of a walk.
pub(super) const FEW: u64 = 500;

/// Predicates whose index is asked how much it has, for one question.
const ASKED_MAX: usize = 4;

/// How the dialogs are found that a filter shows.
pub(super) fn way(turn: &Turn<'_>, viewer: &Employee, filter: &Filter) -> Result<Way, Stop> {
    if let Some(dialogs) = of_cells(turn, viewer, filter, few_of)? {
        let clients = Vec::new();
        return Ok(driven(Candidates { dialogs, clients }));
    }
    let few = few_of(turn.cache.n_dialogs);
    let mut fewest: Option<Candidates> = None;
    for indexed in indexed::of_filter(turn, viewer, filter)?
        .into_iter()
        .take(ASKED_MAX)
    {
        let limit = fewest.as_ref().map_or(few, |found| found.len() as u64);
        let found = first(turn.storage, indexed, limit + 1)?;
        if found.len() as u64 <= limit {
            fewest = Some(found);
        }
    }
    Ok(fewest.map_or(Way::Walked, driven))
}

/// All dialogs that come into question, if they are no more than are looked at in one turn.
pub(super) fn in_one_turn(
    turn: &Turn<'_>,
    viewer: &Employee,
    filter: &Filter,
) -> Result<Option<Candidates>, Stop> {
    match way(turn, viewer, filter)? {
        Way::Driven { left, .. } if left.len() as u64 <= FEW => Ok(Some(left)),
        Way::Driven { .. } | Way::Walked => Ok(None),
    }
}

fn driven(left: Candidates) -> Way {
    let matching = Vec::new();
    Way::Driven { left, matching }
}

/// So many are few of `n` dialogs: as many as would be walked until a page is full, if they
/// lay anywhere among all; or a slice.
fn few_of(n: u64) -> u64 {
    FEW.max((DIALOGS_PAGE as u64 * n).isqrt())
}

/// The first of what an index has.
fn first(storage: &Storage<'_>, indexed: Indexed, limit: u64) -> Result<Candidates, Fault> {
    let Indexed { clients, dialogs } = indexed;
    let mut found = Candidates::default();
    if let Some(clients) = clients {
        found.clients = ids(storage, clients, limit, ClientId)?;
    }
    if let Some(dialogs) = dialogs {
        found.dialogs = ids(storage, dialogs, limit, DialogId)?;
    }
    Ok(found)
}

/// Those of the candidates that a filter shows.
pub(super) fn shown(
    storage: &Storage<'_>,
    among: &Candidates,
    conditions: &Conditions,
    order: Order,
) -> Result<Vec<(ListPlace, DialogId)>, Fault> {
    let mut shown = sorted(storage, &among.dialogs, conditions, order)?;
    if !among.clients.is_empty() {
        let wanted = Value::list(&among.clients);
        shown.extend(query(storage, OF_CLIENTS, wanted, conditions, order)?);
    }
    Ok(shown)
}

/// Those of them that a filter shows, in an order.
pub(super) fn sorted(
    storage: &Storage<'_>,
    among: &[DialogId],
    conditions: &Conditions,
    order: Order,
) -> Result<Vec<(ListPlace, DialogId)>, Fault> {
    let mut sorted = query(storage, OF_DIALOGS, Value::list(among), conditions, order)?;
    sorted.sort();
    Ok(sorted)
}

fn query(
    storage: &Storage<'_>,
    of_wanted: &str,
    wanted: Value,
    conditions: &Conditions,
    order: Order,
) -> Result<Vec<(ListPlace, DialogId)>, Fault> {
    let Clause {
        sql: listed_at,
        values,
    } = conditions.listed_at();
    let sql = format!(
        "SELECT d.id, d.unanswered_since, {listed_at}
         FROM json_each(?) wanted {of_wanted}{} WHERE {}",
        conditions.joins(),
        conditions.sql()
    );
    let mut values = values.clone();
    values.push(wanted);
    values.extend(conditions.values());
    let place = |row: Row| {
        let mut cells = Cells::new(row, "dialogs");
        let id = DialogId(cells.int()?);
        let since = cells.maybe_int()?.map(Timestamp);
        let place = order.place_of(id, since, Timestamp(cells.int()?));
        Ok((place, id))
    };
    let rows = storage.query(&sql, &values)?;
    rows.into_iter().map(place).collect()
}

/// Open dialogs that may be shown, if the cube says that they are `few` of all.
pub(super) fn of_cells(
    turn: &Turn<'_>,
    viewer: &Employee,
    filter: &Filter,
    few: impl Fn(u64) -> u64,
) -> Result<Option<Vec<DialogId>>, Fault> {
    let asked = Open::of(filter);
    match (filter.state, asked) {
        // None of them waits, and none is put off.
        (StateFilter::Closed, Open::Unanswered | Open::Snoozed) => return Ok(Some(Vec::new())),
        (StateFilter::All | StateFilter::Closed, Open::Any | Open::Awake) => return Ok(None),
        (StateFilter::Open, _) | (StateFilter::All, Open::Unanswered | Open::Snoozed) => {}
    }
    let n = |tally: Tally| match asked {
        Open::Any => tally.open,
        Open::Awake => tally.open - tally.snoozed,
        Open::Unanswered => tally.unanswered,
        Open::Snoozed => tally.snoozed,
    };
    let cells = turn.cache.cube.cells();
    let all: Vec<(Cell, u64)> = cells.map(|(cell, tally)| (cell, n(tally).into())).collect();
    let sum = |cells: &[(Cell, u64)]| cells.iter().map(|(_, n)| n).sum::<u64>();
    let is_asked = |(cell, n): &&(Cell, u64)| *n > 0 && is_asked(filter, viewer, *cell);
    let cells: Vec<(Cell, u64)> = all.iter().filter(is_asked).copied().collect();
    let n_asked = sum(&cells);
    if n_asked > few(sum(&all)) {
        return Ok(None);
    }
    let pair = |(cell, _): &(Cell, u64)| {
        let responsible = cell.responsible.0.map_or(NOBODY, |id| id.0);
        [responsible, cell.channel.0]
    };
    let pairs: Vec<[u64; 2]> = cells.iter().map(pair).collect();
    let shelves: Vec<u64> = asked.shelves().iter().map(|shelf| *shelf as u64).collect();
    let cells = Clause::new(OF_CELLS, [Value::list(&pairs), Value::list(&shelves)]);
    ids(turn.storage, cells, n_asked, DialogId).map(Some)
}

/// Which open dialogs a filter can show, as the cube counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Any,
    /// All but those that were put off.
    Awake,
    Unanswered,
    Snoozed,
}

impl Open {
    fn of(filter: &Filter) -> Self {
        match filter.tab {
            Tab::Unanswered => Self::Unanswered,
            _ if filter.all_of.contains(&Predicate::Unanswered {}) => Self::Unanswered,
            Tab::All | Tab::Mentions => Self::Any,
            Tab::Mine | Tab::Others | Tab::Free => Self::Awake,
            Tab::Snoozed => Self::Snoozed,
        }
    }

    const fn shelves(self) -> &'static [Shelf] {
        match self {
            Self::Any => &[
                Shelf::Unanswered,
                Shelf::Unread,
                Shelf::Quiet,
                Shelf::Snoozed,
            ],
            Self::Awake => &[Shelf::Unanswered, Shelf::Unread, Shelf::Quiet],
            Self::Unanswered => &[Shelf::Unanswered],
            Self::Snoozed => &[Shelf::Snoozed],
        }
    }
}

/// Whether a filter can show what is in a cell.
fn is_asked(filter: &Filter, viewer: &Employee, cell: Cell) -> bool {
    let Cell {
        responsible: Responsible(responsible),
        channel,
    } = cell;
    let is_of_tab = match filter.tab {
        Tab::All | Tab::Unanswered | Tab::Snoozed | Tab::Mentions => true,
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

fn ids<T>(
    storage: &Storage<'_>,
    found: Clause,
    limit: u64,
    id: impl Fn(u64) -> T,
) -> Result<Vec<T>, Fault> {
    let Clause { sql, mut values } = found;
    values.push(limit.into());
    let id = |row| Cells::new(row, "dialogs").int().map(&id);
    let rows = storage.query(&format!("{sql} LIMIT ?"), &values)?;
    rows.into_iter().map(id).collect()
}

/// Joined to what is wanted.
const OF_DIALOGS: &str = "CROSS JOIN dialogs d ON d.id = wanted.value";

const OF_CLIENTS: &str = "CROSS JOIN identities his ON his.client = wanted.value
    CROSS JOIN dialogs d ON d.identity = his.id";

const OF_CELLS: &str = "SELECT d.id FROM json_each(?) cell
    CROSS JOIN dialogs d INDEXED BY dialogs_cube
    WHERE d.closed_at IS NULL AND d.responsible = cell.value ->> 0
        AND d.channel = cell.value ->> 1 AND d.shelf IN (SELECT value FROM json_each(?))";
