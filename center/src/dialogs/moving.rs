//! Moves the dialogs of a site to the channel that the site is of, a page a turn: people
//! talk between two pages, and a center that dies goes on with the page that it was at.

use std::collections::BTreeSet;

use beseda_protocol::ids::{DialogId, SiteId};
use beseda_protocol::message::Happened;

use super::change::{self, Change, Post};
use super::freeing;
use crate::storage::dialogs;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::Stop;

/// Dialogs moved in one turn: each is a row and an event, some 15 us.
const PAGE: u64 = 100;

/// Moves some; what is left follows at once. A site that has moved on meanwhile takes
/// its dialogs where it is now.
pub(crate) fn page(turn: &mut Turn<'_>, key: &str) -> Result<(), Stop> {
    let site = SiteId(key.to_owned());
    let to = turn.cache.channel(&site);
    let elsewhere = dialogs::of_site_outside(turn.storage, &site, to, PAGE + 1)?;
    let page: BTreeSet<DialogId> = elsewhere.iter().copied().take(PAGE as usize).collect();
    turn.load_dialogs(&page)?;
    for id in page {
        change::apply(turn, vec![Change::Moved(id, to)])?;
        // Whoever does not see it there would leave its client alone.
        let dialog = turn.sure_dialog(id)?.clone();
        if let Some(from) = freeing::is_left(turn, &dialog) {
            let freed = Post::system(Happened::Freed { from });
            change::apply(turn, vec![Change::Posted(id, freed)])?;
        }
    }
    if elsewhere.len() as u64 > PAGE {
        due::schedule(turn, Due::Moving, key, turn.now)?;
    }
    Ok(())
}
