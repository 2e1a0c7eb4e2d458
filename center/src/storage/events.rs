//! The log of what has happened: one sequence of places, rising and without a gap. A
//! message's row is its event, and stays; the rows of all else carry no text, they
//! refer, and the old ones are pruned. A replay shows what they refer to as it is now.
//!
//! A visitor's view is the part of the log that he sees: its places are these.

use beseda_protocol::ids::{
    ChannelId, ClientId, DialogId, IdentityId, MarkId, MessageId, OperatorId, Seq,
};
use beseda_protocol::message::Message;

use super::cells::Cells;
use super::dialogs::NOBODY;
use super::fault::Fault;
use super::messages::{self, OfIdentity};
use super::place::Place;
use super::row::{Columns, row};
use super::sql::Row;
use super::write_buffer::Storage;

/// Something that has happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    /// Its place in the log.
    pub(crate) seq: Seq,
    /// The client who sees it, if one does.
    pub(crate) identity: Option<IdentityId>,
    /// What.
    pub(crate) what: What,
}

/// What has happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// A message; its id is the event's place.
    Message(Message),
    /// A message was changed or withdrawn by its author: it, as it is now.
    Revised(Message),
    /// A dialog changed.
    Dialog(DialogId),
    /// Who may see a dialog is about to change: by what it was decided before.
    Moved(DialogId, Place),
    /// A dialog, the first, has become part of another one.
    DialogMerged(DialogId, DialogId),
    /// A dialog was deleted for good: by what it was decided who saw it.
    Deleted(DialogId, Place),
    /// Employees have opened the client's messages up to here.
    Opened(DialogId, MessageId),
    /// The client has read operators' messages up to here.
    Read(DialogId, MessageId),
    /// The card of a client, by his number, was changed.
    Client(ClientId),
    /// A client, by his number, turned out to be another one.
    Merged(ClientId),
    /// A client was deleted for good: later than all of him.
    ClientDeleted(ClientId),
    /// Messages of a dialog are on their way out, have arrived, or were not delivered.
    Deliveries(DialogId),
    /// Tags were put on a dialog, or taken off.
    Tags(DialogId),
    /// A tag, a label or a list was made, renamed or deleted.
    Mark(MarkId),
    /// A channel was made, renamed or deleted.
    Channel(ChannelId),
    /// An employee came or changed.
    Employee(OperatorId),
    /// A site, by its number, came or changed.
    Site(u64),
    /// The center's settings changed.
    Center,
    /// Of newer code, before a rollback: nothing that this one could show.
    Unknown,
}

impl What {
    /// The dialog that this event is about.
    pub(crate) fn dialog(&self) -> Option<DialogId> {
        match self {
            Self::Message(message) | Self::Revised(message) => Some(message.dialog),
            Self::Dialog(id)
            | Self::DialogMerged(_, id)
            | Self::Moved(id, _)
            | Self::Tags(id)
            | Self::Deliveries(id)
            | Self::Deleted(id, _)
            | Self::Opened(id, _)
            | Self::Read(id, _) => Some(*id),
            Self::Client(_)
            | Self::Merged(_)
            | Self::ClientDeleted(_)
            | Self::Mark(_)
            | Self::Channel(_)
            | Self::Employee(_)
            | Self::Site(_)
            | Self::Center
            | Self::Unknown => None,
        }
    }
}

row! {
    /// An event that is no message: its kind, and what it refers to.
    EventRow in "events" as "e", named by columns {
        seq: Seq,
        kind: String = kind,
        dialog: Option<DialogId> = dialog,
        /// What the kind says: a message, a client's number, a mark, a channel, an
        /// employee, a site's number.
        subject: Option<u64> = subject,
        /// The client who sees it, too.
        identity: Option<IdentityId> = identity,
        /// Where the dialog was, if it moves or is deleted.
        channel: Option<ChannelId> = channel,
    }
}

impl EventRow {
    /// The row of an event; none of a message, which is a row itself.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        let (kind, subject) = match &event.what {
            What::Message(_) => return None,
            What::Revised(message) => ("revised", Some(message.id.0)),
            What::Dialog(_) => ("dialog", None),
            What::Moved(_, was) => ("moved", Some(was.responsible.map_or(NOBODY, |id| id.0))),
            What::Deleted(_, was) => ("deleted", Some(was.responsible.map_or(NOBODY, |id| id.0))),
            What::ClientDeleted(number) => ("client_deleted", Some(number.0)),
            What::DialogMerged(gone, _) => ("dialog_merged", Some(gone.0)),
            What::Opened(_, upto) => ("opened", Some(upto.0)),
            What::Read(_, upto) => ("read", Some(upto.0)),
            What::Client(number) => ("client", Some(number.0)),
            What::Merged(number) => ("merged", Some(number.0)),
            What::Tags(_) => ("tags", None),
            What::Deliveries(_) => ("deliveries", None),
            What::Mark(id) => ("mark", Some(id.0)),
            What::Channel(id) => ("channel", Some(id.0)),
            What::Employee(id) => ("employee", Some(id.0)),
            What::Site(number) => ("site", Some(*number)),
            What::Center => ("center", None),
            What::Unknown => ("unknown", None),
        };
        Some(Self {
            seq: event.seq,
            kind: kind.to_owned(),
            dialog: event.what.dialog(),
            subject,
            identity: event.identity.clone(),
            channel: match event.what {
                What::Moved(_, was) | What::Deleted(_, was) => Some(was.channel),
                _ => None,
            },
        })
    }

    fn event(self, storage: &Storage<'_>) -> Result<Event, Fault> {
        let corrupt = Fault::Corrupt("events");
        let dialog = self.dialog.ok_or(corrupt.clone());
        let subject = self.subject.ok_or(corrupt);
        let what = match self.kind.as_str() {
            "dialog" => What::Dialog(dialog?),
            // Of one that was deleted since there is nothing to show.
            "revised" => {
                messages::load(storage, MessageId(subject?))?.map_or(What::Unknown, What::Revised)
            }
            "moved" | "deleted" => {
                let was = Place {
                    channel: self.channel.ok_or(Fault::Corrupt("events"))?,
                    responsible: Some(OperatorId(subject?)).filter(|id| id.0 != NOBODY),
                };
                match self.kind == "moved" {
                    true => What::Moved(dialog?, was),
                    false => What::Deleted(dialog?, was),
                }
            }
            "client_deleted" => What::ClientDeleted(ClientId(subject?)),
            "dialog_merged" => What::DialogMerged(DialogId(subject?), dialog?),
            "opened" => What::Opened(dialog?, MessageId(subject?)),
            "read" => What::Read(dialog?, MessageId(subject?)),
            "client" => What::Client(ClientId(subject?)),
            "merged" => What::Merged(ClientId(subject?)),
            "tags" => What::Tags(dialog?),
            "deliveries" => What::Deliveries(dialog?),
            "mark" => What::Mark(MarkId(subject?)),
            "channel" => What::Channel(ChannelId(subject?)),
            "employee" => What::Employee(OperatorId(subject?)),
            "site" => What::Site(subject?),
            "center" => What::Center,
            _ => What::Unknown,
        };
        Ok(Event {
            seq: self.seq,
            identity: self.identity,
            what,
        })
    }
}

/// All events of the center after a place.
pub(crate) fn since(storage: &Storage<'_>, after: Seq) -> Result<Vec<Event>, Fault> {
    let others = storage.query(SINCE, &[after.into()])?;
    in_order(storage, others, messages::since(storage, after)?)
}

/// The first events of the center after a place, so many of them at most.
pub(crate) fn next(storage: &Storage<'_>, after: Seq, limit: u64) -> Result<Vec<Event>, Fault> {
    let others = storage.query(NEXT, &[after.into(), limit.into()])?;
    let messages = messages::next(storage, after, limit)?;
    let mut next = in_order(storage, others, messages)?;
    // Of both there are as many: what is left of one may lie behind what the other has not.
    next.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(next)
}

/// The first events of a client's view after a place, so many of them at most.
pub(crate) fn of_identity(
    storage: &Storage<'_>,
    identity: &IdentityId,
    after: Seq,
    limit: u64,
) -> Result<Vec<Event>, Fault> {
    let others = storage.query(OF_IDENTITY, &[identity.into(), after.into(), limit.into()])?;
    let messages = messages::of_identity(storage, identity, after, limit)?;
    in_order(storage, others, messages)
}

/// Whether a place is that of an event of a client's view, as far as the log goes back.
pub(crate) fn is_of_identity(
    storage: &Storage<'_>,
    identity: &IdentityId,
    seq: Seq,
) -> Result<bool, Fault> {
    let is_other = storage.query(IS_OF_IDENTITY, &[identity.into(), seq.into()])?;
    Ok(!is_other.is_empty() || messages::seen_by_identity(storage, identity, MessageId(seq.0))?)
}

/// The last place of a client's view before one; 0: there is none.
pub(crate) fn last_of_identity(
    storage: &Storage<'_>,
    identity: &IdentityId,
    before: Seq,
) -> Result<Seq, Fault> {
    let other = storage.query(LAST_OF_IDENTITY, &[identity.into(), before.into()])?;
    let other = Cells::first(other, "events")?.maybe_int()?.unwrap_or(0);
    let message = messages::last_of_identity(storage, identity, MessageId(before.0))?;
    Ok(Seq(other.max(message.0)))
}

fn of_message((identity, message): OfIdentity) -> Event {
    Event {
        seq: Seq(message.id.0),
        identity: message.content.is_talk().then_some(identity),
        what: What::Message(message),
    }
}

fn in_order(
    storage: &Storage<'_>,
    others: Vec<Row>,
    messages: Vec<OfIdentity>,
) -> Result<Vec<Event>, Fault> {
    let read = |row| EventRow::read(&mut Cells::new(row, "events"))?.event(storage);
    let events = others.into_iter().map(read);
    let events = events.chain(messages.into_iter().map(|message| Ok(of_message(message))));
    let mut events = events.collect::<Result<Vec<_>, Fault>>()?;
    events.sort_by_key(|event| event.seq);
    Ok(events)
}

const SINCE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM events e WHERE e.seq > ? ORDER BY e.seq"
);

const NEXT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM events e WHERE e.seq > ? ORDER BY e.seq LIMIT ?"
);

const IS_OF_IDENTITY: &str = "SELECT 1 FROM events WHERE identity = ? AND seq = ?";

const LAST_OF_IDENTITY: &str = "SELECT max(seq) FROM events WHERE identity = ? AND seq < ?";

const OF_IDENTITY: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM events e WHERE e.identity = ? AND e.seq > ? ORDER BY e.seq LIMIT ?"
);
