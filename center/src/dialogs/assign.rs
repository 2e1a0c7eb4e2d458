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
    if to.is_some_and(|to| !turn.cache.employees.0.contains_key(&to)) {
        return Err(refuse(Code::NotFound).into());
    }
    if dialog.responsible.0 == to {
        return Ok(Done {});
    }
    if to.is_some_and(|to| !turn.cache.employees.works(to)) {
        return Err(refuse(Code::Disabled).into());
    }
    let assigned = Happened::Assigned { by: who.me.id, to };
    state::post(turn, id, assigned)
}
