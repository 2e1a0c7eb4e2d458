//! Dialogs and clients that turns have touched lately, as they are stored or are
//! about to be: who talks now, need not be read again for each message.
//!
//! A cache over rows that only turns change, so every change goes through it.
//! A turn that fails takes all of it away.

use std::collections::{BTreeMap, BTreeSet};

use beseda_protocol::ids::{ClientId, DialogId};

use crate::clients::Client;
use crate::dialogs::Dialog;

/// Dialogs, and clients, that are remembered; at about 1 KB each together 5 MB
/// of the 128 that an object may have.
const REMEMBERED_MAX: usize = 5_000;

/// See the module.
#[derive(Default)]
pub(crate) struct Touched {
    dialogs: BTreeMap<DialogId, TouchedDialog>,
    /// Dialogs that may differ from what is stored.
    changed: BTreeSet<DialogId>,
    clients: BTreeMap<ClientId, Client>,
    /// Where the next message of a client goes, while that is known.
    current: BTreeMap<ClientId, DialogId>,
    /// Clients whose widgets have every operators' message.
    served: BTreeSet<ClientId>,
}

/// A dialog as it is now, and as the storage has it (if it does).
struct TouchedDialog {
    now: Dialog,
    stored: Option<Dialog>,
}

impl Touched {
    /// A dialog as it is now.
    pub(crate) fn dialog(&self, id: DialogId) -> Option<&Dialog> {
        self.dialogs.get(&id).map(|touched| &touched.now)
    }

    /// A dialog that was read, unless it is here already.
    pub(crate) fn keep_dialog(&mut self, dialog: Dialog) {
        self.dialogs
            .entry(dialog.id)
            .or_insert_with(|| TouchedDialog {
                stored: Some(dialog.clone()),
                now: dialog,
            });
    }

    /// A dialog that begins now: open, and with the latest message of its client.
    pub(crate) fn begin_dialog(&mut self, dialog: Dialog) {
        self.current.insert(dialog.client.clone(), dialog.id);
        self.changed.insert(dialog.id);
        let touched = TouchedDialog {
            now: dialog,
            stored: None,
        };
        self.dialogs.insert(touched.now.id, touched);
    }

    /// Changes a dialog that is here.
    pub(crate) fn change_dialog(&mut self, id: DialogId, change: impl FnOnce(&mut Dialog)) {
        let Some(TouchedDialog { now, .. }) = self.dialogs.get_mut(&id) else {
            return;
        };
        let state = now.state;
        change(now);
        self.changed.insert(id);
        // Another dialog of the client may be the current one from now on.
        if now.state != state || self.current.get(&now.client) != Some(&id) {
            self.current.remove(&now.client);
        }
    }

    /// Saves each dialog that was changed, told with whether its row is new.
    pub(crate) fn save(&mut self, mut write: impl FnMut(&Dialog, bool)) {
        while let Some(id) = self.changed.pop_first() {
            let Some(TouchedDialog { now, stored }) = self.dialogs.get_mut(&id) else {
                continue;
            };
            if stored.as_ref() != Some(now) {
                write(now, stored.is_none());
                *stored = Some(now.clone());
            }
        }
    }

    /// What was changed and not saved is not so after all; says how many dialogs
    /// had begun.
    pub(crate) fn forget_unsaved(&mut self) -> u64 {
        let mut n_begun = 0;
        while let Some(id) = self.changed.pop_first() {
            if let Some(gone) = self.dialogs.remove(&id) {
                n_begun += u64::from(gone.stored.is_none());
                self.current.remove(&gone.now.client);
            }
        }
        n_begun
    }

    /// The dialog to which a client's next message goes, if it is known.
    pub(crate) fn current(&self, client: &ClientId) -> Option<&Dialog> {
        self.dialog(*self.current.get(client)?)
    }

    /// It was found out.
    pub(crate) fn set_current(&mut self, client: &ClientId, dialog: DialogId) {
        self.current.insert(client.clone(), dialog);
    }

    /// A client as he is now.
    pub(crate) fn client(&self, id: &ClientId) -> Option<&Client> {
        self.clients.get(id)
    }

    /// A client as he is stored.
    pub(crate) fn keep_client(&mut self, client: Client) {
        self.clients.insert(client.id.clone(), client);
    }

    /// Their rows were changed in another way.
    pub(crate) fn forget_clients(&mut self) {
        self.clients.clear();
    }

    /// Whether a client's widgets are known to have every operators' message.
    pub(crate) fn is_served(&self, client: &ClientId) -> bool {
        self.served.contains(client)
    }

    /// They have, or no longer.
    pub(crate) fn set_served(&mut self, client: &ClientId, is_served: bool) {
        match is_served {
            true => drop(self.served.insert(client.clone())),
            false => drop(self.served.remove(client)),
        }
    }

    /// Forgets everything rather than grow without a bound. Between turns.
    pub(crate) fn trim(&mut self) {
        let most = self.dialogs.len().max(self.clients.len());
        if most.max(self.served.len()) > REMEMBERED_MAX {
            *self = Self::default();
        }
    }
}
