//! The own public name.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::team::RenameMe;

use super::employees;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

pub(crate) fn rename_me(
    turn: &mut Turn<'_>,
    who: &Operator,
    RenameMe { name }: RenameMe,
) -> Result<Done, Stop> {
    employees::rename(turn, who.me.id, &name)?;
    Ok(Done {})
}
