//! The clients who come into question, where they are few: then all of them are looked at.

use beseda_protocol::filter::{Filter, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::team::Employee;

use super::conditions::Conditions;
use crate::list::few::{self as few_dialogs, FEW};
use crate::list::indexed::{self, Indexed};
use crate::list::predicates::Clause;
use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::sql::Value;
use crate::storage::write_buffer::Storage;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// All clients of whom it can be true, and maybe others; `None`: they are not few, or
/// nothing says so.
pub(super) fn candidates(
    turn: &Turn<'_>,
    viewer: &Employee,
    all_of: &[Predicate],
) -> Result<Option<Vec<ClientId>>, Stop> {
    if let Some(dialogs) = few_dialogs::of_cells(turn, viewer, &of_dialogs(all_of), |_| FEW)? {
        return Ok(Some(of(turn.storage, whose(&dialogs))?));
    }
    for one in all_of {
        if let Some(found) = of_predicate(turn, one)? {
            let ids = of(turn.storage, found)?;
            if ids.len() as u64 <= FEW {
                return Ok(Some(ids));
            }
        }
    }
    Ok(None)
}

/// What is asked of one dialog.
fn of_dialogs(all_of: &[Predicate]) -> Filter {
    let of_dialog = all_of.iter().filter(|one| one.is_of_dialog());
    Filter {
        state: StateFilter::All,
        tab: Tab::All,
        all_of: of_dialog.cloned().collect(),
    }
}

/// Those of them of whom the conditions are true, the newest first.
pub(super) fn those(
    storage: &Storage<'_>,
    among: &[ClientId],
    conditions: &Conditions,
) -> Result<Vec<ClientId>, Fault> {
    let sql = format!(
        "SELECT c.id FROM json_each(?) wanted CROSS JOIN clients c ON c.id = wanted.value{}
         WHERE {} ORDER BY c.id DESC",
        conditions.joins(),
        conditions.sql()
    );
    let mut values = vec![Value::list(among)];
    values.extend(conditions.values());
    ids(storage, &sql, &values)
}

/// How the clients of whom a predicate is true are found by an index, if there is one.
fn of_predicate(turn: &Turn<'_>, one: &Predicate) -> Result<Option<Clause>, Stop> {
    let Some(Indexed { clients, dialogs }) = indexed::read(turn, StateFilter::All, one)? else {
        return Ok(None);
    };
    let whose = dialogs.map(|its| Clause {
        sql: format!(
            "SELECT i.client AS client FROM ({}) its CROSS JOIN dialogs d ON d.id = its.dialog
             CROSS JOIN identities i ON i.id = d.identity",
            its.sql
        ),
        ..its
    });
    let all = clients.into_iter().chain(whose).reduce(|mut all, more| {
        all.or_those(more);
        all
    });
    Ok(all.map(|all| Clause {
        sql: format!("SELECT DISTINCT client FROM ({})", all.sql),
        ..all
    }))
}

/// Whose some dialogs are.
fn whose(dialogs: &[DialogId]) -> Clause {
    Clause::new(
        "SELECT DISTINCT i.client FROM json_each(?) its CROSS JOIN dialogs d ON d.id = its.value
         CROSS JOIN identities i ON i.id = d.identity",
        [Value::list(dialogs)],
    )
}

/// As many as are few, and one more.
fn of(storage: &Storage<'_>, found: Clause) -> Result<Vec<ClientId>, Fault> {
    let Clause { sql, mut values } = found;
    values.push((FEW + 1).into());
    ids(storage, &format!("{sql} LIMIT ?"), &values)
}

pub(super) fn ids(
    storage: &Storage<'_>,
    sql: &str,
    values: &[Value],
) -> Result<Vec<ClientId>, Fault> {
    let id = |row| Cells::new(row, "clients").int().map(ClientId);
    storage.query(sql, values)?.into_iter().map(id).collect()
}
