//! The log of what has happened: one sequence for the operators, dense from 1,
//! and in it one for each client, dense from 1 as well. A message's row is its
//! event, and stays; the rows of all else carry no text, they refer, and the old
//! ones are pruned. A replay shows what they refer to as it is now.

use beseda_protocol::ids::{ClientId, DialogId, MessageId, OperatorId, Seq};
use beseda_protocol::limits::EVENTS_KEPT;
use beseda_protocol::message::Message;

use crate::behind::Writes;
use crate::center_row;
use crate::due::{self, Due};
use crate::fault::Fault;
use crate::known::Known;
use crate::messages::{self, Placed};
use crate::row::Cells;
use crate::sql::{Row, Sql};
use crate::stop::Stop;
use crate::work::Work;

/// Places pruned at once, so that no turn takes long.
const PRUNED_PER_TURN: u64 = 2_000;

/// How often the log's length is looked at, in events.
const PRUNE_EVERY: u64 = 1_000;

/// Something that has happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    /// Its place in the center's log.
    pub(crate) seq: Seq,
    /// Its place in a client's view, if it is in one.
    pub(crate) client: Option<(ClientId, Seq)>,
    /// What.
    pub(crate) what: What,
}

/// What has happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// A message; its id is the event's place.
    Message(Message),
    /// A dialog changed.
    Dialog(DialogId),
    /// Employees have opened the client's messages up to here.
    Opened(DialogId, MessageId),
    /// The client has read operators' messages up to here.
    Read(DialogId, MessageId),
    /// An employee came or changed.
    Employee(OperatorId),
    /// A site, by its number, came or changed.
    Site(u64),
    /// The center's settings changed.
    Center,
}

impl What {
    /// The dialog whose card this event shows.
    pub(crate) fn dialog(&self) -> Option<DialogId> {
        match self {
            Self::Message(message) => Some(message.dialog),
            Self::Dialog(id) | Self::Opened(id, _) | Self::Read(id, _) => Some(*id),
            Self::Employee(_) | Self::Site(_) | Self::Center => None,
        }
    }

    fn kept(&self) -> Kept<'_> {
        match self {
            Self::Message(message) => Kept::Message(message),
            Self::Dialog(_) => Kept::Event("dialog", None),
            Self::Opened(_, upto) => Kept::Event("opened", Some(upto.0)),
            Self::Read(_, upto) => Kept::Event("read", Some(upto.0)),
            Self::Employee(id) => Kept::Event("employee", Some(id.0)),
            Self::Site(number) => Kept::Event("site", Some(*number)),
            Self::Center => Kept::Event("center", None),
        }
    }
}

/// Where an event is kept.
enum Kept<'a> {
    /// As the message that it is.
    Message(&'a Message),
    /// By its kind and what it refers to besides the dialog.
    Event(&'static str, Option<u64>),
}

/// Puts an event into the log, and into the view of a client if he sees it.
pub(crate) fn happen(
    work: &mut Work<'_>,
    what: What,
    seen_by: Option<&ClientId>,
) -> Result<(), Stop> {
    let seq = Seq(work.known.seq.0 + 1);
    let client = match seen_by {
        None => None,
        Some(id) => Some((id.clone(), Seq(work.sure_client(id)?.seq.0 + 1))),
    };
    let (id, client_seq) = client.as_ref().map(|(id, seq)| (id, *seq)).unzip();
    match what.kept() {
        Kept::Message(message) => messages::insert(work, client_seq, message)?,
        Kept::Event(kind, subject) => {
            work.write_behind()?.event(vec![
                seq.into(),
                kind.into(),
                what.dialog().into(),
                subject.into(),
                id.into(),
                client_seq.into(),
            ]);
        }
    }
    work.known.seq = seq;
    if let Some((id, seq)) = &client {
        let mut row = work.sure_client(id)?.clone();
        row.seq = *seq;
        work.keep_client(row);
    }
    work.pending.push(Event { seq, client, what });
    if seq.0 > EVENTS_KEPT && seq.0.is_multiple_of(PRUNE_EVERY) {
        due::schedule(work, Due::Prune, "", work.now)?;
    }
    Ok(())
}

/// All events of the center after a place.
pub(crate) fn since(sql: &dyn Sql, known: &Known, after: Seq) -> Result<Vec<Event>, Fault> {
    let others = sql.query(SINCE, &[after.into()])?;
    in_order(others, messages::since(sql, known, after)?)
}

/// All events of a client's view after a place in it.
pub(crate) fn of_client(
    sql: &dyn Sql,
    known: &Known,
    client: &ClientId,
    after: Seq,
) -> Result<Vec<Event>, Fault> {
    let others = sql.query(OF_CLIENT, &[client.into(), after.into()])?;
    in_order(others, messages::of_client(sql, known, client, after)?)
}

fn in_order(others: Vec<Row>, messages: Vec<Placed>) -> Result<Vec<Event>, Fault> {
    let messages = messages.into_iter().map(|(client, message)| {
        Ok(Event {
            seq: Seq(message.id.0),
            client,
            what: What::Message(message),
        })
    });
    let events = others.into_iter().map(read).chain(messages);
    let mut events = events.collect::<Result<Vec<_>, Fault>>()?;
    events.sort_by_key(|event| event.seq);
    Ok(events)
}

/// Forgets the oldest events beyond the kept ones, some at a time.
pub(crate) fn prune(work: &mut Work<'_>) -> Result<(), Stop> {
    let pruned = work.known.pruned;
    let keep_after = work.known.seq.0.saturating_sub(EVENTS_KEPT);
    let upto = Seq(keep_after.min(pruned.0 + PRUNED_PER_TURN));
    if upto <= pruned {
        return Ok(());
    }
    // By place: grouped by the index of clients, all of the log would be read.
    work.write(
        "UPDATE clients SET pruned_seq = gone.seq
         FROM (SELECT client, max(client_seq) AS seq FROM events NOT INDEXED
               WHERE seq <= ? AND client_seq IS NOT NULL GROUP BY client) AS gone
         WHERE clients.id = gone.client",
        &[upto.into()],
    )?;
    work.write("DELETE FROM events WHERE seq <= ?", &[upto.into()])?;
    center_row::prune(work, upto)?;
    work.known.touched.forget_clients();
    if upto.0 < keep_after {
        due::schedule(work, Due::Prune, "", work.now)?;
    }
    Ok(())
}

/// The row of an event that is no message.
pub(crate) const WRITES: Writes = Writes {
    before: "INSERT INTO events (seq, kind, dialog, subject, client, client_seq)",
    n_columns: 6,
    after: "",
};

fn read(row: Row) -> Result<Event, Fault> {
    let mut cells = Cells::new(row, "events");
    let (seq, kind) = (Seq(cells.int()?), cells.text()?);
    let (dialog, subject) = (cells.maybe_int()?, cells.maybe_int()?);
    let client = cells.maybe_text()?.map(ClientId);
    let client_seq = cells.maybe_int()?.map(Seq);
    let corrupt = Fault::Corrupt("events");
    let dialog = dialog.map(DialogId).ok_or(corrupt.clone());
    let subject = subject.ok_or(corrupt.clone());
    let what = match kind.as_str() {
        "dialog" => What::Dialog(dialog?),
        "opened" => What::Opened(dialog?, MessageId(subject?)),
        "read" => What::Read(dialog?, MessageId(subject?)),
        "employee" => What::Employee(OperatorId(subject?)),
        "site" => What::Site(subject?),
        "center" => What::Center,
        _ => return Err(corrupt),
    };
    Ok(Event {
        seq,
        client: client.zip(client_seq),
        what,
    })
}

const SINCE: &str = "SELECT seq, kind, dialog, subject, client, client_seq FROM events
    WHERE seq > ? ORDER BY seq";

const OF_CLIENT: &str = "SELECT seq, kind, dialog, subject, client, client_seq FROM events
    WHERE client = ? AND client_seq > ?";
