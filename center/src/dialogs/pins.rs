//! What an employee wants on top of his list (SB-57, X21): nobody else sees it.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{PinDialog, UnpinDialog};
use beseda_protocol::ids::OperatorId;
use beseda_protocol::limits::PINS_MAX;
use beseda_protocol::operator::ToOperator;

use crate::storage::fault::Fault;
use crate::storage::pins;
use crate::turn::To;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit};
use crate::turn::speaker::Operator;

pub(crate) fn pin(turn: &mut Turn<'_>, who: &Operator, asked: PinDialog) -> Result<Done, Stop> {
    let pins = pins::of(turn.storage, who.me.id)?;
    if !pins.contains(&asked.dialog) {
        check_limit(pins.len() as u64, PINS_MAX)?;
        let pin = [who.me.id.into(), asked.dialog.into()];
        turn.write(pins::ADD, &pin)?;
        tell(turn, who.me.id)?;
    }
    Ok(Done {})
}

pub(crate) fn unpin(turn: &mut Turn<'_>, who: &Operator, asked: UnpinDialog) -> Result<Done, Stop> {
    let pin = [who.me.id.into(), asked.dialog.into()];
    turn.write(pins::REMOVE, &pin)?;
    tell(turn, who.me.id)?;
    Ok(Done {})
}

/// Tells his consoles.
fn tell(turn: &mut Turn<'_>, employee: OperatorId) -> Result<(), Fault> {
    let dialogs = pins::of(turn.storage, employee)?;
    turn.send(To::People(vec![employee]), &ToOperator::Pins { dialogs });
    Ok(())
}
