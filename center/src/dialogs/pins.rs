//! What an employee wants on top of his list (SB-57, X21): nobody else sees it.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{PinDialog, UnpinDialog};
use beseda_protocol::ids::{DialogId, OperatorId};
use beseda_protocol::limits::PINS_MAX;
use beseda_protocol::operator::ToOperator;

use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::turn::To;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit};
use crate::turn::speaker::Operator;

pub(crate) fn pin(turn: &mut Turn<'_>, who: &Operator, asked: PinDialog) -> Result<Done, Stop> {
    let pins = of(turn, who.me.id)?;
    if !pins.contains(&asked.dialog) {
        check_limit(pins.len() as u64, PINS_MAX)?;
        let pin = [who.me.id.into(), asked.dialog.into()];
        turn.write("INSERT INTO pins (employee, dialog) VALUES (?, ?)", &pin)?;
        tell(turn, who.me.id)?;
    }
    Ok(Done {})
}

pub(crate) fn unpin(turn: &mut Turn<'_>, who: &Operator, asked: UnpinDialog) -> Result<Done, Stop> {
    let pin = [who.me.id.into(), asked.dialog.into()];
    turn.write("DELETE FROM pins WHERE employee = ? AND dialog = ?", &pin)?;
    tell(turn, who.me.id)?;
    Ok(Done {})
}

/// What somebody has pinned, whether or not he may see it now.
pub(crate) fn of(turn: &Turn<'_>, employee: OperatorId) -> Result<Vec<DialogId>, Fault> {
    let statement = "SELECT dialog FROM pins WHERE employee = ? ORDER BY dialog";
    let rows = turn.storage.query(statement, &[employee.into()])?;
    let id = |row| Cells::new(row, "pins").int().map(DialogId);
    rows.into_iter().map(id).collect()
}

/// Tells his consoles.
fn tell(turn: &mut Turn<'_>, employee: OperatorId) -> Result<(), Fault> {
    let dialogs = of(turn, employee)?;
    turn.send(To::People(vec![employee]), &ToOperator::Pins { dialogs });
    Ok(())
}
