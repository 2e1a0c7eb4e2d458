//! Begins a bulk act: what can't be done with anything is refused at once.

use beseda_protocol::ask::jobs::{BeginBulk, BegunJob};
use beseda_protocol::bulk::Act;
use beseda_protocol::job::{JobState, Work};
use beseda_protocol::limits::{BULK_RUNNING_MAX, MARKS_ON_ONE_MAX, SELECTED_MAX};
use beseda_protocol::refusal::Code;
use beseda_protocol::selection::Selection;

use super::one::is_of_clients;
use crate::list::selected;
use crate::storage::jobs::{JobRow, Selected};
use crate::storage::row::Json;
use crate::turn::current::Turn;
use crate::turn::job_list;
use crate::turn::refusals::{Stop, check_limit, invalid, refuse};
use crate::turn::speaker::Operator;

pub(crate) fn begin(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: BeginBulk,
) -> Result<BegunJob, Stop> {
    let BeginBulk { act, on, counted } = asked;
    check_limit(n_running(turn, who), BULK_RUNNING_MAX)?;
    check_act(turn, &act)?;
    let on = check_selection(turn, who, &act, on)?;
    let few = match &on {
        Selection::FoundDialogs { filter } => selected::few_dialogs(turn, &who.me, filter)?,
        _ => None,
    };
    let (place, total) = match (&on, &few) {
        (Selection::Dialogs { ids }, _) => (0, ids.len() as u64),
        (Selection::Clients { ids }, _) => (0, ids.len() as u64),
        (_, Some(_)) => (0, counted),
        (Selection::FoundClients { .. }, None) => (turn.cache.n_clients + 1, counted),
        (_, None) => (turn.cache.n_dialogs + 1, counted),
    };
    let job = job_list::begin_with(turn, Work::Bulk { act }, who.me.id, |job| {
        job.selected = Some(Json(Selected { on, few }));
        job.place = place;
        job.total = total;
    })?;
    Ok(BegunJob { job })
}

/// How many bulk acts of his run, and how many are being undone.
fn n_running(turn: &Turn<'_>, who: &Operator) -> u64 {
    let is_his = |job: &&JobRow| {
        let is_bulk = matches!(job.work, Work::Bulk { .. } | Work::Undo { .. });
        is_bulk && job.by == who.me.id && job.state == JobState::Running
    };
    turn.cache.jobs.values().filter(is_his).count() as u64
}

fn check_act(turn: &Turn<'_>, act: &Act) -> Result<(), Stop> {
    match act {
        Act::Assign { to: Some(to) } => match turn.cache.employees.0.get(to) {
            Some(to) if !to.works() => Err(refuse(Code::Disabled).into()),
            Some(_) => Ok(()),
            None => Err(refuse(Code::NotFound).into()),
        },
        Act::Mark { marks } | Act::Unmark { marks } => {
            check_limit(marks.len() as u64, MARKS_ON_ONE_MAX + 1)?;
            let known = marks.iter().map(|id| turn.cache.marks.get(id));
            let known: Option<Vec<_>> = known.collect();
            let known = known.ok_or_else(|| refuse(Code::Stale))?;
            let mut kinds = known.iter().map(|mark| mark.kind.is_of_clients());
            match kinds.next() {
                Some(first) if kinds.all(|kind| kind == first) => Ok(()),
                _ => Err(invalid("Give tags, or labels and lists.").into()),
            }
        }
        Act::Read {}
        | Act::Unread {}
        | Act::Assign { to: None }
        | Act::Close {}
        | Act::Block {}
        | Act::Unblock {}
        | Act::Delete {} => Ok(()),
        Act::Unknown => Err(refuse(Code::Unsupported).into()),
    }
}

/// The selection, each of it once.
fn check_selection(
    turn: &Turn<'_>,
    who: &Operator,
    act: &Act,
    mut on: Selection,
) -> Result<Selection, Stop> {
    let n_chosen = match &mut on {
        Selection::Dialogs { ids } => {
            once(ids);
            Some(ids.len())
        }
        Selection::Clients { ids } => {
            once(ids);
            Some(ids.len())
        }
        Selection::FoundDialogs { .. } | Selection::FoundClients { .. } => None,
        Selection::Unknown => return Err(refuse(Code::Unsupported).into()),
    };
    if n_chosen == Some(0) {
        return Err(invalid("Select something first.").into());
    }
    check_limit(n_chosen.unwrap_or(0) as u64, SELECTED_MAX + 1)?;
    let is_clients = matches!(
        on,
        Selection::Clients { .. } | Selection::FoundClients { .. }
    );
    if is_clients && !is_of_clients(turn, act) {
        return Err(invalid("That is done with dialogs, not with clients.").into());
    }
    selected::check(turn, &who.me, &on)?;
    Ok(on)
}

/// In the order of a walk.
fn once<T: Ord>(ids: &mut Vec<T>) {
    ids.sort_by(|one, other| other.cmp(one));
    ids.dedup();
}
