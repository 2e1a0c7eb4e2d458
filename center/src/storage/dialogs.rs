//! Dialogs: one row each, loaded by key.

use beseda_protocol::dialog::{LastLabel, Snooze};
use beseda_protocol::ids::{
    ChannelId, ClientId, DialogId, IdentityId, MessageId, OperatorId, SiteId, Timestamp,
};
use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::clients::{self, Client};
use super::fault::Fault;
use super::identities::{self, Identity};
use super::message_chain::Chain;
use super::row::{Columns, Json, Keeps, Key, row};
use super::sql::{Row, Value};
use super::write_buffer::{Storage, Written};

row! {
    /// A dialog's row.
    Dialog in "dialogs" as "d", named by columns {
        id: DialogId,
        identity: IdentityId = identity,
        channel: ChannelId = channel,
        site: SiteId = site,
        created_at: Timestamp = created_at,
    }
    changing {
        unread_count: u32 = unread_count,
        /// What awaits a reply, and since when; of a closed dialog, what did when it
        /// was closed: see [`Dialog::awaiting`].
        awaiting_reply_count: u32 = awaiting_reply_count,
        waiting_since: Option<Timestamp> = waiting_since,
        /// When somebody marked it unread, if it was not opened since; of a closed dialog,
        /// whether it was so when it was closed: see [`Dialog::marked`].
        marked_unread_at: Option<Timestamp> = marked_unread_at,
        first_reply_at: Option<Timestamp> = first_reply_at,
        last: Last = last_id last_at last_label last_by last_preview last_file,
        opened_upto: MessageId = opened_upto,
        /// How far its client has received and read what operators said in it. His own
        /// marks go on by messages of other dialogs too; these with an event of this.
        delivered_upto: MessageId = delivered_upto,
        read_upto: MessageId = read_upto,
        /// When the visitor may write a whole burst again: see `dialogs::rate_limit`.
        burst_at: Timestamp = burst_at,
        last_client_at: Timestamp = last_client_at,
        /// That it was put off; of an open one only.
        snooze: Option<Json<Snooze>> = snooze,
        chain: Chain = newest_id milestone_id n_messages,
    }
    and seldom {
        /// An order of the list (X9): see [`beseda_protocol::dialog::Summary::listed_at`].
        listed_at: Timestamp = listed_at,
    }
    and seldom {
        state: State = closed_at closed_by,
        responsible: Responsible = responsible,
        listed: Listed = shelf unanswered_since,
        /// The newest message that its transport did not deliver, and none since (SB-07).
        send_failed: Option<MessageId> = send_failed,
    }
}

/// What indexes hold that follows from other columns: one that the database computed would
/// be written again whenever those are, though it comes to the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) shelf: Shelf,
    /// Since when it is unanswered.
    pub(crate) since: Option<Timestamp>,
}

impl Listed {
    /// Of a dialog that begins.
    pub(crate) const FIRST: Self = Self {
        shelf: Shelf::Quiet,
        since: None,
    };
}

/// Open or closed (X10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Closed {
        at: Timestamp,
        by: Option<OperatorId>,
    },
}

/// Who answers; nobody: the dialog is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Responsible(pub(crate) Option<OperatorId>);

/// `responsible` of a free dialog: an index finds 0, but not NULL, among others.
pub(crate) const NOBODY: u64 = 0;

/// The last message on the card.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Last {
    pub(crate) id: MessageId,
    pub(crate) at: Timestamp,
    pub(crate) label: LastLabel,
    pub(crate) by: Option<OperatorId>,
    pub(crate) preview: String,
    pub(crate) file: bool,
}

/// How far employees have opened a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opening {
    pub(crate) opened_upto: MessageId,
    pub(crate) unread_count: u32,
    pub(crate) marked_unread_at: Option<Timestamp>,
}

impl Dialog {
    /// Whether nobody has said anything in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.last.id == MessageId(0)
    }

    /// How far employees have opened it.
    pub(crate) fn opening(&self) -> Opening {
        Opening {
            opened_upto: self.opened_upto,
            unread_count: self.unread_count,
            marked_unread_at: self.marked_unread_at,
        }
    }

    /// They have opened it as far as this.
    pub(crate) fn set_opening(&mut self, opening: Opening) {
        self.opened_upto = opening.opened_upto;
        self.unread_count = opening.unread_count;
        self.marked_unread_at = opening.marked_unread_at;
    }

    /// How many of the client's messages await a reply, and since when: none of a
    /// closed dialog (X1), which awaits them again when it is opened by hand.
    pub(crate) fn awaiting(&self) -> (u32, Option<Timestamp>) {
        match self.state {
            State::Open => (self.awaiting_reply_count, self.waiting_since),
            State::Closed { .. } => (0, None),
        }
    }

    /// When somebody marked it unread: a closed one is so again when it is opened by hand.
    pub(crate) fn marked(&self) -> Option<Timestamp> {
        match self.state {
            State::Open => self.marked_unread_at,
            State::Closed { .. } => None,
        }
    }

    /// Whether it is open, and there is nothing to do in it.
    pub(crate) fn is_quiet(&self) -> bool {
        self.listed.shelf == Shelf::Quiet
    }

    /// Since when its client waits for a reply of whom, if anybody is responsible.
    fn waits_for(&self) -> Option<(OperatorId, ChannelId, Timestamp)> {
        let by = self.responsible.0?;
        let is_waiting = self.listed.shelf == Shelf::Unanswered;
        Some((by, self.channel, self.waiting_since.filter(|_| is_waiting)?))
    }

    /// Whether its client waits for somebody now, and did not so before.
    pub(crate) fn waits_for_otherwise(&self, stored: Option<&Self>) -> bool {
        let now = self.waits_for();
        now.is_some() && now != stored.and_then(Self::waits_for)
    }

    /// Whether its client waits for anybody at all.
    pub(crate) fn is_waiting_free(&self) -> bool {
        self.responsible.0.is_none()
            && self.listed.shelf == Shelf::Unanswered
            && self.waiting_since.is_some()
    }

    /// Whose it counts as, as long as there may be something to do in it.
    fn is_load_of(&self) -> Option<OperatorId> {
        let is_open = !matches!(self.listed.shelf, Shelf::Closed | Shelf::Snoozed);
        self.responsible.0.filter(|_| is_open)
    }

    /// Whether somebody has a dialog less than before.
    pub(crate) fn is_less_for_somebody(&self, stored: Option<&Self>) -> bool {
        let before = stored.and_then(Self::is_load_of);
        before.is_some() && before != self.is_load_of()
    }

    /// Lets follow what follows from what was changed.
    pub(crate) fn settle(&mut self) {
        let nothing = |shelf| Listed { shelf, since: None };
        self.listed = match (self.state, &self.snooze) {
            (State::Closed { .. }, _) => nothing(Shelf::Closed),
            (State::Open, Some(_)) => nothing(Shelf::Snoozed),
            (State::Open, None) => match self.waiting_since.or(self.marked_unread_at) {
                Some(since) => Listed {
                    shelf: Shelf::Unanswered,
                    since: Some(since),
                },
                None if self.unread_count > 0 => nothing(Shelf::Unread),
                None => nothing(Shelf::Quiet),
            },
        };
    }

    /// Which statement names all that has changed since it was stored.
    fn written(&self, stored: Option<&Self>) -> Written {
        let Some(stored) = stored else {
            return Written::New;
        };
        let seldom = |dialog: &Self| {
            let Self {
                state,
                responsible,
                listed,
                send_failed,
                ..
            } = dialog;
            (*state, *responsible, *listed, *send_failed)
        };
        match seldom(self) == seldom(stored) {
            false => Written::Changed(2),
            true if self.listed_at != stored.listed_at => Written::Changed(1),
            true => Written::Changed(0),
        }
    }
}

/// What a dialog is counted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shelf {
    /// Open, and the client awaits a reply, or somebody has marked it unread.
    Unanswered = 0,
    /// Open, and somebody should look at it.
    Unread = 1,
    /// Open, and nothing is to be done.
    Quiet = 2,
    Closed = 3,
    /// Open, and put off.
    Snoozed = 4,
}

/// A card's rows.
pub(crate) struct Card {
    pub(crate) dialog: Dialog,
    pub(crate) identity: Identity,
    pub(crate) client: Client,
}

/// Buffers a dialog that is new or has changed, by the statement that writes no entry of an
/// index that stays as it is.
pub(crate) fn put(storage: &Storage<'_>, dialog: &Dialog, stored: Option<&Dialog>) {
    const KEEPS: Keeps = Keeps {
        insert: &Dialog::INSERT,
        upserts: &[
            &Dialog::UPSERT_NARROW,
            &Dialog::UPSERT_WIDER,
            &Dialog::UPSERT,
        ],
    };
    let key = Key::Number(dialog.id.0);
    storage.keep(KEEPS, key, dialog.written(stored), dialog.clone());
}

/// A dialog by its id.
pub(crate) fn load(storage: &Storage<'_>, id: DialogId) -> Result<Option<Dialog>, Fault> {
    one(storage, LOAD, &[id.into()])
}

/// Where a client's next message belongs, or begins anew: the open dialog with
/// the latest message, else the latest closed one.
pub(crate) fn current(
    storage: &Storage<'_>,
    identity: &IdentityId,
) -> Result<Option<Dialog>, Fault> {
    one(storage, CURRENT, &[identity.into()])
}

fn one(storage: &Storage<'_>, statement: &str, values: &[Value]) -> Result<Option<Dialog>, Fault> {
    let rows = storage.query(statement, values)?;
    Cells::maybe(rows, "dialogs")
        .map(|mut cells| Dialog::read(&mut cells))
        .transpose()
}

/// Many cards by their dialogs' ids, in no order.
pub(crate) fn cards_by_ids(storage: &Storage<'_>, ids: &[DialogId]) -> Result<Vec<Card>, Fault> {
    cards(storage.query(CARDS_BY_IDS, &[Value::list(ids)])?)
}

/// All dialogs of a client but one, newest first.
pub(crate) fn of_client(
    storage: &Storage<'_>,
    client: ClientId,
    but: DialogId,
    limit: u64,
) -> Result<Vec<DialogId>, Fault> {
    ids(storage.query(OF_CLIENT, &[client.into(), but.into(), limit.into()])?)
}

/// Dialogs of a client below a number, newest first.
pub(crate) fn of_client_below(
    storage: &Storage<'_>,
    client: ClientId,
    below: DialogId,
    limit: u64,
) -> Result<Vec<DialogId>, Fault> {
    let values = [client.into(), below.into(), limit.into()];
    ids(storage.query(OF_CLIENT_BELOW, &values)?)
}

/// Open dialogs that an employee is responsible for, but in these channels, those first
/// whose clients await a reply, and have for the longest.
pub(crate) fn open_of_outside(
    storage: &Storage<'_>,
    responsible: OperatorId,
    channels: &[ChannelId],
    limit: u64,
) -> Result<Vec<DialogId>, Fault> {
    let values = [responsible.into(), Value::list(channels), limit.into()];
    ids(storage.query(OPEN_OF_OUTSIDE, &values)?)
}

/// How many they are.
pub(crate) fn n_open_of_outside(
    storage: &Storage<'_>,
    responsible: OperatorId,
    channels: &[ChannelId],
) -> Result<u64, Fault> {
    let values = [responsible.into(), Value::list(channels)];
    Cells::first(storage.query(N_OPEN_OF_OUTSIDE, &values)?, "dialogs")?.int()
}

/// How many open dialogs have their place on the list up to this moment.
pub(crate) fn n_open_upto(storage: &Storage<'_>, upto: Timestamp) -> Result<u64, Fault> {
    Cells::first(storage.query(N_OPEN_UPTO, &[upto.into()])?, "dialogs")?.int()
}

/// Open dialogs by that moment, from one on and up to another, so many at most.
pub(crate) fn open_between(
    storage: &Storage<'_>,
    from: Timestamp,
    upto: Timestamp,
    limit: u64,
) -> Result<Vec<(DialogId, Timestamp)>, Fault> {
    let rows = storage.query(OPEN_BETWEEN, &[from.into(), upto.into(), limit.into()])?;
    let read = |row| {
        let mut cells = Cells::new(row, "dialogs");
        Ok((DialogId(cells.int()?), Timestamp(cells.int()?)))
    };
    rows.into_iter().map(read).collect()
}

/// Since when the client waits who has waited longest for somebody, in a channel.
pub(crate) fn longest_wait(
    storage: &Storage<'_>,
    responsible: OperatorId,
    channel: ChannelId,
) -> Result<Option<Timestamp>, Fault> {
    let rows = storage.query(LONGEST_WAIT, &[responsible.into(), channel.into()])?;
    Ok(Cells::first(rows, "dialogs")?.maybe_int()?.map(Timestamp))
}

/// Dialogs in a channel whose clients have waited for somebody since a moment or longer.
pub(crate) fn waiting_for(
    storage: &Storage<'_>,
    responsible: OperatorId,
    channel: ChannelId,
    since: Timestamp,
    limit: u64,
) -> Result<Vec<DialogId>, Fault> {
    let values = [
        responsible.into(),
        channel.into(),
        since.into(),
        limit.into(),
    ];
    ids(storage.query(WAITING_FOR, &values)?)
}

/// Free dialogs of a channel whose clients wait, and are not paused, those first who have
/// waited longest. `n` is how many free ones are unanswered there.
pub(crate) fn waiting_free(
    storage: &Storage<'_>,
    channel: ChannelId,
    n: u32,
    limit: u64,
) -> Result<Vec<(Timestamp, DialogId)>, Fault> {
    let statement = match n <= LOOKED_AT_MAX {
        true => WAITING_FREE_AMONG_FEW,
        false => WAITING_FREE_AMONG_MANY,
    };
    let rows = storage.query(statement, &[channel.into(), limit.into()])?;
    let read = |row| {
        let mut cells = Cells::new(row, "dialogs");
        Ok((Timestamp(cells.int()?), DialogId(cells.int()?)))
    };
    rows.into_iter().map(read).collect()
}

/// How many dialogs of a site are of this channel.
pub(crate) fn n_of_site_in(
    storage: &Storage<'_>,
    site: &SiteId,
    channel: ChannelId,
) -> Result<u64, Fault> {
    let rows = storage.query(N_OF_SITE_IN, &[site.into(), channel.into()])?;
    Cells::first(rows, "dialogs")?.int()
}

/// How long the clients of a site's newest dialogs have waited for the first reply, in ms:
/// of some dozens, and of those that were answered.
pub(crate) fn first_waits(storage: &Storage<'_>, site: &SiteId) -> Result<Vec<u64>, Fault> {
    let rows = storage.query(FIRST_WAITS, &[site.into()])?;
    let read = |row| Columns::read(&mut Cells::new(row, "dialogs"));
    rows.into_iter().map(read).collect()
}

/// Dialogs of a site that are of this channel.
pub(crate) fn of_site_in(
    storage: &Storage<'_>,
    site: &SiteId,
    channel: ChannelId,
    limit: u64,
) -> Result<Vec<DialogId>, Fault> {
    ids(storage.query(OF_SITE_IN, &[site.into(), channel.into(), limit.into()])?)
}

/// Whether a dialog of one of these sites is of a channel.
pub(crate) fn is_any_of_channel(
    storage: &Storage<'_>,
    sites: &[SiteId],
    channel: ChannelId,
) -> Result<bool, Fault> {
    let found = storage.query(ANY_OF_CHANNEL, &[Value::list(sites), channel.into()])?;
    Ok(!found.is_empty())
}

/// Writes down the channel of a dialog. No message changes it, so that none has to write
/// the index of what is of a channel.
pub(crate) fn set_channel(
    storage: &Storage<'_>,
    id: DialogId,
    channel: ChannelId,
) -> Result<(), Fault> {
    let statement = "UPDATE dialogs SET channel = ? WHERE id = ?";
    storage.exec(statement, &[channel.into(), id.into()])
}

fn ids(rows: Vec<Row>) -> Result<Vec<DialogId>, Fault> {
    let id = |row| Ok(DialogId(Cells::new(row, "dialogs").int()?));
    rows.into_iter().map(id).collect()
}

/// How many open dialogs each of these employees is responsible for.
pub(crate) fn n_open_of(
    storage: &Storage<'_>,
    responsible: &[OperatorId],
) -> Result<Vec<(OperatorId, u64)>, Fault> {
    let rows = storage.query(N_OPEN_OF, &[Value::list(responsible)])?;
    let read = |row| {
        let mut cells = Cells::new(row, "dialogs");
        Ok((OperatorId(cells.int()?), cells.int()?))
    };
    rows.into_iter().map(read).collect()
}

/// Rows of dialogs, their identities and clients.
pub(crate) fn cards(rows: Vec<Row>) -> Result<Vec<Card>, Fault> {
    rows.into_iter()
        .map(|row| {
            let mut cells = Cells::new(row, "dialogs");
            Ok(Card {
                dialog: Dialog::read(&mut cells)?,
                identity: Identity::read(&mut cells)?,
                client: Client::read(&mut cells)?,
            })
        })
        .collect()
}

impl Columns for State {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        let (at, by) = (Columns::read(cells)?, Columns::read(cells)?);
        Ok(match at {
            Some(at) => Self::Closed { at, by },
            None => Self::Open,
        })
    }

    fn write(self, row: &mut Row) {
        let (at, by) = match self {
            Self::Open => (None, None),
            Self::Closed { at, by } => (Some(at), by),
        };
        at.write(row);
        by.write(row);
    }
}

impl Columns for Responsible {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        let id = cells.int()?;
        Ok(Self((id != NOBODY).then_some(OperatorId(id))))
    }

    fn write(self, row: &mut Row) {
        row.push(self.0.map_or(NOBODY, |id| id.0).into());
    }
}

impl Columns for Listed {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        let shelf = match cells.int()? {
            0 => Shelf::Unanswered,
            1 => Shelf::Unread,
            2 => Shelf::Quiet,
            3 => Shelf::Closed,
            4 => Shelf::Snoozed,
            _ => return Err(Fault::Corrupt(cells.table())),
        };
        let since = Columns::read(cells)?;
        Ok(Self { shelf, since })
    }

    fn write(self, row: &mut Row) {
        row.push((self.shelf as u64).into());
        self.since.write(row);
    }
}

impl Columns for Last {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        Ok(Self {
            id: Columns::read(cells)?,
            at: Columns::read(cells)?,
            label: Columns::read(cells)?,
            by: Columns::read(cells)?,
            preview: Columns::read(cells)?,
            file: Columns::read(cells)?,
        })
    }

    fn write(self, row: &mut Row) {
        self.id.write(row);
        self.at.write(row);
        self.label.write(row);
        self.by.write(row);
        self.preview.write(row);
        self.file.write(row);
    }
}

const LOAD: &str = concat!("SELECT ", columns!(), " FROM dialogs d WHERE d.id = ?");

const CURRENT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM dialogs d WHERE d.identity = ?
      ORDER BY d.closed_at IS NULL DESC, d.last_id DESC LIMIT 1"
);

const CARDS_BY_IDS: &str = concat!(
    "SELECT ",
    columns!(),
    ", ",
    identities::columns!(),
    ", ",
    clients::columns!(),
    " FROM json_each(?) wanted JOIN dialogs d ON d.id = wanted.value
      JOIN identities i ON i.id = d.identity JOIN clients c ON c.id = i.client"
);

const OF_CLIENT: &str = "SELECT d.id FROM identities i JOIN dialogs d ON d.identity = i.id
    WHERE i.client = ? AND d.id <> ? ORDER BY d.id DESC LIMIT ?";

const OF_CLIENT_BELOW: &str = "SELECT d.id FROM identities i JOIN dialogs d ON d.identity = i.id
    WHERE i.client = ? AND d.id < ? ORDER BY d.id DESC LIMIT ?";

const OPEN_OF_OUTSIDE: &str = "SELECT id FROM dialogs INDEXED BY dialogs_cube
      WHERE closed_at IS NULL AND responsible = ?
          AND channel NOT IN (SELECT value FROM json_each(?))
      ORDER BY shelf, listed_at LIMIT ?";

const N_OPEN_OF_OUTSIDE: &str = "SELECT count(*) FROM dialogs INDEXED BY dialogs_cube
      WHERE closed_at IS NULL AND responsible = ?
          AND channel NOT IN (SELECT value FROM json_each(?))";

const N_OPEN_UPTO: &str = "SELECT count(*) FROM dialogs INDEXED BY dialogs_open
      WHERE closed_at IS NULL AND listed_at <= ?";

const OPEN_BETWEEN: &str = "SELECT id, listed_at FROM dialogs INDEXED BY dialogs_open
      WHERE closed_at IS NULL AND listed_at >= ? AND listed_at <= ?
      ORDER BY listed_at, id LIMIT ?";

/// So many are all looked at and sorted; of more, along the order, the first are soon found.
const LOOKED_AT_MAX: u32 = 500;

const LONGEST_WAIT: &str = "SELECT min(waiting_since) FROM dialogs INDEXED BY dialogs_cube
      WHERE closed_at IS NULL AND responsible = ? AND channel = ? AND shelf = 0";

const WAITING_FOR: &str = "SELECT id FROM dialogs INDEXED BY dialogs_cube
      WHERE closed_at IS NULL AND responsible = ? AND channel = ? AND shelf = 0
          AND waiting_since <= ?
      ORDER BY waiting_since, id LIMIT ?";

const WAITING_FREE_AMONG_FEW: &str = "SELECT d.waiting_since, d.id
      FROM dialogs d INDEXED BY dialogs_cube
      CROSS JOIN identities i ON i.id = d.identity CROSS JOIN clients c ON c.id = i.client
      WHERE d.closed_at IS NULL AND d.responsible = 0 AND d.channel = ? AND d.shelf = 0
          AND d.waiting_since IS NOT NULL AND c.pause IS NULL
      ORDER BY d.waiting_since, d.id LIMIT ?";

const WAITING_FREE_AMONG_MANY: &str = "SELECT d.waiting_since, d.id
      FROM dialogs d INDEXED BY dialogs_waiting
      CROSS JOIN identities i ON i.id = d.identity CROSS JOIN clients c ON c.id = i.client
      WHERE d.unanswered_since IS NOT NULL AND d.closed_at IS NULL AND d.responsible = 0
          AND d.channel = ? AND d.waiting_since IS NOT NULL AND c.pause IS NULL
      ORDER BY d.unanswered_since LIMIT ?";

// One that an operator has begun was answered before anybody waited.
const FIRST_WAITS: &str = "SELECT d.first_reply_at - d.created_at FROM
        (SELECT * FROM dialogs ORDER BY id DESC LIMIT 200) d
     WHERE d.site = ? AND d.first_reply_at > d.created_at LIMIT 50";

const N_OF_SITE_IN: &str = "SELECT count(*) FROM dialogs WHERE site = ? AND channel = ?";

/// By the index of what is of a channel: a page costs no more when most are moved.
const OF_SITE_IN: &str = "SELECT id FROM dialogs WHERE site = ? AND channel = ? LIMIT ?";

const ANY_OF_CHANNEL: &str = "SELECT 1 FROM json_each(?) sites
      JOIN dialogs d ON d.site = sites.value AND d.channel = ? LIMIT 1";

const N_OPEN_OF: &str = "SELECT people.value,
          (SELECT count(*) FROM dialogs INDEXED BY dialogs_cube
           WHERE closed_at IS NULL AND responsible = people.value)
      FROM json_each(?) people";
