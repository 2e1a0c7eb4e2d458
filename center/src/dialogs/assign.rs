//! Makes somebody responsible by hand: hands over, takes over, releases
//! (KC-28, CQ-07).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::Assign;
use beseda_protocol::message::Happened;
use beseda_protocol::refusal::Code;

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
    let next = to.map(|to| turn.cache.employees.0.get(&to).ok_or(Code::NotFound));
    let next = next.transpose().map_err(refuse)?;
    if dialog.responsible.0 == to {
        return Ok(Done {});
    }
    match next {
        Some(next) if !next.works() => return Err(refuse(Code::Disabled).into()),
        Some(next) if !next.may_be_responsible(dialog.channel) => {
            return Err(refuse(Code::ChannelUnseen).into());
        }
        Some(_) | None => {}
    }
    let assigned = Happened::Assigned { by: who.me.id, to };
    state::post(turn, id, assigned)
}
