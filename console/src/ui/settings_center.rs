//! The center's name, language and time zone.

use beseda_client::clock;
use beseda_protocol::ask::center::SaveCenter;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::field::Field;
use super::note::Outcome;
use crate::browser::intl;
use crate::model::prefs::Locale;
use crate::model::question::Form;
use crate::model::zones;
use crate::session::Desk;
use crate::texts::say;

/// The page of the settings.
#[component]
pub(crate) fn CenterSettings() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::Center);
        Vec::new()
    });
    view! { <CenterForm save=say("save") done=say("saved") /> }
}

/// The form, also the first step of an owner.
#[component]
pub(crate) fn CenterForm(
    /// The button's name.
    save: String,
    /// What is said when it was saved.
    #[prop(optional)]
    done: String,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let center = desk.peek(|model| model.roster.as_ref().map(|roster| roster.center.clone()));
    let (is_new, name, locale, zone) = match center {
        Some(center) => (
            center.name.is_empty(),
            center.name,
            center.locale,
            center.time_zone,
        ),
        None => (true, String::new(), String::new(), String::new()),
    };
    let name = RwSignal::new(name);
    let locale = RwSignal::new(match is_new {
        true => desk.locale().tag().to_owned(),
        false => locale,
    });
    let zone = RwSignal::new(match is_new || zone.is_empty() {
        true => zones::modern(&intl::time_zone()).to_owned(),
        false => zones::modern(&zone).to_owned(),
    });
    let fault = RwSignal::new(None);
    Effect::new(move |_| {
        name.track();
        fault.set(None);
    });
    let progress = desk.memo(|model| model.progress(&Form::Center));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let name = name.get_untracked().trim().to_owned();
        if name.is_empty() {
            return fault.set(Some(say("center_name_missing")));
        }
        desk.request(SaveCenter {
            name,
            locale: locale.get_untracked(),
            time_zone: zone.get_untracked(),
        });
    };
    view! {
        <form class="stack" on:submit=submit>
            <Field
                id="center-name"
                label=say("center_name")
                value=name
                hint=say("center_name_hint")
                fault=fault
                autofocus=is_new
            />
            <div class="field">
                <label for="center-locale">{say("center_language")}</label>
                <select id="center-locale" class="input" on:change:target=move |event| locale.set(event.target().value())>
                    {Locale::ALL
                        .map(|(known, name)| {
                            view! {
                                <option value=known.tag() selected=locale.get_untracked() == known.tag()>
                                    {name}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="center-zone">{say("time_zone")}</label>
                <select
                    id="center-zone"
                    class="input"
                    aria-describedby="center-zone-hint"
                    on:change:target=move |event| zone.set(event.target().value())
                >
                    {zones::choices(&intl::time_zones(), &zone.get_untracked())
                        .into_iter()
                        .map(|known| {
                            let is_chosen = zone.get_untracked() == known;
                            let label = zones::label(&known, &intl::offset(&known, clock::now()));
                            view! {
                                <option value=known selected=is_chosen>
                                    {label}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
                <p class="hint" id="center-zone-hint">
                    {is_new.then(|| say("time_zone_detected"))} " " {say("time_zone_hint")}
                </p>
            </div>
            <Outcome progress=progress done=done />
            <div class="row">
                <button type="submit" class="button primary">
                    {save}
                </button>
            </div>
        </form>
    }
}
