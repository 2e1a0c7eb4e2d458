//! Is there room again? Tried in an object of its own: a write that fails ends the
//! object that tried it, and a center would lose all its sockets each time.

use beseda_center::storage::fault::Fault;
use beseda_center::storage::sql::{Sql, Value};
use beseda_protocol::limits::CHUNK_BYTES_MAX;
use worker::{Env, State};

use crate::files_call::FilesLink;
use crate::sql::ObjectSql;

/// Pieces of [`CHUNK_BYTES_MAX`]: 1 MiB in all, more than a busy turn writes.
const PIECES: usize = 2;

/// Whether the storage of this object's kind takes a turn's writes.
pub(crate) async fn is_left(env: &Env, center: &State) -> bool {
    let tried = async { FilesLink::for_room(env, center)?.try_room().await };
    // Whatever goes wrong there is no room to rely on.
    tried.await.unwrap_or(false)
}

/// Fills as much as a turn might, waits until it is on disk, and leaves nothing.
pub(crate) async fn fill(state: &State) -> worker::Result<()> {
    let sql = ObjectSql::new(state.storage().sql());
    let fill = || -> Result<(), Fault> {
        sql.exec(
            "CREATE TABLE IF NOT EXISTS room (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
            &[],
        )?;
        (0..PIECES).try_for_each(|n| {
            let bytes = Value::Blob(vec![0; CHUNK_BYTES_MAX]);
            let n = Value::Int(n as i64);
            sql.exec("INSERT OR REPLACE INTO room VALUES (?, ?)", &[n, bytes])
        })
    };
    fill().map_err(|fault| worker::Error::RustError(fault.to_string()))?;
    state.storage().sync().await?;
    state.storage().delete_all().await
}
