//! "Send", and beside it "Send and close".

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::icon::{self, Icon};
use super::menu::Menu;
use crate::browser::{keys, page};
use crate::model::keys::SendKey;
use crate::session::Desk;
use crate::texts::say;

/// What is sent, and what happens then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sending {
    /// The dialog stays open.
    Alone,
    /// The dialog is closed when all of it is stored.
    AndClose,
}

/// The button with its menu.
#[component]
pub(crate) fn SendButton(
    /// Whether there is something to send.
    #[prop(into)]
    is_ready: Signal<bool>,
    /// Whether something is still being prepared.
    #[prop(into)]
    is_busy: Signal<bool>,
    /// It was pressed.
    send: Callback<Sending>,
) -> impl IntoView {
    view! {
        <div class={"send-group"}>
            <button
                type="button"
                class="button primary send"
                disabled=move || !is_ready.get()
                aria-busy=move || is_busy.get().to_string()
                on:click=move |_| send.run(Sending::Alone)
            >
                {say("send")}
                <Icon of=icon::SEND />
            </button>
            <Menu
                label=say("send_more")
                class="button primary send-more"
                side="above"
                face=|| view! { <Icon of=icon::CHEVRON_DOWN size=14 /> }
            >
                <button
                    type="button"
                    class="menu-item"
                    role="menuitem"
                    disabled=move || !is_ready.get()
                    on:click=move |_| send.run(Sending::AndClose)
                >
                    {say("send_and_close")}
                    <kbd class="end small quiet">{keys()}</kbd>
                </button>
            </Menu>
        </div>
    }
}

fn keys() -> &'static str {
    match page::is_mac() {
        true => "⌘ + ⇧ + Enter",
        false => "Ctrl + Shift + Enter",
    }
}

/// Sends what the composer holds, if the operator has chosen this key for it.
pub(crate) fn send_by_key(desk: Desk, event: &KeyboardEvent, send: Callback<Sending>) {
    let choice = desk.prefs.with_untracked(|prefs| prefs.send_key);
    let how = keys::pressed(event, |pressed| match choice.sends(pressed) {
        true => Some(Sending::Alone),
        false => SendKey::sends_and_closes(pressed).then_some(Sending::AndClose),
    });
    if let Some(how) = how {
        event.prevent_default();
        send.run(how);
    }
}
