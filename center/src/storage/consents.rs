//! What visitors have agreed to, each version of their site's text once: beside what a message
//! writes, by identity, with which it goes.

use beseda_protocol::dialog::Agreement;
use beseda_protocol::ids::{ClientId, IdentityId, Timestamp};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// That a visitor has agreed.
    ConsentRow in "consents" as "a", named by columns {
        identity: IdentityId,
        /// To which version of the text.
        version: u32 = version,
        at: Timestamp = at,
        /// The text, as it was shown to him.
        text: String = text,
        link: String = link,
    }
}

/// Whether a visitor has agreed to a version.
pub(crate) fn has(
    storage: &Storage<'_>,
    identity: &IdentityId,
    version: u32,
) -> Result<bool, Fault> {
    let key = [identity.into(), u64::from(version).into()];
    Ok(!storage.query(HAS, &key)?.is_empty())
}

/// What a client has agreed to last.
pub(crate) fn last(storage: &Storage<'_>, client: ClientId) -> Result<Option<Agreement>, Fault> {
    let rows = storage.query(LAST, &[client.into()])?;
    let read = |mut cells: Cells| {
        let row = ConsentRow::read(&mut cells)?;
        Ok(Agreement {
            version: row.version,
            at: row.at,
            text: row.text,
            link: row.link,
        })
    };
    Cells::maybe(rows, "consents").map(read).transpose()
}

const HAS: &str = "SELECT 1 FROM consents WHERE identity = ? AND version = ?";

const LAST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM identities i JOIN consents a ON a.identity = i.id
     WHERE i.client = ? ORDER BY a.at DESC, a.version DESC LIMIT 1"
);
