//! Closes dialogs in which nobody says anything any more: open, nothing of them unanswered,
//! unread or put off, and the last word is older than the center's setting says.

use beseda_protocol::ids::{OperatorId, Timestamp};
use beseda_protocol::job::Work;
use beseda_protocol::message::Happened;

use crate::dialogs::change::{self, Change, Post};
use crate::storage::dialogs::{self, NOBODY};
use crate::storage::jobs::JobRow;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::job_list::{self, Step};
use crate::turn::refusals::Stop;

/// How often they are looked for, in ms: a quarter of a day, which nobody minds in days.
const EVERY_MS: u64 = 6 * 60 * 60 * 1000;

/// Dialogs that are looked at in one slice; each that is closed is a message and a row, some
/// 15 us.
const SLICE: u64 = 100;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// How long is long, and up to when the last word must have been said.
fn silent(turn: &Turn<'_>) -> Option<(u32, Timestamp)> {
    let days = turn.cache.center.silence.value.close_after_days;
    if days == 0 {
        return None;
    }
    let upto = turn.now.0.saturating_sub(u64::from(days) * DAY_MS);
    Some((days, Timestamp(upto)))
}

/// Looks for them, and again later.
pub(crate) fn ring(turn: &mut Turn<'_>) -> Result<(), Stop> {
    let Some((_, upto)) = silent(turn) else {
        // It is asked for again when somebody changes that.
        return Ok(());
    };
    due::schedule(turn, Due::Silence, "", turn.now.plus_ms(EVERY_MS))?;
    match dialogs::n_open_upto(turn.storage, upto)? {
        0 => Ok(()),
        n => job_list::begin(turn, Work::CloseSilent {}, OperatorId(NOBODY), n).map(drop),
    }
}

/// Looks at some, the longest silent first.
pub(super) fn slice(turn: &mut Turn<'_>, job: &mut JobRow) -> Result<Step, Stop> {
    let Some((days, upto)) = silent(turn) else {
        return Ok(Step::Last);
    };
    let from = Timestamp(job.place);
    let looked_at = dialogs::open_between(turn.storage, from, upto, SLICE)?;
    turn.load_dialogs(&looked_at.iter().map(|(id, _)| *id).collect())?;
    let mut closed = Vec::new();
    for (id, _) in &looked_at {
        let dialog = turn.sure_dialog(*id)?;
        if dialog.is_quiet() && dialog.last.at <= upto {
            closed.push(*id);
        }
    }
    let silent = |id| Change::Posted(id, Post::system(Happened::FellSilent { days }));
    change::apply(turn, closed.into_iter().map(silent).collect())?;
    job.done += looked_at.len() as u64;
    match looked_at.last() {
        Some((_, at)) if looked_at.len() as u64 == SLICE => {
            // Of one moment more than a slice holds: the rest has its turn the next time.
            let is_stuck = *at == from;
            job.place = at.0 + u64::from(is_stuck);
            Ok(Step::More)
        }
        _ => Ok(Step::Last),
    }
}
