//! The way of visitors on their site: kept from when they open the chat, and only where the
//! site does (CQ-23). Whoever never writes is forgotten with his visit.

use beseda_protocol::dialog::Page;
use beseda_protocol::limits::PAGE_CHARS_MAX;

use crate::storage::tracks;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Visitor;

/// He has come to a page.
pub(crate) fn see(turn: &mut Turn<'_>, who: &Visitor, page: &Page) -> Result<(), Stop> {
    if !is_kept(turn, who) {
        return Ok(());
    }
    let (url, title) = (page.url.as_str().into(), page.title.as_str().into());
    let identity = || (&who.identity).into();
    turn.write(tracks::SEE, &[identity(), turn.now.into(), url, title])?;
    turn.write(tracks::FORGET_OLD, &[identity(), tracks::KEPT.into()])
}

/// How he came: what is known of that stays.
pub(crate) fn come(
    turn: &mut Turn<'_>,
    who: &Visitor,
    referrer: &str,
    landing: &str,
) -> Result<(), Stop> {
    if !is_kept(turn, who) {
        return Ok(());
    }
    let cut = |text: &str| {
        let text = text.replace(char::is_control, "");
        text.chars().take(PAGE_CHARS_MAX).collect::<String>()
    };
    let (referrer, landing) = (cut(referrer), cut(landing));
    let values = [
        (&who.identity).into(),
        turn.now.into(),
        referrer.as_str().into(),
        landing.as_str().into(),
    ];
    turn.write(tracks::COME, &values)
}

fn is_kept(turn: &Turn<'_>, who: &Visitor) -> bool {
    let site = turn.cache.site(&who.site);
    turn.has_room() && site.is_some_and(|site| site.tracking.value.is_on)
}
