//! Sessions: a row each, by the hash of the cookie.

use beseda_protocol::ids::{OperatorId, Timestamp};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// A started sign-in.
    Session in "sessions" as "s", named by columns {
        /// The hash of its cookie.
        id: String,
    }
    changing {
        operator: OperatorId = operator,
        used_at: Timestamp = used_at,
    }
}

/// A session by the hash of its cookie.
pub(crate) fn load(storage: &Storage<'_>, id: &str) -> Result<Option<Session>, Fault> {
    let rows = storage.query(LOAD, &[id.into()])?;
    Cells::maybe(rows, "sessions")
        .map(|mut cells| Session::read(&mut cells))
        .transpose()
}

const LOAD: &str = concat!("SELECT ", columns!(), " FROM sessions s WHERE s.id = ?");
