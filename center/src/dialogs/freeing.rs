//! Frees the open dialogs of a disabled employee, a page a turn: people talk between two
//! pages, and a center that dies goes on with the page that it was at.

use std::collections::BTreeSet;

use beseda_protocol::ids::{DialogId, OperatorId};
use beseda_protocol::message::Happened;

use super::change::{self, Change, Post};
use crate::storage::dialogs;
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
    // Enabled again meanwhile.
    if turn.cache.employees.works(id) {
        return Ok(());
    }
    let dialogs = dialogs::open_of(turn.storage, id, PAGE + 1)?;
    let freed = |dialog| Change::Posted(dialog, Post::system(Happened::Freed { from: id }));
    let page: BTreeSet<DialogId> = dialogs.iter().copied().take(PAGE as usize).collect();
    turn.load_dialogs(&page)?;
    change::apply(turn, page.into_iter().map(freed).collect())?;
    if dialogs.len() as u64 > PAGE {
        due::schedule(turn, Due::Freeing, key, turn.now)?;
    }
    Ok(())
}

/// Whether a dialog is anybody's: nobody is responsible, or somebody who is disabled.
pub(crate) fn is_free(turn: &Turn<'_>, responsible: Option<OperatorId>) -> bool {
    responsible.is_none_or(|id| !turn.cache.employees.works(id))
}
