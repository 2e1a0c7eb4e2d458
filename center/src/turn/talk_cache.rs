//! Dialogs, identities and clients that turns have touched lately, as they are stored or are
//! about to be: who talks now, need not be read again for each message.
//!
//! A cache over rows that only turns change, so every change goes through it.
//! A turn that fails takes all of it away.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use beseda_protocol::ids::{ClientId, DialogId, IdentityId, Seq};

use crate::storage::clients::Client;
use crate::storage::dialogs::Dialog;
use crate::storage::identities::Identity;

/// Of each kind, what is remembered: at about 1 KB each together 5 MB
/// of the 128 that an object may have.
const REMEMBERED_MAX: usize = 5_000;

/// See the module.
#[derive(Default)]
pub(crate) struct TalkCache {
    dialogs: BTreeMap<DialogId, CachedDialog>,
    /// Dialogs that may differ from what is stored.
    changed: BTreeSet<DialogId>,
    identities: BTreeMap<IdentityId, CachedIdentity>,
    clients: BTreeMap<ClientId, CachedClient>,
    /// How many turns there were.
    n_turns: u64,
    /// Whether a job loads what is not to be kept.
    is_slice: bool,
}

/// When something was last used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Used {
    /// By a job alone, which throws nobody out: forgotten at the end of the turn.
    #[default]
    InPassing,
    /// In this turn, by somebody who talks.
    In(u64),
}

impl Used {
    /// It is used again.
    fn again(&mut self, used: Self) {
        if used != Self::InPassing {
            *self = used;
        }
    }
}

/// A dialog as it is now, and as the storage has it (if it does).
struct CachedDialog {
    now: Dialog,
    stored: Option<Dialog>,
    used: Used,
}

/// A client as he is stored, and what is remembered of him beside that.
#[derive(Default)]
struct CachedIdentity {
    row: Option<Identity>,
    /// Where his next message goes, while that is known.
    current: Option<DialogId>,
    /// Whether his widgets are known to have every operators' message.
    is_served: bool,
    /// The last event of his view, while that is known.
    told: Option<Seq>,
    used: Used,
}

/// A client as he is stored, or is about to be.
struct CachedClient {
    row: Client,
    used: Used,
}

impl TalkCache {
    /// A dialog as it is now.
    pub(crate) fn dialog(&self, id: DialogId) -> Option<&Dialog> {
        self.dialogs.get(&id).map(|cached| &cached.now)
    }

    /// A dialog that was read, unless it is here already.
    pub(crate) fn keep_dialog(&mut self, dialog: Dialog) {
        let used = self.used();
        let cached = self.dialogs.entry(dialog.id);
        let cached = cached.or_insert_with(|| CachedDialog {
            stored: Some(dialog.clone()),
            now: dialog,
            used,
        });
        cached.used.again(used);
    }

    /// A dialog that begins now: open, and with the latest message of its client.
    pub(crate) fn begin_dialog(&mut self, dialog: Dialog) {
        self.identity_mut(&dialog.identity).current = Some(dialog.id);
        self.changed.insert(dialog.id);
        let cached = CachedDialog {
            now: dialog,
            stored: None,
            used: self.used(),
        };
        self.dialogs.insert(cached.now.id, cached);
    }

    /// Changes a dialog that is here.
    pub(crate) fn change_dialog(&mut self, id: DialogId, change: impl FnOnce(&mut Dialog)) {
        let used = self.used();
        let Some(cached) = self.dialogs.get_mut(&id) else {
            return;
        };
        let state = cached.now.state;
        change(&mut cached.now);
        cached.now.settle();
        cached.used.again(used);
        self.changed.insert(id);
        let (identity, changed_state) = (cached.now.identity.clone(), cached.now.state != state);
        // Another dialog of the client may be the current one from now on.
        let identity = self.identity_mut(&identity);
        if changed_state || identity.current != Some(id) {
            identity.current = None;
        }
    }

    /// Saves each dialog that was changed, told with its row as it was stored before, if
    /// there is one.
    pub(crate) fn save(&mut self, mut write: impl FnMut(&Dialog, Option<&Dialog>)) {
        while let Some(id) = self.changed.pop_first() {
            let Some(CachedDialog { now, stored, .. }) = self.dialogs.get_mut(&id) else {
                continue;
            };
            if stored.as_ref() != Some(now) {
                write(now, stored.as_ref());
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
                self.identity_mut(&gone.now.identity).current = None;
            }
        }
        n_begun
    }

    /// The dialog to which a client's next message goes, if it is known.
    pub(crate) fn current(&self, identity: &IdentityId) -> Option<&Dialog> {
        self.dialog(self.identities.get(identity)?.current?)
    }

    /// It was found out.
    pub(crate) fn set_current(&mut self, identity: &IdentityId, dialog: DialogId) {
        self.identity_mut(identity).current = Some(dialog);
    }

    /// A client as he is now.
    pub(crate) fn identity(&self, id: &IdentityId) -> Option<&Identity> {
        self.identities.get(id)?.row.as_ref()
    }

    /// A client as he is stored, or is about to be.
    pub(crate) fn keep_identity(&mut self, identity: Identity) {
        let id = identity.id.clone();
        self.identity_mut(&id).row = Some(identity);
    }

    /// A client who is new: his view is empty.
    pub(crate) fn begin_identity(&mut self, identity: Identity) {
        let id = identity.id.clone();
        let cached = self.identity_mut(&id);
        cached.row = Some(identity);
        cached.told = Some(Seq(0));
    }

    /// A client as he is now.
    pub(crate) fn client(&self, id: ClientId) -> Option<&Client> {
        self.clients.get(&id).map(|cached| &cached.row)
    }

    /// A client as he is stored, or is about to be.
    pub(crate) fn keep_client(&mut self, client: Client) {
        let mut used = self.used();
        if let Some(cached) = self.clients.get(&client.id) {
            used = used.max(cached.used);
        }
        let cached = CachedClient { row: client, used };
        self.clients.insert(cached.row.id, cached);
    }

    /// Whether a client's widgets are known to have every operators' message.
    pub(crate) fn is_served(&self, identity: &IdentityId) -> bool {
        let identity = self.identities.get(identity);
        identity.is_some_and(|identity| identity.is_served)
    }

    /// They have, or no longer.
    pub(crate) fn set_served(&mut self, identity: &IdentityId, is_served: bool) {
        self.identity_mut(identity).is_served = is_served;
    }

    /// The last event of a client's view before this one, if it is known.
    pub(crate) fn tell(&mut self, identity: &IdentityId, seq: Seq) -> Option<Seq> {
        self.identity_mut(identity).told.replace(seq)
    }

    fn identity_mut(&mut self, id: &IdentityId) -> &mut CachedIdentity {
        let used = self.used();
        let identity = self.identities.entry(id.clone()).or_default();
        identity.used.again(used);
        identity
    }

    /// It was deleted.
    pub(crate) fn forget_dialog(&mut self, id: DialogId) {
        self.dialogs.remove(&id);
        self.changed.remove(&id);
    }

    /// It was deleted.
    pub(crate) fn forget_identity(&mut self, id: &IdentityId) {
        self.identities.remove(id);
    }

    /// He was deleted.
    pub(crate) fn forget_client(&mut self, id: ClientId) {
        self.clients.remove(&id);
    }

    /// This turn is a job's: what it loads is not kept.
    pub(crate) fn begin_slice(&mut self) {
        self.is_slice = true;
    }

    fn used(&self) -> Used {
        match self.is_slice {
            true => Used::InPassing,
            false => Used::In(self.n_turns),
        }
    }

    /// The end of a turn: forgets what a job has loaded, and the half that has talked
    /// least lately, rather than grow without a bound.
    pub(crate) fn trim(&mut self) {
        self.n_turns += 1;
        if mem::take(&mut self.is_slice) {
            let is_kept = |used: Used| used != Used::InPassing;
            self.dialogs.retain(|_, dialog| is_kept(dialog.used));
            self.identities.retain(|_, identity| is_kept(identity.used));
            self.clients.retain(|_, client| is_kept(client.used));
        }
        if let Some(since) = latest_half(self.dialogs.values().map(|dialog| dialog.used)) {
            self.dialogs.retain(|_, dialog| dialog.used > since);
        }
        let uses = self.identities.values().map(|identity| identity.used);
        if let Some(since) = latest_half(uses) {
            self.identities.retain(|_, identity| identity.used > since);
        }
        if let Some(since) = latest_half(self.clients.values().map(|client| client.used)) {
            self.clients.retain(|_, client| client.used > since);
        }
    }
}

/// When too many are remembered: the turn after which at most half of what may be
/// remembered was used.
fn latest_half(uses: impl ExactSizeIterator<Item = Used>) -> Option<Used> {
    if uses.len() <= REMEMBERED_MAX {
        return None;
    }
    let mut uses: Vec<Used> = uses.collect();
    let oldest_kept = uses.len() - REMEMBERED_MAX / 2;
    let (.., since, _) = uses.select_nth_unstable(oldest_kept);
    // What the last turn kept may be of one turn, all of it.
    Some(*since)
}
