//! Employees who can't sign in any more, and again can. They are never deleted: their
//! names stay on what they have said.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::team::{Disable, Enable};

use super::{access, employees, links, sessions};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

/// His sessions end in this turn. His dialogs are freed in turns of their own, beginning
/// at once: see `jobs::freeing`.
pub(crate) fn disable(
    turn: &mut Turn<'_>,
    who: &Operator,
    Disable { employee: id }: Disable,
) -> Result<Done, Stop> {
    let employee = employees::managed(turn, who, id)?;
    if employee.works() {
        employees::set_disabled(turn, id, Some(turn.now))?;
        links::forget_of(turn, id)?;
        sessions::end_all(turn, id)?;
        access::free_dialogs(turn, who, id)?;
    }
    Ok(Done {})
}

/// What was not freed yet stays his, where he sees it: the job finds so.
pub(crate) fn enable(
    turn: &mut Turn<'_>,
    who: &Operator,
    Enable { employee: id }: Enable,
) -> Result<Done, Stop> {
    let employee = employees::managed(turn, who, id)?;
    if !employee.works() {
        employees::set_disabled(turn, id, None)?;
    }
    Ok(Done {})
}
