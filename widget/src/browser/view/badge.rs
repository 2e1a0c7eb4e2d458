//! The number on the launcher, and its name.

use leptos::html::span;
use leptos::prelude::*;

use crate::browser::shell::Shell;
use crate::browser::speech;
use crate::chat::Chat;

/// Shows how much is unread while the panel is closed.
pub(super) fn badge(shell: &Shell, chat: RwSignal<Chat>) -> impl IntoView + use<> {
    let unread = Memo::new(move |_| chat.with(|chat| chat.unread));
    let launcher = StoredValue::new_local(shell.launcher.clone());
    Effect::new(move || {
        let name = match unread.get() {
            0 => speech::text("widget.open"),
            n => speech::count("widget.open_unread", n as usize),
        };
        launcher.with_value(|launcher| launcher.set_attribute("aria-label", &name).ok());
    });
    let number = move || match unread.get() {
        0 => String::new(),
        n if n > 99 => "99+".to_owned(),
        n => n.to_string(),
    };
    span()
        .class("badge")
        .attr("aria-hidden", "true")
        .child(number)
}
