//! What a visitor's hello said, kept until his first message makes him a
//! client: language, page and the name of his view would else be lost when the
//! object sleeps between the two.

use beseda_protocol::dialog::Page;
use beseda_protocol::ids::ClientId;

use crate::clients;
use crate::due::{self, Due};
use crate::fault::Fault;
use crate::row::Cells;
use crate::sql::Sql;
use crate::stop::Stop;
use crate::work::Work;

/// How long it waits for the message, in ms: a day.
const KEPT_MS: u64 = 24 * 60 * 60 * 1000;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Visit {
    pub(crate) locale: String,
    pub(crate) page: Option<Page>,
    /// How often his view was made anew (see `went_back`): he had a row once.
    pub(crate) view: u64,
}

/// What is kept of a visitor who has not written yet.
pub(crate) fn load(sql: &dyn Sql, client: &ClientId) -> Result<Option<Visit>, Fault> {
    let rows = sql.query(
        "SELECT locale, page_url, page_title, view FROM visits WHERE client = ?",
        &[client.into()],
    )?;
    Cells::maybe(rows, "visits")
        .map(|mut cells| {
            Ok(Visit {
                locale: cells.text()?,
                page: clients::page(cells.maybe_text()?, cells.maybe_text()?),
                view: cells.int()?,
            })
        })
        .transpose()
}

/// Keeps it.
pub(crate) fn keep(work: &mut Work<'_>, client: &ClientId, visit: &Visit) -> Result<(), Stop> {
    let (url, title) = clients::page_columns(visit.page.as_ref());
    work.write(
        "INSERT OR REPLACE INTO visits (client, locale, page_url, page_title, view)
         VALUES (?, ?, ?, ?, ?)",
        &[
            client.into(),
            visit.locale.as_str().into(),
            url.into(),
            title.into(),
            visit.view.into(),
        ],
    )?;
    let at = work.now.plus_ms(KEPT_MS);
    due::schedule(work, Due::Visit, client.as_str(), at)
}

/// He is a client now, and his row has it.
pub(crate) fn take(work: &mut Work<'_>, client: &ClientId) -> Result<(), Stop> {
    forget(work, client.as_str())?;
    due::cancel(work, Due::Visit, client.as_str())
}

/// He never wrote.
pub(crate) fn forget(work: &mut Work<'_>, client: &str) -> Result<(), Stop> {
    work.write("DELETE FROM visits WHERE client = ?", &[client.into()])
}
