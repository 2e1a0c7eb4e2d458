//! Which clients there are of those that rows are about: by what is written on their cards,
//! and by where they have written from.

use std::collections::{BTreeMap, BTreeSet};

use beseda_protocol::client::ContactKind;
use beseda_protocol::ids::ClientId;
use beseda_protocol::import::RowProblem;

use super::check::Checked;
use crate::storage::fault::Fault;
use crate::storage::imports;
use crate::turn::current::Turn;

/// Who there is.
#[derive(Default)]
pub(super) struct Known {
    contacts: BTreeMap<(ContactKind, String), BTreeSet<ClientId>>,
    identities: BTreeMap<String, ClientId>,
}

/// Whom a row is about.
pub(super) struct Found {
    pub(super) client: ClientId,
    /// Whether his card has the contact.
    pub(super) has_contact: bool,
}

impl Known {
    /// Looks for the clients of many rows at once.
    pub(super) fn look_up<'c>(
        turn: &Turn<'_>,
        rows: impl Iterator<Item = &'c Checked>,
    ) -> Result<Self, Fault> {
        let mut wanted: BTreeMap<ContactKind, Vec<String>> = BTreeMap::new();
        let mut ids = Vec::new();
        for row in rows {
            let forms = std::iter::once(&row.folded).chain(&row.others);
            wanted.entry(row.kind).or_default().extend(forms.cloned());
            ids.push(row.identity().0);
        }
        let mut known = Self::default();
        for (kind, forms) in wanted {
            for (form, client) in imports::owners(turn.storage, kind.word(), &forms)? {
                known
                    .contacts
                    .entry((kind, form))
                    .or_default()
                    .insert(client);
            }
        }
        if !ids.is_empty() {
            known.identities = imports::identities(turn.storage, &ids)?
                .into_iter()
                .collect();
        }
        Ok(known)
    }

    /// The client whom a row is about; nobody, if one will be made.
    pub(super) fn find(&self, row: &Checked) -> Result<Option<Found>, RowProblem> {
        let forms = std::iter::once(&row.folded).chain(&row.others);
        let owners = forms.filter_map(|form| self.contacts.get(&(row.kind, form.clone())));
        let owners: BTreeSet<ClientId> = owners.flatten().copied().collect();
        let written = self.identities.get(&row.identity().0).copied();
        match (owners.len(), owners.first().copied(), written) {
            (0, _, None) => Ok(None),
            (0, _, Some(client)) => Ok(Some(Found {
                client,
                has_contact: false,
            })),
            (1, Some(client), _) => Ok(Some(Found {
                client,
                has_contact: true,
            })),
            _ => Err(RowProblem::Several {}),
        }
    }

    /// A client was made of a row: the next row may be about him.
    pub(super) fn add(&mut self, row: &Checked, client: ClientId) {
        let contact = (row.kind, row.folded.clone());
        self.contacts.entry(contact).or_default().insert(client);
        self.identities.insert(row.identity().0, client);
    }
}
