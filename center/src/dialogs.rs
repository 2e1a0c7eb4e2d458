//! Dialogs: one row each, loaded by key, changed by what is said in it.

use beseda_protocol::dialog::{DialogState, LastLabel, LastMessage, Summary};
use beseda_protocol::ids::{ClientId, DialogId, MessageId, OperatorId, SiteId, Timestamp};
use beseda_protocol::message::{Body, Content, Happened, Message};

use crate::behind::Writes;
use crate::chain::Chain;
use crate::clients::Client;
use crate::fault::Fault;
use crate::known::Known;
use crate::pace::Pace;
use crate::row::Cells;
use crate::sql::{Row, Sql, Value};

/// Characters of a message on a card (SB-53).
const PREVIEW_CHARS: usize = 120;

/// Open or closed (X10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Closed {
        at: Timestamp,
        by: Option<OperatorId>,
    },
}

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

/// A dialog's row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dialog {
    pub(crate) id: DialogId,
    pub(crate) client: ClientId,
    pub(crate) site: SiteId,
    pub(crate) created_at: Timestamp,
    pub(crate) state: State,
    pub(crate) responsible: Option<OperatorId>,
    pub(crate) unread_count: u32,
    /// What awaits a reply, and since when; of a closed dialog, what did when it was
    /// closed: see [`Dialog::awaiting`].
    pub(crate) awaiting_reply_count: u32,
    pub(crate) waiting_since: Option<Timestamp>,
    pub(crate) first_reply_at: Option<Timestamp>,
    pub(crate) last: Last,
    pub(crate) last_client_at: Timestamp,
    pub(crate) opened_upto: MessageId,
    /// How far its client has received and read what operators said in it. His own
    /// marks go on by messages of other dialogs too; these with an event of this.
    pub(crate) delivered_upto: MessageId,
    pub(crate) read_upto: MessageId,
    pub(crate) pace: Pace,
    pub(crate) chain: Chain,
}

impl Dialog {
    /// A dialog that begins with the client's next message.
    pub(crate) fn begin(id: DialogId, client: ClientId, site: SiteId, now: Timestamp) -> Self {
        Self {
            id,
            client,
            site,
            created_at: now,
            state: State::Open,
            responsible: None,
            unread_count: 0,
            awaiting_reply_count: 0,
            waiting_since: None,
            first_reply_at: None,
            last: Last {
                id: MessageId(0),
                at: now,
                label: LastLabel::Visitor,
                by: None,
                preview: String::new(),
                file: false,
            },
            last_client_at: now,
            opened_upto: MessageId(0),
            delivered_upto: MessageId(0),
            read_upto: MessageId(0),
            pace: Pace::default(),
            chain: Chain::default(),
        }
    }

    /// Whether its client's next message goes to it: open, or closed so lately that it
    /// is opened again (X6).
    pub(crate) fn takes_more(&self, now: Timestamp, reopen_within_ms: u64) -> bool {
        match self.state {
            State::Open => true,
            State::Closed { at, .. } => now.ms_since(at) <= reopen_within_ms,
        }
    }

    /// Takes a message in: the only way in which talk changes a dialog.
    pub(crate) fn take(&mut self, message: &Message) {
        match &message.content {
            Content::Visitor { body } => {
                self.unread_count += 1;
                self.awaiting_reply_count += 1;
                self.waiting_since.get_or_insert(message.at);
                self.last_client_at = message.at;
                self.last = last(message, LastLabel::Visitor, None, body);
            }
            Content::Operator { by, body } => {
                self.clear_awaiting();
                self.first_reply_at.get_or_insert(message.at);
                self.last = last(message, LastLabel::Operator, Some(by.id), body);
            }
            Content::Note { by, text } => {
                let body = Body::Text { text: text.clone() };
                self.last = last(message, LastLabel::Note, Some(by.id), &body);
            }
            Content::System { happened } => self.happen(happened, message.at),
            Content::Unknown => {}
        }
    }

    fn happen(&mut self, happened: &Happened, at: Timestamp) {
        match happened {
            Happened::Begun {} | Happened::Unknown => {}
            Happened::Claimed { by } => self.responsible = Some(by.id),
            Happened::Assigned { to, .. } => self.responsible = to.as_ref().map(|to| to.id),
            Happened::NoReplyNeeded { .. } => self.clear_awaiting(),
            Happened::Closed { by } => {
                self.state = State::Closed {
                    at,
                    by: Some(by.id),
                };
            }
            Happened::Reopened { by } => {
                self.state = State::Open;
                // The client asks anew. By hand it goes on where it was closed.
                if by.is_none() {
                    self.clear_awaiting();
                }
            }
        }
    }

    /// How many of the client's messages await a reply, and since when: none of a
    /// closed dialog (X1), which awaits them again when it is opened by hand.
    pub(crate) fn awaiting(&self) -> (u32, Option<Timestamp>) {
        match self.state {
            State::Open => (self.awaiting_reply_count, self.waiting_since),
            State::Closed { .. } => (0, None),
        }
    }

    fn clear_awaiting(&mut self) {
        self.awaiting_reply_count = 0;
        self.waiting_since = None;
    }

    /// The card that operators see.
    pub(crate) fn summary(&self, client: &Client, known: &Known) -> Summary {
        let person = |id| known.person(id);
        let (awaiting_reply_count, waiting_since) = self.awaiting();
        Summary {
            id: self.id,
            client: client.brief(),
            site: known.site_name(&self.site),
            state: match self.state {
                State::Open => DialogState::Open {},
                State::Closed { at, by } => DialogState::Closed {
                    at,
                    by: by.map(person),
                },
            },
            responsible: self.responsible.map(person),
            unread_count: self.unread_count,
            awaiting_reply_count,
            waiting_since,
            last: LastMessage {
                id: self.last.id,
                at: self.last.at,
                label: self.last.label,
                by: self.last.by.map(person),
                preview: self.last.preview.clone(),
                file: self.last.file,
            },
            last_client_at: self.last_client_at,
            created_at: self.created_at,
            delivered_upto: self.delivered_upto,
            read_upto: self.read_upto,
            read_at: client
                .read_at
                .filter(|_| self.read_upto == client.read_upto),
            opened_upto: self.opened_upto,
        }
    }

    pub(crate) fn read(cells: &mut Cells) -> Result<Self, Fault> {
        let operator = |id: Option<u64>| id.map(OperatorId);
        Ok(Self {
            id: DialogId(cells.int()?),
            client: ClientId(cells.text()?),
            site: SiteId(cells.text()?),
            created_at: Timestamp(cells.int()?),
            state: match (cells.maybe_int()?, operator(cells.maybe_int()?)) {
                (Some(at), by) => State::Closed {
                    at: Timestamp(at),
                    by,
                },
                (None, _) => State::Open,
            },
            responsible: operator(Some(cells.int()?).filter(|id| *id != NOBODY)),
            unread_count: cells.count()?,
            awaiting_reply_count: cells.count()?,
            waiting_since: cells.maybe_int()?.map(Timestamp),
            first_reply_at: cells.maybe_int()?.map(Timestamp),
            last: Last {
                id: MessageId(cells.int()?),
                at: Timestamp(cells.int()?),
                label: LastLabel::from_word(&cells.text()?).ok_or(Fault::Corrupt("dialogs"))?,
                by: operator(cells.maybe_int()?),
                preview: cells.text()?,
                file: cells.truth()?,
            },
            last_client_at: Timestamp(cells.int()?),
            opened_upto: MessageId(cells.int()?),
            delivered_upto: MessageId(cells.int()?),
            read_upto: MessageId(cells.int()?),
            pace: Pace(Timestamp(cells.int()?)),
            chain: Chain {
                newest: cells.maybe_int()?.map(MessageId),
                milestone: cells.maybe_int()?.map(MessageId),
                n_messages: cells.int()?,
            },
        })
    }
}

/// `responsible` of a free dialog: an index finds 0, but not NULL, among others.
pub(crate) const NOBODY: u64 = 0;

fn last(message: &Message, label: LastLabel, by: Option<OperatorId>, body: &Body) -> Last {
    let (text, file) = match body {
        Body::Text { text } => (text.as_str(), false),
        Body::File { file } => (file.name.as_str(), true),
        Body::Unknown => ("", false),
    };
    Last {
        id: message.id,
        at: message.at,
        label,
        by,
        preview: text.chars().take(PREVIEW_CHARS).collect(),
        file,
    }
}

/// A dialog by its id.
pub(crate) fn load(sql: &dyn Sql, id: DialogId) -> Result<Option<Dialog>, Fault> {
    one(sql, LOAD, &[id.into()])
}

/// Where a client's next message belongs, or begins anew: the open dialog with
/// the latest message, else the latest closed one.
pub(crate) fn current(sql: &dyn Sql, client: &ClientId) -> Result<Option<Dialog>, Fault> {
    one(sql, CURRENT, &[client.into()])
}

fn one(sql: &dyn Sql, statement: &str, values: &[Value]) -> Result<Option<Dialog>, Fault> {
    let rows = sql.query(statement, values)?;
    Cells::maybe(rows, "dialogs")
        .map(|mut cells| Dialog::read(&mut cells))
        .transpose()
}

/// A dialog as a row of [`BEGINS`] or [`CHANGES`].
pub(crate) fn row(dialog: &Dialog) -> Row {
    let (closed_at, closed_by) = match dialog.state {
        State::Open => (None, None),
        State::Closed { at, by } => (Some(at), by),
    };
    let last = &dialog.last;
    vec![
        dialog.id.into(),
        (&dialog.client).into(),
        (&dialog.site).into(),
        dialog.created_at.into(),
        closed_at.into(),
        closed_by.into(),
        dialog.responsible.map_or(NOBODY, |id| id.0).into(),
        dialog.unread_count.into(),
        dialog.awaiting_reply_count.into(),
        dialog.waiting_since.into(),
        dialog.first_reply_at.into(),
        last.id.into(),
        last.at.into(),
        last.label.word().into(),
        last.by.into(),
        last.preview.as_str().into(),
        last.file.into(),
        dialog.last_client_at.into(),
        dialog.opened_upto.into(),
        dialog.delivered_upto.into(),
        dialog.read_upto.into(),
        dialog.pace.0.into(),
        dialog.chain.newest.into(),
        dialog.chain.milestone.into(),
        dialog.chain.n_messages.into(),
    ]
}

/// The columns that [`Dialog::read`] reads; `d` is the table.
macro_rules! columns {
    () => {
        "d.id, d.client, d.site, d.created_at, d.closed_at, d.closed_by, d.responsible,
         d.unread_count, d.awaiting_reply_count, d.waiting_since, d.first_reply_at,
         d.last_id, d.last_at, d.last_label, d.last_by, d.last_preview, d.last_file,
         d.last_client_at, d.opened_upto, d.delivered_upto, d.read_upto, d.pace_at,
         d.newest_id, d.milestone_id, d.n_messages"
    };
}
pub(crate) use columns;

const LOAD: &str = concat!("SELECT ", columns!(), " FROM dialogs d WHERE d.id = ?");

const CURRENT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM dialogs d WHERE d.client = ?
      ORDER BY d.closed_at IS NULL DESC, d.last_id DESC LIMIT 1"
);

const INSERT: &str = "INSERT INTO dialogs (id, client, site, created_at, closed_at, closed_by,
    responsible, unread_count, awaiting_reply_count, waiting_since, first_reply_at, last_id,
    last_at, last_label, last_by, last_preview, last_file, last_client_at, opened_upto,
    delivered_upto, read_upto, pace_at, newest_id, milestone_id, n_messages)";

/// The row of a dialog that begins.
pub(crate) const BEGINS: Writes = Writes {
    before: INSERT,
    n_columns: 25,
    after: "",
};

/// The row of a dialog that there is.
pub(crate) const CHANGES: Writes = Writes {
    after: "ON CONFLICT (id) DO UPDATE SET closed_at = excluded.closed_at,
        closed_by = excluded.closed_by, responsible = excluded.responsible,
        unread_count = excluded.unread_count,
        awaiting_reply_count = excluded.awaiting_reply_count,
        waiting_since = excluded.waiting_since, first_reply_at = excluded.first_reply_at,
        last_id = excluded.last_id, last_at = excluded.last_at,
        last_label = excluded.last_label, last_by = excluded.last_by,
        last_preview = excluded.last_preview, last_file = excluded.last_file,
        last_client_at = excluded.last_client_at, opened_upto = excluded.opened_upto,
        delivered_upto = excluded.delivered_upto, read_upto = excluded.read_upto,
        pace_at = excluded.pace_at, newest_id = excluded.newest_id,
        milestone_id = excluded.milestone_id, n_messages = excluded.n_messages",
    ..BEGINS
};
