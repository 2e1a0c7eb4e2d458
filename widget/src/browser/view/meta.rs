//! Under and beside a bubble: the time, how far an own message is, and what to
//! do when it was not sent.

use beseda_client::timeline::{Fate, Key};
use beseda_protocol::ids::Cid;
use web_sys::Event;

use super::icon::{ALERT, CHECK, CHECK_CHECK, CLOCK, CROSS, icon};
use crate::browser::desk::Desk;
use crate::browser::dom::{El, el};
use crate::browser::intent::Intent;
use crate::browser::speech;
use crate::rows::{Row, Told, can_retry};

/// The line under a bubble.
pub(super) fn meta(row: &Row, desk: &Desk) -> El {
    let fate = match row.fate() {
        Some(Fate::NotSent(refusal)) => {
            let reason = speech::find(&["refusal.", refusal.code.word()].concat());
            return not_sent(row, &reason.unwrap_or_else(|| refusal.text.clone()), desk);
        }
        fate => fate,
    };
    let mark = fate.and_then(|fate| match row.told {
        Told::InWords => Some(el("span").class("state").text(&name(fate))),
        Told::ByMark => Some(tick(fate)),
        Told::Not => None,
    });
    let cancel = row.can_cancel.then(|| {
        act(Intent::Remove, row, desk)
            .attr("aria-label", &speech::text("widget.cancel"))
            .child(icon(CROSS))
    });
    let edited = (row.is_edited).then(|| el("span").text(&speech::text("widget.edited")));
    el("div")
        .class("meta")
        .children(edited)
        .child(el("span").class("time").text(&speech::time(row.at)))
        .children(mark)
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

fn tick(fate: &Fate) -> El {
    let mark = match fate {
        Fate::Sending => CLOCK,
        Fate::Sent => CHECK,
        Fate::Delivered | Fate::Read => CHECK_CHECK,
        Fate::NotSent(_) => ALERT,
    };
    el("span")
        .class("tick")
        .attr("role", "img")
        .attr("aria-label", &name(fate))
        .child(icon(mark))
}

fn name(fate: &Fate) -> String {
    speech::text(match fate {
        Fate::Sending => "widget.state_sending",
        Fate::Sent => "widget.state_sent",
        Fate::Delivered => "widget.state_delivered",
        Fate::Read => "widget.state_read",
        Fate::NotSent(_) => "widget.state_not_sent",
    })
}
