//! Puts back what a bulk act has changed, as long as nobody has changed it since. It is a
//! job itself, by the rights of whoever asks for it.

use beseda_protocol::ask::Need;
use beseda_protocol::ask::clients::{BlockClient, MarkClient, UnblockClient, UnmarkClient};
use beseda_protocol::ask::dialogs::{Assign, Reopen, TagDialog, UntagDialog};
use beseda_protocol::ask::jobs::{BegunJob, UndoJob};
use beseda_protocol::ids::{ClientId, DialogId, JobId, MarkId, OperatorId, Timestamp};
use beseda_protocol::job::{JobState, SkipReason, Work};
use beseda_protocol::refusal::Code;

use super::bulk::{ask, skipped, speaker};
use crate::clients::marked;
use crate::dialogs::change::{self, Change};
use crate::dialogs::{assign, block, state, tags};
use crate::storage::dialogs::{Opening, State};
use crate::storage::jobs::JobRow;
use crate::storage::marks;
use crate::storage::row::Json;
use crate::storage::undo::{self, Was};
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::job_list::{self, Step};
use crate::turn::refusals::{Stop, refuse};
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// Of one slice, as of the act's.
const SLICE: u64 = 50;

/// Rows that are forgotten in one turn: some 1 ms.
const FORGOTTEN: u64 = 500;

pub(crate) fn begin(turn: &mut Turn<'_>, who: &Operator, asked: UndoJob) -> Result<BegunJob, Stop> {
    let of = job_list::find(turn, &asked.job)?;
    let Work::Bulk { act } = of.work.clone() else {
        return Err(refuse(Code::Stale).into());
    };
    if of.state == JobState::Running || of.n_undoable == 0 {
        return Err(refuse(Code::Stale).into());
    }
    let job = of.id.clone();
    let n = of.n_undoable;
    job_list::forget_undo(turn, of)?;
    let job = job_list::begin(turn, Work::Undo { job, act }, who.me.id, n)?;
    Ok(BegunJob { job })
}

pub(super) fn slice(turn: &mut Turn<'_>, job: &mut JobRow, of: &JobId) -> Result<Step, Stop> {
    let rows = undo::some(turn.storage, of, job.place, SLICE)?;
    let is_last = (rows.len() as u64) < SLICE;
    let by = speaker(turn, job, Need::SignedIn)?;
    for row in rows {
        job.place = row.id;
        let left = match &by {
            Some(by) => {
                let Json(was) = row.was;
                let tried = put_back(turn, by, row.id, was);
                skipped(turn, tried)?
            }
            None => Some(SkipReason::Forbidden),
        };
        match left {
            Some(reason) => job.skip(reason, 1),
            None => job.done += 1,
        }
    }
    Ok(match is_last {
        true => Step::Last,
        false => Step::More,
    })
}

/// Can't be undone any more: some rows now, the rest in turns to come.
pub(crate) fn forget(turn: &mut Turn<'_>, job: &str) -> Result<(), Stop> {
    if undo::forget_some(turn.buffer()?, &job.into(), FORGOTTEN)? {
        due::schedule(turn, Due::Undo, job, turn.now)?;
    }
    Ok(())
}

fn put_back(turn: &mut Turn<'_>, by: &Operator, id: u64, was: Was) -> Result<(), Stop> {
    let (dialog, client) = (DialogId(id), ClientId(id));
    match was {
        Was::Opened { was, is } => open_as(turn, by, dialog, was, is),
        Was::Responsible { was, is } => give_back(turn, by, dialog, was, is),
        Was::Open {
            marked_unread_at,
            closed_at,
        } => reopen(turn, by, dialog, marked_unread_at, closed_at),
        Was::Unblocked { blocked_at } => {
            let is = turn.client(client)?.and_then(|client| client.block.clone());
            match is {
                Some(Json(block)) if block.at == blocked_at => {
                    ask(turn, by, block::unblock, UnblockClient { client })
                }
                _ => Err(changed()),
            }
        }
        Was::Blocked { reason } => {
            let is = turn.client(client)?.map(|client| client.block.is_some());
            match is {
                Some(false) => ask(turn, by, block::block, BlockClient { client, reason }),
                _ => Err(changed()),
            }
        }
        Was::DialogMarks { put, taken } => {
            let has = marks::of_dialog(turn.storage, dialog)?;
            unchanged(&has, &put, &taken)?;
            for tag in put {
                ask(turn, by, tags::untag, UntagDialog { dialog, tag })?;
            }
            for tag in taken {
                ask(turn, by, tags::tag, TagDialog { dialog, tag })?;
            }
            Ok(())
        }
        Was::ClientMarks { put, taken } => {
            let has = marks::of_client(turn.storage, client)?;
            unchanged(&has, &put, &taken)?;
            for mark in put {
                ask(turn, by, marked::unmark, UnmarkClient { client, mark })?;
            }
            for mark in taken {
                ask(turn, by, marked::mark, MarkClient { client, mark })?;
            }
            Ok(())
        }
    }
}

/// Somebody has changed it since.
fn changed() -> Stop {
    refuse(Code::Stale).into()
}

/// Whether what was put on is on it, and what was taken off is not.
fn unchanged(has: &[MarkId], put: &[MarkId], taken: &[MarkId]) -> Result<(), Stop> {
    let is_so =
        put.iter().all(|mark| has.contains(mark)) && !taken.iter().any(|mark| has.contains(mark));
    is_so.then_some(()).ok_or_else(changed)
}

fn open_as(
    turn: &mut Turn<'_>,
    by: &Operator,
    id: DialogId,
    was: Opening,
    is: Opening,
) -> Result<(), Stop> {
    let dialog = rights::readable(turn, &by.me, id)?;
    if dialog.opening() != is {
        return Err(changed());
    }
    change::apply(turn, vec![Change::OpenedAs(id, was)]).map(drop)
}

fn give_back(
    turn: &mut Turn<'_>,
    by: &Operator,
    id: DialogId,
    was: Option<OperatorId>,
    is: Option<OperatorId>,
) -> Result<(), Stop> {
    let dialog = rights::readable(turn, &by.me, id)?;
    if dialog.responsible.0 != is {
        return Err(changed());
    }
    let asked = Assign {
        dialog: id,
        to: was,
    };
    ask(turn, by, assign::assign_in_bulk, asked)
}

fn reopen(
    turn: &mut Turn<'_>,
    by: &Operator,
    id: DialogId,
    marked_unread_at: Option<Timestamp>,
    closed_at: Timestamp,
) -> Result<(), Stop> {
    let dialog = rights::readable(turn, &by.me, id)?;
    match dialog.state {
        State::Closed { at, .. } if at == closed_at => {}
        State::Closed { .. } | State::Open => return Err(changed()),
    }
    ask(turn, by, state::reopen, Reopen { dialog: id })?;
    if marked_unread_at.is_none() {
        return Ok(());
    }
    let opening = Opening {
        marked_unread_at,
        ..dialog.opening()
    };
    change::apply(turn, vec![Change::OpenedAs(id, opening)]).map(drop)
}
