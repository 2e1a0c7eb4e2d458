//! What operators say to a client whose transport is not the site chat: written down to be
//! carried out in the turn that says it, by the transport that he wrote from (CQ-15), and
//! handed out to whoever carries it. What could not be delivered shows where it was said, and
//! on the card while nothing later has arrived (SB-07).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::ResendMessage;
use beseda_protocol::delivery::DeliveryFailure;
use beseda_protocol::ids::{DialogId, MessageId};
use beseda_protocol::limits::DELIVERY_ATTEMPTS_MAX;
use beseda_protocol::message::{Body, Content};
use beseda_protocol::refusal::{Code, Refusal};

use super::change::{self, Change, Marked};
use super::outgoing::put;
use crate::storage::addresses;
use crate::storage::deliveries::{self, DeliveryRow};
use crate::storage::events::What;
use crate::storage::fault::Fault;
use crate::storage::messages;
use crate::storage::row::Json;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;
use crate::turn::transport::{Carried, Outcome, Outgoing};

/// How long what was handed out may be on its way, in ms: then it is handed out again.
const LEASE_MS: u64 = 60 * 1000;

/// The longest that a transport can put something off, in ms: an hour.
const LATER_MS_MAX: u64 = 60 * 60 * 1000;

/// What is to be carried out now.
pub(crate) fn take(turn: &mut Turn<'_>, limit: u64) -> Result<Vec<Outgoing>, Stop> {
    let mut taken = Vec::new();
    for row in deliveries::due(turn.storage, turn.now, limit)? {
        let identity = turn.sure_dialog(row.dialog)?.identity.clone();
        let address = addresses::of(turn.storage, &identity)?;
        let address = address.ok_or(Fault::Corrupt("addresses"))?;
        let message = messages::load(turn.storage, row.subject)?;
        let Some(body) = message.and_then(|message| said(message.content)) else {
            deliveries::end(turn.buffer()?, &row.target, row.subject)?;
            continue;
        };
        let attempt = row.attempt + 1;
        taken.push(Outgoing {
            transport: row.target.clone(),
            message: row.subject,
            attempt,
            address,
            body,
        });
        let at = Some(turn.now.plus_ms(LEASE_MS));
        turn.put(&DeliveryRow::UPSERT, DeliveryRow { attempt, at, ..row })?;
    }
    Ok(taken)
}

fn said(content: Content) -> Option<Body> {
    match content {
        Content::Operator { body, .. } => Some(body),
        Content::Automatic { text, .. } => Some(Body::Text { text }),
        _ => None,
    }
}

/// What came of one: that it arrived is true of whichever attempt, all else of the last only.
pub(crate) fn carried(turn: &mut Turn<'_>, carried: Carried) -> Result<(), Stop> {
    let Carried {
        transport,
        message,
        attempt,
        outcome,
    } = carried;
    let Some(row) = deliveries::load(turn.storage, &transport, message)? else {
        return Ok(());
    };
    if outcome == Outcome::Delivered {
        return arrived(turn, row);
    }
    if row.at.is_none() || attempt != row.attempt {
        return Ok(());
    }
    match outcome {
        Outcome::Later { .. } if row.attempt >= DELIVERY_ATTEMPTS_MAX => {
            failed(turn, row, DeliveryFailure::Exhausted {})
        }
        Outcome::Later { ms } => {
            let at = Some(turn.now.plus_ms(ms.min(LATER_MS_MAX)));
            turn.put(&DeliveryRow::UPSERT, DeliveryRow { at, ..row })
        }
        Outcome::Failed(reason) => failed(turn, row, reason),
        Outcome::Delivered => Ok(()),
    }
}

fn arrived(turn: &mut Turn<'_>, row: DeliveryRow) -> Result<(), Stop> {
    let DeliveryRow {
        target,
        subject,
        dialog: id,
        ..
    } = row;
    deliveries::end(turn.buffer()?, &target, subject)?;
    log::happen(turn, What::Deliveries(id), None)?;
    let dialog = turn.sure_dialog(id)?.clone();
    let mut changes = Vec::with_capacity(2);
    if dialog.delivered_upto < subject {
        changes.push(Change::Delivered(Marked {
            identity: dialog.identity,
            upto: subject,
            dialogs: vec![id],
        }));
    }
    if dialog.send_failed.is_some_and(|failed| failed <= subject) {
        changes.push(Change::SendFailed(id, None));
    }
    change::apply(turn, changes)?;
    Ok(())
}

fn failed(turn: &mut Turn<'_>, row: DeliveryRow, reason: DeliveryFailure) -> Result<(), Stop> {
    let (id, message) = (row.dialog, row.subject);
    let row = DeliveryRow {
        at: None,
        failure: Some(Json(reason)),
        ..row
    };
    put(turn, row)?;
    let dialog = turn.sure_dialog(id)?;
    let is_newest = dialog.delivered_upto < message && dialog.send_failed < Some(message);
    if is_newest {
        change::apply(turn, vec![Change::SendFailed(id, Some(message))])?;
    }
    Ok(())
}

/// Sends a message again that has failed.
pub(crate) fn resend(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: ResendMessage,
) -> Result<Done, Stop> {
    let row = of_message(turn, asked.dialog, asked.message)?;
    let row = row.filter(|row| row.at.is_none());
    let row = row.ok_or_else(|| refuse(Code::Stale))?;
    let row = DeliveryRow {
        attempt: 0,
        at: Some(turn.now),
        failure: None,
        ..row
    };
    put(turn, row)?;
    Ok(Done {})
}

/// A message that is carried is on the way to its client, or has reached him, and can't be
/// taken back any more: a transport that can, is still to come.
pub(super) fn check_is_here(
    turn: &mut Turn<'_>,
    dialog: DialogId,
    message: MessageId,
) -> Result<(), Stop> {
    let site = turn.sure_dialog(dialog)?.site.clone();
    if !turn.cache.is_carried(&site) {
        return Ok(());
    }
    let row = of_message(turn, dialog, message)?;
    match row.is_some_and(|row| row.at.is_none() || row.attempt == 0) {
        true => Ok(()),
        false => Err(Refusal::new(
            Code::TooLate,
            "The message is on its way to the client. It can't be changed any more.",
        )
        .into()),
    }
}

/// A message was withdrawn: nobody need carry it.
pub(super) fn withdraw(
    turn: &mut Turn<'_>,
    dialog: DialogId,
    message: MessageId,
) -> Result<(), Stop> {
    let Some(row) = of_message(turn, dialog, message)? else {
        return Ok(());
    };
    deliveries::end(turn.buffer()?, &row.target, message)?;
    log::happen(turn, What::Deliveries(dialog), None)?;
    if turn.sure_dialog(dialog)?.send_failed == Some(message) {
        change::apply(turn, vec![Change::SendFailed(dialog, None)])?;
    }
    Ok(())
}

fn of_message(
    turn: &mut Turn<'_>,
    dialog: DialogId,
    message: MessageId,
) -> Result<Option<DeliveryRow>, Stop> {
    let site = turn.sure_dialog(dialog)?.site.clone();
    if !turn.cache.is_carried(&site) {
        return Ok(None);
    }
    let row = deliveries::load(turn.storage, &site, message)?;
    Ok(row.filter(|row| row.dialog == dialog))
}
