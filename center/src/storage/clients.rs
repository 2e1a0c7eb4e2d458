//! Clients: the persons, by their short numbers. One has no identity yet (added by hand,
//! imported), one has several.

use beseda_protocol::dialog::ClientBrief;
use beseda_protocol::ids::{ClientId, Timestamp};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Key, row};
use super::write_buffer::Storage;

row! {
    /// A client's row.
    Client in "clients" as "c", named by columns {
        id: ClientId,
        created_at: Timestamp = created_at,
    }
    changing {
        name: Option<String> = name,
        /// Employees' comment on him; empty when there is none.
        comment: String = comment,
    }
}

impl Client {
    /// The client as a card names him.
    pub(crate) fn brief(&self) -> ClientBrief {
        ClientBrief {
            id: self.id,
            name: self.name.clone(),
        }
    }
}

/// Buffers a client, who is new or has changed.
pub(crate) fn put(storage: &Storage<'_>, client: &Client, is_new: bool) {
    let writes = (&Client::INSERT, &Client::UPSERT);
    storage.keep(writes, Key::Number(client.id.0), is_new, client.clone());
}

/// A client by his number.
pub(crate) fn load(storage: &Storage<'_>, id: ClientId) -> Result<Option<Client>, Fault> {
    let rows = storage.query(LOAD, &[id.into()])?;
    Cells::maybe(rows, "clients")
        .map(|mut cells| Client::read(&mut cells))
        .transpose()
}

const LOAD: &str = concat!("SELECT ", columns!(), " FROM clients c WHERE c.id = ?");
