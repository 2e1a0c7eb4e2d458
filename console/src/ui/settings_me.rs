//! My name, language, theme; how I reply; how messages make themselves heard.

use beseda_protocol::ask::team::RenameMe;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::field::Field;
use super::heard::{NotificationTest, SoundTest};
use super::note::Outcome;
use super::send_hint::SendKeyChoice;
use super::settings_group::SettingsGroup;
use crate::model::prefs::{Locale, Prefs, Theme};
use crate::model::question::Form;
use crate::session::Desk;
use crate::texts::say;

/// My settings.
#[component]
pub(crate) fn MySettings() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::Me);
        Vec::new()
    });
    view! {
        <MyName />
        <SettingsGroup title=say("appearance")>
            <div class="field">
                <span class="label">{say("language")}</span>
                <div class="choices" role="group" aria-label=say("language")>
                    {Locale::ALL
                        .map(|(locale, name)| {
                            view! {
                                <button
                                    type="button"
                                    class="choice"
                                    lang=locale.tag()
                                    aria-pressed=move || (desk.locale() == locale).to_string()
                                    on:click=move |_| desk.choose(|prefs| prefs.locale = Some(locale))
                                >
                                    {name}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
            </div>
            <div class="field">
                <span class="label">{say("theme")}</span>
                <div class="choices" role="group" aria-label=say("theme")>
                    {Theme::ALL
                        .map(|theme| {
                            view! {
                                <button
                                    type="button"
                                    class="choice"
                                    aria-pressed=move || (desk.prefs.with(|prefs| prefs.theme) == theme).to_string()
                                    on:click=move |_| desk.choose(|prefs| prefs.theme = theme)
                                >
                                    {say(&format!("theme_{}", theme.word()))}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
            </div>
        </SettingsGroup>
        <SettingsGroup title=say("replies")>
            <SendKeyChoice />
            <Switch label=say("goes_on") read=|prefs| prefs.goes_on write=|prefs, on| prefs.goes_on = on />
        </SettingsGroup>
        <SettingsGroup title=say("keys") text=say("keys_text")>
            <Switch label=say("has_shortcuts") read=|prefs| prefs.has_shortcuts write=|prefs, on| prefs.has_shortcuts = on />
        </SettingsGroup>
        <SettingsGroup title=say("heard_title") text=say("heard_text")>
            <Switch label=say("sound_on") read=|prefs| prefs.sound write=|prefs, on| prefs.sound = on />
            <SoundTest />
            <Switch label=say("notify_on") read=|prefs| prefs.notify write=|prefs, on| prefs.notify = on />
            <NotificationTest />
        </SettingsGroup>
    }
}

/// The public name.
#[component]
fn MyName() -> impl IntoView {
    let desk: Desk = expect_context();
    let name = desk.peek(|model| model.roster.as_ref().map(|roster| roster.me.name.clone()));
    let name = RwSignal::new(name.unwrap_or_default());
    let progress = desk.memo(|model| model.progress(&Form::Me));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        desk.request(RenameMe {
            name: name.get_untracked().trim().to_owned(),
        });
    };
    view! {
        <SettingsGroup title=say("profile")>
            <form class="stack" on:submit=submit>
                <Field id="my-name" label=say("your_name") value=name autocomplete="name" hint=say("your_name_hint") />
                <Outcome progress=progress done=say("saved") />
                <div class="row">
                    <button type="submit" class="button primary">
                        {say("save")}
                    </button>
                </div>
            </form>
        </SettingsGroup>
    }
}

/// A choice of yes or no, kept at once.
#[component]
fn Switch(
    /// What.
    label: String,
    /// Reads it.
    read: fn(&Prefs) -> bool,
    /// Changes it.
    write: fn(&mut Prefs, bool),
) -> impl IntoView {
    let desk: Desk = expect_context();
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || desk.prefs.with(read)
                on:change:target=move |event| {
                    let on = event.target().checked();
                    desk.choose(|prefs| write(prefs, on));
                }
            />
            <span>{label}</span>
        </label>
    }
}
