//! What every turn needs and few change: the center's settings, its employees
//! and sites, and where its counters stand. A cache: read from the storage
//! when the object wakes, written through.

use std::collections::BTreeMap;

use beseda_protocol::ids::{CenterId, Epoch, OperatorId, Seq, SiteId};
use beseda_protocol::message::Person;
use beseda_protocol::operator::CenterInfo;
use beseda_protocol::team::{Employee, Role};

use crate::fault::Fault;
use crate::row::Cells;
use crate::sessions::Session;
use crate::sites::SiteRow;
use crate::sql::Sql;
use crate::touched::Touched;
use crate::turn::SessionId;
use crate::went_back::Believed;

/// See the module.
pub(crate) struct Known {
    /// The center's settings.
    pub(crate) center: CenterInfo,
    /// The relay's origin, which the test site allows.
    pub(crate) origin: String,
    /// The operators' view; the start of every visitor's.
    pub(crate) epoch: Epoch,
    /// The last event that any console has received.
    pub(crate) received: Seq,
    /// Everybody with a sign-in.
    pub(crate) employees: BTreeMap<OperatorId, Employee>,
    /// Every site but the test site.
    pub(crate) sites: Vec<SiteRow>,
    /// Events up to here, but for messages, are no longer in the log.
    pub(crate) pruned: Seq,
    /// The last event.
    pub(crate) seq: Seq,
    /// The last dialog, or the number that the next one shall be above.
    pub(crate) n_dialogs: u64,
    /// The last client's number.
    pub(crate) n_clients: u64,
    /// Who talks now.
    pub(crate) touched: Touched,
    /// Who said in this life of the object that the storage has lost something.
    pub(crate) believed: Believed,
    /// Sessions that have spoken, as they are stored.
    pub(crate) sessions: BTreeMap<SessionId, Session>,
    /// See [`crate::command::Command::LiftPace`].
    #[cfg(feature = "testing")]
    pub(crate) is_pace_lifted: bool,
}

impl Known {
    /// Reads it all.
    pub(crate) fn load(sql: &dyn Sql) -> Result<Self, Fault> {
        let rows = sql.query(
            "SELECT id, origin, epoch, name, locale, time_zone, received_seq, pruned_seq,
                 dialogs_from
             FROM center WHERE one = 1",
            &[],
        )?;
        let mut cells = Cells::first(rows, "center")?;
        let id = CenterId(cells.text()?);
        let (origin, epoch) = (cells.text()?, Epoch(cells.text()?));
        let center = CenterInfo {
            id,
            name: cells.text()?,
            locale: cells.text()?,
            time_zone: cells.text()?,
        };
        let (received, pruned) = (Seq(cells.int()?), Seq(cells.int()?));
        let dialogs_from = cells.int()?;
        let (last_event, last_message) = (
            top(sql, "SELECT max(seq) FROM events")?,
            top(sql, "SELECT max(id) FROM messages")?,
        );
        Ok(Self {
            center,
            origin,
            epoch,
            received,
            employees: employees(sql)?,
            sites: SiteRow::all(sql)?,
            pruned,
            seq: Seq(last_event.max(last_message)),
            n_dialogs: top(sql, "SELECT max(id) FROM dialogs")?.max(dialogs_from),
            n_clients: top(sql, "SELECT max(number) FROM clients")?,
            touched: Touched::default(),
            believed: Believed::default(),
            sessions: BTreeMap::new(),
            #[cfg(feature = "testing")]
            is_pace_lifted: false,
        })
    }

    /// A colleague by his public name.
    pub(crate) fn person(&self, id: OperatorId) -> Person {
        Person {
            id,
            name: self
                .employees
                .get(&id)
                .map(|employee| employee.name.clone())
                .unwrap_or_default(),
        }
    }

    /// A site that somebody made; never the test site.
    pub(crate) fn site(&self, id: &SiteId) -> Option<&SiteRow> {
        self.sites.iter().find(|site| site.id == *id)
    }
}

fn top(sql: &dyn Sql, statement: &str) -> Result<u64, Fault> {
    let rows = sql.query(statement, &[])?;
    Ok(Cells::first(rows, "counter")?.maybe_int()?.unwrap_or(0))
}

fn employees(sql: &dyn Sql) -> Result<BTreeMap<OperatorId, Employee>, Fault> {
    let rows = sql.query("SELECT id, name, email, role FROM employees", &[])?;
    rows.into_iter()
        .map(|row| {
            let mut cells = Cells::new(row, "employees");
            let employee = Employee {
                id: OperatorId(cells.int()?),
                name: cells.text()?,
                email: cells.text()?,
                role: Role::from_word(&cells.text()?).ok_or(Fault::Corrupt("employees"))?,
            };
            Ok((employee.id, employee))
        })
        .collect()
}
