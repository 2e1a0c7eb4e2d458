//! A client's phones and e-mails: kept as they were given, and compared in one form.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::{AddContact, RemoveContact};
use beseda_protocol::client::{self, Contact, ContactKind};
use beseda_protocol::ids::{ClientId, IdentityId};
use beseda_protocol::limits::{CONTACTS_MAX, NAME_CHARS_MAX};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::Reach;

use super::card;
use crate::storage::clients::Client;
use crate::storage::profiles::ContactRow;
use crate::team::email::Email;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit, invalid};
use crate::turn::speaker::Operator;
use crate::turn::text;

/// A contact as it is kept and compared.
pub(super) struct Read {
    contact: Contact,
    folded: String,
}

/// Reads what was given.
pub(super) fn read(contact: Contact) -> Result<Read, Refusal> {
    let folded = folded(&contact)?;
    Ok(Read { contact, folded })
}

pub(crate) fn add(turn: &mut Turn<'_>, _: &Operator, asked: AddContact) -> Result<Done, Stop> {
    let AddContact { client, contact } = asked;
    card::find(turn, client)?;
    match put(turn, client, read(contact)?)? {
        true => card::changed(turn, client),
        false => Ok(Done {}),
    }
}

/// Puts a contact on a card in a form in which it is compared; whether it was not there.
pub(crate) fn put_folded(
    turn: &mut Turn<'_>,
    client: ClientId,
    contact: Contact,
    folded: String,
) -> Result<bool, Stop> {
    put(turn, client, Read { contact, folded })
}

/// Whether he did not have it.
pub(super) fn put(turn: &mut Turn<'_>, client: ClientId, read: Read) -> Result<bool, Stop> {
    let Read {
        contact: Contact { kind, value },
        folded,
    } = read;
    let key = [client.into(), kind.word().into(), folded.as_str().into()];
    if !turn.storage.query(HAS, &key)?.is_empty() {
        return Ok(false);
    }
    check_limit(turn.count(COUNT, &[client.into()])?, CONTACTS_MAX)?;
    let row = ContactRow {
        client,
        kind,
        folded,
        given: value.trim().to_owned(),
        added: turn.cache.seq.0 + 1,
    };
    turn.put(&ContactRow::INSERT, row)?;
    Ok(true)
}

/// What a client tells of himself, read.
pub(crate) struct Reached {
    name: String,
    contacts: Vec<Read>,
}

impl Reached {
    /// Reads it.
    ///
    /// # Errors
    /// When an address is none: nothing of the message is taken then.
    pub(crate) fn read(reach: Reach) -> Result<Self, Refusal> {
        let Reach { name, email, phone } = reach;
        let given = [(ContactKind::Email, email), (ContactKind::Phone, phone)];
        let given = given.into_iter();
        let given = given.filter(|(_, value)| !value.trim().is_empty());
        Ok(Self {
            name: text::line(&name, NAME_CHARS_MAX)?,
            contacts: given
                .map(|(kind, value)| read(Contact { kind, value }))
                .collect::<Result<_, _>>()?,
        })
    }

    /// His name, or what may stand for it: the first of his contacts, if it is no longer than
    /// a name.
    fn called(&self) -> Option<String> {
        if !self.name.is_empty() {
            return Some(self.name.clone());
        }
        let contact = self.contacts.first()?.contact.value.trim();
        (contact.chars().count() <= NAME_CHARS_MAX).then(|| contact.to_owned())
    }
}

/// Writes it on his card. A name that he has stays; who has none and tells none is called as
/// he is reached. Where there is no room for more contacts, they stand in his message.
pub(crate) fn write(
    turn: &mut Turn<'_>,
    identity: &IdentityId,
    reached: Reached,
) -> Result<(), Stop> {
    let id = turn.sure_identity(identity)?.client;
    let client = turn.sure_client(id)?.clone();
    let name = reached.called();
    if client.name.is_none() && name.is_some() {
        turn.change_client(Client { name, ..client })?;
    }
    for contact in reached.contacts {
        match put(turn, id, contact) {
            Ok(_) | Err(Stop::Refused(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    card::changed(turn, id).map(drop)
}

pub(crate) fn remove(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: RemoveContact,
) -> Result<Done, Stop> {
    let RemoveContact { client, contact } = asked;
    card::find(turn, client)?;
    let key = [
        client.into(),
        contact.kind.word().into(),
        folded(&contact)?.into(),
        contact.value.trim().into(),
    ];
    if turn.storage.query(HAS_AS_GIVEN, &key)?.is_empty() {
        return Ok(Done {});
    }
    turn.write(REMOVE, &key)?;
    card::changed(turn, client)
}

/// The form in which two ways to write the same are the same.
fn folded(contact: &Contact) -> Result<String, Refusal> {
    match contact.kind {
        ContactKind::Phone => client::phone(&contact.value).ok_or_else(|| {
            invalid(
                "This is not a phone number: give 3 to 15 digits, with the code of the country.",
            )
        }),
        ContactKind::Email => Ok(Email::read(&contact.value)?.as_str().to_owned()),
    }
}

const HAS: &str = "SELECT 1 FROM client_contacts WHERE client = ? AND kind = ? AND folded = ?";

const COUNT: &str = "SELECT count(*) FROM client_contacts WHERE client = ?";

// What came from a table may be compared in another form than what is typed.
const HAS_AS_GIVEN: &str = "SELECT 1 FROM client_contacts
    WHERE client = ? AND kind = ? AND (folded = ? OR given = ?)";

const REMOVE: &str = "DELETE FROM client_contacts
    WHERE client = ? AND kind = ? AND (folded = ? OR given = ?)";
