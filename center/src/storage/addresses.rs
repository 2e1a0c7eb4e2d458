//! Where an identity is reached whose transport is not the site chat.

use beseda_protocol::ids::IdentityId;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// An address.
    AddressRow in "addresses" as "a", named by columns {
        identity: IdentityId,
        address: String = address,
    }
}

/// Where he is reached, if it is not by the site chat.
pub(crate) fn of(storage: &Storage<'_>, identity: &IdentityId) -> Result<Option<String>, Fault> {
    let rows = storage.query(OF, &[identity.into()])?;
    let read = |mut cells: Cells| Ok(AddressRow::read(&mut cells)?.address);
    Cells::maybe(rows, "addresses").map(read).transpose()
}

const OF: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM addresses a WHERE a.identity = ?"
);
