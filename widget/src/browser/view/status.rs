//! The line's state, when there is something to say about it.

use reactive_graph::traits::With;

use super::State;
use crate::browser::dom::{El, el};
use crate::browser::speech;
use crate::chat::Link;

/// "Connecting", or "No connection" and what waits for it.
pub(super) fn status(chat: &State) -> El {
    let state = chat.clone();
    let text = move || match state.with(|chat| (chat.link, chat.n_waiting)) {
        (Link::Idle | Link::Live, _) => String::new(),
        (Link::Connecting, _) => speech::text("widget.connecting"),
        (Link::Lost, 0) => speech::text("widget.offline"),
        (Link::Lost, n) => speech::count("widget.offline_waiting", n),
    };
    let state = chat.clone();
    let class = move || match state.with(|chat| chat.link) {
        Link::Lost => "status lost".to_owned(),
        _ => "status".to_owned(),
    };
    el("div")
        .attr_by("class", class)
        .attr("role", "status")
        .text_by(text)
}
