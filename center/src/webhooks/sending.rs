//! What is due, and what came of it.
//!
//! What a webhook has not taken is sent again by the schedule of Standard Webhooks, three
//! days long. Each webhook has two calls at once at most, and those that take nothing have
//! half of all calls together: so one that is dead delays no other.

use beseda_protocol::ids::{Timestamp, WebhookId};
use beseda_protocol::limits::{WEBHOOK_ATTEMPTS_MAX, WEBHOOK_KEPT_MS};
use beseda_protocol::webhook::{WebhookEvent, WebhookOutcome, WebhookReply, WebhookState};

use super::{address, body, signature};
use crate::storage::row::Json;
use crate::storage::webhooks::{self, SendingRow, WebhookRow};
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::Stop;
use crate::turn::webhook_calls::{Call, Called, Progress};
use crate::turn::webhooks::{AGAIN_MS, call, wake_by};

const SECOND_MS: u64 = 1_000;
const MINUTE_MS: u64 = 60 * SECOND_MS;
const HOUR_MS: u64 = 60 * MINUTE_MS;

/// How long after each attempt the next one comes, in ms: the example of the specification.
const SCHEDULE_MS: [u64; WEBHOOK_ATTEMPTS_MAX as usize - 1] = [
    5 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    14 * HOUR_MS,
    20 * HOUR_MS,
    24 * HOUR_MS,
];

/// How long what was handed out may be on its way, in ms: then it is handed out again.
const LEASE_MS: u64 = MINUTE_MS;

/// The longest that a receiver can put something off, in ms.
const LATER_MS_MAX: u64 = 24 * HOUR_MS;

/// Sendings that are looked at in one turn: some may be about what is not there any more.
const LOOKED_AT_MAX: usize = 50;

/// Calls to one webhook at once.
const BUSY_MAX: u64 = 2;

/// Calls at once to webhooks that take nothing.
const FAILING_BUSY_MAX: u64 = 3;

/// Sendings that are forgotten at once.
const FORGOTTEN: u64 = 500;

/// How often old ones are, in ms.
const FORGET_EVERY_MS: u64 = 6 * HOUR_MS;

/// The status of an address that wants no more.
const GONE: u32 = 410;

/// Whoever carries them out says what came of some, and is given more.
pub(crate) fn go_on(turn: &mut Turn<'_>, progress: Progress) -> Result<Vec<Call>, Stop> {
    for called in progress.called {
        record(turn, called)?;
    }
    let mut calls = Vec::new();
    let mut busy = Busy::of(turn, &progress.busy);
    for _ in 0..LOOKED_AT_MAX {
        if calls.len() as u64 >= progress.limit {
            break;
        }
        let Some((webhook, row)) = next(turn, &busy)? else {
            break;
        };
        if let Some(call) = hand_out(turn, &webhook, row)? {
            busy.add(&webhook);
            calls.push(call);
        }
    }
    wake_for_rest(turn)?;
    Ok(calls)
}

/// How many calls are on their way.
struct Busy {
    of: Vec<(WebhookId, u64)>,
    failing: u64,
}

impl Busy {
    fn of(turn: &Turn<'_>, of: &[(WebhookId, u64)]) -> Self {
        let webhooks = &turn.cache.webhooks;
        let is_failing = |id: &WebhookId| webhooks.get(id).is_none_or(is_failing);
        let failing = of.iter().filter(|(id, _)| is_failing(id));
        let failing = failing.map(|(_, n)| n).sum();
        let of = of.to_vec();
        Self { of, failing }
    }

    fn n(&self, id: &WebhookId) -> u64 {
        let known = self.of.iter().find(|(known, _)| known == id);
        known.map_or(0, |(_, n)| *n)
    }

    fn has_room_for(&self, webhook: &WebhookRow) -> bool {
        let is_crowded = is_failing(webhook) && self.failing >= FAILING_BUSY_MAX;
        self.n(&webhook.id) < BUSY_MAX && !is_crowded
    }

    fn add(&mut self, webhook: &WebhookRow) {
        self.failing += u64::from(is_failing(webhook));
        match self.of.iter_mut().find(|(known, _)| *known == webhook.id) {
            Some((_, n)) => *n += 1,
            None => self.of.push((webhook.id.clone(), 1)),
        }
    }
}

fn is_failing(webhook: &WebhookRow) -> bool {
    webhook.failing_since.is_some()
}

/// What is handed out next: of the webhook that was given something longest ago.
fn next(turn: &Turn<'_>, busy: &Busy) -> Result<Option<(WebhookRow, SendingRow)>, Stop> {
    let last = turn.cache.webhook_served.as_ref();
    let all = turn.cache.webhooks.values();
    let (behind, before): (Vec<_>, Vec<_>) = all.partition(|webhook| Some(&webhook.id) > last);
    for webhook in behind.into_iter().chain(before) {
        if !busy.has_room_for(webhook) {
            continue;
        }
        let due = webhooks::due(turn.storage, webhook, turn.now, 1)?;
        if let Some(row) = due.into_iter().next() {
            return Ok(Some((webhook.clone(), row)));
        }
    }
    Ok(None)
}

/// Nothing, if what it is about is not there any more, or the address is none to be called.
fn hand_out(
    turn: &mut Turn<'_>,
    webhook: &WebhookRow,
    row: SendingRow,
) -> Result<Option<Call>, Stop> {
    turn.cache.webhook_served = Some(webhook.id.clone());
    let Some(body) = body::of(turn, &row)? else {
        turn.write("DELETE FROM webhook_sendings WHERE n = ?", &[row.n.into()])?;
        return Ok(None);
    };
    let attempt = row.attempt + 1;
    if !address::is_allowed(&webhook.url) {
        let called = Called {
            webhook: webhook.id.clone(),
            n: row.n,
            attempt: row.attempt,
            took_ms: 0,
            outcome: WebhookOutcome::Refused {},
            retry_after_s: None,
        };
        record(turn, called)?;
        return Ok(None);
    }
    let timestamp_s = turn.now.0 / SECOND_MS;
    let signature = signature::header(webhook.secrets(turn.now), &row.id, timestamp_s, &body);
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("user-agent", "Beseda-Webhooks/1".to_owned()),
        ("webhook-id", row.id.clone()),
        ("webhook-timestamp", timestamp_s.to_string()),
        ("webhook-signature", signature),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value));
    let call = Call {
        webhook: webhook.id.clone(),
        n: row.n,
        attempt,
        url: webhook.url.clone(),
        headers: headers.to_vec(),
        body,
    };
    let at = Some(turn.now.plus_ms(LEASE_MS));
    turn.put(&SendingRow::UPSERT, SendingRow { attempt, at, ..row })?;
    Ok(Some(call))
}

/// What came of one: that it was taken is true of whichever attempt, all else of the last
/// only.
fn record(turn: &mut Turn<'_>, called: Called) -> Result<(), Stop> {
    let row = webhooks::sending(turn.storage, called.n)?;
    let row = row.filter(|row| row.webhook == called.webhook && row.at.is_some());
    let webhook = turn.cache.webhooks.get(&called.webhook).cloned();
    let (Some(row), Some(webhook)) = (row, webhook) else {
        return Ok(());
    };
    let is_taken = webhooks::is_taken(&called.outcome);
    if !is_taken && called.attempt != row.attempt {
        return Ok(());
    }
    let status = match &called.outcome {
        WebhookOutcome::Answered { status, .. } => Some(*status),
        _ => None,
    };
    let is_last = row.attempt >= WEBHOOK_ATTEMPTS_MAX;
    let is_test = row.event == WebhookEvent::Test;
    let is_refused = called.outcome == (WebhookOutcome::Refused {});
    let at = match is_taken || is_last || is_test || is_refused || status == Some(GONE) {
        true => None,
        false => Some(later(turn, row.attempt, called.retry_after_s)),
    };
    let state = match (&webhook.state.0, status) {
        (WebhookState::On {}, Some(GONE)) => WebhookState::Gone { at: turn.now },
        (WebhookState::On {}, _) if is_refused || (is_last && !is_taken && !is_test) => {
            WebhookState::Exhausted { at: turn.now }
        }
        (state, _) => state.clone(),
    };
    let failing_since = match is_taken {
        true => None,
        false => webhook.failing_since.or(Some(turn.now)),
    };
    let answer = WebhookReply {
        at: turn.now,
        took_ms: called.took_ms,
        outcome: called.outcome,
    };
    let answer = Some(Json(answer));
    turn.put(&SendingRow::UPSERT, SendingRow { at, answer, ..row })?;
    let changed = WebhookRow {
        state: Json(state),
        failing_since,
        ..webhook.clone()
    };
    match changed == webhook {
        true => Ok(()),
        false => keep(turn, changed),
    }
}

/// Writes a webhook.
pub(super) fn keep(turn: &mut Turn<'_>, webhook: WebhookRow) -> Result<(), Stop> {
    turn.put(&WebhookRow::UPSERT, webhook.clone())?;
    turn.cache.webhooks.insert(webhook.id.clone(), webhook);
    Ok(())
}

/// When what was not taken is sent again: by the schedule, a fifth sooner or later, so that
/// what was lost together does not come together; and no sooner than the receiver wants.
fn later(turn: &mut Turn<'_>, attempt: u32, retry_after_s: Option<u64>) -> Timestamp {
    let place = usize::try_from(attempt.saturating_sub(1)).unwrap_or(usize::MAX);
    let last = SCHEDULE_MS.len() - 1;
    let wait = SCHEDULE_MS[place.min(last)];
    let mut byte = [0];
    turn.entropy.fill(&mut byte);
    let wait = wait * (800 + u64::from(byte[0]) * 400 / 255) / 1_000;
    let asked = retry_after_s.unwrap_or(0).saturating_mul(SECOND_MS);
    turn.now.plus_ms(wait.max(asked.min(LATER_MS_MAX)))
}

/// Whoever carries them out is told when the rest is due.
fn wake_for_rest(turn: &mut Turn<'_>) -> Result<(), Stop> {
    match first(turn)? {
        Some(at) => wake_by(turn, at.max(turn.now.plus_ms(SECOND_MS))),
        None => Ok(()),
    }
}

/// When the first is due.
fn first(turn: &Turn<'_>) -> Result<Option<Timestamp>, Stop> {
    let mut first: Option<Timestamp> = None;
    for webhook in turn.cache.webhooks.values() {
        let at = webhooks::first_at(turn.storage, webhook)?;
        first = first.into_iter().chain(at).min();
    }
    Ok(first)
}

/// Time has passed: something may be due.
pub(crate) fn ring(turn: &mut Turn<'_>) -> Result<(), Stop> {
    turn.cache.webhooks_at = None;
    match first(turn)? {
        Some(at) if at <= turn.now => {
            call(turn);
            // If he does not hear of it.
            wake_by(turn, turn.now.plus_ms(AGAIN_MS))
        }
        Some(at) => wake_by(turn, at),
        None => Ok(()),
    }
}

/// Forgets what is old, and what was for a webhook that was deleted.
pub(crate) fn forget(turn: &mut Turn<'_>, key: &str) -> Result<(), Stop> {
    let storage = turn.buffer()?;
    let has_more = match key {
        "" => {
            let before = turn.now.0.saturating_sub(WEBHOOK_KEPT_MS);
            webhooks::forget_before(storage, Timestamp(before), FORGOTTEN)?
        }
        webhook => webhooks::forget_some(storage, &webhook.into(), FORGOTTEN)?,
    };
    match (has_more, key) {
        (true, _) => due::schedule(turn, Due::WebhookLog, key, turn.now),
        (false, "") if !turn.cache.webhooks.is_empty() => {
            let at = turn.now.plus_ms(FORGET_EVERY_MS);
            due::schedule(turn, Due::WebhookLog, "", at)
        }
        (false, _) => Ok(()),
    }
}
