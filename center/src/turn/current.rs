//! The turn in progress: the storage, what it may know, what it has touched, and
//! what it will say.

use std::collections::{BTreeMap, BTreeSet};

use beseda_protocol::dialog::Summary;
use beseda_protocol::ids::{Cid, ClientId, DialogId, IdentityId, OperatorId, Seq, Timestamp};
use beseda_protocol::message::Message;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::ToVisitor;
use serde::Serialize;

use super::cache::Cache;
use super::context::{Context, Entropy, Lines};
use super::output::{Frame, Output, To};
use super::peer::LineId;
use super::refusals::{Stop, storage_full};
use crate::storage::cells::Cells;
use crate::storage::clients::{self, Client};
use crate::storage::dialogs::{self, Card, Dialog};
use crate::storage::events::Event;
use crate::storage::fault::Fault;
use crate::storage::identities::{self, Identity};
use crate::storage::merged_dialogs;
use crate::storage::message_row::MessageRow;
use crate::storage::messages::{self, Named};
use crate::storage::row::{Columns, Writes};
use crate::storage::sender::Sender;
use crate::storage::sql::Value;
use crate::storage::write_buffer::Storage;
use crate::token;

/// Whether the storage takes more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// It does.
    Left,
    /// It does not: whatever would write is refused, reading goes on (C10).
    None,
}

/// See the module.
pub(crate) struct Turn<'a> {
    pub(crate) storage: &'a Storage<'a>,
    pub(crate) secret: &'a [u8],
    pub(crate) now: Timestamp,
    pub(crate) entropy: &'a mut dyn Entropy,
    pub(crate) lines: &'a dyn Lines,
    pub(crate) cache: &'a mut Cache,
    room: Room,
    /// Messages of this turn's senders by cid, as far as they are known.
    cids: Cids,
    /// Events that nobody has been told yet.
    pub(crate) pending: Vec<Event>,
    /// Behind this place up to that one a job's slice has let things happen: consoles are
    /// told of them in sum.
    pub(crate) summed: (Seq, Seq),
    /// Whose rights an input has changed: each of their consoles gets its view anew.
    pub(crate) renewed: BTreeSet<OperatorId>,
    /// Whose mentions have changed: see `turn::mentioned`.
    pub(crate) mentioned: BTreeSet<OperatorId>,
    /// Somebody may have begun to wait for who is not there: see `dialogs::wait_limit`.
    pub(crate) waits_otherwise: bool,
    /// A dialog, or somebody, may have become free for the other: see `dialogs::distribution`.
    pub(crate) may_distribute: bool,
    /// What is written now moves in from elsewhere: no webhook hears of it.
    pub(crate) is_moving_in: bool,
    /// Something is to be sent to a webhook at once.
    pub(crate) calls_webhooks: bool,
    /// Something was put on the list of what is due, or taken off.
    pub(crate) alarm_moved: bool,
    /// What the relay shall do.
    pub(crate) out: Vec<Output>,
}

/// What was said under a name: nothing, or this.
type Cids = BTreeMap<Named, Option<Message>>;

impl<'a> Turn<'a> {
    pub(crate) fn new(
        storage: &'a Storage<'a>,
        secret: &'a [u8],
        context: &'a mut Context<'_>,
        cache: &'a mut Cache,
        room: Room,
    ) -> Self {
        Self {
            storage,
            secret,
            now: context.now,
            entropy: context.entropy,
            lines: context.lines,
            cache,
            room,
            cids: Cids::new(),
            pending: Vec::new(),
            summed: Default::default(),
            renewed: BTreeSet::new(),
            mentioned: BTreeSet::new(),
            waits_otherwise: false,
            may_distribute: false,
            is_moving_in: false,
            calls_webhooks: false,
            alarm_moved: false,
            out: Vec::new(),
        }
    }

    /// Whether anything may be written.
    pub(crate) fn has_room(&self) -> bool {
        self.room == Room::Left
    }

    /// The one way to write.
    pub(crate) fn write(&self, statement: &str, values: &[Value]) -> Result<(), Stop> {
        self.check_room()?;
        Ok(self.storage.exec(statement, values)?)
    }

    /// How many rows a statement counts.
    pub(crate) fn count(&self, statement: &str, values: &[Value]) -> Result<u64, Fault> {
        Cells::first(self.storage.query(statement, values)?, "count")?.int()
    }

    /// Writes one row.
    pub(crate) fn put(&self, writes: &Writes, row: impl Columns) -> Result<(), Stop> {
        self.check_room()?;
        Ok(self.storage.put(writes, row)?)
    }

    /// The other way: rows that may wait for the end of the turn.
    pub(crate) fn buffer(&self) -> Result<&Storage<'a>, Stop> {
        self.check_room()?;
        Ok(self.storage)
    }

    fn check_room(&self) -> Result<(), Refusal> {
        match self.room {
            Room::Left => Ok(()),
            Room::None => Err(storage_full()),
        }
    }

    /// Looks up at once what each of many messages would look up by itself: what was
    /// stored under these cids, each of a sender.
    pub(crate) fn preload_cids(&mut self, said: Vec<Named>) -> Result<(), Fault> {
        // One is found faster by itself.
        if said.len() > 1 {
            let stored = messages::by_cids(self.storage, &said)?;
            self.cids = said.into_iter().map(|named| (named, None)).collect();
            self.cids
                .extend(stored.into_iter().map(|(named, it)| (named, Some(it))));
        }
        Ok(())
    }

    /// What a sender has said under this cid, if anything.
    pub(crate) fn said(&self, sender: &Sender, cid: &Cid) -> Result<Option<Message>, Fault> {
        match self.cids.get(&(sender.clone(), cid.clone())) {
            Some(known) => Ok(known.clone()),
            None => messages::by_cid(self.storage, sender, cid),
        }
    }

    /// A message is stored, as this row.
    pub(crate) fn put_message(&mut self, row: MessageRow, message: &Message) -> Result<(), Stop> {
        if let (Some(sender), Some(cid)) = (&row.sender, &message.cid) {
            let named = (sender.clone(), cid.clone());
            self.cids.insert(named, Some(message.clone()));
        }
        self.buffer()?.add(&MessageRow::INSERT, row);
        self.cache.search.n_unfilled += 1;
        let (dialog, id) = (message.dialog, message.id);
        Ok(self.change_dialog(dialog, |dialog| dialog.chain.add(id))?)
    }

    /// A dialog by its id.
    pub(crate) fn dialog(&mut self, id: DialogId) -> Result<Option<&Dialog>, Fault> {
        if self.cache.talk.dialog(id).is_none() {
            match dialogs::load(self.storage, id)? {
                Some(dialog) => self.cache.talk.keep_dialog(dialog),
                None => return Ok(None),
            }
        }
        Ok(self.cache.talk.dialog(id))
    }

    /// The dialog that a number leads to: mostly its own.
    pub(crate) fn dialog_now(&mut self, id: DialogId) -> Result<DialogId, Fault> {
        match self.dialog(id)?.is_some() {
            true => Ok(id),
            false => Ok(merged_dialogs::target(self.storage, id)?.unwrap_or(id)),
        }
    }

    /// A dialog that is known to exist.
    pub(crate) fn sure_dialog(&mut self, id: DialogId) -> Result<&Dialog, Fault> {
        self.dialog(id)?.ok_or(Fault::Corrupt("dialogs"))
    }

    /// Where a client's next message belongs, or begins anew.
    pub(crate) fn current_dialog(
        &mut self,
        identity: &IdentityId,
    ) -> Result<Option<&Dialog>, Fault> {
        if self.cache.talk.current(identity).is_none() {
            match dialogs::current(self.storage, identity)? {
                Some(dialog) => {
                    self.cache.talk.set_current(identity, dialog.id);
                    self.cache.talk.keep_dialog(dialog);
                }
                None => return Ok(None),
            }
        }
        Ok(self.cache.talk.current(identity))
    }

    /// A dialog that begins now.
    pub(crate) fn begin_dialog(&mut self, dialog: Dialog) {
        self.cache.n_dialogs = self.cache.n_dialogs.max(dialog.id.0);
        self.cache.talk.begin_dialog(dialog);
    }

    /// Changes a dialog; [`Self::save`] writes it.
    pub(crate) fn change_dialog(
        &mut self,
        id: DialogId,
        change: impl FnOnce(&mut Dialog),
    ) -> Result<(), Fault> {
        self.sure_dialog(id)?;
        self.cache.talk.change_dialog(id, change);
        Ok(())
    }

    /// Brings the cards of many dialogs onto the desk at once.
    pub(crate) fn load_dialogs(&mut self, ids: &BTreeSet<DialogId>) -> Result<(), Fault> {
        let talk = &self.cache.talk;
        let missing = |id: &&DialogId| talk.dialog(**id).is_none();
        let missing: Vec<DialogId> = ids.iter().filter(missing).copied().collect();
        if missing.len() > 1 {
            for card in dialogs::cards_by_ids(self.storage, &missing)? {
                self.keep_card(card);
            }
        }
        Ok(())
    }

    /// A dialog, its identity and its client, read together.
    fn keep_card(&mut self, card: Card) {
        let talk = &mut self.cache.talk;
        talk.keep_dialog(card.dialog);
        if talk.identity(&card.identity.id).is_none() {
            talk.keep_identity(card.identity);
        }
        if talk.client(card.client.id).is_none() {
            talk.keep_client(card.client);
        }
    }

    /// The card of a dialog that is known to exist.
    pub(crate) fn summary(&mut self, id: DialogId) -> Result<Summary, Fault> {
        let identity = self.sure_dialog(id)?.identity.clone();
        let client = self.sure_identity(&identity)?.client;
        self.sure_client(client)?;
        let talk = &self.cache.talk;
        match (
            talk.dialog(id),
            talk.identity(&identity),
            talk.client(client),
        ) {
            (Some(dialog), Some(identity), Some(client)) => Ok(dialog.summary(identity, client)),
            _ => Err(Fault::Corrupt("dialogs")),
        }
    }

    /// The dialogs of a client but one, newest first, so many of them at most.
    pub(crate) fn dialogs_of(
        &mut self,
        client: ClientId,
        but: DialogId,
        limit: u64,
    ) -> Result<Vec<Dialog>, Fault> {
        let ids = dialogs::of_client(self.storage, client, but, limit)?;
        self.load_dialogs(&ids.iter().copied().collect())?;
        let dialogs = ids.into_iter().map(|id| self.sure_dialog(id).cloned());
        dialogs.collect()
    }

    /// The dialogs of a client below a number, newest first, so many of them at most.
    pub(crate) fn dialogs_of_below(
        &mut self,
        client: ClientId,
        below: DialogId,
        limit: u64,
    ) -> Result<Vec<Dialog>, Fault> {
        let ids = dialogs::of_client_below(self.storage, client, below, limit)?;
        self.load_dialogs(&ids.iter().copied().collect())?;
        let dialogs = ids.into_iter().map(|id| self.sure_dialog(id).cloned());
        dialogs.collect()
    }

    /// An identity by its id.
    pub(crate) fn identity(&mut self, id: &IdentityId) -> Result<Option<&Identity>, Fault> {
        if self.cache.talk.identity(id).is_none() {
            match identities::load(self.storage, id)? {
                Some(identity) => self.cache.talk.keep_identity(identity),
                None => return Ok(None),
            }
        }
        Ok(self.cache.talk.identity(id))
    }

    /// An identity that is known to exist.
    pub(crate) fn sure_identity(&mut self, id: &IdentityId) -> Result<&Identity, Fault> {
        self.identity(id)?.ok_or(Fault::Corrupt("identities"))
    }

    /// An identity that is new.
    pub(crate) fn begin_identity(&mut self, identity: Identity) -> Result<(), Stop> {
        identities::put(self.buffer()?, &identity, true);
        self.cache.talk.begin_identity(identity);
        Ok(())
    }

    /// An identity that has changed.
    pub(crate) fn change_identity(&mut self, identity: Identity) -> Result<(), Stop> {
        identities::put(self.buffer()?, &identity, false);
        self.cache.talk.keep_identity(identity);
        Ok(())
    }

    /// A client by his number.
    pub(crate) fn client(&mut self, id: ClientId) -> Result<Option<&Client>, Fault> {
        if self.cache.talk.client(id).is_none() {
            match clients::load(self.storage, id)? {
                Some(client) => self.cache.talk.keep_client(client),
                None => return Ok(None),
            }
        }
        Ok(self.cache.talk.client(id))
    }

    /// A client who is known to exist.
    pub(crate) fn sure_client(&mut self, id: ClientId) -> Result<&Client, Fault> {
        self.client(id)?.ok_or(Fault::Corrupt("clients"))
    }

    /// The number of who a client turned out to be: mostly his own.
    pub(crate) fn who_is(&mut self, id: ClientId) -> Result<ClientId, Fault> {
        let client = self.client(id)?;
        Ok(client.and_then(|client| client.merged_into).unwrap_or(id))
    }

    /// A client who is new; see [`super::webhooks::tell_of_client`].
    pub(crate) fn begin_client(&mut self, client: Client) -> Result<(), Stop> {
        clients::put(self.buffer()?, &client, true);
        if client.name.is_some() || !client.comment.is_empty() {
            clients::put_text(self.buffer()?, &client)?;
        }
        self.cache.n_clients = self.cache.n_clients.max(client.id.0);
        self.cache.talk.keep_client(client);
        Ok(())
    }

    /// A client who has changed.
    pub(crate) fn change_client(&mut self, client: Client) -> Result<(), Stop> {
        let was = self.sure_client(client.id)?;
        let is_renamed = (&was.name, &was.comment) != (&client.name, &client.comment);
        clients::put(self.buffer()?, &client, false);
        if is_renamed {
            clients::put_text(self.buffer()?, &client)?;
        }
        self.cache.talk.keep_client(client);
        Ok(())
    }

    /// Writes the dialogs that one input has changed.
    pub(crate) fn save(&mut self) -> Result<(), Stop> {
        self.check_room()?;
        let storage = self.storage;
        let Cache { talk, cube, .. } = &mut *self.cache;
        let (mut waits_otherwise, mut may_distribute) = (false, false);
        talk.save(|dialog, stored| {
            dialogs::put(storage, dialog, stored);
            cube.change(stored, Some(dialog));
            waits_otherwise |= dialog.waits_for_otherwise(stored);
            may_distribute |= dialog.is_waiting_free() || dialog.is_less_for_somebody(stored);
        });
        self.waits_otherwise |= waits_otherwise;
        self.may_distribute |= may_distribute;
        Ok(())
    }

    /// A refused input leaves nothing behind, in memory neither.
    pub(crate) fn forget_unsaved(&mut self) {
        self.cache.n_dialogs -= self.cache.talk.forget_unsaved();
    }

    /// The end of the turn: what is buffered is written.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        self.storage.flush()?;
        self.cache.talk.trim();
        Ok(())
    }

    /// Unguessable, 128 bits, in hex.
    pub(crate) fn fresh_id(&mut self) -> String {
        let mut bytes = [0; 16];
        self.entropy.fill(&mut bytes);
        token::hex(&bytes)
    }

    /// Says something to one widget.
    pub(crate) fn tell_visitor(&mut self, line: LineId, frame: &ToVisitor) {
        self.send(To::Line(line), frame);
    }

    /// Says something to one console.
    pub(crate) fn tell_operator(&mut self, line: LineId, frame: &ToOperator) {
        self.send(To::Line(line), frame);
    }

    /// Says something, serialised once for all who get it.
    pub(crate) fn send(&mut self, to: To, frame: &impl Serialize) {
        self.out.push(Output::Frame(to, Frame::new(json(frame))));
    }
}

/// A frame as text.
pub(crate) fn json(frame: &impl Serialize) -> String {
    serde_json::to_string(frame).expect("frames have text keys and no failing parts")
}
