//! The way back to the newest message.

use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Get, With};
use web_sys::{Event, HtmlElement};

use crate::browser::dom::{El, el};
use crate::browser::speech;
use crate::browser::view::icon::{ARROW_DOWN, icon};
use crate::chat::Chat;

/// Leads to the newest message when it is out of view.
pub(super) fn jump(log: &HtmlElement, chat: &ArcRwSignal<Chat>, at_end: ArcRwSignal<bool>) -> El {
    let (log, chat) = (log.clone(), chat.clone());
    el("div").class("jump").slot(
        move || !at_end.get() && chat.with(|chat| chat.unread > 0),
        move |wanted| {
            let log = log.clone();
            wanted.then(|| {
                el("button")
                    .attr("type", "button")
                    .child(icon(ARROW_DOWN))
                    .text(&speech::text("widget.later"))
                    .on("click", move |_: Event| log.set_scroll_top(0))
            })
        },
    )
}
