//! Moves the dialogs of a site to the channel that the site is of, out of the one that it was
//! of: what somebody has handed on to a third stays there. A site that has moved on meanwhile
//! takes its dialogs where it is now.

use std::collections::BTreeSet;

use beseda_protocol::ids::{ChannelId, DialogId, SiteId};
use beseda_protocol::message::Happened;

use crate::dialogs::change::{self, Change, Post};
use crate::dialogs::free;
use crate::storage::dialogs;
use crate::storage::jobs::JobRow;
use crate::turn::current::Turn;
use crate::turn::job_list::Step;
use crate::turn::refusals::Stop;

/// Dialogs of one slice: each is a row, an event and a message, some 25 us, and may be freed
/// as well.
const SLICE: u64 = 40;

pub(super) fn slice(
    turn: &mut Turn<'_>,
    job: &mut JobRow,
    site: &SiteId,
    from: ChannelId,
) -> Result<Step, Stop> {
    let to = turn.cache.channel(site);
    if to == from {
        // The site has come back.
        return Ok(Step::Last);
    }
    let left = dialogs::of_site_in(turn.storage, site, from, SLICE + 1)?;
    let is_last = left.len() as u64 <= SLICE;
    let slice: BTreeSet<DialogId> = left.into_iter().take(SLICE as usize).collect();
    job.done += slice.len() as u64;
    turn.load_dialogs(&slice)?;
    let channel = turn.cache.channels.get(&to);
    let name = channel.map(|channel| channel.name.clone());
    let moved = Happened::Moved {
        by: job.by,
        to: name.unwrap_or_default(),
    };
    for id in slice {
        let told = Post::system(moved.clone());
        change::apply(turn, vec![Change::Moved(id, to), Change::Posted(id, told)])?;
        // Whoever does not see it there would leave its client alone.
        let dialog = turn.sure_dialog(id)?.clone();
        if let Some(from) = free::is_left(turn, &dialog) {
            let freed = Post::system(Happened::Freed { from });
            change::apply(turn, vec![Change::Posted(id, freed)])?;
        }
    }
    Ok(match is_last {
        true => Step::Last,
        false => Step::More,
    })
}
