//! Whose a dialog is of which somebody is responsible who can't be any more.

use beseda_protocol::ids::OperatorId;

use crate::storage::dialogs::Dialog;
use crate::turn::current::Turn;

/// Whether a dialog is anybody's: nobody is responsible, or somebody who can't be.
pub(crate) fn is_free(turn: &Turn<'_>, dialog: &Dialog) -> bool {
    dialog.responsible.0.is_none() || is_left(turn, dialog).is_some()
}

/// Who is responsible for a dialog and can't be any more, if that is so.
pub(crate) fn is_left(turn: &Turn<'_>, dialog: &Dialog) -> Option<OperatorId> {
    let employees = &turn.cache.employees.0;
    let may_be = |id: &OperatorId| {
        let employee = employees.get(id);
        employee.is_some_and(|employee| employee.may_be_responsible(dialog.channel))
    };
    dialog.responsible.0.filter(|id| !may_be(id))
}
