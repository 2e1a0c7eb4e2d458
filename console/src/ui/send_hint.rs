//! Which key sends, and another choice.

use leptos::prelude::*;

use super::icon::{self, Icon};
use super::menu::Menu;
use crate::browser::page;
use crate::model::keys::SendKey;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The hint beside "Send", with "change".
#[component]
pub(crate) fn SendHint() -> impl IntoView {
    let desk: Desk = expect_context();
    let chosen = Memo::new(move |_| desk.prefs.with(|prefs| prefs.send_key));
    view! {
        <span class="composer-hint small quiet">
            <span>{move || say_with("send_keys", &[("keys", &keys(chosen.get()))])}</span>
            <Menu label=say("send_change_label") class="text-button" side="above" face=|| say("send_change")>
                {SendKey::ALL
                    .map(|choice| {
                        let is_chosen = move || chosen.get() == choice;
                        view! {
                            <button
                                type="button"
                                class="menu-item"
                                role="menuitemradio"
                                aria-checked=move || is_chosen().to_string()
                                on:click=move |_| desk.choose(|prefs| prefs.send_key = choice)
                            >
                                {told(choice)}
                                {move || is_chosen().then(|| view! { <span class="end"><Icon of=icon::CHECK /></span> })}
                            </button>
                        }
                    })
                    .collect_view()}
            </Menu>
        </span>
    }
}

/// The choice among the operator's settings.
#[component]
pub(crate) fn SendKeyChoice() -> impl IntoView {
    let desk: Desk = expect_context();
    view! {
        <div class="field">
            <span class="label">{say("send_key")}</span>
            <div class="choices" role="group" aria-label=say("send_key")>
                {SendKey::ALL
                    .map(|choice| {
                        view! {
                            <button
                                type="button"
                                class="choice"
                                aria-pressed=move || (desk.prefs.with(|prefs| prefs.send_key) == choice).to_string()
                                on:click=move |_| desk.choose(|prefs| prefs.send_key = choice)
                            >
                                {keys(choice)}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <p class="hint">{say("send_key_hint")}</p>
        </div>
    }
}

/// What the choice does, in a line.
fn told(choice: SendKey) -> String {
    say(match choice {
        SendKey::ControlEnter if page::is_mac() => "send_by_command_enter",
        SendKey::ControlEnter => "send_by_control_enter",
        SendKey::Enter => "send_by_enter",
    })
}

/// The keys by their names on this machine.
fn keys(choice: SendKey) -> String {
    let keys = match choice {
        SendKey::ControlEnter if page::is_mac() => "⌘ + Enter",
        SendKey::ControlEnter => "Ctrl + Enter",
        SendKey::Enter => "Enter",
    };
    keys.to_owned()
}
