//! Bulk acts: does with each dialog or client of a selection what its question does with
//! one, by the rights that whoever has begun it has at the slice. What may not be done with
//! one, or is not possible, is skipped and reported. What was changed is kept as it was, so
//! that it can be put back ([`super::undoing`]).
//!
//! An act on clients is about those of the selected dialogs, and its dialogs are counted.

mod beginning;
mod one;

use beseda_protocol::ask::Need;
use beseda_protocol::bulk::Act;
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::job::{SkipReason, Work};
use beseda_protocol::selection::Selection;

pub(crate) use self::beginning::begin;
use self::one::{Outcome, is_of_clients};
pub(super) use self::one::{ask, skipped};
use super::deletion;
use crate::list::selected;
use crate::storage::jobs::{JobRow, Selected};
use crate::storage::row::Json;
use crate::storage::undo::{self, UndoRow};
use crate::turn::current::Turn;
use crate::turn::job_list::{self, Step};
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// Of one slice: each is a message and two rows, some 20 us.
const SLICE: usize = 50;

/// Clients who are deleted in one slice: each takes some twenty statements.
const DELETED: usize = 5;

/// What a slice is about.
enum Objects {
    Dialogs(Vec<DialogId>),
    Clients(Vec<ClientId>),
}

pub(super) fn slice(turn: &mut Turn<'_>, job: &mut JobRow, act: &Act) -> Result<Step, Stop> {
    let Some(Json(selected)) = job.selected.clone() else {
        // What was deleted has left messages behind.
        return Ok(deletion::erase(turn, job)?.1);
    };
    let need = Need::to_bulk(act, &selected.on);
    let Some(by) = speaker(turn, job, need)? else {
        let rest = job.total.saturating_sub(job.n_passed());
        return Ok(end(job, act, SkipReason::Forbidden, rest));
    };
    let (objects, is_last) = next(turn, &by, job, act, &selected)?;
    match objects {
        Objects::Dialogs(ids) if is_of_clients(turn, act) => {
            with_clients_of(turn, &by, job, act, &selected, &ids)?;
        }
        Objects::Dialogs(ids) => {
            turn.load_dialogs(&ids.iter().copied().collect())?;
            for id in ids {
                let outcome = one::dialog(turn, &by, act, id)?;
                count(turn, job, 1, id.0, outcome)?;
            }
        }
        Objects::Clients(ids) => {
            for id in ids {
                let outcome = one::client(turn, &by, act, id, job)?;
                count(turn, job, 1, id.0, outcome)?;
            }
        }
    }
    job.total = job.total.max(job.n_passed());
    let is_enough = is_deletion(act) && job.n_passed() >= job.total;
    if !is_last && !is_enough {
        return Ok(Step::More);
    }
    // Of what was counted, this was not found any more.
    let rest = job.total.saturating_sub(job.n_passed());
    Ok(end(job, act, SkipReason::Changed, rest))
}

/// Whoever has begun a job, if he may still.
pub(super) fn speaker(
    turn: &mut Turn<'_>,
    job: &JobRow,
    need: Need,
) -> Result<Option<Operator>, Stop> {
    let by = turn.cache.employees.0.get(&job.by).cloned();
    let Some(by) = by.filter(|by| by.works()) else {
        return Ok(None);
    };
    match rights::check(turn, &by, need) {
        Ok(()) => Ok(Some(Operator::absent(by))),
        Err(Stop::Refused(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Ends going through the selection: the rest of it is left as it is.
pub(super) fn stop(turn: &mut Turn<'_>, mut job: JobRow) -> Result<(), Stop> {
    match &job.work {
        // What nobody finds any more has to be deleted all the same.
        Work::Bulk { act } if is_deletion(act) => {
            if job.selected.is_some() {
                let (act, rest) = (act.clone(), job.total.saturating_sub(job.n_passed()));
                end(&mut job, &act, SkipReason::Cancelled, rest);
                job_list::change(turn, job)?;
            }
            Ok(())
        }
        _ => job_list::cancel(turn, job),
    }
}

fn end(job: &mut JobRow, act: &Act, reason: SkipReason, rest: u64) -> Step {
    job.skip(reason, rest);
    job.selected = None;
    job.place = 0;
    match is_deletion(act) {
        true => Step::More,
        false => Step::Last,
    }
}

fn is_deletion(act: &Act) -> bool {
    matches!(act, Act::Delete {})
}

/// What is next, and whether that is all.
fn next(
    turn: &mut Turn<'_>,
    by: &Operator,
    job: &mut JobRow,
    act: &Act,
    selected: &Selected,
) -> Result<(Objects, bool), Stop> {
    let limit = match is_deletion(act) {
        true => DELETED,
        false => SLICE,
    };
    Ok(match (&selected.on, &selected.few) {
        (Selection::Dialogs { ids }, _) => {
            let (ids, is_last) = some(ids, job, limit);
            (Objects::Dialogs(ids), is_last)
        }
        (Selection::Clients { ids }, _) => {
            let (ids, is_last) = some(ids, job, limit);
            (Objects::Clients(ids), is_last)
        }
        (Selection::FoundDialogs { filter }, Some(few)) => {
            let (ids, is_last) = some(few, job, limit);
            let still = selected::still(turn, &by.me, filter, &ids)?;
            if !is_deletion(act) {
                job.skip(SkipReason::Changed, (ids.len() - still.len()) as u64);
            }
            (Objects::Dialogs(still), is_last)
        }
        (Selection::FoundDialogs { filter }, None) => {
            let below = DialogId(job.place);
            let found = selected::dialogs(turn, &by.me, filter, below, limit)?;
            job.place = found.rest.unwrap_or_default().0;
            (Objects::Dialogs(found.ids), found.rest.is_none())
        }
        (Selection::FoundClients { all_of }, _) => {
            let below = ClientId(job.place);
            let found = selected::clients(turn, &by.me, all_of, below, limit)?;
            job.place = found.rest.unwrap_or_default().0;
            (Objects::Clients(found.ids), found.rest.is_none())
        }
        (Selection::Unknown, _) => (Objects::Dialogs(Vec::new()), true),
    })
}

/// Of these, those behind the job's place.
fn some<T: Copy>(of: &[T], job: &mut JobRow, limit: usize) -> (Vec<T>, bool) {
    let some = of.iter().skip(index(job.place)).take(limit);
    let some: Vec<T> = some.copied().collect();
    job.place += some.len() as u64;
    let is_last = job.place >= of.len() as u64;
    (some, is_last)
}

fn index(place: u64) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// Does it with the clients of some dialogs, each once.
fn with_clients_of(
    turn: &mut Turn<'_>,
    by: &Operator,
    job: &mut JobRow,
    act: &Act,
    selected: &Selected,
    ids: &[DialogId],
) -> Result<(), Stop> {
    turn.load_dialogs(&ids.iter().copied().collect())?;
    let mut clients: Vec<(ClientId, u64)> = Vec::new();
    for id in ids {
        match one::client_of(turn, by, *id)? {
            Some(client) => match clients.iter_mut().find(|(known, _)| *known == client) {
                Some((_, n_dialogs)) => *n_dialogs += 1,
                None => clients.push((client, 1)),
            },
            // He was deleted with another dialog of his.
            None if is_deletion(act) => job.done += 1,
            None => job.skip(SkipReason::Gone, 1),
        }
    }
    for (client, mut n_dialogs) in clients {
        if is_deletion(act) {
            n_dialogs += n_to_come(turn, by, job, selected, client)?;
        }
        let outcome = one::client(turn, by, act, client, job)?;
        count(turn, job, n_dialogs, client.0, outcome)?;
    }
    Ok(())
}

/// How many dialogs of a client would be found by the slices to come.
fn n_to_come(
    turn: &mut Turn<'_>,
    by: &Operator,
    job: &JobRow,
    selected: &Selected,
    client: ClientId,
) -> Result<u64, Stop> {
    let Selection::FoundDialogs { filter } = &selected.on else {
        return Ok(0);
    };
    let his = turn.dialogs_of(client, DialogId(0), u64::from(u32::MAX))?;
    let is_to_come = |id: &DialogId| match &selected.few {
        Some(few) => few.iter().skip(index(job.place)).any(|few| few == id),
        None => id.0 < job.place,
    };
    let his = his.iter().map(|dialog| dialog.id).filter(is_to_come);
    let his: Vec<DialogId> = his.collect();
    Ok(selected::still(turn, &by.me, filter, &his)?.len() as u64)
}

/// Takes down what became of one: how much of the total it was, and what it was before.
fn count(
    turn: &mut Turn<'_>,
    job: &mut JobRow,
    n: u64,
    id: u64,
    outcome: Outcome,
) -> Result<(), Stop> {
    match outcome.skipped {
        Some(reason) => job.skip(reason, n),
        None => job.done += n,
    }
    if let Some(was) = outcome.was {
        let row = UndoRow {
            job: job.id.clone(),
            id,
            was: Json(was),
        };
        turn.buffer()?.add(&undo::KEEP, row);
        job.n_undoable += 1;
    }
    Ok(())
}
