//! Frees the open dialogs of an employee who can't be responsible for them any more, since
//! he is disabled or does not see their channel: those first that have waited longest.
//! Until a dialog's turn comes, a colleague who replies is responsible: see
//! `dialogs::free`.

use std::collections::BTreeSet;

use beseda_protocol::ids::{DialogId, OperatorId};
use beseda_protocol::job::SkipReason;
use beseda_protocol::message::Happened;

use crate::dialogs::change::{self, Change, Post};
use crate::storage::dialogs;
use crate::storage::jobs::JobRow;
use crate::team::access;
use crate::turn::current::Turn;
use crate::turn::job_list::Step;
use crate::turn::refusals::Stop;

/// Dialogs of one slice: each is a message and a row, some 15 us.
const SLICE: u64 = 50;

pub(super) fn slice(turn: &mut Turn<'_>, job: &mut JobRow, id: OperatorId) -> Result<Step, Stop> {
    let Some(kept) = access::kept(turn, id) else {
        // Enabled again meanwhile, and sees everything.
        return Ok(Step::Last);
    };
    let found = dialogs::open_of_outside(turn.storage, id, &kept, SLICE + 1)?;
    let is_last = found.len() as u64 <= SLICE;
    let slice: BTreeSet<DialogId> = found.into_iter().take(SLICE as usize).collect();
    job.done += slice.len() as u64;
    turn.load_dialogs(&slice)?;
    let freed = |dialog| Change::Posted(dialog, Post::system(Happened::Freed { from: id }));
    change::apply(turn, slice.into_iter().map(freed).collect())?;
    if !is_last {
        return Ok(Step::More);
    }
    // Closed meanwhile, or taken over.
    job.skip(SkipReason::Changed, job.total.saturating_sub(job.done));
    Ok(Step::Last)
}
