//! How a site's widget looks.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{Look, Site};
use leptos::prelude::*;

use super::accent_field::AccentField;
use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::question::{Form, SitePart};
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::say;

/// The form.
#[component]
pub(crate) fn SiteLookForm(
    /// Whose; as it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let newest = desk.memo({
        let id = id.clone();
        move |model| edition(&model.site(&id).unwrap_or(&site).look)
    });
    let first = newest.get_untracked().fields;
    let accent = RwSignal::new(first.accent);
    let locale = RwSignal::new(first.locale);
    let typed = Memo::new(move |_| Look {
        accent: accent.get(),
        locale: locale.get(),
    });
    let fill = Callback::new(move |look: Look| {
        accent.set(look.accent);
        locale.set(look.locale);
    });
    let form = Form::Site(id.clone(), SitePart::Look);
    let section = SectionForm::new(form, newest, typed, fill);
    let submit = Callback::new(move |()| {
        let look = typed.get_untracked();
        desk.request(SaveSite {
            site: id.clone(),
            version: section.send(look.clone()),
            section: look.into(),
        });
    });
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <h4>{say("site_look")}</h4>
            <div class="row wrap look-fields">
                <AccentField id="site-accent" value=accent />
                <div class="field grow">
                    <label for="site-locale">{say("widget_language")}</label>
                    <select
                        id="site-locale"
                        class="input"
                        prop:value=locale
                        on:change:target=move |event| locale.set(event.target().value())
                    >
                        {LOCALES
                            .map(|tag| {
                                view! {
                                    <option value=tag selected=locale.get_untracked() == tag>
                                        {locale_name(tag)}
                                    </option>
                                }
                            })
                            .collect_view()}
                    </select>
                </div>
            </div>
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("site_look")
                done=say("saved")
            />
        </form>
    }
}

const LOCALES: [&str; 3] = ["auto", "en", "ru"];

fn locale_name(tag: &str) -> String {
    match tag {
        "en" => "English".to_owned(),
        "ru" => "Русский".to_owned(),
        _ => say("locale_auto"),
    }
}

fn edition(look: &Versioned<Look>) -> Edition<Look> {
    Edition {
        version: look.version,
        fields: look.value.clone(),
    }
}

fn differences(mine: &Look, theirs: &Look) -> Vec<(String, String)> {
    let accent = (mine.accent != theirs.accent).then(|| (say("accent"), theirs.accent.clone()));
    let locale = (mine.locale != theirs.locale)
        .then(|| (say("widget_language"), locale_name(&theirs.locale)));
    accent.into_iter().chain(locale).collect()
}
