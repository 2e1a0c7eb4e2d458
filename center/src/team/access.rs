//! Which dialogs employees see, changed. Nobody signs in again: every console of whom it
//! concerns gets its view anew in the same turn.

use std::collections::BTreeSet;

use beseda_protocol::ask::Done;
use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::ids::{ChannelId, OperatorId};
use beseda_protocol::job::Work;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Access;

use super::employees;
use crate::storage::dialogs;
use crate::turn::current::Turn;
use crate::turn::job_list;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;

/// Other dialogs to see, by whose manages him.
pub(crate) fn set(turn: &mut Turn<'_>, who: &Operator, asked: SetAccess) -> Result<Done, Stop> {
    let SetAccess {
        employee: id,
        from,
        to,
    } = asked;
    let employee = employees::managed(turn, who, id)?;
    let to = known(turn, to)?;
    if employee.access == to {
        return Ok(Done {});
    }
    if employee.access != from {
        return Err(refuse(Code::Stale).into());
    }
    give(turn, who, id, to)?;
    Ok(Done {})
}

/// A channel is gone: nobody sees it any more.
pub(crate) fn forget_channel(
    turn: &mut Turn<'_>,
    who: &Operator,
    channel: ChannelId,
) -> Result<(), Stop> {
    let employees = turn.cache.employees.0.values().cloned();
    for employee in employees.collect::<Vec<_>>() {
        let Access { others, channels } = employee.access;
        let Some(mut channels) = channels.filter(|channels| channels.contains(&channel)) else {
            continue;
        };
        channels.retain(|seen| *seen != channel);
        let channels = Some(channels);
        give(turn, who, employee.id, Access { others, channels })?;
    }
    Ok(())
}

fn give(turn: &mut Turn<'_>, who: &Operator, id: OperatorId, access: Access) -> Result<(), Stop> {
    employees::set_access(turn, id, access)?;
    turn.renewed.insert(id);
    free_dialogs(turn, who, id)
}

/// Open dialogs for which he can't be responsible any more are freed by a job.
pub(super) fn free_dialogs(
    turn: &mut Turn<'_>,
    who: &Operator,
    id: OperatorId,
) -> Result<(), Stop> {
    let Some(kept) = kept(turn, id) else {
        return Ok(());
    };
    let n_left = dialogs::n_open_of_outside(turn.storage, id, &kept)?;
    if n_left > 0 {
        job_list::begin(turn, Work::FreeDialogs { employee: id }, who.me.id, n_left)?;
    }
    Ok(())
}

/// The channels in which he can be responsible; `None`: in all.
pub(crate) fn kept(turn: &Turn<'_>, id: OperatorId) -> Option<Vec<ChannelId>> {
    let employee = turn.cache.employees.0.get(&id);
    match employee.filter(|employee| employee.works()) {
        None => Some(Vec::new()),
        Some(employee) => employee.channels().map(<[ChannelId]>::to_vec),
    }
}

/// With each of its channels once, in their order.
///
/// # Errors
/// Refused when there is no such channel.
fn known(turn: &Turn<'_>, access: Access) -> Result<Access, Refusal> {
    let Access { others, channels } = access;
    let channels = channels.map(|channels| channels.into_iter().collect::<BTreeSet<_>>());
    let mut named = channels.iter().flatten();
    match named.all(|channel| turn.cache.channels.contains_key(channel)) {
        true => Ok(Access {
            others,
            channels: channels.map(|channels| channels.into_iter().collect()),
        }),
        false => Err(refuse(Code::NotFound)),
    }
}
