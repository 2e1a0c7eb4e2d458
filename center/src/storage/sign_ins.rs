//! Attempts to sign in that are counted together: a row for each such count.

use beseda_protocol::ids::Timestamp;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// How many there were, and since when.
    Attempts in "sign_ins" as "a", named by columns {
        email: String,
        address: String = address,
    }
    keyed by (email, address)
    changing {
        count: u32 = attempts,
        since: Timestamp = since,
    }
}

/// Those of an e-mail and an address.
pub(crate) fn load(
    storage: &Storage<'_>,
    email: &str,
    address: &str,
) -> Result<Option<Attempts>, Fault> {
    let rows = storage.query(LOAD, &[email.into(), address.into()])?;
    Cells::maybe(rows, "sign_ins")
        .map(|mut cells| Attempts::read(&mut cells))
        .transpose()
}

const LOAD: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM sign_ins a WHERE a.email = ? AND a.address = ?"
);
