//! Who has which dialog open: never stored, nor remembered. Whoever has the same one open
//! answers who comes; so nothing is lost when the object sleeps.

use beseda_protocol::ids::{DialogId, OperatorId};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::team::Right;

use crate::turn::To;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// What one console has open, or has left, is told to all others that may see the dialog;
/// an answer to those of whom it is for.
pub(crate) fn tell(
    turn: &mut Turn<'_>,
    who: &Operator,
    dialog: DialogId,
    on: bool,
    to: Option<OperatorId>,
) -> Result<(), Stop> {
    // Whoever may not see it any more leaves it all the same.
    let found = match on {
        true => rights::readable(turn, &who.me, dialog)?,
        false => match turn.dialog(dialog)?.cloned() {
            Some(found) => found,
            None => return Ok(()),
        },
    };
    let told = match to {
        None => rights::consoles_but(turn, std::slice::from_ref(&found), who.line),
        Some(to) => {
            let other = turn.cache.employees.0.get(&to);
            let sees = other.is_some_and(|other| rights::of(other, &found) >= Right::Readable);
            match sees {
                true => To::People(vec![to]),
                false => return Ok(()),
            }
        }
    };
    let looking = ToOperator::OperatorLooking {
        dialog,
        by: who.me.id,
        on,
        is_answer: to.is_some(),
    };
    turn.send(told, &looking);
    Ok(())
}

/// A console has closed: what it had open nobody knows here. His others tell what they have.
pub(crate) fn left(turn: &mut Turn<'_>, by: OperatorId) {
    if !turn.lines.operators_online().is_empty() {
        turn.send(To::Operators, &ToOperator::OperatorLeft { by });
    }
}
