//! Frees the open dialogs of an employee who can't be responsible for them any more, since
//! he is disabled or does not see their channel, a page a turn: people talk between two
//! pages, and a center that dies goes on with the page that it was at.

use std::collections::BTreeSet;

use beseda_protocol::ids::{ChannelId, DialogId, OperatorId};
use beseda_protocol::message::Happened;

use super::change::{self, Change, Post};
use crate::storage::dialogs::{self, Dialog};
use crate::storage::fault::Fault;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::Stop;

/// Dialogs freed in one turn: each is a message and a row, some 15 us.
const PAGE: u64 = 100;

/// Frees some, those first that have waited longest; what is left follows at once. Until
/// then a colleague who replies is responsible: see [`is_free`].
pub(crate) fn page(turn: &mut Turn<'_>, key: &str) -> Result<(), Stop> {
    let id: OperatorId = key
        .parse()
        .map(OperatorId)
        .map_err(|_| Fault::Corrupt("due"))?;
    let employee = turn.cache.employees.0.get(&id);
    let kept: &[ChannelId] = match employee.filter(|employee| employee.works()) {
        None => &[],
        Some(employee) => match employee.channels() {
            Some(seen) => seen,
            // Enabled again meanwhile, and sees everything.
            None => return Ok(()),
        },
    };
    let dialogs = dialogs::open_of_outside(turn.storage, id, kept, PAGE + 1)?;
    let freed = |dialog| Change::Posted(dialog, Post::system(Happened::Freed { from: id }));
    let page: BTreeSet<DialogId> = dialogs.iter().copied().take(PAGE as usize).collect();
    turn.load_dialogs(&page)?;
    change::apply(turn, page.into_iter().map(freed).collect())?;
    if dialogs.len() as u64 > PAGE {
        due::schedule(turn, Due::Freeing, key, turn.now)?;
    }
    Ok(())
}

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
