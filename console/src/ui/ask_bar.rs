//! After the first sign-in: may new messages make themselves heard?

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{self, Icon};
use crate::browser::audio;
use crate::browser::notification::{self, Permission};
use crate::session::Desk;
use crate::texts::say;

/// One line above the list, until it has been answered. What can be tried and chosen
/// stands in the settings.
#[component]
pub(crate) fn AskBar() -> impl IntoView {
    let desk: Desk = expect_context();
    let asks = Memo::new(move |_| desk.prefs.with(|prefs| !prefs.was_asked));
    // The browser said no: that is told before the bar goes.
    let is_denied = RwSignal::new(false);
    let turn_on = move |_| {
        audio::unlock();
        desk.choose(|prefs| {
            prefs.sound = true;
            prefs.notify = true;
        });
        spawn_local(async move {
            match notification::ask().await {
                Permission::Denied => {
                    is_denied.try_set(true);
                }
                _ => desk.choose(|prefs| prefs.was_asked = true),
            }
        });
    };
    view! {
        <Show when=move || asks.get()>
            <section class="ask-bar" aria-label=say("ask_title")>
                <Icon of=icon::BELL />
                <p class="grow" role="status">
                    {move || say(if is_denied.get() { "notification_denied" } else { "ask_title" })}
                </p>
                <Show when=move || !is_denied.get()>
                    <button type="button" class="text-button" on:click=turn_on>
                        {say("turn_on")}
                    </button>
                </Show>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=say("close")
                    on:click=move |_| desk.choose(|prefs| prefs.was_asked = true)
                >
                    <Icon of=icon::CLOSE />
                </button>
            </section>
        </Show>
    }
}
