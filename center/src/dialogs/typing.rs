//! An operator began or ceased to type: never stored.

use beseda_protocol::ids::DialogId;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::visitor::ToVisitor;

use crate::turn::To;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Operator;

pub(crate) fn tell(
    turn: &mut Turn<'_>,
    who: &Operator,
    dialog: DialogId,
    on: bool,
) -> Result<(), Stop> {
    let found = rights::answerable(turn, &who.me, dialog)?;
    let colleagues = rights::consoles_but(turn, std::slice::from_ref(&found), who.line);
    let by = who.me.id;
    let to_visitor = ToVisitor::Typing {
        by: turn.cache.employees.person(by),
        on,
    };
    turn.send(To::Identity(found.identity), &to_visitor);
    let to_colleagues = ToOperator::OperatorTyping { dialog, by, on };
    turn.send(colleagues, &to_colleagues);
    Ok(())
}
