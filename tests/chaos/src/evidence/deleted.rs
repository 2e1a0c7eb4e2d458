//! What was deleted for good, as far as ledger and dump tell: a dialog that is gone leaves
//! a tombstone in the log, and what was told of it before says whose it was.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Reader;
use crate::dump::Dump;
use crate::ledger::{Did, Digest, Entry, Event, Side, Told};

/// Tombstones, and what lies under them.
#[derive(Debug, Default)]
pub struct Deleted<'a> {
    /// Of each dialog that was deleted: the place from which on there is nothing of it.
    dialogs: BTreeMap<u64, u64>,
    /// Of each client of whom it was asked: where in the ledger the first answer came.
    asked: BTreeMap<u64, Option<usize>>,
    /// Whose each dialog is, by the client's number.
    clients: HashMap<u64, u64>,
    /// The dialog of each message that an operator was told of.
    told: HashMap<u64, u64>,
    /// Of each visitor whom it befell: the place before which nothing of his is left.
    parties: HashMap<&'a str, u64>,
}

impl<'a> Deleted<'a> {
    /// Finds the tombstones, and who has asked for them.
    pub(super) fn of(ledger: &'a [Entry], dump: &Dump) -> Self {
        let mut deleted = Self::default();
        let graves = dump.events.iter().filter(|event| event.is_deletion);
        let graves = graves.filter_map(|event| Some((event.dialog?, event.seq)));
        deleted.dialogs.extend(graves);
        let mut asks: HashMap<(&str, u32, u64), u64> = HashMap::new();
        for (place, entry) in ledger.iter().enumerate() {
            let who = entry.who.as_str();
            match &entry.did {
                Did::Deletes { line, ask, client } => {
                    asks.insert((who, *line, *ask), *client);
                    deleted.asked.entry(*client).or_default();
                }
                Did::Heard {
                    line,
                    told: Told::Answered { ask },
                } => {
                    if let Some(client) = asks.get(&(who, *line, *ask)) {
                        let answered = deleted.asked.entry(*client).or_default();
                        answered.get_or_insert(place);
                    }
                }
                Did::Heard { told, .. } => deleted.hear(told),
                _ => {}
            }
        }
        deleted
    }

    fn hear(&mut self, told: &Told) {
        for (dialog, summary) in told.summaries() {
            self.clients.insert(dialog, summary.client);
        }
        for message in told.messages() {
            self.told
                .extend(message.dialog.map(|dialog| (message.id, dialog)));
        }
        if let Told::Events { seq, events, .. } = told {
            for event in events {
                // The log may have forgotten that it was.
                if let Event::Deleted { dialog } = event {
                    self.dialogs.entry(*dialog).or_insert(*seq);
                }
            }
        }
    }

    /// Finds which visitors it befell: those who have said or were told what lay in such a
    /// dialog.
    pub(super) fn befall(
        &mut self,
        readers: &BTreeMap<&'a str, Reader<'a>>,
        said: &HashMap<(&'a str, &'a str), &'a Digest>,
    ) {
        let mut senders: HashMap<(&str, &Digest), Vec<&'a str>> = HashMap::new();
        for ((party, cid), body) in said {
            senders.entry((cid, body)).or_default().push(party);
        }
        let mut theirs: Vec<(&'a str, u64)> = Vec::new();
        for reader in readers.values() {
            for told in reader.heard() {
                match (reader.side, told) {
                    (Side::Visitor, Told::Acked { id, .. }) => theirs.push((reader.party, *id)),
                    (Side::Visitor, _) => {
                        let ids = told.messages().map(|message| message.id);
                        theirs.extend(ids.map(|id| (reader.party, id)));
                    }
                    // What was never acknowledged: its body names its writer.
                    (Side::Operator, _) => {
                        for message in told.messages() {
                            let cid = message.cid.as_deref().unwrap_or_default();
                            let senders = senders.get(&(cid, &message.body));
                            let senders = senders.into_iter().flatten();
                            theirs.extend(senders.map(|party| (*party, message.id)));
                        }
                    }
                }
            }
        }
        for (party, id) in theirs {
            let grave = self.told.get(&id).and_then(|of| self.dialogs.get(of));
            if let Some(seq) = grave.copied() {
                let upto = self.parties.entry(party).or_default();
                *upto = seq.max(*upto);
            }
        }
    }

    /// The dialogs that there are no more.
    pub fn dialogs(&self) -> impl Iterator<Item = u64> {
        self.dialogs.keys().copied()
    }

    /// Whether there is this dialog no more.
    pub fn has(&self, dialog: u64) -> bool {
        self.dialogs.contains_key(&dialog)
    }

    /// The place before which something may be missing from the log.
    pub fn upto(&self) -> u64 {
        self.dialogs.values().copied().max().unwrap_or(0)
    }

    /// Whether somebody has asked for the end of this dialog's client. Of one that nobody
    /// was told of it is not known whose it was.
    pub fn was_asked(&self, dialog: u64) -> bool {
        match self.clients.get(&dialog) {
            Some(client) => self.asked.contains_key(client),
            None => !self.asked.is_empty(),
        }
    }

    /// Where in the ledger it was acknowledged that this dialog's client is deleted.
    pub fn acknowledged_at(&self, dialog: u64) -> Option<usize> {
        *self.asked.get(self.clients.get(&dialog)?)?
    }

    /// Whether what a reader knows by this id went with its dialog; an operator may know
    /// which that was.
    pub fn took(&self, reader: &Reader<'_>, id: u64, dialog: Option<u64>) -> bool {
        match (self.told.get(&id).copied().or(dialog), reader.side) {
            (Some(dialog), _) => self.has(dialog),
            (None, Side::Visitor) => {
                let upto = self.parties.get(reader.party);
                upto.is_some_and(|upto| id < *upto)
            }
            (None, Side::Operator) => false,
        }
    }

    /// Those of a reader's messages that he knew to be stored, by an acknowledgement or by
    /// their events, and that went with their dialog.
    pub fn took_stored(&self, reader: &Reader<'a>) -> HashSet<&'a str> {
        let mut taken = HashSet::new();
        for told in reader.heard() {
            let acked = match told {
                Told::Acked { cid, id } => Some((cid, *id)),
                _ => None,
            };
            let seen = told.messages();
            let seen = seen.filter_map(|message| Some((message.cid.as_ref()?, message.id)));
            let stored = seen.chain(acked);
            let stored = stored.filter(|(cid, id)| self.took(reader, *id, reader.dialog_of(cid)));
            taken.extend(stored.map(|(cid, _)| cid.as_str()));
        }
        taken
    }
}
