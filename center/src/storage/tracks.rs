//! The way of visitors on a site, as far as it keeps that: pages, and how they came.

use beseda_protocol::dialog::{Came, Page, PageView};
use beseda_protocol::ids::{IdentityId, Timestamp};
use beseda_protocol::limits::{PAGE_VIEWS_KEPT, PAGE_VIEWS_TOLD};

use super::cells::Cells;
use super::fault::Fault;
use super::row::Columns;
use super::write_buffer::Storage;

/// Keeps that he came to a page.
pub(crate) const SEE: &str = "INSERT INTO page_views (identity, at, url, title)
     VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET url = excluded.url, title = excluded.title";

/// Forgets those of him that are further back than the last ones.
pub(crate) const FORGET_OLD: &str = "DELETE FROM page_views WHERE identity = ?1 AND at <=
     (SELECT at FROM page_views WHERE identity = ?1 ORDER BY at DESC LIMIT 1 OFFSET ?2)";

/// How many stay.
pub(crate) const KEPT: u64 = PAGE_VIEWS_KEPT;

/// Keeps how he came, once.
pub(crate) const COME: &str = "INSERT INTO arrivals (identity, at, referrer, landing)
     VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

/// The pages he was on last, the last first.
pub(crate) fn pages(storage: &Storage<'_>, of: &IdentityId) -> Result<Vec<PageView>, Fault> {
    let rows = storage.query(PAGES, &[of.into(), PAGE_VIEWS_TOLD.into()])?;
    let read = |row| {
        let mut cells = Cells::new(row, "page_views");
        let at: Timestamp = Columns::read(&mut cells)?;
        let (url, title) = (Columns::read(&mut cells)?, Columns::read(&mut cells)?);
        let page = Page { url, title };
        Ok(PageView { page, at })
    };
    rows.into_iter().map(read).collect()
}

/// How he came, if that is kept.
pub(crate) fn came(storage: &Storage<'_>, of: &IdentityId) -> Result<Option<Came>, Fault> {
    let rows = storage.query(CAME, &[of.into()])?;
    let read = |mut cells: Cells| {
        Ok(Came {
            at: Columns::read(&mut cells)?,
            referrer: Columns::read(&mut cells)?,
            landing: Columns::read(&mut cells)?,
        })
    };
    Cells::maybe(rows, "arrivals").map(read).transpose()
}

const PAGES: &str = "SELECT p.at, p.url, p.title FROM page_views p
     WHERE p.identity = ? ORDER BY p.at DESC LIMIT ?";

const CAME: &str = "SELECT a.at, a.referrer, a.landing FROM arrivals a WHERE a.identity = ?";
