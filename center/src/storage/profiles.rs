//! What employees have written on clients' cards: side tables by the client's number.
//! They are no part of what talk reads, and no cache holds them.

use std::collections::BTreeMap;

use beseda_protocol::client::{ClientNote, Contact, ContactKind, Profile, Variable};
use beseda_protocol::ids::{ClientId, NoteId, OperatorId, Timestamp};

use super::cells::Cells;
use super::clients::Client;
use super::fault::Fault;
use super::marks;
use super::row::{Columns, row};
use super::sql::{Row, Value};
use super::write_buffer::Storage;

row! {
    /// A phone or an e-mail.
    ContactRow in "client_contacts" as "k", named by contact_columns {
        client: ClientId,
        kind: ContactKind = kind,
        /// In the form in which contacts are compared.
        folded: String = folded,
        given: String = given,
        /// In the order of their adding.
        added: u64 = added,
    }
}

row! {
    /// A named value.
    VariableRow in "client_variables" as "v", named by variable_columns {
        client: ClientId,
        name: String = name,
    }
    keyed by (client, name)
    changing {
        value: String = value,
        /// The value in the form in which it is compared.
        folded: String = folded,
    }
}

row! {
    /// A note.
    NoteRow in "client_notes" as "n", named by note_columns {
        id: NoteId,
        client: ClientId = client,
        at: Timestamp = at,
        by: OperatorId = author,
        text: String = text,
        /// Since when it can still be put back; absent: it is there.
        removed_at: Option<Timestamp> = removed_at,
    }
}

impl From<ContactRow> for Contact {
    fn from(row: ContactRow) -> Self {
        Self {
            kind: row.kind,
            value: row.given,
        }
    }
}

impl From<VariableRow> for Variable {
    fn from(row: VariableRow) -> Self {
        let VariableRow { name, value, .. } = row;
        Self { name, value }
    }
}

impl From<NoteRow> for ClientNote {
    fn from(row: NoteRow) -> Self {
        let NoteRow {
            id, at, by, text, ..
        } = row;
        Self { id, at, by, text }
    }
}

/// The whole of a client; some of it lies in his row.
pub(crate) fn load(storage: &Storage<'_>, client: &Client) -> Result<Profile, Fault> {
    let of = &[client.id.into()];
    Ok(Profile {
        is_customer: client.saved_at.is_some(),
        block: client.block.clone().map(|block| block.0),
        pause: client.pause.clone().map(|pause| pause.0),
        bound_to: client.bound_to,
        comment: client.comment.clone(),
        contacts: all(storage, CONTACTS, of, "client_contacts", contact)?,
        marks: marks::of_client(storage, client.id)?,
        variables: all(storage, VARIABLES, of, "client_variables", |cells| {
            VariableRow::read(cells).map(Variable::from)
        })?,
        notes: all(storage, NOTES, of, "client_notes", |cells| {
            NoteRow::read(cells).map(ClientNote::from)
        })?,
    })
}

/// A note that is there, and on whose card.
pub(crate) fn note(
    storage: &Storage<'_>,
    id: NoteId,
) -> Result<Option<(ClientId, ClientNote)>, Fault> {
    let found = all(storage, NOTE, &[id.0.into()], "client_notes", NoteRow::read)?;
    let note = found.into_iter().next();
    Ok(note.map(|row| (row.client, row.into())))
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

/// Names of variables that clients have, in order, so many at most.
pub(crate) fn variable_names(storage: &Storage<'_>, limit: u64) -> Result<Vec<String>, Fault> {
    let of = &[limit.into()];
    all(storage, VARIABLE_NAMES, of, "client_variables", Cells::text)
}

/// The contacts of some clients.
pub(crate) fn contacts(
    storage: &Storage<'_>,
    clients: &[ClientId],
) -> Result<BTreeMap<ClientId, Vec<Contact>>, Fault> {
    let of = &[Value::list(clients)];
    let rows = all(storage, CONTACTS_OF_MANY, of, "client_contacts", |cells| {
        let row = ContactRow::read(cells)?;
        Ok((row.client, row.into()))
    })?;
    let mut contacts: BTreeMap<ClientId, Vec<Contact>> = BTreeMap::new();
    for (client, his) in rows {
        contacts.entry(client).or_default().push(his);
    }
    Ok(contacts)
}

/// All variables of some clients.
pub(crate) fn all_values(
    storage: &Storage<'_>,
    clients: &[ClientId],
) -> Result<BTreeMap<ClientId, Vec<Variable>>, Fault> {
    by_client(storage, ALL_VALUES_OF_MANY, &[Value::list(clients)])
}

/// Some variables of some clients.
pub(crate) fn values(
    storage: &Storage<'_>,
    names: &[String],
    clients: &[ClientId],
) -> Result<BTreeMap<ClientId, Vec<Variable>>, Fault> {
    let of = &[Value::list(clients), Value::list(names)];
    by_client(storage, VALUES_OF_MANY, of)
}

fn by_client(
    storage: &Storage<'_>,
    statement: &str,
    of: &[Value],
) -> Result<BTreeMap<ClientId, Vec<Variable>>, Fault> {
    let rows = all(storage, statement, of, "client_variables", |cells| {
        let row = VariableRow::read(cells)?;
        Ok((row.client, row.into()))
    })?;
    let mut values: BTreeMap<ClientId, Vec<Variable>> = BTreeMap::new();
    for (client, his) in rows {
        values.entry(client).or_default().push(his);
    }
    Ok(values)
}

fn contact(cells: &mut Cells) -> Result<Contact, Fault> {
    ContactRow::read(cells).map(Contact::from)
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
const CONTACTS: &str = concat!(
    "SELECT ",
    contact_columns!(),
    " FROM client_contacts k WHERE k.client = ? ORDER BY k.kind DESC, k.added, k.folded"
);

const CONTACTS_OF_BOTH: &str = concat!(
    "SELECT ",
    contact_columns!(),
    " FROM client_contacts k
      WHERE k.client IN (?1, ?2) AND (k.client = ?1 OR NOT EXISTS (
          SELECT 1 FROM client_contacts WHERE client = ?1 AND kind = k.kind AND folded = k.folded))
      ORDER BY k.kind DESC, k.added, k.folded"
);

const CONTACTS_OF_MANY: &str = concat!(
    "SELECT ",
    contact_columns!(),
    " FROM json_each(?) wanted
      CROSS JOIN client_contacts k ON k.client = wanted.value
      ORDER BY k.client, k.kind DESC, k.added, k.folded"
);

const VARIABLES: &str = concat!(
    "SELECT ",
    variable_columns!(),
    " FROM client_variables v WHERE v.client = ? ORDER BY v.name"
);

const VALUES_OF_MANY: &str = concat!(
    "SELECT ",
    variable_columns!(),
    " FROM json_each(?) wanted
      CROSS JOIN json_each(?) named
      CROSS JOIN client_variables v ON v.client = wanted.value AND v.name = named.value
      ORDER BY v.client, v.name"
);

const ALL_VALUES_OF_MANY: &str = concat!(
    "SELECT ",
    variable_columns!(),
    " FROM json_each(?) wanted
      CROSS JOIN client_variables v ON v.client = wanted.value ORDER BY v.client, v.name"
);

// From a name to the next one in the index: there are few names and many who have them.
const VARIABLE_NAMES: &str = "WITH RECURSIVE names (name) AS (
        SELECT min(name) FROM client_variables
        UNION ALL
        SELECT (SELECT min(name) FROM client_variables v WHERE v.name > names.name)
        FROM names WHERE name IS NOT NULL
    )
    SELECT name FROM names WHERE name IS NOT NULL LIMIT ?";

const NOTE: &str = concat!(
    "SELECT ",
    note_columns!(),
    " FROM client_notes n WHERE n.id = ? AND n.removed_at IS NULL"
);

const NOTES: &str = concat!(
    "SELECT ",
    note_columns!(),
    " FROM client_notes n
      WHERE n.client = ? AND n.removed_at IS NULL ORDER BY n.id DESC"
);
