//! One turn's desk: the storage, what the turn may know, what it has touched,
//! and what it will say.

use std::collections::{BTreeMap, BTreeSet};

use beseda_protocol::dialog::Summary;
use beseda_protocol::ids::{Cid, ClientId, DialogId, Timestamp};
use beseda_protocol::message::Message;
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::{FromVisitor, ToVisitor};
use serde::Serialize;

use crate::behind::Behind;
use crate::clients::Client;
use crate::dialogs::{self, Dialog};
use crate::events::Event;
use crate::fault::Fault;
use crate::known::Known;
use crate::messages::Named;
use crate::sql::{Sql, Value};
use crate::stop::{Stop, storage_full};
use crate::turn::{Context, Entropy, Input, LineId, Lines, Output, Peer, To};
use crate::{draft, list, messages};

/// Whether the storage takes more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// It does.
    Left,
    /// It does not: whatever would write is refused, reading goes on (C10).
    None,
}

/// See the module.
pub(crate) struct Work<'a> {
    pub(crate) sql: &'a dyn Sql,
    behind: &'a Behind<'a>,
    pub(crate) secret: &'a [u8],
    pub(crate) now: Timestamp,
    pub(crate) entropy: &'a mut dyn Entropy,
    pub(crate) lines: &'a dyn Lines,
    pub(crate) known: &'a mut Known,
    room: Room,
    /// Messages of this turn's senders by cid, as far as they are known.
    cids: Cids,
    /// Events that nobody has been told yet.
    pub(crate) pending: Vec<Event>,
    /// Something was put on the list of what is due, or taken off.
    pub(crate) alarm_moved: bool,
    /// What the relay shall do.
    pub(crate) out: Vec<Output>,
}

/// What was said under a name: nothing, or this.
type Cids = BTreeMap<Named, Option<Message>>;

impl<'a> Work<'a> {
    pub(crate) fn new(
        behind: &'a Behind<'a>,
        secret: &'a [u8],
        context: &'a mut Context<'_>,
        known: &'a mut Known,
        room: Room,
    ) -> Self {
        Self {
            sql: behind,
            behind,
            secret,
            now: context.now,
            entropy: context.entropy,
            lines: context.lines,
            known,
            room,
            cids: Cids::new(),
            pending: Vec::new(),
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
        Ok(self.sql.exec(statement, values)?)
    }

    /// The other way: a row that may wait for the end of the turn.
    pub(crate) fn write_behind(&self) -> Result<&Behind<'a>, Stop> {
        self.check_room()?;
        Ok(self.behind)
    }

    fn check_room(&self) -> Result<(), Refusal> {
        match self.room {
            Room::Left => Ok(()),
            Room::None => Err(storage_full()),
        }
    }

    /// Looks up at once what each of many messages would look up by itself.
    pub(crate) fn foresee(&mut self, inputs: &[Input]) -> Result<(), Fault> {
        // A cid that will be refused may be as long as a frame.
        let is_sound = |named: &Named| draft::check_cid(&named.1).is_ok();
        let said: Vec<Named> = inputs.iter().filter_map(said).filter(is_sound).collect();
        // One is found faster by itself.
        if said.len() > 1 {
            let stored = messages::by_cids(self.sql, self.known, &said)?;
            self.cids = said.into_iter().map(|named| (named, None)).collect();
            self.cids
                .extend(stored.into_iter().map(|(named, it)| (named, Some(it))));
        }
        Ok(())
    }

    /// What a sender has said under this cid, if anything.
    pub(crate) fn said(&self, sender: &str, cid: &Cid) -> Result<Option<Message>, Fault> {
        match self.cids.get(&(sender.to_owned(), cid.clone())) {
            Some(known) => Ok(known.clone()),
            None => messages::by_cid(self.sql, self.known, sender, cid),
        }
    }

    /// A message has been stored.
    pub(crate) fn has_said(&mut self, sender: Option<String>, message: &Message) {
        if let (Some(sender), Some(cid)) = (sender, &message.cid) {
            let named = (sender, cid.clone());
            self.cids.insert(named, Some(message.clone()));
        }
    }

    /// A dialog by its id.
    pub(crate) fn dialog(&mut self, id: DialogId) -> Result<Option<&Dialog>, Fault> {
        if self.known.touched.dialog(id).is_none() {
            match dialogs::load(self.sql, id)? {
                Some(dialog) => self.known.touched.keep_dialog(dialog),
                None => return Ok(None),
            }
        }
        Ok(self.known.touched.dialog(id))
    }

    /// A dialog that is known to exist.
    pub(crate) fn sure_dialog(&mut self, id: DialogId) -> Result<&Dialog, Fault> {
        self.dialog(id)?.ok_or(Fault::Corrupt("dialogs"))
    }

    /// Where a client's next message belongs, or begins anew.
    pub(crate) fn current_dialog(&mut self, client: &ClientId) -> Result<Option<&Dialog>, Fault> {
        if self.known.touched.current(client).is_none() {
            match dialogs::current(self.sql, client)? {
                Some(dialog) => {
                    self.known.touched.set_current(client, dialog.id);
                    self.known.touched.keep_dialog(dialog);
                }
                None => return Ok(None),
            }
        }
        Ok(self.known.touched.current(client))
    }

    /// A dialog that begins now.
    pub(crate) fn begin_dialog(&mut self, dialog: Dialog) {
        self.known.n_dialogs = self.known.n_dialogs.max(dialog.id.0);
        self.known.touched.begin_dialog(dialog);
    }

    /// Changes a dialog; [`Self::save`] writes it.
    pub(crate) fn change_dialog(
        &mut self,
        id: DialogId,
        change: impl FnOnce(&mut Dialog),
    ) -> Result<(), Fault> {
        self.sure_dialog(id)?;
        self.known.touched.change_dialog(id, change);
        Ok(())
    }

    /// Brings the cards of many dialogs onto the desk at once.
    pub(crate) fn load_dialogs(&mut self, ids: &BTreeSet<DialogId>) -> Result<(), Fault> {
        let touched = &self.known.touched;
        let missing = |id: &&DialogId| touched.dialog(**id).is_none();
        let missing: Vec<DialogId> = ids.iter().filter(missing).copied().collect();
        if missing.len() > 1 {
            for (dialog, client) in list::by_ids(self.sql, &missing)? {
                self.keep_card(dialog, client);
            }
        }
        Ok(())
    }

    /// A dialog and its client, read together.
    pub(crate) fn keep_card(&mut self, dialog: Dialog, client: Client) {
        self.known.touched.keep_dialog(dialog);
        if self.known.touched.client(&client.id).is_none() {
            self.keep_client(client);
        }
    }

    /// The card of a dialog that is known to exist.
    pub(crate) fn summary(&mut self, id: DialogId) -> Result<Summary, Fault> {
        let client = self.sure_dialog(id)?.client.clone();
        self.sure_client(&client)?;
        let touched = &self.known.touched;
        match (touched.dialog(id), touched.client(&client)) {
            (Some(dialog), Some(client)) => Ok(dialog.summary(client, self.known)),
            _ => Err(Fault::Corrupt("dialogs")),
        }
    }

    /// A client by his id.
    pub(crate) fn client(&mut self, id: &ClientId) -> Result<Option<&Client>, Fault> {
        if self.known.touched.client(id).is_none() {
            match Client::load(self.sql, id)? {
                Some(client) => self.keep_client(client),
                None => return Ok(None),
            }
        }
        Ok(self.known.touched.client(id))
    }

    /// A client who is known to exist.
    pub(crate) fn sure_client(&mut self, id: &ClientId) -> Result<&Client, Fault> {
        self.client(id)?.ok_or(Fault::Corrupt("clients"))
    }

    /// A client as he is now, stored already.
    pub(crate) fn keep_client(&mut self, client: Client) {
        self.known.touched.keep_client(client);
    }

    /// Writes the dialogs that one input has changed.
    pub(crate) fn save(&mut self) -> Result<(), Stop> {
        self.check_room()?;
        let behind = self.behind;
        let touched = &mut self.known.touched;
        touched.save(|dialog, is_new| behind.dialog(dialog.id, is_new, dialogs::row(dialog)));
        Ok(())
    }

    /// A refused input leaves nothing behind, in memory neither.
    pub(crate) fn forget_unsaved(&mut self) {
        self.known.n_dialogs -= self.known.touched.forget_unsaved();
    }

    /// The end of the turn: what was written behind is written.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        self.behind.write()?;
        self.known.touched.trim();
        Ok(())
    }

    /// Unguessable, 128 bits, in hex.
    pub(crate) fn fresh_id(&mut self) -> String {
        let mut bytes = [0; 16];
        self.entropy.fill(&mut bytes);
        crate::token::hex(&bytes)
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
        self.out.push(Output::Frame(to, json(frame)));
    }
}

/// A frame as text.
pub(crate) fn json(frame: &impl Serialize) -> String {
    serde_json::to_string(frame).expect("frames have text keys and no failing parts")
}

/// Who says something under which name.
fn said(input: &Input) -> Option<Named> {
    match input {
        Input::FromVisitor(Peer::Visitor { client, .. }, FromVisitor::Say { cid, .. }) => {
            Some((client.0.clone(), cid.clone()))
        }
        Input::FromOperator(
            Peer::Operator { operator, .. },
            FromOperator::Reply { cid, .. } | FromOperator::Note { cid, .. },
        ) => Some((messages::operator_sender(*operator), cid.clone())),
        _ => None,
    }
}
