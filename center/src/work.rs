//! One turn's desk: the storage, what the turn may know, what it has touched,
//! and what it will say.

use std::collections::{BTreeMap, BTreeSet};

use beseda_protocol::dialog::Summary;
use beseda_protocol::ids::{ClientId, DialogId, Timestamp};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::visitor::ToVisitor;
use serde::Serialize;

use crate::clients::Client;
use crate::dialogs::{self, Dialog};
use crate::events::Event;
use crate::fault::Fault;
use crate::known::Known;
use crate::list;
use crate::sql::{Sql, Value};
use crate::stop::{Stop, refuse};
use crate::turn::{Context, Entropy, LineId, Lines, Output, To};

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
    pub(crate) secret: &'a [u8],
    pub(crate) now: Timestamp,
    pub(crate) entropy: &'a mut dyn Entropy,
    pub(crate) lines: &'a dyn Lines,
    pub(crate) known: &'a mut Known,
    room: Room,
    dialogs: BTreeMap<DialogId, Touched>,
    clients: BTreeMap<ClientId, Client>,
    /// Events that nobody has been told yet.
    pub(crate) pending: Vec<Event>,
    /// Something was put on the list of what is due, or taken off.
    pub(crate) alarm_moved: bool,
    /// What the relay shall do.
    pub(crate) out: Vec<Output>,
}

/// A dialog as this turn has it, and as the storage has it (if it does).
struct Touched {
    now: Dialog,
    stored: Option<Dialog>,
}

impl<'a> Work<'a> {
    pub(crate) fn new(
        sql: &'a dyn Sql,
        secret: &'a [u8],
        context: &'a mut Context<'_>,
        known: &'a mut Known,
        room: Room,
    ) -> Self {
        Self {
            sql,
            secret,
            now: context.now,
            entropy: context.entropy,
            lines: context.lines,
            known,
            room,
            dialogs: BTreeMap::new(),
            clients: BTreeMap::new(),
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
        match self.room {
            Room::Left => Ok(self.sql.exec(statement, values)?),
            Room::None => Err(refuse(Code::StorageFull).into()),
        }
    }

    /// A dialog by its id.
    pub(crate) fn dialog(&mut self, id: DialogId) -> Result<Option<&Dialog>, Fault> {
        if !self.dialogs.contains_key(&id) {
            match dialogs::load(self.sql, id)? {
                Some(dialog) => self.keep_dialog(dialog),
                None => return Ok(None),
            }
        }
        Ok(self.dialogs.get(&id).map(|touched| &touched.now))
    }

    /// A dialog that is known to exist.
    pub(crate) fn sure_dialog(&mut self, id: DialogId) -> Result<&Dialog, Fault> {
        self.dialog(id)?.ok_or(Fault::Corrupt("dialogs"))
    }

    /// A dialog read by another way, unless the turn has it already.
    pub(crate) fn keep_dialog(&mut self, dialog: Dialog) {
        self.dialogs.entry(dialog.id).or_insert_with(|| Touched {
            stored: Some(dialog.clone()),
            now: dialog,
        });
    }

    /// A dialog that begins now.
    pub(crate) fn begin_dialog(&mut self, dialog: Dialog) {
        self.known.n_dialogs = self.known.n_dialogs.max(dialog.id.0);
        self.dialogs.insert(
            dialog.id,
            Touched {
                now: dialog,
                stored: None,
            },
        );
    }

    /// Changes a dialog; [`Self::save`] writes it.
    pub(crate) fn change_dialog(
        &mut self,
        id: DialogId,
        change: impl FnOnce(&mut Dialog),
    ) -> Result<(), Fault> {
        self.sure_dialog(id)?;
        if let Some(touched) = self.dialogs.get_mut(&id) {
            change(&mut touched.now);
        }
        Ok(())
    }

    /// Brings the cards of many dialogs onto the desk at once.
    pub(crate) fn load_dialogs(&mut self, ids: &BTreeSet<DialogId>) -> Result<(), Fault> {
        let missing = |id: &&DialogId| !self.dialogs.contains_key(id);
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
        self.keep_dialog(dialog);
        self.clients.entry(client.id.clone()).or_insert(client);
    }

    /// The card of a dialog that is known to exist.
    pub(crate) fn summary(&mut self, id: DialogId) -> Result<Summary, Fault> {
        let client = self.sure_dialog(id)?.client.clone();
        self.sure_client(&client)?;
        match (self.dialogs.get(&id), self.clients.get(&client)) {
            (Some(dialog), Some(client)) => Ok(dialog.now.summary(client, self.known)),
            _ => Err(Fault::Corrupt("dialogs")),
        }
    }

    /// Their rows were changed in another way.
    pub(crate) fn forget_clients(&mut self) {
        self.clients.clear();
    }

    /// A client by his id.
    pub(crate) fn client(&mut self, id: &ClientId) -> Result<Option<&Client>, Fault> {
        if !self.clients.contains_key(id) {
            match Client::load(self.sql, id)? {
                Some(client) => self.keep_client(client),
                None => return Ok(None),
            }
        }
        Ok(self.clients.get(id))
    }

    /// A client who is known to exist.
    pub(crate) fn sure_client(&mut self, id: &ClientId) -> Result<&Client, Fault> {
        self.client(id)?.ok_or(Fault::Corrupt("clients"))
    }

    /// A client as he is now, stored already.
    pub(crate) fn keep_client(&mut self, client: Client) {
        self.clients.insert(client.id.clone(), client);
    }

    /// Writes the dialogs that one input has changed.
    pub(crate) fn save(&mut self) -> Result<(), Stop> {
        let changed = |touched: &Touched| touched.stored.as_ref() != Some(&touched.now);
        let ids: Vec<DialogId> = (self.dialogs.iter())
            .filter(|(_, touched)| changed(touched))
            .map(|(id, _)| *id)
            .collect();
        for id in ids {
            if let Some(Touched { now, stored }) = self.dialogs.get(&id) {
                dialogs::save(self, now, stored.is_none())?;
            }
            if let Some(touched) = self.dialogs.get_mut(&id) {
                touched.stored = Some(touched.now.clone());
            }
        }
        Ok(())
    }

    /// A refused input leaves nothing behind, in memory neither.
    pub(crate) fn forget_unsaved(&mut self) {
        let known = &mut *self.known;
        self.dialogs.retain(|_, touched| {
            known.n_dialogs -= u64::from(touched.stored.is_none());
            touched.stored.as_ref() == Some(&touched.now)
        });
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
