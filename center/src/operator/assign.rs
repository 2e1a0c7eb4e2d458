//! Makes somebody responsible by hand: hands over, takes over, releases
//! (KC-28, CQ-07).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::Assign;
use beseda_protocol::message::Happened;
use beseda_protocol::refusal::Code;

use super::{Operator, find, state};
use crate::stop::{Stop, refuse};
use crate::work::Work;

pub(super) fn take(
    work: &mut Work<'_>,
    who: &Operator,
    Assign { dialog: id, to }: Assign,
) -> Result<Done, Stop> {
    let dialog = find(work, id)?;
    if to.is_some_and(|to| !work.known.employees.contains_key(&to)) {
        return Err(refuse(Code::NotFound).into());
    }
    if dialog.responsible == to {
        return Ok(Done {});
    }
    let assigned = Happened::Assigned {
        by: who.person(),
        to: to.map(|to| work.known.person(to)),
    };
    state::post(work, id, assigned)
}
