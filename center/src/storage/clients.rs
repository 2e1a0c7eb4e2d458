//! Clients: the persons, by their short numbers. One has no identity yet (added by hand,
//! imported), one has several.

use std::collections::BTreeMap;

use beseda_protocol::client::{Block, Pause};
use beseda_protocol::dialog::ClientBrief;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{ClientId, OperatorId, Timestamp};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Json, Key, row};
use super::sql::Value;
use super::write_buffer::{Storage, Written};

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
        /// Since when he is a customer.
        saved_at: Option<Timestamp> = saved_at,
        /// Who he turned out to be.
        merged_into: Option<ClientId> = merged_into,
        /// That he is blocked, or paused.
        block: Option<Json<Block>> = block,
        pause: Option<Json<Pause>> = pause,
        /// Whose his next dialogs are, if he is there.
        bound_to: Option<OperatorId> = bound_to,
    }
}

row! {
    /// What a client is searched by, folded.
    ClientText in "client_texts" as "t", named by text_columns {
        client: ClientId,
    }
    changing {
        name: String = name,
        comment: String = comment,
    }
}

impl ClientText {
    /// Of a client.
    pub(crate) fn of(client: &Client) -> Self {
        Self {
            client: client.id,
            name: client.name.as_deref().map(fold).unwrap_or_default(),
            comment: fold(&client.comment),
        }
    }

    fn is_empty(&self) -> bool {
        self.name.is_empty() && self.comment.is_empty()
    }
}

impl Client {
    /// Somebody of whom nothing else is known yet.
    pub(crate) fn new(id: ClientId, name: Option<String>, now: Timestamp) -> Self {
        Self {
            id,
            created_at: now,
            name,
            comment: String::new(),
            saved_at: None,
            merged_into: None,
            block: None,
            pause: None,
            bound_to: None,
        }
    }

    /// The client as a card names him.
    pub(crate) fn brief(&self) -> ClientBrief {
        ClientBrief {
            id: self.id,
            name: self.name.clone(),
            is_blocked: self.block.is_some(),
            is_paused: self.pause.is_some(),
        }
    }
}

/// Buffers a client, who is new or has changed.
pub(crate) fn put(storage: &Storage<'_>, client: &Client, is_new: bool) {
    let key = Key::Number(client.id.0);
    storage.keep(Client::KEEPS, key, Written::of(is_new), client.clone());
}

/// Buffers what he is searched by.
pub(crate) fn put_text(storage: &Storage<'_>, client: &Client) -> Result<(), Fault> {
    let text = ClientText::of(client);
    match text.is_empty() {
        true => storage.exec(
            "DELETE FROM client_texts WHERE client = ?",
            &[client.id.into()],
        ),
        false => {
            let key = Key::Number(client.id.0);
            storage.keep(ClientText::KEEPS, key, Written::of(false), text);
            Ok(())
        }
    }
}

/// A client by his number.
pub(crate) fn load(storage: &Storage<'_>, id: ClientId) -> Result<Option<Client>, Fault> {
    let rows = storage.query(LOAD, &[id.into()])?;
    Cells::maybe(rows, "clients")
        .map(|mut cells| Client::read(&mut cells))
        .transpose()
}

/// Clients by their numbers: those that there are.
pub(crate) fn load_all(
    storage: &Storage<'_>,
    ids: &[ClientId],
) -> Result<BTreeMap<ClientId, Client>, Fault> {
    let rows = storage.query(LOAD_ALL, &[Value::list(ids)])?;
    let read = |row| {
        let client = Client::read(&mut Cells::new(row, "clients"))?;
        Ok((client.id, client))
    };
    rows.into_iter().map(read).collect()
}

/// Those who turned out to be one.
pub(crate) fn merged_into(storage: &Storage<'_>, id: ClientId) -> Result<Vec<ClientId>, Fault> {
    let rows = storage.query("SELECT id FROM clients WHERE merged_into = ?", &[id.into()])?;
    let read = |row| Cells::new(row, "clients").int().map(ClientId);
    rows.into_iter().map(read).collect()
}

const LOAD_ALL: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM json_each(?) wanted CROSS JOIN clients c ON c.id = wanted.value"
);

const LOAD: &str = concat!("SELECT ", columns!(), " FROM clients c WHERE c.id = ?");
