//! Sessions: a row each, by the hash of the cookie.

use beseda_protocol::ids::{OperatorId, Timestamp};

use super::cells::Cells;
use super::fault::Fault;
use super::write_buffer::Storage;

/// A started sign-in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    pub(crate) operator: OperatorId,
    pub(crate) used_at: Timestamp,
}

/// A session by the hash of its cookie.
pub(crate) fn load(storage: &Storage<'_>, id: &str) -> Result<Option<Session>, Fault> {
    let rows = storage.query(
        "SELECT operator, used_at FROM sessions WHERE id = ?",
        &[id.into()],
    )?;
    Cells::maybe(rows, "sessions")
        .map(|mut cells| {
            Ok(Session {
                operator: OperatorId(cells.int()?),
                used_at: Timestamp(cells.int()?),
            })
        })
        .transpose()
}
