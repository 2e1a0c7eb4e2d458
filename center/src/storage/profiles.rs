//! What employees have written on clients' cards: side tables by the client's number.
//! They are no part of what talk reads, and no cache holds them.

use beseda_protocol::client::{ClientNote, Contact, ContactKind, Profile, Variable};
use beseda_protocol::ids::{ClientId, NoteId, OperatorId, Timestamp};

use super::cells::Cells;
use super::fault::Fault;
use super::marks;
use super::sql::{Row, Value};
use super::write_buffer::Storage;

/// The whole of a client; the comment lies in his row.
pub(crate) fn load(
    storage: &Storage<'_>,
    client: ClientId,
    comment: String,
) -> Result<Profile, Fault> {
    let of = &[client.into()];
    Ok(Profile {
        comment,
        contacts: all(storage, CONTACTS, of, "client_contacts", |cells| {
            let kind = ContactKind::from_word(&cells.text()?);
            Ok(Contact {
                kind: kind.ok_or(Fault::Corrupt("client_contacts"))?,
                value: cells.text()?,
            })
        })?,
        marks: marks::of_client(storage, client)?,
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
    ORDER BY kind DESC, added";

const VARIABLES: &str = "SELECT name, value FROM client_variables WHERE client = ?
    ORDER BY name";

const NOTES: &str = "SELECT id, at, author, text FROM client_notes
    WHERE client = ? AND removed_at IS NULL ORDER BY id DESC";
