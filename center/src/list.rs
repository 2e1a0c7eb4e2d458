//! The list of dialogs: a filter as a set of index keys, pages by place.
//!
//! What a filter asks of a dialog is its *shelf* (a column that the database
//! computes) and its responsible. One index over (shelf, responsible,
//! last_client_at) serves every filter: the page is the newest of the first
//! cards behind each wanted pair. Its cost grows with the number of employees,
//! never with the number of dialogs.

use beseda_protocol::dialog::{Filter, ListPlace, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, DialogId, OperatorId};

use crate::clients::{self, Client};
use crate::dialogs::{self, Dialog, NOBODY};
use crate::fault::Fault;
use crate::known::Known;
use crate::row::Cells;
use crate::sql::{Row, Sql, Value};

/// Open, and the client awaits a reply.
const AWAITING: u64 = 0;
/// Open, and somebody should look at it.
const UNREAD: u64 = 1;
/// Open, and nothing is to be done.
const QUIET: u64 = 2;
/// Closed.
const CLOSED: u64 = 3;

/// A card's rows.
pub(crate) type Card = (Dialog, Client);

/// The first cards of a filter behind a place, newest client message first.
pub(crate) fn page(
    sql: &dyn Sql,
    known: &Known,
    me: OperatorId,
    filter: Filter,
    behind: Option<ListPlace>,
    limit: u64,
) -> Result<Vec<Card>, Fault> {
    let everybody = || known.employees.keys().map(|id| id.0);
    let shelves: &[u64] = match (filter.state, filter.tab) {
        (StateFilter::Open | StateFilter::All, Tab::Unanswered) => &[AWAITING],
        (StateFilter::Closed, Tab::Unanswered) => &[],
        (StateFilter::Open, _) => &[AWAITING, UNREAD, QUIET],
        (StateFilter::Closed, _) => &[CLOSED],
        (StateFilter::All, _) => &[AWAITING, UNREAD, QUIET, CLOSED],
    };
    let responsible: Vec<u64> = match filter.tab {
        Tab::All | Tab::Unanswered => everybody().chain([NOBODY]).collect(),
        Tab::Mine => vec![me.0],
        Tab::Others => everybody().filter(|id| *id != me.0).collect(),
        Tab::Free => vec![NOBODY],
    };
    keys(sql, shelves, &responsible, behind, limit)
}

/// Every open dialog that awaits a reply or is unread.
pub(crate) fn waiting(sql: &dyn Sql, known: &Known, limit: u64) -> Result<Vec<Card>, Fault> {
    let everybody = known.employees.keys().map(|id| id.0);
    let responsible: Vec<u64> = everybody.chain([NOBODY]).collect();
    keys(sql, &[AWAITING, UNREAD], &responsible, None, limit)
}

fn keys(
    sql: &dyn Sql,
    shelves: &[u64],
    responsible: &[u64],
    behind: Option<ListPlace>,
    limit: u64,
) -> Result<Vec<Card>, Fault> {
    let place = behind.unwrap_or(ListPlace {
        at: beseda_protocol::ids::Timestamp(i64::MAX.unsigned_abs() >> 10),
        id: DialogId(0),
    });
    cards(sql.query(
        PAGE,
        &[
            crate::work::json(&shelves).into(),
            crate::work::json(&responsible).into(),
            place.at.into(),
            place.id.into(),
            limit.into(),
        ],
    )?)
}

/// Many cards by their dialogs' ids, in no order.
pub(crate) fn by_ids(sql: &dyn Sql, ids: &[DialogId]) -> Result<Vec<Card>, Fault> {
    cards(sql.query(BY_IDS, &[crate::work::json(&ids).into()])?)
}

/// All dialogs of a client but one, newest first.
pub(crate) fn of_client(
    sql: &dyn Sql,
    client: &ClientId,
    but: DialogId,
    limit: u64,
) -> Result<Vec<Dialog>, Fault> {
    let values: &[Value] = &[client.into(), but.into(), limit.into()];
    let rows = sql.query(OF_CLIENT, values)?;
    let read = |row| Dialog::read(&mut Cells::new(row, "dialogs"));
    rows.into_iter().map(read).collect()
}

fn cards(rows: Vec<Row>) -> Result<Vec<Card>, Fault> {
    rows.into_iter()
        .map(|row| {
            let mut cells = Cells::new(row, "dialogs");
            Ok((Dialog::read(&mut cells)?, Client::read(&mut cells)?))
        })
        .collect()
}

const PAGE: &str = concat!(
    "SELECT ",
    dialogs::columns!(),
    ", ",
    clients::columns!(),
    " FROM json_each(?1) shelves JOIN json_each(?2) people
      JOIN dialogs d ON d.id IN (
          SELECT id FROM dialogs
          WHERE shelf = shelves.value AND responsible = people.value
              AND (last_client_at, id) < (?3, ?4)
          ORDER BY last_client_at DESC, id DESC LIMIT ?5)
      JOIN clients c ON c.id = d.client
      ORDER BY d.last_client_at DESC, d.id DESC LIMIT ?5"
);

const BY_IDS: &str = concat!(
    "SELECT ",
    dialogs::columns!(),
    ", ",
    clients::columns!(),
    " FROM json_each(?) wanted JOIN dialogs d ON d.id = wanted.value
      JOIN clients c ON c.id = d.client"
);

const OF_CLIENT: &str = concat!(
    "SELECT ",
    dialogs::columns!(),
    " FROM dialogs d WHERE d.client = ? AND d.id <> ? ORDER BY d.id DESC LIMIT ?"
);
