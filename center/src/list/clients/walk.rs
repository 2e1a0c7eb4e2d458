//! A slice of all clients: so many rows by their numbers, from one downwards, and those of
//! them of whom the conditions are true.

use beseda_protocol::ids::ClientId;

use super::conditions::Conditions;
use super::few::ids;
use crate::list::walk::SLICE;
use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::sql::Value;
use crate::storage::write_buffer::Storage;

/// Above all that there are: what is stored lies below 2^53.
const TOP: ClientId = ClientId(1 << 52);

/// What a slice has found.
pub(crate) struct Slice {
    pub(crate) found: Vec<ClientId>,
    /// Behind whom the next one begins; absent: that was all.
    pub(crate) rest: Option<ClientId>,
}

/// How many a slice has found.
pub(crate) struct Counted {
    pub(crate) n: u64,
    pub(crate) rest: Option<ClientId>,
}

/// The next clients behind one, at most so many.
pub(super) fn slice(
    storage: &Storage<'_>,
    conditions: &Conditions,
    behind: Option<ClientId>,
    limit: usize,
) -> Result<Slice, Fault> {
    let end = end(storage, behind)?;
    let (sql, mut values) = range(conditions, behind, end);
    values.push((limit as u64).into());
    let sql = format!("{sql} ORDER BY c.id DESC LIMIT ?");
    let found = ids(storage, &sql, &values)?;
    let last = found.last().filter(|_| found.len() == limit);
    let rest = last.copied().or(end);
    Ok(Slice { found, rest })
}

/// Counts the next ones behind one.
pub(super) fn count(
    storage: &Storage<'_>,
    conditions: &Conditions,
    behind: Option<ClientId>,
) -> Result<Counted, Fault> {
    let rest = end(storage, behind)?;
    let (sql, values) = range(conditions, behind, rest);
    let rows = storage.query(&format!("SELECT count(*) FROM ({sql})"), &values)?;
    let n = Cells::first(rows, "clients")?.int()?;
    Ok(Counted { n, rest })
}

/// The last client of a slice; absent: there are fewer.
fn end(storage: &Storage<'_>, behind: Option<ClientId>) -> Result<Option<ClientId>, Fault> {
    let values = [behind.unwrap_or(TOP).into(), (SLICE - 1).into()];
    Ok(ids(storage, END, &values)?.first().copied())
}

/// The clients of a slice of whom the conditions are true.
fn range(
    conditions: &Conditions,
    behind: Option<ClientId>,
    end: Option<ClientId>,
) -> (String, Vec<Value>) {
    let sql = format!(
        "SELECT c.id FROM clients c NOT INDEXED{} WHERE c.id < ? AND c.id >= ? AND {}",
        conditions.joins(),
        conditions.sql()
    );
    let mut values = vec![behind.unwrap_or(TOP).into(), end.unwrap_or_default().into()];
    values.extend(conditions.values());
    (sql, values)
}

const END: &str = "SELECT id FROM clients WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?";
