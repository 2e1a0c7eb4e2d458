//! Webhooks, and what is sent to them: a row each, kept for a while after its end, so that it
//! can be looked at and sent again.

use std::collections::BTreeMap;

use beseda_protocol::ids::{Timestamp, WebhookId};
use beseda_protocol::limits::{WEBHOOK_LOG_PAGE, WEBHOOK_RESENT_MAX};
use beseda_protocol::webhook::{
    Webhook, WebhookDelivery, WebhookDeliveryState, WebhookEvent, WebhookOutcome, WebhookReply,
    WebhookState,
};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Json, row};
use super::sql::{Row, Value};
use super::write_buffer::Storage;

row! {
    /// A webhook's row.
    WebhookRow in "webhooks" as "h", named by columns {
        id: WebhookId,
    }
    changing {
        url: String = url,
        events: Json<Vec<WebhookEvent>> = events,
        state: Json<WebhookState> = state,
        /// As it was told: `whsec_` and base64.
        secret: String = secret,
        /// The one before, and until when it signs as well.
        old_secret: Option<String> = old_secret,
        old_until: Option<Timestamp> = old_until,
        failing_since: Option<Timestamp> = failing_since,
    }
}

row! {
    /// Something that is sent to a webhook, or was.
    SendingRow in "webhook_sendings" as "g", named by sending_columns {
        n: u64,
        /// Its name for the receiver.
        id: String = id,
        webhook: WebhookId = webhook,
        /// What happened.
        event: WebhookEvent = event,
        /// With what: a message, or a client; see `webhooks::body`.
        subject: u64 = subject,
        made_at: Timestamp = made_at,
    }
    changing {
        /// How often it was handed out since it last waited to be sent at all.
        attempt: u32 = attempt,
        /// When it is handed out next; absent: it has come to its end.
        at: Option<Timestamp> = at,
        answer: Option<Json<WebhookReply>> = answer,
    }
}

impl WebhookRow {
    /// As it is told.
    pub(crate) fn shown(&self, now: Timestamp) -> Webhook {
        Webhook {
            id: self.id.clone(),
            url: self.url.clone(),
            events: self.events.0.clone(),
            state: self.state.0.clone(),
            old_secret_until: self.old_until.filter(|until| *until > now),
            failing_since: self.failing_since,
        }
    }

    /// Whether it is told of what happens.
    pub(crate) fn is_on(&self) -> bool {
        matches!(self.state.0, WebhookState::On {})
    }

    /// The secrets that sign what is sent now.
    pub(crate) fn secrets(&self, now: Timestamp) -> impl Iterator<Item = &str> {
        let is_valid = self.old_until.is_some_and(|until| until > now);
        let old = self.old_secret.as_deref().filter(|_| is_valid);
        [Some(self.secret.as_str()), old].into_iter().flatten()
    }
}

impl SendingRow {
    /// As it is told.
    pub(crate) fn shown(self) -> WebhookDelivery {
        let answer = self.answer.map(|answer| answer.0);
        let state = match (self.at, &answer) {
            (Some(at), _) => WebhookDeliveryState::Waiting { at },
            (None, Some(answer)) if is_taken(&answer.outcome) => WebhookDeliveryState::Delivered {},
            (None, _) => WebhookDeliveryState::Failed {},
        };
        WebhookDelivery {
            n: self.n,
            id: self.id,
            event: self.event,
            at: self.made_at,
            attempts: self.attempt,
            state,
            answer,
        }
    }
}

/// Whether the receiver has taken it.
pub(crate) fn is_taken(outcome: &WebhookOutcome) -> bool {
    matches!(outcome, WebhookOutcome::Answered { status, .. } if (200..300).contains(status))
}

/// All webhooks.
pub(crate) fn load(storage: &Storage<'_>) -> Result<BTreeMap<WebhookId, WebhookRow>, Fault> {
    let rows = storage.query(concat!("SELECT ", columns!(), " FROM webhooks h"), &[])?;
    let webhooks = rows.into_iter().map(|row| {
        let webhook = WebhookRow::read(&mut Cells::new(row, "webhooks"))?;
        Ok((webhook.id.clone(), webhook))
    });
    webhooks.collect()
}

/// The number of the last sending.
pub(crate) fn last(storage: &Storage<'_>) -> Result<u64, Fault> {
    let rows = storage.query("SELECT max(n) FROM webhook_sendings", &[])?;
    let last = Cells::first(rows, "webhook_sendings")?.maybe_int()?;
    Ok(last.unwrap_or(0))
}

/// One of them.
pub(crate) fn sending(storage: &Storage<'_>, n: u64) -> Result<Option<SendingRow>, Fault> {
    let rows = storage.query(SENDING, &[n.into()])?;
    Cells::maybe(rows, "webhook_sendings")
        .map(|mut cells| SendingRow::read(&mut cells))
        .transpose()
}

/// What is due of a webhook, the oldest first; of one that is off, tests only.
pub(crate) fn due(
    storage: &Storage<'_>,
    webhook: &WebhookRow,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<SendingRow>, Fault> {
    let statement = match webhook.is_on() {
        true => DUE,
        false => DUE_TESTS,
    };
    let values = [(&webhook.id).into(), now.into(), limit.into()];
    sendings(storage.query(statement, &values)?)
}

/// When the first of a webhook is due.
pub(crate) fn first_at(
    storage: &Storage<'_>,
    webhook: &WebhookRow,
) -> Result<Option<Timestamp>, Fault> {
    let statement = match webhook.is_on() {
        true => FIRST_AT,
        false => FIRST_TEST_AT,
    };
    let rows = storage.query(statement, &[(&webhook.id).into()])?;
    let first = Cells::first(rows, "webhook_sendings")?.maybe_int()?;
    Ok(first.map(Timestamp))
}

/// A page of a webhook's, the newest first.
pub(crate) fn page(
    storage: &Storage<'_>,
    webhook: &WebhookId,
    behind: Option<u64>,
) -> Result<Vec<SendingRow>, Fault> {
    // What is stored lies below 2^53.
    let behind = behind.unwrap_or(1 << 52);
    let limit = WEBHOOK_LOG_PAGE as u64 + 1;
    sendings(storage.query(PAGE, &[webhook.into(), behind.into(), limit.into()])?)
}

/// What has come to its end of a webhook, by number; so many at most.
pub(crate) fn ended(
    storage: &Storage<'_>,
    webhook: &WebhookId,
    from: u64,
    upto: u64,
) -> Result<Vec<SendingRow>, Fault> {
    let limit = WEBHOOK_RESENT_MAX as u64;
    let values = [webhook.into(), from.into(), upto.into(), limit.into()];
    sendings(storage.query(ENDED, &values)?)
}

fn sendings(rows: Vec<Row>) -> Result<Vec<SendingRow>, Fault> {
    let read = |row| SendingRow::read(&mut Cells::new(row, "webhook_sendings"));
    rows.into_iter().map(read).collect()
}

/// Forgets a webhook's, some at a time; says whether there may be more.
pub(crate) fn forget_some(
    storage: &Storage<'_>,
    webhook: &WebhookId,
    n: u64,
) -> Result<bool, Fault> {
    let values: [Value; 2] = [webhook.into(), n.into()];
    storage.exec(FORGET_SOME, &values)?;
    Ok(!storage.query(IS_LEFT, &[webhook.into()])?.is_empty())
}

/// Forgets what was made before a time and has come to its end, some at a time; says whether
/// there may be more.
pub(crate) fn forget_before(
    storage: &Storage<'_>,
    before: Timestamp,
    n: u64,
) -> Result<bool, Fault> {
    let rows = storage.query(OLD, &[n.into()])?;
    let mut last = None;
    let n_found = rows.len() as u64;
    let mut n_old = 0;
    for row in rows {
        let mut cells = Cells::new(row, "webhook_sendings");
        let (number, made_at) = (cells.int()?, Timestamp(cells.int()?));
        if made_at >= before {
            break;
        }
        n_old += 1;
        last = Some(number);
    }
    if let Some(last) = last {
        storage.exec(FORGET_UPTO, &[last.into()])?;
    }
    Ok(n_old > 0 && n_old == n_found)
}

const SENDING: &str = concat!(
    "SELECT ",
    sending_columns!(),
    " FROM webhook_sendings g WHERE g.n = ?"
);

const DUE: &str = concat!(
    "SELECT ",
    sending_columns!(),
    " FROM webhook_sendings g INDEXED BY webhook_sendings_due
      WHERE g.webhook = ? AND g.at IS NOT NULL AND g.at <= ? ORDER BY g.at, g.n LIMIT ?"
);

const DUE_TESTS: &str = concat!(
    "SELECT ",
    sending_columns!(),
    " FROM webhook_sendings g INDEXED BY webhook_sendings_tests
      WHERE g.webhook = ? AND g.event = 'webhook.test' AND g.at IS NOT NULL AND g.at <= ?
      ORDER BY g.at, g.n LIMIT ?"
);

const FIRST_AT: &str = "SELECT min(at) FROM webhook_sendings INDEXED BY webhook_sendings_due
    WHERE webhook = ? AND at IS NOT NULL";

const FIRST_TEST_AT: &str = "SELECT min(at) FROM webhook_sendings
    INDEXED BY webhook_sendings_tests
    WHERE webhook = ? AND event = 'webhook.test' AND at IS NOT NULL";

const PAGE: &str = concat!(
    "SELECT ",
    sending_columns!(),
    " FROM webhook_sendings g WHERE g.webhook = ? AND g.n < ? ORDER BY g.n DESC LIMIT ?"
);

const ENDED: &str = concat!(
    "SELECT ",
    sending_columns!(),
    " FROM webhook_sendings g WHERE g.webhook = ? AND g.n >= ? AND g.n <= ?
      AND g.at IS NULL ORDER BY g.n LIMIT ?"
);

const FORGET_SOME: &str = "DELETE FROM webhook_sendings WHERE n IN
    (SELECT n FROM webhook_sendings WHERE webhook = ? LIMIT ?)";

const IS_LEFT: &str = "SELECT n FROM webhook_sendings WHERE webhook = ? LIMIT 1";

// Numbers rise with time.
const OLD: &str = "SELECT n, made_at FROM webhook_sendings ORDER BY n LIMIT ?";

const FORGET_UPTO: &str = "DELETE FROM webhook_sendings WHERE n <= ?";

impl Columns for WebhookEvent {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        Self::from_word(&cells.text()?).ok_or(Fault::Corrupt(cells.table()))
    }

    fn write(self, row: &mut Row) {
        row.push(self.word().into());
    }
}
