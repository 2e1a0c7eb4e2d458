//! What consoles ask of webhooks.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::webhooks::{
    AddWebhook, DeleteWebhook, ListWebhookDeliveries, ListWebhooks, ListedWebhookDeliveries,
    ListedWebhooks, MadeWebhook, ResendWebhookDeliveries, ResentWebhookDeliveries,
    RotateWebhookSecret, SaveWebhook, TestWebhook,
};
use beseda_protocol::ids::WebhookId;
use beseda_protocol::limits::{
    WEBHOOK_LOG_PAGE, WEBHOOK_RESENT_MAX, WEBHOOK_SECRET_OVERLAP_MS, WEBHOOKS_MAX,
};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::webhook::{Webhook, WebhookEvent, WebhookState};

use super::sending::keep;
use super::{address, signature};
use crate::storage::row::Json;
use crate::storage::webhooks::{self, SendingRow, WebhookRow};
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::{Stop, check_limit, invalid, refuse};
use crate::turn::speaker::Operator;
use crate::turn::webhooks::send;

pub(crate) fn list(
    turn: &mut Turn<'_>,
    _: &Operator,
    _: ListWebhooks,
) -> Result<ListedWebhooks, Stop> {
    let webhooks = turn.cache.webhooks.values();
    let webhooks = webhooks.map(|webhook| webhook.shown(turn.now)).collect();
    Ok(ListedWebhooks { webhooks })
}

pub(crate) fn add(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: AddWebhook,
) -> Result<MadeWebhook, Stop> {
    check_limit(turn.cache.webhooks.len() as u64, WEBHOOKS_MAX)?;
    let webhook = WebhookRow {
        id: WebhookId(turn.fresh_id()),
        url: address::read(&asked.url)?,
        events: Json(checked(asked.events)?),
        state: Json(WebhookState::On {}),
        secret: fresh_secret(turn),
        old_secret: None,
        old_until: None,
        failing_since: None,
    };
    if turn.cache.webhooks.is_empty() {
        due::schedule(turn, Due::WebhookLog, "", turn.now.plus_ms(HOUR_MS))?;
    }
    made(turn, webhook)
}

/// When the log is looked at first, in ms.
const HOUR_MS: u64 = 60 * 60 * 1000;

pub(crate) fn save(turn: &mut Turn<'_>, _: &Operator, asked: SaveWebhook) -> Result<Webhook, Stop> {
    let webhook = find(turn, &asked.webhook)?;
    let state = match (asked.is_on, webhook.state.0) {
        (true, _) => WebhookState::On {},
        (false, WebhookState::On {}) => WebhookState::Off {},
        (false, state) => state,
    };
    let was_on = webhook.failing_since;
    let webhook = WebhookRow {
        url: address::read(&asked.url)?,
        events: Json(checked(asked.events)?),
        failing_since: was_on.filter(|_| !asked.is_on),
        state: Json(state),
        ..webhook
    };
    turn.calls_webhooks |= asked.is_on;
    let shown = webhook.shown(turn.now);
    keep(turn, webhook)?;
    Ok(shown)
}

pub(crate) fn rotate(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: RotateWebhookSecret,
) -> Result<MadeWebhook, Stop> {
    let webhook = find(turn, &asked.webhook)?;
    let webhook = WebhookRow {
        secret: fresh_secret(turn),
        old_secret: Some(webhook.secret),
        old_until: Some(turn.now.plus_ms(WEBHOOK_SECRET_OVERLAP_MS)),
        ..webhook
    };
    made(turn, webhook)
}

fn made(turn: &mut Turn<'_>, webhook: WebhookRow) -> Result<MadeWebhook, Stop> {
    let made = MadeWebhook {
        webhook: webhook.shown(turn.now),
        secret: webhook.secret.clone(),
    };
    keep(turn, webhook)?;
    Ok(made)
}

pub(crate) fn delete(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: DeleteWebhook,
) -> Result<Done, Stop> {
    let webhook = find(turn, &asked.webhook)?;
    turn.write("DELETE FROM webhooks WHERE id = ?", &[(&webhook.id).into()])?;
    turn.cache.webhooks.remove(&webhook.id);
    due::schedule(turn, Due::WebhookLog, webhook.id.as_str(), turn.now)?;
    Ok(Done {})
}

pub(crate) fn test(turn: &mut Turn<'_>, _: &Operator, asked: TestWebhook) -> Result<Done, Stop> {
    let webhook = find(turn, &asked.webhook)?;
    send(turn, webhook.id, WebhookEvent::Test, 0)?;
    Ok(Done {})
}

pub(crate) fn log(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: ListWebhookDeliveries,
) -> Result<ListedWebhookDeliveries, Stop> {
    let webhook = find(turn, &asked.webhook)?;
    let mut found = webhooks::page(turn.storage, &webhook.id, asked.behind)?;
    let has_more = found.len() > WEBHOOK_LOG_PAGE;
    found.truncate(WEBHOOK_LOG_PAGE);
    let rest = found.last().map(|row| row.n).filter(|_| has_more);
    let deliveries = found.into_iter().map(SendingRow::shown).collect();
    Ok(ListedWebhookDeliveries { deliveries, rest })
}

pub(crate) fn resend(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: ResendWebhookDeliveries,
) -> Result<ResentWebhookDeliveries, Stop> {
    let webhook = find(turn, &asked.webhook)?;
    let found = webhooks::ended(turn.storage, &webhook.id, asked.from, asked.upto)?;
    let is_full = found.len() >= WEBHOOK_RESENT_MAX;
    let rest = found.last().map(|row| row.n + 1).filter(|_| is_full);
    let is_taken = |row: &SendingRow| {
        let answer = row.answer.as_ref();
        answer.is_some_and(|answer| webhooks::is_taken(&answer.0.outcome))
    };
    let mut n = 0;
    for row in found {
        if asked.only_failed && is_taken(&row) {
            continue;
        }
        let row = SendingRow {
            attempt: 0,
            at: Some(turn.now),
            ..row
        };
        turn.put(&SendingRow::UPSERT, row)?;
        n += 1;
    }
    turn.calls_webhooks |= n > 0;
    Ok(ResentWebhookDeliveries { n, rest })
}

fn find(turn: &Turn<'_>, id: &WebhookId) -> Result<WebhookRow, Refusal> {
    let webhook = turn.cache.webhooks.get(id).cloned();
    webhook.ok_or_else(|| refuse(Code::NotFound))
}

/// What can be told, each once, in the order of the table.
fn checked(events: Vec<WebhookEvent>) -> Result<Vec<WebhookEvent>, Refusal> {
    let all = WebhookEvent::CHOICES.into_iter();
    let chosen: Vec<WebhookEvent> = all.filter(|event| events.contains(event)).collect();
    match chosen.is_empty() {
        true => Err(invalid("Choose at least one event.")),
        false => Ok(chosen),
    }
}

fn fresh_secret(turn: &mut Turn<'_>) -> String {
    let mut bytes = [0; 32];
    turn.entropy.fill(&mut bytes);
    signature::secret(&bytes)
}
