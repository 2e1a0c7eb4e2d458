//! Under and beside a bubble: the time, and how far an own message is.

use beseda_client::timeline::Fate;

use super::icon::{ALERT, CHECK, CHECK_CHECK, CLOCK, icon};
use crate::browser::desk::Desk;
use crate::browser::dom::{El, el};
use crate::browser::speech;
use crate::rows::{Row, Told};

/// The line under a bubble. What is more than that is made by the part for it, as soon as
/// it is here.
pub(super) fn meta(row: &Row, desk: &Desk) -> El {
    if !row.is_plain() {
        if let Some(further) = desk.talk().further() {
            return (further.below)(row, desk);
        }
        desk.talk().part.want();
    }
    line().children(facts(row))
}

/// A line.
pub(in crate::browser) fn line() -> El {
    el("div").class("meta")
}

/// The time, and how far an own message is.
pub(in crate::browser) fn facts(row: &Row) -> impl Iterator<Item = El> {
    let mark = row.fate().and_then(|fate| match row.told {
        Told::InWords => Some(el("span").class("state").text(&name(fate))),
        Told::ByMark => Some(tick(fate)),
        Told::Not => None,
    });
    let time = el("span").class("time").text(&speech::time(row.at));
    [Some(time), mark].into_iter().flatten()
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
