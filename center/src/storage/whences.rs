//! What is known of where a browser is, besides what its widget tells: by the connection
//! itself, as it was last.

use beseda_protocol::ids::IdentityId;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// Where a browser is, and which it is; empty: not known.
    WhenceRow in "whences" as "w", named by columns {
        identity: IdentityId,
    }
    changing {
        agent: String = agent,
        country: String = country,
        city: String = city,
        time_zone: String = time_zone,
    }
}

/// What is known of one, if anything is.
pub(crate) fn load(
    storage: &Storage<'_>,
    identity: &IdentityId,
) -> Result<Option<WhenceRow>, Fault> {
    let rows = storage.query(LOAD, &[identity.into()])?;
    let found = Cells::maybe(rows, "whences");
    found
        .map(|mut cells| WhenceRow::read(&mut cells))
        .transpose()
}

const LOAD: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM whences w WHERE w.identity = ?"
);
