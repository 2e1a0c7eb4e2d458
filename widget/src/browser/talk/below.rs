//! Under a bubble, what is more than a time and a mark: that a message was changed, can be
//! given up, or was not sent, and what to do then.

use beseda_client::timeline::{Fate, Key};
use beseda_protocol::ids::Cid;
use web_sys::Event;

use crate::browser::desk::Desk;
use crate::browser::dom::{El, el};
use crate::browser::intent::Intent;
use crate::browser::speech;
use crate::browser::view::icon::{ALERT, CROSS, icon};
use crate::browser::view::meta::{facts, line};
use crate::rows::{Row, can_retry};

/// The line under such a bubble.
pub(super) fn below(row: &Row, desk: &Desk) -> El {
    if let Some(Fate::NotSent(refusal)) = row.fate() {
        let reason = speech::find(&["refusal.", refusal.code.word()].concat());
        return not_sent(row, &reason.unwrap_or_else(|| refusal.text.clone()), desk);
    }
    let cancel = row.can_cancel.then(|| {
        act(Intent::Remove, row, desk)
            .attr("aria-label", &speech::text("widget.cancel"))
            .child(icon(CROSS))
    });
    let edited = (row.is_edited).then(|| el("span").text(&speech::text("widget.edited")));
    line()
        .children(edited)
        .children(facts(row))
        .children(cancel)
}

fn not_sent(row: &Row, reason: &str, desk: &Desk) -> El {
    let state = el("span")
        .class("state")
        .text(&speech::text("widget.state_not_sent"));
    // A file that is too large will not become smaller.
    let retry =
        can_retry(row).then(|| act(Intent::Retry, row, desk).text(&speech::text("widget.retry")));
    el("div")
        .class("meta refused")
        .children([icon(ALERT), state, el("span").text(reason)])
        .children(retry)
        .child(act(Intent::Remove, row, desk).text(&speech::text("widget.remove")))
}

fn act(intent: fn(Cid) -> Intent, row: &Row, desk: &Desk) -> El {
    let (key, desk) = (row.key.clone(), desk.clone());
    let press = move |_: Event| {
        if let Key::Own(cid) = &key {
            desk.emit(intent(cid.clone()));
        }
    };
    el("button").attr("type", "button").on("click", press)
}
