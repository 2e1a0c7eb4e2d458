//! Puts marks on clients and dialogs, and takes them off. Twice is as once.

use beseda_protocol::ids::{ClientId, DialogId, MarkId};
use beseda_protocol::limits::MARKS_ON_ONE_MAX;
use beseda_protocol::refusal::{Code, Refusal};

use super::tables::{self, Table};
use crate::storage::sql::Value;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit, refuse};

/// What has marks.
#[derive(Debug, Clone, Copy)]
pub(crate) enum On {
    Client(ClientId),
    Dialog(DialogId),
}

/// Whether it had to be put on.
pub(crate) fn add(turn: &mut Turn<'_>, on: On, mark: MarkId) -> Result<bool, Stop> {
    let table = table(turn, on, mark)?;
    let row = [on.into(), mark.0.into()];
    if !turn.storage.query(table.has, &row)?.is_empty() {
        return Ok(false);
    }
    check_limit(turn.count(table.count, &row[..1])?, MARKS_ON_ONE_MAX)?;
    turn.write(table.add, &row)?;
    Ok(true)
}

/// Whether it had to be taken off.
pub(crate) fn remove(turn: &mut Turn<'_>, on: On, mark: MarkId) -> Result<bool, Stop> {
    let table = table(turn, on, mark)?;
    let row = [on.into(), mark.0.into()];
    if turn.storage.query(table.has, &row)?.is_empty() {
        return Ok(false);
    }
    turn.write(table.remove, &row)?;
    Ok(true)
}

/// Where a mark is told that is for this: another one is gone, or never was.
fn table(turn: &Turn<'_>, on: On, mark: MarkId) -> Result<&'static Table, Refusal> {
    let kind = turn.cache.marks.get(&mark).map(|mark| mark.kind);
    let is_of_clients = matches!(on, On::Client(_));
    let kind = kind.filter(|kind| kind.is_of_clients() == is_of_clients);
    kind.map(tables::of).ok_or_else(|| refuse(Code::Stale))
}

impl From<On> for Value {
    fn from(on: On) -> Self {
        match on {
            On::Client(id) => id.into(),
            On::Dialog(id) => id.into(),
        }
    }
}
