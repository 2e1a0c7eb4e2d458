//! Which dialogs employees see, changed. Nobody signs in again: every console of whom it
//! concerns gets its view anew in the same turn.

use std::collections::BTreeSet;

use beseda_protocol::ask::Done;
use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::ids::{ChannelId, OperatorId};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Access;

use super::employees;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
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
    give(turn, id, to)?;
    Ok(Done {})
}

/// A channel is gone: nobody sees it any more.
pub(crate) fn forget_channel(turn: &mut Turn<'_>, channel: ChannelId) -> Result<(), Stop> {
    let employees = turn.cache.employees.0.values().cloned();
    for employee in employees.collect::<Vec<_>>() {
        let Access { others, channels } = employee.access;
        let Some(mut channels) = channels.filter(|channels| channels.contains(&channel)) else {
            continue;
        };
        channels.retain(|seen| *seen != channel);
        let channels = Some(channels);
        give(turn, employee.id, Access { others, channels })?;
    }
    Ok(())
}

/// His open dialogs that he sees no longer are freed in turns of their own, beginning at
/// once: see `dialogs::freeing`.
fn give(turn: &mut Turn<'_>, id: OperatorId, access: Access) -> Result<(), Stop> {
    let has_all = access.channels.is_none();
    employees::set_access(turn, id, access)?;
    turn.renewed.insert(id);
    match has_all {
        true => Ok(()),
        false => due::schedule(turn, Due::Freeing, &id.to_string(), turn.now),
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
