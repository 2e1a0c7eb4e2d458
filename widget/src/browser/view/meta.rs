//! Under and beside a bubble: the time, how far an own message is, and what to
//! do when it was not sent.

use beseda_client::timeline::{Fate, Key};
use leptos::ev;
use leptos::html::{button, div, span};
use leptos::prelude::*;

use super::icon::{ALERT, CHECK, CHECK_CHECK, CLOCK, Icon, icon};
use crate::browser::desk::Desk;
use crate::browser::intent::Intent;
use crate::browser::speech;
use crate::rows::Row;

/// The line under a bubble.
pub(super) fn meta(row: &Row, desk: Desk) -> AnyView {
    match row.fate() {
        Some(Fate::NotSent(refusal)) => {
            let reason = speech::find(&format!("refusal.{}", refusal.code.word()));
            let reason = reason.unwrap_or_else(|| refusal.text.clone());
            not_sent(row, reason, desk)
        }
        fate => {
            let mark = fate.map(|fate| {
                if row.in_words {
                    words(fate)
                } else {
                    tick(fate)
                }
            });
            let time = span().class("time").child(speech::time(row.at));
            div().class("meta").child((time, mark)).into_any()
        }
    }
}

fn not_sent(row: &Row, reason: String, desk: Desk) -> AnyView {
    let state = span()
        .class("state")
        .child(speech::text("widget.state_not_sent"));
    let act = |label, make: fn(_) -> Intent| {
        let key = row.key.clone();
        let press = move |_| {
            if let Key::Own(cid) = &key {
                desk.emit(make(cid.clone()));
            }
        };
        button()
            .attr("type", "button")
            .on(ev::click, press)
            .child(speech::text(label))
    };
    let (retry, remove) = (
        act("widget.retry", Intent::Retry),
        act("widget.remove", Intent::Remove),
    );
    // A file that is too large will not become smaller.
    let retry = crate::rows::can_retry(row).then_some(retry);
    div()
        .class("meta refused")
        .child((icon(ALERT), state, span().child(reason), retry, remove))
        .into_any()
}

fn words(fate: &Fate) -> AnyView {
    span().class("state").child(name(fate)).into_any()
}

fn tick(fate: &Fate) -> AnyView {
    span()
        .class("tick")
        .attr("role", "img")
        .attr("aria-label", name(fate))
        .child(icon(mark(fate)))
        .into_any()
}

fn mark(fate: &Fate) -> Icon {
    match fate {
        Fate::Sending => CLOCK,
        Fate::Sent => CHECK,
        Fate::Read => CHECK_CHECK,
        Fate::NotSent(_) => ALERT,
    }
}

fn name(fate: &Fate) -> String {
    speech::text(match fate {
        Fate::Sending => "widget.state_sending",
        Fate::Sent => "widget.state_sent",
        Fate::Read => "widget.state_read",
        Fate::NotSent(_) => "widget.state_not_sent",
    })
}
