//! The number on the launcher, and the launcher's name.

use reactive_graph::traits::With;

use super::State;
use crate::browser::dom::{El, el};
use crate::browser::shell::Shell;
use crate::browser::speech;

/// Shows how much is unread while the panel is closed.
pub(super) fn badge(shell: &Shell, chat: &State) -> El {
    let (launcher, state) = (shell.launcher.clone(), chat.clone());
    let name = move || {
        let name = match state.with(|chat| chat.unread) {
            0 => speech::text("widget.open"),
            n => speech::count("widget.open_unread", n as usize),
        };
        launcher.set_attribute("aria-label", &name).ok();
    };
    let state = chat.clone();
    let number = move || match state.with(|chat| chat.unread) {
        0 => String::new(),
        n if n > 99 => "99+".to_owned(),
        n => speech::number(n.into()),
    };
    el("span")
        .class("badge")
        .attr("aria-hidden", "true")
        .text_by(number)
        .effect(name)
}
