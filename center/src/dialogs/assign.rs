//! Makes somebody responsible by hand: hands over, takes over, releases
//! (KC-28, CQ-07).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::Assign;
use beseda_protocol::ids::{ChannelId, OperatorId};
use beseda_protocol::message::Happened;
use beseda_protocol::refusal::{Code, Refusal};

use super::change::{self, Change, Post, Stored};
use super::mentioning;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// One dialog: whom it is handed to finds it under his mentions.
pub(crate) fn assign(turn: &mut Turn<'_>, who: &Operator, asked: Assign) -> Result<Done, Stop> {
    let (dialog, to) = (asked.dialog, asked.to);
    if let Some((message, _)) = make_responsible(turn, who, asked)? {
        mentioning::handed(turn, who.me.id, to, dialog, message)?;
    }
    Ok(Done {})
}

/// One of many: that they are somebody's now is told in sum, and mentions nobody.
pub(crate) fn assign_in_bulk(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: Assign,
) -> Result<Done, Stop> {
    make_responsible(turn, who, asked)?;
    Ok(Done {})
}

/// Says by which message it was done, if there was anything to do.
fn make_responsible(
    turn: &mut Turn<'_>,
    who: &Operator,
    Assign { dialog: id, to }: Assign,
) -> Result<Stored, Stop> {
    let dialog = rights::answerable(turn, &who.me, id)?;
    let is_allowed = to.map_or(Ok(()), |to| check(turn, to, dialog.channel));
    if dialog.responsible.0 == to {
        return Ok(None);
    }
    is_allowed?;
    let assigned = Happened::Assigned { by: who.me.id, to };
    change::apply(turn, vec![Change::Posted(id, Post::system(assigned))])
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
