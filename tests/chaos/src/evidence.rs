//! Ledger and dump, laid out for the checks: who is who, who said what, what is
//! stored, and which stored events each reader was owed.

mod deleted;

use std::collections::{BTreeMap, HashMap};

use crate::dump::{Dump, Stored};
use crate::ledger::{Did, Digest, Entry, Side, Sight, Told};

pub use deleted::Deleted;

/// What the checks look at.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// All that clients did and were told, in order.
    pub ledger: &'a [Entry],
    /// What the relay has stored.
    pub dump: &'a Dump,
    /// By the reader's name.
    pub readers: BTreeMap<&'a str, Reader<'a>>,
    /// What each party said under each cid; at first.
    pub said: HashMap<(&'a str, &'a str), &'a Digest>,
    /// Stored messages by id.
    pub stored: HashMap<u64, &'a Stored>,
    /// Whether everything came to rest before the dump.
    pub is_quiet: bool,
    /// What was deleted for good.
    pub deleted: Deleted<'a>,
    rows: HashMap<(&'a str, &'a str), Vec<&'a Stored>>,
}

/// One tab or console.
#[derive(Debug)]
pub struct Reader<'a> {
    /// Which end.
    pub side: Side,
    /// Who.
    pub party: &'a str,
    /// Which dialogs an operator may see.
    pub sight: &'a Sight,
    /// All that it did and was told, in order.
    pub did: Vec<&'a Did>,
    /// Whether it went away before the end.
    pub has_left: bool,
}

/// A stored message as the log of one reader announces it.
#[derive(Debug, Clone, Copy)]
pub struct Owed<'a> {
    /// The place in his log.
    pub seq: u64,
    /// It.
    pub message: &'a Stored,
}

impl<'a> Evidence<'a> {
    /// Lays both out.
    pub fn of(ledger: &'a [Entry], dump: &'a Dump) -> Self {
        let mut evidence = Self {
            ledger,
            dump,
            readers: BTreeMap::new(),
            said: HashMap::new(),
            stored: dump.messages.iter().map(|m| (m.id, m)).collect(),
            is_quiet: ledger.iter().any(|entry| entry.did == Did::Quiet {}),
            deleted: Deleted::of(ledger, dump),
            rows: HashMap::new(),
        };
        for row in &dump.messages {
            if let (Some(sender), Some(cid)) = (&row.sender, &row.cid) {
                evidence.rows.entry((sender, cid)).or_default().push(row);
            }
        }
        for entry in ledger {
            evidence.enter(entry);
        }
        let Self {
            deleted,
            readers,
            said,
            ..
        } = &mut evidence;
        deleted.befall(readers, said);
        evidence
    }

    fn enter(&mut self, entry: &'a Entry) {
        if let Did::Began { side, party, sight } = &entry.did {
            self.readers.entry(&entry.who).or_insert(Reader {
                side: *side,
                party,
                sight,
                did: Vec::new(),
                has_left: false,
            });
        }
        let Some(reader) = self.readers.get_mut(entry.who.as_str()) else {
            return;
        };
        reader.has_left |= entry.did == Did::Left {};
        reader.did.push(&entry.did);
        if let Did::Said { cid, body, .. } = &entry.did {
            let key = (reader.party, cid.as_str());
            self.said.entry(key).or_insert(body);
        }
    }

    /// Each frame that a reader was told, with who he is.
    pub fn heard(&self) -> impl Iterator<Item = (&'a str, &Reader<'a>, &'a Told)> {
        let readers = self.readers.iter();
        readers.flat_map(|(who, reader)| reader.heard().map(move |told| (*who, reader, told)))
    }

    /// The messages that a reader's log announces, in its order.
    pub fn owed(&self, reader: &Reader<'_>) -> Vec<Owed<'a>> {
        let announced = self.dump.events.iter().filter_map(|event| {
            let seq = event.place_for(reader.side, reader.party)?;
            let message = *self.stored.get(&event.message?)?;
            Some(Owed { seq, message })
        });
        announced.collect()
    }

    /// The last place of a reader's log.
    pub fn top(&self, reader: &Reader<'_>) -> u64 {
        let places = self.dump.events.iter();
        let places = places.filter_map(|event| event.place_for(reader.side, reader.party));
        places.max().unwrap_or(0)
    }

    /// Whether a party's message under this cid is stored.
    pub fn is_stored(&self, party: &str, cid: &str) -> bool {
        self.rows.contains_key(&(party, cid))
    }

    /// The rows of one (sender, cid).
    pub fn rows(&self, party: &'a str, cid: &'a str) -> &[&'a Stored] {
        self.rows.get(&(party, cid)).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Reader<'a> {
    /// Each frame that it was told.
    pub fn heard(&self) -> impl Iterator<Item = &'a Told> {
        self.did.iter().filter_map(|did| match did {
            Did::Heard { told, .. } => Some(told),
            _ => None,
        })
    }

    /// The dialog that an operator's message was for.
    pub fn dialog_of(&self, cid: &str) -> Option<u64> {
        self.did.iter().find_map(|did| match did {
            Did::Said {
                cid: said, dialog, ..
            } if said == cid => *dialog,
            _ => None,
        })
    }

    /// What its screen was told, in order.
    pub fn shown(&self) -> impl Iterator<Item = &'a Told> {
        self.did.iter().filter_map(|did| match did {
            Did::Shown { told } => Some(told),
            _ => None,
        })
    }

    /// Messages that were refused, with the word of the refusal.
    pub fn refusals(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.did.iter().filter_map(|did| match did {
            Did::Heard {
                told: Told::Refused { cid, code },
                ..
            } => Some((cid.as_str(), code.as_str())),
            _ => None,
        })
    }
}
