//! Trying out how messages make themselves heard.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{self, Icon};
use crate::browser::audio::{self, Tone};
use crate::browser::notification::{self, Permission};
use crate::texts::say;

/// Plays the tone, and says when the browser keeps it silent.
#[component]
pub(crate) fn SoundTest() -> impl IntoView {
    let heard = RwSignal::new(None::<bool>);
    let test = move |_| {
        audio::unlock();
        let play = move || {
            heard.try_set(Some(audio::play(Tone::NewDialog)));
        };
        match audio::is_allowed() {
            true => play(),
            // The browser decides after the click has been handled.
            false => set_timeout(play, std::time::Duration::from_millis(300)),
        }
    };
    view! {
        <div class="test-line">
            <button type="button" class="button" on:click=test>
                <Icon of=icon::SOUND />
                {say("test_sound")}
            </button>
            <span class="small" role="status">
                {move || {
                    heard.get().map(|heard| say(if heard { "sound_played" } else { "sound_blocked" }))
                }}
            </span>
        </div>
    }
}

/// Asks for permission, shows one, and says when the browser does not.
#[component]
pub(crate) fn NotificationTest() -> impl IntoView {
    let state = RwSignal::new(notification::permission());
    let shown = RwSignal::new(false);
    let test = move |_| {
        spawn_local(async move {
            let permission = notification::ask().await;
            state.try_set(permission);
            let did = permission == Permission::Granted
                && notification::show(
                    &say("test_notification_title"),
                    &say("test_notification_text"),
                    "test",
                    || (),
                );
            shown.try_set(did);
        });
    };
    let told = move || match (state.get(), shown.get()) {
        (Permission::Granted, true) => say("notification_shown"),
        (Permission::Granted, false) => say("notification_granted"),
        (Permission::Default, _) => say("notification_default"),
        (Permission::Denied, _) => say("notification_denied"),
        (Permission::Missing, _) => say("notification_missing"),
    };
    view! {
        <div class="test-line">
            <button
                type="button"
                class="button"
                disabled=move || state.get() == Permission::Missing
                on:click=test
            >
                <Icon of=icon::BELL />
                {say("test_notification")}
            </button>
            <span class="small" role="status">
                {told}
            </span>
        </div>
    }
}
