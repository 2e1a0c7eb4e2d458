//! The line's state, when there is something to say about it.

use leptos::html::div;
use leptos::prelude::*;

use crate::browser::speech;
use crate::chat::{Chat, Link};

/// "Connecting", or "No connection" and what waits for it.
pub(super) fn status(chat: RwSignal<Chat>) -> impl IntoView {
    let trouble = Memo::new(move |_| chat.with(|chat| (chat.link, chat.n_waiting)));
    let text = move || match trouble.get() {
        (Link::Idle | Link::Live, _) => String::new(),
        (Link::Connecting, _) => speech::text("widget.connecting"),
        (Link::Lost, 0) => speech::text("widget.offline"),
        (Link::Lost, n) => speech::count("widget.offline_waiting", n),
    };
    let class = move || match trouble.get().0 {
        Link::Lost => "status lost",
        _ => "status",
    };
    div().class(class).attr("role", "status").child(text)
}
