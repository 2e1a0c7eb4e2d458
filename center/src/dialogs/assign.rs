//! Makes somebody responsible by hand: hands over, takes over, releases
//! (KC-28, CQ-07).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::Assign;
use beseda_protocol::ids::{ChannelId, OperatorId};
use beseda_protocol::message::Happened;
use beseda_protocol::refusal::{Code, Refusal};

use super::state;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::rights;
use crate::turn::speaker::Operator;

pub(crate) fn assign(
    turn: &mut Turn<'_>,
    who: &Operator,
    Assign { dialog: id, to }: Assign,
) -> Result<Done, Stop> {
    let dialog = rights::answerable(turn, &who.me, id)?;
    let is_allowed = to.map_or(Ok(()), |to| check(turn, to, dialog.channel));
    if dialog.responsible.0 == to {
        return Ok(Done {});
    }
    is_allowed?;
    let assigned = Happened::Assigned { by: who.me.id, to };
    state::post(turn, id, assigned)
}

/// Whether somebody can be responsible in a channel.
///
/// # Errors
/// Refused when there is no such employee, he is disabled, or does not see it.
pub(super) fn check(turn: &Turn<'_>, to: OperatorId, channel: ChannelId) -> Result<(), Refusal> {
    let next = turn.cache.employees.0.get(&to);
    match next.ok_or_else(|| refuse(Code::NotFound))? {
        next if !next.works() => Err(refuse(Code::Disabled)),
        next if !next.may_be_responsible(channel) => Err(refuse(Code::ChannelUnseen)),
        _ => Ok(()),
    }
}
