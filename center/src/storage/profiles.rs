//! What employees have written on clients' cards: side tables by the client's number.
//! They are no part of what talk reads, and no cache holds them.

use std::collections::BTreeMap;

use beseda_protocol::client::{ClientNote, Contact, ContactKind, Profile, Variable};
use beseda_protocol::ids::{ClientId, NoteId, OperatorId, Timestamp};
use beseda_protocol::limits::VARIABLES_LISTED_MAX;

use super::cells::Cells;
use super::clients::Client;
use super::fault::Fault;
use super::marks;
use super::sql::{Row, Value};
use super::write_buffer::Storage;

/// The whole of a client; some of it lies in his row.
pub(crate) fn load(storage: &Storage<'_>, client: &Client) -> Result<Profile, Fault> {
    let of = &[client.id.into()];
    Ok(Profile {
        is_customer: client.saved_at.is_some(),
        comment: client.comment.clone(),
        contacts: all(storage, CONTACTS, of, "client_contacts", contact)?,
        marks: marks::of_client(storage, client.id)?,
        variables: all(storage, VARIABLES, of, "client_variables", |cells| {
            Ok(Variable {
                name: cells.text()?,
                value: cells.text()?,
            })
        })?,
        notes: all(storage, NOTES, of, "client_notes", |cells| {
            Ok(ClientNote {
                id: NoteId(cells.int()?),
                at: Timestamp(cells.int()?),
                by: OperatorId(cells.int()?),
                text: cells.text()?,
            })
        })?,
    })
}

/// The contacts that two clients have together, as the first one gave those of both.
pub(crate) fn contacts_of_both(
    storage: &Storage<'_>,
    first: ClientId,
    second: ClientId,
) -> Result<Vec<Contact>, Fault> {
    let of = &[first.into(), second.into()];
    all(storage, CONTACTS_OF_BOTH, of, "client_contacts", contact)
}

/// Names of variables that clients have, in order: as many as a console is told.
pub(crate) fn variable_names(storage: &Storage<'_>) -> Result<Vec<String>, Fault> {
    let of = &[(VARIABLES_LISTED_MAX as u64).into()];
    all(storage, VARIABLE_NAMES, of, "client_variables", Cells::text)
}

/// The contacts of some clients.
pub(crate) fn contacts(
    storage: &Storage<'_>,
    clients: &[ClientId],
) -> Result<BTreeMap<ClientId, Vec<Contact>>, Fault> {
    let of = &[Value::list(clients)];
    let rows = all(storage, CONTACTS_OF_MANY, of, "client_contacts", |cells| {
        Ok((ClientId(cells.int()?), contact(cells)?))
    })?;
    let mut contacts: BTreeMap<ClientId, Vec<Contact>> = BTreeMap::new();
    for (client, his) in rows {
        contacts.entry(client).or_default().push(his);
    }
    Ok(contacts)
}

fn contact(cells: &mut Cells) -> Result<Contact, Fault> {
    let kind = ContactKind::from_word(&cells.text()?);
    Ok(Contact {
        kind: kind.ok_or(Fault::Corrupt("client_contacts"))?,
        value: cells.text()?,
    })
}

fn all<T>(
    storage: &Storage<'_>,
    statement: &str,
    values: &[Value],
    table: &'static str,
    read: impl Fn(&mut Cells) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let read = |row: Row| read(&mut Cells::new(row, table));
    let rows = storage.query(statement, values)?;
    rows.into_iter().map(read).collect()
}

// The word "phone" is the later one.
const CONTACTS: &str = "SELECT kind, given FROM client_contacts WHERE client = ?
    ORDER BY kind DESC, added, folded";

const CONTACTS_OF_BOTH: &str = "SELECT kind, given FROM client_contacts c
    WHERE client IN (?1, ?2) AND (client = ?1 OR NOT EXISTS (
        SELECT 1 FROM client_contacts WHERE client = ?1 AND kind = c.kind AND folded = c.folded))
    ORDER BY kind DESC, added, folded";

const CONTACTS_OF_MANY: &str = "SELECT k.client, k.kind, k.given FROM json_each(?) wanted
    CROSS JOIN client_contacts k ON k.client = wanted.value
    ORDER BY k.client, k.kind DESC, k.added, k.folded";

const VARIABLES: &str = "SELECT name, value FROM client_variables WHERE client = ?
    ORDER BY name";

// From a name to the next one in the index: there are few names and many who have them.
const VARIABLE_NAMES: &str = "WITH RECURSIVE names (name) AS (
        SELECT min(name) FROM client_variables
        UNION ALL
        SELECT (SELECT min(name) FROM client_variables v WHERE v.name > names.name)
        FROM names WHERE name IS NOT NULL
    )
    SELECT name FROM names WHERE name IS NOT NULL LIMIT ?";

const NOTES: &str = "SELECT id, at, author, text FROM client_notes
    WHERE client = ? AND removed_at IS NULL ORDER BY id DESC";
