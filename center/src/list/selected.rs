//! What a bulk act is about, some at a time. All that is found is gone through downwards by
//! number, whatever order a list shows: nothing that an act does changes a number, so
//! nothing is done twice or missed, and what has begun since is not meant.

use beseda_protocol::ask::list::CountedSelection;
use beseda_protocol::filter::{Filter, ListPlace, Order, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::limits::SELECTED_MAX;
use beseda_protocol::selection::Selection;
use beseda_protocol::team::Employee;

use super::clients;
use super::conditions::Conditions;
use super::few;
use super::predicates;
use super::walk::{SLICE, Walk};
use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::sql::Value;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::running::SelectedSoFar;

/// Some of what is found, and below which number the rest lies, if there may be any.
pub(crate) struct Found<T> {
    pub(crate) ids: Vec<T>,
    pub(crate) rest: Option<T>,
}

/// The dialogs that a filter shows below a number, at most so many.
pub(crate) fn dialogs(
    turn: &Turn<'_>,
    viewer: &Employee,
    filter: &Filter,
    below: DialogId,
    limit: usize,
) -> Result<Found<DialogId>, Stop> {
    let conditions = Conditions::of(turn, viewer, filter)?;
    let behind = Some(ListPlace::Created { id: below });
    let walk = Walk::of(filter, Order::Created);
    let slice = walk.slice(turn.storage, &conditions, behind, limit)?;
    let rest = slice.rest.and_then(|place| match place {
        ListPlace::Created { id } => Some(id),
        ListPlace::Newest { .. } | ListPlace::Waiting { .. } | ListPlace::Unknown => None,
    });
    let ids = slice.found;
    Ok(Found { ids, rest })
}

/// The clients of whom all of this is true below a number, at most so many.
pub(crate) fn clients(
    turn: &Turn<'_>,
    viewer: &Employee,
    all_of: &[Predicate],
    below: ClientId,
    limit: usize,
) -> Result<Found<ClientId>, Stop> {
    let slice = clients::next(turn, viewer, all_of, Some(below), limit)?;
    let (ids, rest) = (slice.found, slice.rest);
    Ok(Found { ids, rest })
}

/// All dialogs that a filter shows, the newest first, where they are few and found without a
/// walk.
pub(crate) fn few_dialogs(
    turn: &Turn<'_>,
    viewer: &Employee,
    filter: &Filter,
) -> Result<Option<Vec<DialogId>>, Stop> {
    let Some(few) = few::in_one_turn(turn, viewer, filter)? else {
        return Ok(None);
    };
    let conditions = Conditions::of(turn, viewer, filter)?;
    let mut shown = few::shown(turn.storage, &few, &conditions, Order::Created)?;
    shown.sort();
    shown.dedup();
    let few = shown.len() <= SELECTED_MAX;
    Ok(few.then(|| shown.into_iter().map(|(_, id)| id).collect()))
}

/// Which of some dialogs a filter still shows, the newest first.
pub(crate) fn still(
    turn: &Turn<'_>,
    viewer: &Employee,
    filter: &Filter,
    ids: &[DialogId],
) -> Result<Vec<DialogId>, Stop> {
    let conditions = Conditions::of(turn, viewer, filter)?;
    let shown = few::sorted(turn.storage, ids, &conditions, Order::Created)?;
    Ok(shown.into_iter().map(|(_, id)| id).collect())
}

/// Refuses a selection that nobody could ask a list for.
pub(crate) fn check(turn: &Turn<'_>, viewer: &Employee, on: &Selection) -> Result<(), Stop> {
    match on {
        Selection::FoundDialogs { filter } => {
            Conditions::of(turn, viewer, filter)?;
        }
        Selection::FoundClients { all_of } => {
            predicates::check(all_of)?;
            clients::among(turn, viewer, all_of, &[])?;
        }
        Selection::Dialogs { .. } | Selection::Clients { .. } | Selection::Unknown => {}
    }
    Ok(())
}

/// What was counted, as it is told.
pub(super) fn told(counted: &SelectedSoFar, is_whole: bool) -> CountedSelection {
    CountedSelection {
        dialogs: counted.n_dialogs,
        clients: counted.n_clients + counted.clients.len() as u64,
        unanswered: counted.n_unanswered,
        is_whole,
    }
}

fn count_dialogs(
    turn: &Turn<'_>,
    ids: &[DialogId],
    counted: &mut SelectedSoFar,
) -> Result<(), Fault> {
    for row in turn.storage.query(OF_DIALOGS, &[Value::list(ids)])? {
        let mut cells = Cells::new(row, "dialogs");
        counted.clients.insert(ClientId(cells.int()?));
        counted.n_unanswered += u64::from(cells.truth()?);
        counted.n_dialogs += 1;
    }
    Ok(())
}

fn count_clients(
    turn: &Turn<'_>,
    viewer: &Employee,
    ids: &[ClientId],
    counted: &mut SelectedSoFar,
) -> Result<(), Fault> {
    let seen = predicates::seen_by(viewer);
    let sql = format!("{OF_CLIENTS} AND {}", seen.sql);
    let mut values = vec![Value::list(ids)];
    values.extend(seen.values);
    let mut cells = Cells::first(turn.storage.query(&sql, &values)?, "dialogs")?;
    counted.n_dialogs += cells.int()?;
    counted.n_unanswered += cells.int()?;
    counted.n_clients += ids.len() as u64;
    Ok(())
}

/// Counts as much of a selection as a slice does, behind where the one before it ended;
/// says where the next one begins, if there is one.
pub(super) fn count(
    turn: &Turn<'_>,
    viewer: &Employee,
    on: &Selection,
    counted: &mut SelectedSoFar,
    below: Option<u64>,
) -> Result<Option<u64>, Stop> {
    let first = below.is_none();
    let below = below.unwrap_or(TOP);
    match on {
        Selection::Dialogs { ids } => {
            count_dialogs(turn, &still(turn, viewer, &EVERYTHING, ids)?, counted)?;
            Ok(None)
        }
        Selection::Clients { ids } => {
            let seen = clients::among(turn, viewer, &[], ids)?;
            count_clients(turn, viewer, &seen, counted)?;
            Ok(None)
        }
        Selection::FoundDialogs { filter } => {
            if first && let Some(few) = few_dialogs(turn, viewer, filter)? {
                count_dialogs(turn, &few, counted)?;
                return Ok(None);
            }
            let found = dialogs(turn, viewer, filter, DialogId(below), SLICE as usize)?;
            count_dialogs(turn, &found.ids, counted)?;
            Ok(found.rest.map(|id| id.0))
        }
        Selection::FoundClients { all_of } => {
            let found = self::clients(turn, viewer, all_of, ClientId(below), SLICE as usize)?;
            count_clients(turn, viewer, &found.ids, counted)?;
            Ok(found.rest.map(|id| id.0))
        }
        Selection::Unknown => Ok(None),
    }
}

/// Above all numbers that there are: what is stored lies below 2^53.
const TOP: u64 = 1 << 52;

/// Whatever somebody sees.
const EVERYTHING: Filter = Filter {
    state: StateFilter::All,
    tab: Tab::All,
    all_of: Vec::new(),
};

const OF_DIALOGS: &str = "SELECT i.client, d.closed_at IS NULL AND d.awaiting_reply_count > 0
    FROM json_each(?) wanted CROSS JOIN dialogs d ON d.id = wanted.value
    CROSS JOIN identities i ON i.id = d.identity";

const OF_CLIENTS: &str = "SELECT count(*),
        ifnull(sum(d.closed_at IS NULL AND d.awaiting_reply_count > 0), 0)
    FROM json_each(?) wanted CROSS JOIN identities i ON i.client = wanted.value
    CROSS JOIN dialogs d ON d.identity = i.id WHERE TRUE";
