//! What an act does with one: what its question does.

use std::collections::BTreeSet;

use beseda_protocol::ask::Asked;
use beseda_protocol::ask::clients::{BlockClient, MarkClient, UnblockClient, UnmarkClient};
use beseda_protocol::ask::dialogs::{Assign, Close, MarkUnread, TagDialog, UntagDialog};
use beseda_protocol::bulk::Act;
use beseda_protocol::ids::{ClientId, DialogId, MarkId};
use beseda_protocol::job::SkipReason;
use beseda_protocol::refusal::Code;

use crate::clients::marked;
use crate::dialogs::{assign, block, opened, state, tags, unread};
use crate::jobs::deletion;
use crate::storage::dialogs::{Dialog, State};
use crate::storage::jobs::JobRow;
use crate::storage::marks;
use crate::storage::row::Json;
use crate::storage::undo::Was;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// What became of one. Of several marks some may be on it, and others find no room.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What it was before, if it was changed and that can be put back.
    pub(super) was: Option<Was>,
    /// Why it was left as it is.
    pub(super) skipped: Option<SkipReason>,
}

impl Outcome {
    fn skipped(reason: SkipReason) -> Self {
        let skipped = Some(reason);
        Self { was: None, skipped }
    }
}

/// Whether an act is about clients; else about dialogs.
pub(super) fn is_of_clients(turn: &Turn<'_>, act: &Act) -> bool {
    match act {
        Act::Mark { marks } | Act::Unmark { marks } => {
            let mut kinds = marks.iter().filter_map(|id| turn.cache.marks.get(id));
            kinds.any(|mark| mark.kind.is_of_clients())
        }
        Act::Block {} | Act::Unblock {} | Act::Delete {} => true,
        Act::Read {} | Act::Unread {} | Act::Assign { .. } | Act::Close {} | Act::Unknown => false,
    }
}

/// Whose a dialog is; `None`: there is none that he sees.
pub(super) fn client_of(
    turn: &mut Turn<'_>,
    by: &Operator,
    id: DialogId,
) -> Result<Option<ClientId>, Stop> {
    match rights::readable(turn, &by.me, id) {
        Ok(dialog) => Ok(Some(turn.sure_identity(&dialog.identity)?.client)),
        Err(Stop::Refused(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Does it with a dialog.
pub(super) fn dialog(
    turn: &mut Turn<'_>,
    by: &Operator,
    act: &Act,
    id: DialogId,
) -> Result<Outcome, Stop> {
    let Some(before) = turn.dialog(id)?.cloned() else {
        return Ok(Outcome::skipped(SkipReason::Gone));
    };
    let tried = match act {
        Act::Read {} => opened::mark(turn, by, id, before.last.id),
        Act::Unread {} => ask(turn, by, unread::mark, MarkUnread { dialog: id }),
        Act::Assign { to } => ask(
            turn,
            by,
            assign::assign_in_bulk,
            Assign {
                dialog: id,
                to: *to,
            },
        ),
        Act::Close {} => ask(turn, by, state::close, Close { dialog: id }),
        Act::Mark { marks } => {
            return marked_dialog(turn, id, |turn| {
                each(marks, |tag| {
                    ask(turn, by, tags::tag, TagDialog { dialog: id, tag })
                })
            });
        }
        Act::Unmark { marks } => {
            return marked_dialog(turn, id, |turn| {
                each(marks, |tag| {
                    ask(turn, by, tags::untag, UntagDialog { dialog: id, tag })
                })
            });
        }
        Act::Block {} | Act::Unblock {} | Act::Delete {} | Act::Unknown => Ok(()),
    };
    if let Some(reason) = skipped(turn, tried)? {
        return Ok(Outcome::skipped(reason));
    }
    let is_closed = matches!(before.state, State::Closed { .. });
    if is_closed && matches!(act, Act::Unread {}) {
        return Ok(Outcome::skipped(SkipReason::Closed));
    }
    let after = turn.sure_dialog(id)?;
    let (was, skipped) = (changed(&before, after), None);
    Ok(Outcome { was, skipped })
}

/// What a dialog was, if it is something else now.
fn changed(before: &Dialog, after: &Dialog) -> Option<Was> {
    if let (State::Open, State::Closed { at: closed_at, .. }) = (before.state, after.state) {
        let marked_unread_at = before.marked_unread_at;
        return Some(Was::Open {
            marked_unread_at,
            closed_at,
        });
    }
    if before.responsible != after.responsible {
        let (was, is) = (before.responsible.0, after.responsible.0);
        return Some(Was::Responsible { was, is });
    }
    let (was, is) = (before.opening(), after.opening());
    (was != is).then_some(Was::Opened { was, is })
}

fn marked_dialog(
    turn: &mut Turn<'_>,
    id: DialogId,
    act: impl FnOnce(&mut Turn<'_>) -> Result<(), Stop>,
) -> Result<Outcome, Stop> {
    let before = marks::of_dialog(turn.storage, id)?;
    let tried = act(turn);
    let skipped = skipped(turn, tried)?;
    let (put, taken) = difference(before, marks::of_dialog(turn.storage, id)?);
    let is_changed = !put.is_empty() || !taken.is_empty();
    let was = is_changed.then_some(Was::DialogMarks { put, taken });
    Ok(Outcome { was, skipped })
}

/// Does it with a client.
pub(super) fn client(
    turn: &mut Turn<'_>,
    by: &Operator,
    act: &Act,
    id: ClientId,
    job: &JobRow,
) -> Result<Outcome, Stop> {
    let client = turn.who_is(id)?;
    let before = marks::of_client(turn.storage, client)?;
    let was_blocked = turn.client(client)?.and_then(|client| client.block.clone());
    let tried = match act {
        Act::Mark { marks } => each(marks, |mark| {
            ask(turn, by, marked::mark, MarkClient { client, mark })
        }),
        Act::Unmark { marks } => each(marks, |mark| {
            ask(turn, by, marked::unmark, UnmarkClient { client, mark })
        }),
        Act::Block {} => {
            let reason = String::new();
            ask(turn, by, block::block, BlockClient { client, reason })
        }
        Act::Unblock {} => ask(turn, by, block::unblock, UnblockClient { client }),
        // That he may, the act itself needs.
        Act::Delete {} => deletion::hide(turn, client, &job.id),
        Act::Read {} | Act::Unread {} | Act::Assign { .. } | Act::Close {} | Act::Unknown => Ok(()),
    };
    let skipped = skipped(turn, tried)?;
    if let Act::Delete {} = act {
        // Somebody else has deleted him.
        let skipped = skipped.filter(|reason| *reason != SkipReason::Gone);
        return Ok(Outcome { was: None, skipped });
    }
    let is_blocked = turn.client(client)?.and_then(|client| client.block.clone());
    let (put, taken) = difference(before, marks::of_client(turn.storage, client)?);
    let is_changed = !put.is_empty() || !taken.is_empty();
    let was = match (was_blocked, is_blocked) {
        (None, Some(Json(block))) => Some(Was::Unblocked {
            blocked_at: block.at,
        }),
        (Some(Json(block)), None) => Some(Was::Blocked {
            reason: block.reason,
        }),
        _ => is_changed.then_some(Was::ClientMarks { put, taken }),
    };
    Ok(Outcome { was, skipped })
}

/// Which marks have come, and which have gone.
fn difference(before: Vec<MarkId>, after: Vec<MarkId>) -> (Vec<MarkId>, Vec<MarkId>) {
    let before: BTreeSet<MarkId> = before.into_iter().collect();
    let after: BTreeSet<MarkId> = after.into_iter().collect();
    let put = after.difference(&before).copied().collect();
    let taken = before.difference(&after).copied().collect();
    (put, taken)
}

fn each(marks: &[MarkId], mut act: impl FnMut(MarkId) -> Result<(), Stop>) -> Result<(), Stop> {
    marks.iter().try_for_each(|mark| act(*mark))
}

/// Carries out a question of somebody who may ask it.
pub(in crate::jobs) fn ask<Q: Asked>(
    turn: &mut Turn<'_>,
    by: &Operator,
    carry_out: fn(&mut Turn<'_>, &Operator, Q) -> Result<Q::Answer, Stop>,
    asked: Q,
) -> Result<(), Stop> {
    rights::check(turn, &by.me, asked.need())?;
    carry_out(turn, by, asked).map(drop)
}

/// Why what was tried is left as it was, if it was refused.
pub(in crate::jobs) fn skipped(
    turn: &mut Turn<'_>,
    tried: Result<(), Stop>,
) -> Result<Option<SkipReason>, Stop> {
    let code = match tried {
        Ok(()) => return Ok(None),
        Err(Stop::Refused(refusal)) => refusal.code,
        Err(fault) => return Err(fault),
    };
    turn.forget_unsaved();
    Ok(Some(match code {
        Code::NotFound => SkipReason::Gone,
        Code::Forbidden => SkipReason::Forbidden,
        Code::Disabled | Code::ChannelUnseen => SkipReason::Unassignable,
        Code::LimitReached => SkipReason::Full,
        _ => SkipReason::Changed,
    }))
}
