//! Writes down what webhooks are to be told, in the turn in which it happens. Where there is
//! none, that costs nothing.

use beseda_protocol::ids::{ClientId, Timestamp, WebhookId};
use beseda_protocol::message::{Content, Happened};
use beseda_protocol::webhook::WebhookEvent;

use super::current::Turn;
use super::due::{self, Due};
use super::output::Output;
use super::refusals::Stop;
use crate::storage::events::{Event, What};
use crate::storage::webhooks::SendingRow;

/// Whoever carries out webhooks is told of them at once. If that is lost, with the object
/// for one, he is told again so much later, in ms.
pub(crate) const AGAIN_MS: u64 = 30 * 1000;

/// Something has happened: whoever wants to hear of it will.
pub(super) fn note(turn: &mut Turn<'_>, event: &Event) -> Result<(), Stop> {
    if turn.cache.webhooks.is_empty() {
        return Ok(());
    }
    match told(&event.what) {
        Some((kind, subject)) => tell(turn, kind, subject),
        None => Ok(()),
    }
}

/// The same of something that the log has no event of its own for. What moves in from
/// elsewhere has happened long ago: nobody is told of it.
pub(crate) fn tell(turn: &mut Turn<'_>, kind: WebhookEvent, subject: u64) -> Result<(), Stop> {
    if turn.cache.webhooks.is_empty() || turn.is_moving_in {
        return Ok(());
    }
    let webhooks = turn.cache.webhooks.values();
    let wanting = webhooks.filter(|webhook| webhook.is_on() && webhook.events.0.contains(&kind));
    let wanting: Vec<WebhookId> = wanting.map(|webhook| webhook.id.clone()).collect();
    for webhook in wanting {
        send(turn, webhook, kind, subject)?;
    }
    Ok(())
}

/// A client is new.
pub(crate) fn tell_of_client(turn: &mut Turn<'_>, client: ClientId) -> Result<(), Stop> {
    tell(turn, WebhookEvent::ClientCreated, client.0)
}

/// Something is to be sent to a webhook.
pub(crate) fn send(
    turn: &mut Turn<'_>,
    webhook: WebhookId,
    event: WebhookEvent,
    subject: u64,
) -> Result<(), Stop> {
    turn.cache.n_sendings += 1;
    let row = SendingRow {
        n: turn.cache.n_sendings,
        id: format!("msg_{}", turn.fresh_id()),
        webhook,
        event,
        subject,
        made_at: turn.now,
        attempt: 0,
        at: Some(turn.now),
        answer: None,
    };
    turn.buffer()?.add(&SendingRow::INSERT, row);
    turn.calls_webhooks = true;
    Ok(())
}

/// The end of the turn: whoever carries them out is told, if there is anything new.
pub(crate) fn settle(turn: &mut Turn<'_>) -> Result<(), Stop> {
    if !std::mem::take(&mut turn.calls_webhooks) {
        return Ok(());
    }
    call(turn);
    wake_by(turn, turn.now.plus_ms(AGAIN_MS))
}

/// Tells whoever carries them out that there is something to do.
pub(crate) fn call(turn: &mut Turn<'_>) {
    let center = turn.cache.center.id.clone();
    turn.out.push(Output::CallWebhooks { center });
}

/// He is told at this time, unless he is before that.
pub(crate) fn wake_by(turn: &mut Turn<'_>, at: Timestamp) -> Result<(), Stop> {
    if turn.cache.webhooks_at.is_some_and(|known| known <= at) {
        return Ok(());
    }
    turn.cache.webhooks_at = Some(at);
    due::schedule(turn, Due::Webhooks, "", at)
}

/// What is told of an event, and about what: a message, or a client by his number.
fn told(what: &What) -> Option<(WebhookEvent, u64)> {
    Some(match what {
        What::Message(message) => {
            let event = match &message.content {
                Content::Visitor { .. } | Content::Operator { .. } | Content::Automatic { .. } => {
                    WebhookEvent::MessageCreated
                }
                Content::Note { .. } => WebhookEvent::NoteCreated,
                Content::System { happened } => of_dialog(happened)?,
                Content::Unknown => return None,
            };
            (event, message.id.0)
        }
        What::Revised(message) if message.content.is_talk() => {
            (WebhookEvent::MessageUpdated, message.id.0)
        }
        What::Client(client) | What::Merged(client) => (WebhookEvent::ClientUpdated, client.0),
        What::ClientDeleted(client) => (WebhookEvent::ClientDeleted, client.0),
        What::Revised(_)
        | What::Dialog(_)
        | What::Moved(..)
        | What::DialogMerged(..)
        | What::Deleted(..)
        | What::Opened(..)
        | What::Read(..)
        | What::Deliveries(_)
        | What::Tags(_)
        | What::Mark(_)
        | What::Channel(_)
        | What::Employee(_)
        | What::Site(_)
        | What::Center
        | What::Unknown => return None,
    })
}

fn of_dialog(happened: &Happened) -> Option<WebhookEvent> {
    Some(match happened {
        Happened::Begun {} | Happened::Triggered { .. } | Happened::WrittenFirst { .. } => {
            WebhookEvent::DialogCreated
        }
        Happened::Claimed { .. }
        | Happened::Assigned { .. }
        | Happened::Freed { .. }
        | Happened::Waited { .. }
        | Happened::Distributed { .. }
        | Happened::Kept { .. } => WebhookEvent::DialogAssigned,
        Happened::Transferred { .. } | Happened::Moved { .. } => WebhookEvent::DialogMoved,
        Happened::Closed { .. } | Happened::Ended {} | Happened::FellSilent { .. } => {
            WebhookEvent::DialogClosed
        }
        Happened::Reopened { .. } => WebhookEvent::DialogReopened,
        Happened::Tagged { .. } => WebhookEvent::DialogTagged,
        Happened::Untagged { .. } => WebhookEvent::DialogUntagged,
        Happened::NoReplyNeeded { .. }
        | Happened::Rated { .. }
        | Happened::Snoozed { .. }
        | Happened::Woken { .. }
        | Happened::Blocked { .. }
        | Happened::Unblocked { .. }
        | Happened::Paused { .. }
        | Happened::Unpaused { .. }
        | Happened::MarkedUnread { .. }
        | Happened::Spam { .. }
        | Happened::NoSpam { .. }
        | Happened::DialogMerged { .. }
        | Happened::Merged { .. }
        | Happened::Unknown => return None,
    })
}
