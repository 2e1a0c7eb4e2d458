//! The list of dialogs: a filter as a set of index keys, pages by place.
//!
//! What a filter asks of a dialog is its *shelf* (a column that the database
//! computes) and its responsible. One index over (shelf, responsible,
//! last_client_at) serves every filter: the page is the newest of the first
//! cards behind each wanted pair. Its cost grows with the number of employees,
//! never with the number of dialogs.

use beseda_protocol::dialog::{Filter, ListPlace, StateFilter, Tab};
use beseda_protocol::ids::DialogId;
use beseda_protocol::team::Employee;

use crate::storage::clients;
use crate::storage::dialogs::{self, Card, NOBODY, cards};
use crate::storage::employees::Employees;
use crate::storage::fault::Fault;
use crate::storage::identities;
use crate::storage::sql::Value;
use crate::storage::write_buffer::Storage;

/// Open, and the client awaits a reply.
const AWAITING: u64 = 0;
/// Open, and somebody should look at it.
const UNREAD: u64 = 1;
/// Open, and nothing is to be done.
const QUIET: u64 = 2;
/// Closed.
const CLOSED: u64 = 3;

/// The first cards of a filter behind a place, newest client message first.
pub(crate) fn page(
    storage: &Storage<'_>,
    employees: &Employees,
    viewer: &Employee,
    filter: Filter,
    behind: Option<ListPlace>,
    limit: u64,
) -> Result<Vec<Card>, Fault> {
    let me = viewer.id;
    let shelves: &[u64] = match (filter.state, filter.tab) {
        (StateFilter::Open | StateFilter::All, Tab::Unanswered) => &[AWAITING],
        (StateFilter::Closed, Tab::Unanswered) => &[],
        (StateFilter::Open, _) => &[AWAITING, UNREAD, QUIET],
        (StateFilter::Closed, _) => &[CLOSED],
        (StateFilter::All, _) => &[AWAITING, UNREAD, QUIET, CLOSED],
    };
    let wanted: Vec<u64> = match filter.tab {
        Tab::All | Tab::Unanswered => responsible(employees, viewer),
        Tab::Mine => vec![me.0],
        Tab::Others if viewer.sees_own_only() => vec![],
        Tab::Others => everybody(employees).filter(|id| *id != me.0).collect(),
        Tab::Free => vec![NOBODY],
    };
    keys(storage, viewer, shelves, &wanted, behind, limit)
}

/// Every open dialog that awaits a reply or is unread.
pub(crate) fn waiting(
    storage: &Storage<'_>,
    employees: &Employees,
    viewer: &Employee,
    limit: u64,
) -> Result<Vec<Card>, Fault> {
    let wanted = responsible(employees, viewer);
    let shelves = &[AWAITING, UNREAD];
    keys(storage, viewer, shelves, &wanted, None, limit)
}

/// Whose dialogs somebody sees.
fn responsible(employees: &Employees, viewer: &Employee) -> Vec<u64> {
    match viewer.sees_own_only() {
        true => vec![viewer.id.0, NOBODY],
        false => everybody(employees).chain([NOBODY]).collect(),
    }
}

fn everybody(employees: &Employees) -> impl Iterator<Item = u64> {
    employees.0.keys().map(|id| id.0)
}

fn keys(
    storage: &Storage<'_>,
    viewer: &Employee,
    shelves: &[u64],
    responsible: &[u64],
    behind: Option<ListPlace>,
    limit: u64,
) -> Result<Vec<Card>, Fault> {
    let place = behind.unwrap_or(ListPlace {
        at: beseda_protocol::ids::Timestamp(i64::MAX.unsigned_abs() >> 10),
        id: DialogId(0),
    });
    let mut values = vec![
        Value::list(shelves),
        Value::list(responsible),
        place.at.into(),
        place.id.into(),
        limit.into(),
    ];
    let statement = match viewer.channels() {
        None => PAGE,
        Some(channels) => {
            values.push(Value::list(channels));
            PAGE_OF_CHANNELS
        }
    };
    cards(storage.query(statement, &values)?)
}

/// A page; `$of` is what else is asked of each dialog.
macro_rules! page {
    ($of:literal) => {
        concat!(
            "SELECT ",
            dialogs::columns!(),
            ", ",
            identities::columns!(),
            ", ",
            clients::columns!(),
            " FROM json_each(?1) shelves JOIN json_each(?2) people
              JOIN dialogs d ON d.id IN (
                  SELECT id FROM dialogs
                  WHERE shelf = shelves.value AND responsible = people.value
                      AND (last_client_at, id) < (?3, ?4)",
            $of,
            " ORDER BY last_client_at DESC, id DESC LIMIT ?5)
              JOIN identities i ON i.id = d.identity JOIN clients c ON c.id = i.client
              ORDER BY d.last_client_at DESC, d.id DESC LIMIT ?5"
        )
    };
}

const PAGE: &str = page!("");

/// Of some channels. A viewer whose channels are quiet has the others' cards looked
/// through as well.
const PAGE_OF_CHANNELS: &str = page!(" AND channel IN (SELECT value FROM json_each(?6))");
