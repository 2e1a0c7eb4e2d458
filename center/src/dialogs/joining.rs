//! Makes one dialog of two of a client: messages stand in the order of time, and both
//! numbers lead there. Both must reach him at the same address, since an answer goes to
//! one: so his own view, which has the messages of all of his dialogs there, stays as it is.
//!
//! It is done in one turn: how many messages may have to find a new place bounds it.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{DialogMerge, MergeDialogs, PreviewDialogMerge};
use beseda_protocol::draft::{Composed, KeptDraft};
use beseda_protocol::ids::{DialogId, MessageId, OperatorId};
use beseda_protocol::limits::{MARKS_ON_ONE_MAX, MERGED_MESSAGES_MAX, TEXT_CHARS_MAX};
use beseda_protocol::message::Happened;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::{Code, Refusal};

use super::{mentioning, state};
use crate::storage::dialogs::{Dialog, State};
use crate::storage::events::What;
use crate::storage::kept_drafts::{self, DraftRow};
use crate::storage::message_chain::Chain;
use crate::storage::place::Place;
use crate::storage::{marks, merged_dialogs, pins};
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{To, fanout, log, rights};

/// How many messages would be of the other dialog.
pub(crate) fn preview(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: PreviewDialogMerge,
) -> Result<DialogMerge, Stop> {
    let Plan { gone, .. } = plan(turn, who, asked.dialog, asked.into)?;
    Ok(DialogMerge {
        n_messages: gone.chain.n_messages,
    })
}

pub(crate) fn merge(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: MergeDialogs,
) -> Result<Done, Stop> {
    let Plan { gone, links } = plan(turn, who, asked.dialog, asked.into)?;
    let into = asked.into;
    // What has happened so far is told while it can be shown.
    fanout::flush(turn)?;
    let drafts = kept_drafts::of_dialog(turn.storage, gone.id)?;
    merged_dialogs::relink(turn.buffer()?, into, &links)?;
    merged_dialogs::hand_over(turn.buffer()?, gone.id, into)?;
    turn.cache.talk.forget_dialog(gone.id);
    turn.cache.cube.change(Some(&gone), None);
    turn.may_distribute = true;
    turn.change_dialog(into, |dialog| take_in(dialog, &gone))?;
    come_back(turn, gone.id, into)?;
    let (dialog, by) = (gone.id, who.me.id);
    state::post(turn, into, Happened::DialogMerged { by, dialog })?;
    log::happen(turn, What::DialogMerged(dialog, into), None)?;
    log::happen(turn, What::Tags(into), None)?;
    log::happen(turn, What::Deliveries(into), None)?;
    log::happen(turn, What::Moved(dialog, Place::of(&gone)), None)?;
    drafts
        .into_iter()
        .try_for_each(|draft| move_draft(turn, draft, into))?;
    mentioning::moved(turn, into)?;
    tell_pins(turn, into)?;
    Ok(Done {})
}

/// What would be done.
struct Plan {
    gone: Dialog,
    /// Messages whose dialog or whose place is another one.
    links: Vec<(MessageId, Option<MessageId>)>,
}

fn plan(turn: &mut Turn<'_>, who: &Operator, gone: DialogId, into: DialogId) -> Result<Plan, Stop> {
    if gone == into {
        return Err(refuse(Code::Invalid).into());
    }
    let stays = rights::answerable(turn, &who.me, into)?;
    let gone = rights::answerable(turn, &who.me, gone)?;
    if gone.identity != stays.identity || gone.site != stays.site {
        return Err(refuse(Code::OtherAddress).into());
    }
    let mut tags = marks::of_dialog(turn.storage, into)?;
    tags.extend(marks::of_dialog(turn.storage, gone.id)?);
    tags.sort();
    tags.dedup();
    if tags.len() > MARKS_ON_ONE_MAX {
        return Err(too_much());
    }
    let links = links(turn, gone.id, into)?;
    Ok(Plan { gone, links })
}

/// Each message that goes, and each that stays and has another one before it from now on.
fn links(
    turn: &Turn<'_>,
    gone: DialogId,
    into: DialogId,
) -> Result<Vec<(MessageId, Option<MessageId>)>, Stop> {
    let limit = MERGED_MESSAGES_MAX + 1;
    let going = merged_dialogs::chain(turn.storage, gone, limit)?;
    let Some(oldest) = going.last().copied() else {
        return Ok(Vec::new());
    };
    let mut staying = merged_dialogs::chain_behind(turn.storage, into, oldest, limit)?;
    if (going.len() + staying.len()) as u64 > MERGED_MESSAGES_MAX {
        return Err(too_much());
    }
    let mut before = staying.pop_if(|last| *last < oldest);
    let mut all: Vec<(MessageId, bool)> = Vec::with_capacity(going.len() + staying.len());
    all.extend(going.into_iter().map(|id| (id, true)));
    all.extend(staying.into_iter().map(|id| (id, false)));
    all.sort();
    let mut links = Vec::with_capacity(all.len());
    let mut was_going = false;
    for (id, goes) in all {
        if goes || was_going {
            links.push((id, before));
        }
        (before, was_going) = (Some(id), goes);
    }
    Ok(links)
}

fn too_much() -> Stop {
    Refusal::new(
        Code::LimitReached,
        "Together they have more than one dialog can take over at once.",
    )
    .into()
}

/// What a dialog is when another one has become part of it. Who is responsible for it stays
/// so; it is open if there may be something to do in either.
fn take_in(dialog: &mut Dialog, gone: &Dialog) {
    let awaiting = gone.awaiting();
    let (had, had_since) = dialog.awaiting();
    dialog.unread_count += gone.unread_count;
    dialog.awaiting_reply_count = had + awaiting.0;
    dialog.waiting_since = earliest(had_since, awaiting.1);
    dialog.marked_unread_at = earliest(dialog.marked(), gone.marked());
    dialog.first_reply_at = earliest(dialog.first_reply_at, gone.first_reply_at);
    let is_open = |dialog: &Dialog| dialog.state == State::Open;
    dialog.snooze = match (is_open(dialog), is_open(gone)) {
        (true, true) => dialog.snooze.take().filter(|_| gone.snooze.is_some()),
        (true, false) => dialog.snooze.take(),
        (false, _) => gone.snooze.clone(),
    };
    if is_open(gone) {
        dialog.state = State::Open;
    }
    if gone.last.id > dialog.last.id {
        dialog.last = gone.last.clone();
    }
    dialog.last_client_at = dialog.last_client_at.max(gone.last_client_at);
    dialog.listed_at = dialog.listed_at.max(gone.listed_at);
    dialog.opened_upto = dialog.opened_upto.max(gone.opened_upto);
    dialog.delivered_upto = dialog.delivered_upto.max(gone.delivered_upto);
    dialog.read_upto = dialog.read_upto.max(gone.read_upto);
    dialog.burst_at = dialog.burst_at.max(gone.burst_at);
    dialog.send_failed = dialog.send_failed.max(gone.send_failed);
    // A milestone is any message further back: each chain's still is.
    dialog.chain = Chain {
        newest: dialog.chain.newest.max(gone.chain.newest),
        milestone: dialog.chain.milestone.max(gone.chain.milestone),
        n_messages: dialog.chain.n_messages + gone.chain.n_messages,
    };
}

/// It comes back by itself if it is put off until a moment.
fn come_back(turn: &mut Turn<'_>, gone: DialogId, into: DialogId) -> Result<(), Stop> {
    due::cancel(turn, Due::Snooze, &gone.to_string())?;
    let snooze = turn.sure_dialog(into)?.snooze.as_ref();
    match snooze.and_then(|snooze| snooze.0.until) {
        Some(until) => due::schedule(turn, Due::Snooze, &into.to_string(), until),
        None => Ok(()),
    }
}

fn earliest<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    [one, other].into_iter().flatten().min()
}

/// A draft goes along, behind what its author has typed there already.
fn move_draft(turn: &mut Turn<'_>, draft: DraftRow, into: DialogId) -> Result<(), Stop> {
    let (employee, gone, version) = (draft.employee, draft.dialog, draft.version);
    let there = kept_drafts::load(turn.storage, employee, into)?;
    let had = there.as_ref().map_or(0, |there| there.version);
    let composed = both(there.map(DraftRow::composed), draft.composed());
    let version = turn.now.0.max(had + 1).max(version + 1);
    let row = DraftRow::of(employee, into, version, composed.clone());
    turn.put(&DraftRow::UPSERT, row)?;
    tell_draft(turn, employee, gone, 0, None);
    tell_draft(turn, employee, into, version, Some(composed));
    Ok(())
}

fn both(there: Option<Composed>, moved: Composed) -> Composed {
    let Some(there) = there else {
        return moved;
    };
    let text = format!("{}\n{}", there.text, moved.text);
    Composed {
        is_note: there.is_note || moved.is_note,
        text: text.trim().chars().take(TEXT_CHARS_MAX).collect(),
        quote: there.quote.or(moved.quote),
    }
}

fn tell_draft(
    turn: &mut Turn<'_>,
    to: OperatorId,
    dialog: DialogId,
    version: u64,
    composed: Option<Composed>,
) {
    let draft = KeptDraft {
        dialog,
        version,
        composed,
    };
    turn.send(To::People(vec![to]), &ToOperator::Draft { draft });
}

/// Whoever had pinned either has that one pinned now.
fn tell_pins(turn: &mut Turn<'_>, into: DialogId) -> Result<(), Stop> {
    for employee in pins::employees_of(turn.storage, into)? {
        let dialogs = pins::of(turn.storage, employee)?;
        turn.send(To::People(vec![employee]), &ToOperator::Pins { dialogs });
    }
    Ok(())
}
