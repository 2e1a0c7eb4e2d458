//! What a visitor's hello said, kept until his first message makes him a client:
//! language, page and the name of his view would else be lost when the object sleeps
//! between the two.

use beseda_protocol::dialog::Page;
use beseda_protocol::ids::IdentityId;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// A hello that no message has followed yet.
    Visit in "visits" as "v", named by columns {
        identity: IdentityId,
    }
    changing {
        locale: String = locale,
        page: Option<Page> = page_url page_title,
        /// How often his view was made anew (see `storage_regression`): he had a row
        /// once.
        view: u64 = view,
    }
}

impl Visit {
    /// A visitor of whom nothing is known yet.
    pub(crate) fn new(identity: &IdentityId, view: u64) -> Self {
        Self {
            identity: identity.clone(),
            locale: String::new(),
            page: None,
            view,
        }
    }
}

/// What is kept of a visitor who has not written yet.
pub(crate) fn load(storage: &Storage<'_>, identity: &IdentityId) -> Result<Option<Visit>, Fault> {
    let rows = storage.query(LOAD, &[identity.into()])?;
    Cells::maybe(rows, "visits")
        .map(|mut cells| Visit::read(&mut cells))
        .transpose()
}

const LOAD: &str = concat!("SELECT ", columns!(), " FROM visits v WHERE v.identity = ?");
