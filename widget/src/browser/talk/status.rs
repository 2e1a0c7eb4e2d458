//! The line's state, when there is something to say about it.

use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::With;

use crate::browser::dom::{El, el};
use crate::browser::speech;
use crate::chat::{Chat, Link};

/// "Connecting"; "No connection" and what waits for it; "Connected again"; that the
/// conversation was deleted, or that nothing more is taken. Floats, so that nothing moves
/// when it comes and goes.
pub(super) fn status(chat: &ArcRwSignal<Chat>) -> El {
    let state = chat.clone();
    let text = move || {
        state.with(|chat| match chat.link {
            Link::Live if chat.is_blocked => speech::text("refusal.unavailable"),
            Link::Live if chat.is_deleted => speech::text("widget.deleted"),
            Link::Idle | Link::Live => String::new(),
            Link::Connecting => speech::text("widget.connecting"),
            Link::Back => speech::text("widget.back"),
            Link::Lost if chat.unkept => speech::text("widget.offline_unkept"),
            Link::Lost if chat.n_waiting > 0 => {
                speech::count("widget.offline_waiting", chat.n_waiting)
            }
            Link::Lost => speech::text("widget.offline"),
            Link::NotAllowed => speech::text("refusal.origin_not_allowed"),
        })
    };
    let state = chat.clone();
    let class = move || {
        let class = state.with(|chat| match chat.link {
            link if link.is_cut() => "status lost",
            Link::Back => "status back",
            _ => "status",
        });
        class.to_owned()
    };
    el("div")
        .attr_by("class", class)
        .attr("role", "status")
        .text_by(text)
}
