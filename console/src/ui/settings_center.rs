//! The center's name, language and time zone; what the badge counts; business hours; when
//! silent dialogs close.

use beseda_client::clock;
use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::settings::{CenterGeneral, Versioned};
use leptos::prelude::*;

use super::field::Field;
use super::section_form::{SectionEnd, SectionForm, submitted};
use super::settings_badge::BadgeForm;
use super::settings_group::SettingsGroup;
use super::settings_hours::HoursForm;
use super::settings_silence::SilenceForm;
use crate::browser::intl;
use crate::model::Model;
use crate::model::prefs::Locale;
use crate::model::question::Form;
use crate::model::section::Edition;
use crate::model::zones;
use crate::session::Desk;
use crate::texts::say;

/// The page of the settings.
#[component]
pub(crate) fn CenterSettings() -> impl IntoView {
    view! {
        <SettingsGroup title=say("center_general")>
            <CenterForm save=say("save") done=say("saved") />
        </SettingsGroup>
        <SettingsGroup title=say("badge") text=say("badge_text")>
            <BadgeForm />
        </SettingsGroup>
        <SettingsGroup title=say("hours") text=say("hours_text")>
            <HoursForm of=None />
        </SettingsGroup>
        <SettingsGroup title=say("silence") text=say("silence_text")>
            <SilenceForm />
        </SettingsGroup>
    }
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
    let is_new = desk.peek(|model| named(model).is_none());
    let first = first(desk);
    let newest = desk.memo(move |model| named(model).map_or_else(|| first.clone(), edition));
    let CenterGeneral {
        name,
        locale,
        time_zone,
    } = newest.get_untracked().fields;
    let name = RwSignal::new(name);
    let (locale, zone) = (RwSignal::new(locale), RwSignal::new(time_zone));
    let typed = Memo::new(move |_| CenterGeneral {
        name: name.get(),
        locale: locale.get(),
        time_zone: zone.get(),
    });
    let fill = Callback::new(move |general: CenterGeneral| {
        name.set(general.name);
        locale.set(general.locale);
        zone.set(general.time_zone);
    });
    let section = SectionForm::new(Form::Center, newest, typed, fill);
    let fault = RwSignal::new(None);
    Effect::new(move |_| {
        name.track();
        fault.set(None);
    });
    let submit = Callback::new(move |()| {
        let general = CenterGeneral {
            name: name.get_untracked().trim().to_owned(),
            ..typed.get_untracked()
        };
        if general.name.is_empty() {
            return fault.set(Some(say("center_name_missing")));
        }
        desk.request(SaveCenter {
            version: section.send(general.clone()),
            section: general.into(),
        });
    });
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
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
                <select
                    id="center-locale"
                    class="input"
                    prop:value=locale
                    on:change:target=move |event| locale.set(event.target().value())
                >
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
                    prop:value=zone
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
            <SectionEnd section=section differences=differences save=save submit=submit done=done />
        </form>
    }
}

/// What the center says of itself, once somebody has named it.
fn named(model: &Model) -> Option<&Versioned<CenterGeneral>> {
    let roster = model.roster.as_ref()?;
    (!roster.is_unnamed()).then_some(&roster.center.general)
}

/// What is offered to who names it: as this browser is.
fn first(desk: Desk) -> Edition<CenterGeneral> {
    Edition {
        version: 0,
        fields: CenterGeneral {
            name: String::new(),
            locale: desk.locale().tag().to_owned(),
            time_zone: zones::modern(&intl::time_zone()).to_owned(),
        },
    }
}

fn edition(general: &Versioned<CenterGeneral>) -> Edition<CenterGeneral> {
    let CenterGeneral {
        name,
        locale,
        time_zone,
    } = &general.value;
    Edition {
        version: general.version,
        fields: CenterGeneral {
            name: name.clone(),
            locale: locale.clone(),
            time_zone: zones::modern(time_zone).to_owned(),
        },
    }
}

fn differences(mine: &CenterGeneral, theirs: &CenterGeneral) -> Vec<(String, String)> {
    [
        ("center_name", &mine.name, &theirs.name, theirs.name.clone()),
        (
            "center_language",
            &mine.locale,
            &theirs.locale,
            language(&theirs.locale),
        ),
        (
            "time_zone",
            &mine.time_zone,
            &theirs.time_zone,
            theirs.time_zone.clone(),
        ),
    ]
    .into_iter()
    .filter(|(_, mine, theirs, _)| mine != theirs)
    .map(|(key, _, _, shown)| (say(key), shown))
    .collect()
}

fn language(tag: &str) -> String {
    let known = Locale::ALL.iter().find(|(known, _)| known.tag() == tag);
    known.map_or(tag, |(_, name)| name).to_owned()
}
