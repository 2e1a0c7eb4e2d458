//! What visitors of a site have to agree to before they write.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::limits::{CONSENT_CHARS_MAX, LINK_CHARS_MAX};
use beseda_protocol::settings::Versioned;
use beseda_protocol::site::{Consent, Site};
use leptos::prelude::*;

use super::field::Fault;
use super::section_form::{SectionEnd, SectionForm, submitted};
use crate::model::question::{Form, SitePart};
use crate::model::section::Edition;
use crate::session::Desk;
use crate::texts::{say, say_with};

const FAULT: &str = "site-consent-fault";

/// The form.
#[component]
pub(crate) fn SiteConsentForm(
    /// Whose; as it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let newest = desk.memo({
        let id = id.clone();
        move |model| edition(&model.site(&id).unwrap_or(&site).consent)
    });
    let first = newest.get_untracked().fields;
    let is_on = RwSignal::new(first.is_on);
    let [en, ru, link] = [first.en, first.ru, first.link].map(RwSignal::new);
    let typed = Memo::new(move |_| {
        let trimmed = |text: RwSignal<String>| text.with(|text| text.trim().to_owned());
        Consent {
            is_on: is_on.get(),
            en: trimmed(en),
            ru: trimmed(ru),
            link: trimmed(link),
        }
    });
    let fill = Callback::new(move |consent: Consent| {
        is_on.set(consent.is_on);
        en.set(consent.en);
        ru.set(consent.ru);
        link.set(consent.link);
    });
    let form = Form::Site(id.clone(), SitePart::Consent);
    let section = SectionForm::new(form, newest, typed, fill);
    let fault = RwSignal::new(None);
    Effect::new(move |_| {
        typed.track();
        fault.set(None);
    });
    let submit = Callback::new(move |()| {
        let consent = typed.get_untracked();
        if let Some(wrong) = wrong(&consent) {
            return fault.set(Some(wrong));
        }
        desk.request(SaveSite {
            site: id.clone(),
            version: section.send(consent.clone()),
            section: consent.into(),
        });
    });
    let version = move || newest.with(|newest| newest.version);
    view! {
        <form class="stack" on:submit=move |event| submitted(&event, submit)>
            <h4>{say("site_consent")}</h4>
            <label class="check">
                <input
                    type="checkbox"
                    aria-describedby="site-consent-hint"
                    prop:checked=is_on
                    on:change:target=move |event| is_on.set(event.target().checked())
                />
                <span>{say("asks_consent")}</span>
            </label>
            <p class="hint" id="site-consent-hint">
                {say("asks_consent_hint")}
                {move || {
                    let n = version().to_string();
                    (version() != 0).then(|| format!(" {}", say_with("consent_version", &[("n", &n)])))
                }}
            </p>
            <Text language="en" value=en fault=fault />
            <Text language="ru" value=ru fault=fault />
            <div class="field">
                <label for="site-consent-link">{say("consent_link")}</label>
                <input
                    id="site-consent-link"
                    class="input"
                    type="url"
                    inputmode="url"
                    aria-describedby=FAULT
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    prop:value=link
                    on:input:target=move |event| link.set(event.target().value())
                />
            </div>
            <Fault id=FAULT.to_owned() text=fault />
            <SectionEnd
                section=section
                differences=differences
                save=say("save")
                submit=submit
                what=say("site_consent")
                done=say("saved")
            />
        </form>
    }
}

/// The text in a language.
#[component]
fn Text(
    /// As it is called in texts: `en`, `ru`.
    language: &'static str,
    /// As it is typed.
    value: RwSignal<String>,
    /// What is wrong with the form.
    fault: RwSignal<Option<String>>,
) -> impl IntoView {
    let id = format!("site-consent-{language}");
    view! {
        <div class="field">
            <label for=id.clone()>{say(&format!("consent_{language}"))}</label>
            <textarea
                id=id
                class="input"
                rows="2"
                lang=language
                dir="auto"
                aria-describedby=FAULT
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        </div>
    }
}

/// What keeps it from being saved.
fn wrong(consent: &Consent) -> Option<String> {
    let Consent {
        is_on,
        en,
        ru,
        link,
    } = consent;
    let is_long = |text: &String| text.chars().count() > CONSENT_CHARS_MAX;
    let is_address = link.starts_with("https://") || link.starts_with("http://");
    if *is_on && en.is_empty() && ru.is_empty() {
        return Some(say("consent_missing"));
    }
    if is_long(en) || is_long(ru) {
        let max = CONSENT_CHARS_MAX.to_string();
        return Some(say_with("consent_too_long", &[("max", &max)]));
    }
    if !link.is_empty() && !is_address || link.chars().count() > LINK_CHARS_MAX {
        return Some(say("consent_link_wrong"));
    }
    None
}

fn edition(consent: &Versioned<Consent>) -> Edition<Consent> {
    Edition {
        version: consent.version,
        fields: consent.value.clone(),
    }
}

fn differences(mine: &Consent, theirs: &Consent) -> Vec<(String, String)> {
    let mut told = Vec::new();
    if mine.is_on != theirs.is_on {
        let state = if theirs.is_on {
            "setting_on"
        } else {
            "setting_off"
        };
        told.push((say("asks_consent"), say(state)));
    }
    for (key, mine, theirs) in [
        ("consent_en", &mine.en, &theirs.en),
        ("consent_ru", &mine.ru, &theirs.ru),
        ("consent_link", &mine.link, &theirs.link),
    ] {
        if mine != theirs {
            told.push((say(key), theirs.clone()));
        }
    }
    told
}
