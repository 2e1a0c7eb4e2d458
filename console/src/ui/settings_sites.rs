//! The sites: install code, look, origins.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::ids::SiteId;
use beseda_protocol::site::{Look, Site};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::accent_field::AccentField;
use super::field::{Fault, Field};
use super::note::Outcome;
use super::settings_group::SettingsGroup;
use super::site_form::{NewSiteForm, explain};
use super::site_install::SiteInstall;
use super::test_chat::TestChatLink;
use crate::browser::page;
use crate::model::origins::NoSite;
use crate::model::question::Form;
use crate::session::Desk;
use crate::texts::say;

const HOUR_MS: u64 = 60 * 60 * 1000;

/// By which the list of addresses refers to what is wrong with it.
const ORIGINS_FAULT: &str = "site-origins-fault";

/// The page of the settings.
#[component]
pub(crate) fn SiteSettings() -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::NewSite);
        Vec::new()
    });
    let ids = desk.memo(|model| {
        let sites = model.roster.as_ref().map(|roster| &roster.sites);
        sites
            .into_iter()
            .flatten()
            .map(|site| site.id.clone())
            .collect::<Vec<_>>()
    });
    view! {
        {move || ids.with(Vec::is_empty).then(|| view! { <p class="quiet">{say("no_sites")}</p> })}
        <For each=move || ids.get() key=SiteId::clone let:id>
            <OneSite id=id />
        </For>
        <SettingsGroup title=say("new_site") text=say("new_site_text")>
            <NewSiteForm />
        </SettingsGroup>
        <SettingsGroup title=say("try_out") text=say("try_out_text")>
            <div class="row">
                <TestChatLink />
            </div>
        </SettingsGroup>
    }
}

/// A site.
#[component]
fn OneSite(
    /// Which.
    id: SiteId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let site = desk.memo(move |model| {
        let sites = model.roster.as_ref().map(|roster| &roster.sites);
        sites
            .into_iter()
            .flatten()
            .find(|site| site.id == id)
            .cloned()
    });
    let name = move || site.get().map(|site| site.name);
    view! {
        <section class="settings-group site">
            <h3>{name}</h3>
            {move || site.get().map(|site| view! { <SiteInstall site=site /> })}
            <details class="site-more">
                <summary>{say("site_settings")}</summary>
                {site.get_untracked().map(|site| view! { <SiteForm site=site /> })}
            </details>
        </section>
    }
}

/// Name, origins, look.
#[component]
fn SiteForm(
    /// As it was when the page was opened.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let id = site.id.clone();
    let name = RwSignal::new(site.name);
    let origins = RwSignal::new(site.origins.join("\n"));
    let accent = RwSignal::new(site.look.accent);
    let locale = RwSignal::new(site.look.locale);
    let hours = RwSignal::new((site.reopen_within_ms / HOUR_MS).to_string());
    let form = Form::Site(id.clone());
    let progress = desk.memo(move |model| model.progress(&form));
    let fault = RwSignal::new(None);
    Effect::new(move |_| {
        origins.track();
        fault.set(None);
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let origins = match listed(&origins.get_untracked()) {
            Ok(origins) => origins,
            Err(why) => return fault.set(Some(why)),
        };
        let hours = hours.get_untracked().trim().parse::<u64>().unwrap_or(24);
        desk.request(SaveSite {
            site: id.clone(),
            name: name.get_untracked().trim().to_owned(),
            origins,
            look: Look {
                accent: accent.get_untracked(),
                locale: locale.get_untracked(),
            },
            reopen_within_ms: hours.saturating_mul(HOUR_MS),
        });
    };
    view! {
        <form class="stack" on:submit=submit>
            <Field id="site-name" label=say("site_name") value=name hint=say("site_name_hint") />
            <div class="field">
                <label for="site-origins">{say("site_origins")}</label>
                <textarea
                    id="site-origins"
                    class="input"
                    rows="3"
                    spellcheck="false"
                    aria-describedby=move || if fault.with(Option::is_some) { ORIGINS_FAULT } else { "site-origins-hint" }
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    prop:value=origins
                    on:input:target=move |event| origins.set(event.target().value())
                ></textarea>
                <p class="hint" id="site-origins-hint">{say("site_origins_hint")}</p>
                <Fault id=ORIGINS_FAULT.to_owned() text=fault />
            </div>
            <LookFields accent=accent locale=locale />
            <Field id="site-reopen" label=say("reopen_within") value=hours hint=say("reopen_within_hint") />
            <Outcome progress=progress done=say("saved") />
            <div class="row">
                <button type="submit" class="button primary">
                    {say("save")}
                </button>
            </div>
        </form>
    }
}

/// The widget's colour and language.
#[component]
fn LookFields(
    /// The colour.
    accent: RwSignal<String>,
    /// The language.
    locale: RwSignal<String>,
) -> impl IntoView {
    let choices = [
        ("auto", say("locale_auto")),
        ("en", "English".to_owned()),
        ("ru", "Русский".to_owned()),
    ];
    view! {
        <div class="row wrap look-fields">
            <AccentField id="site-accent" value=accent />
            <div class="field grow">
                <label for="site-locale">{say("widget_language")}</label>
                <select id="site-locale" class="input" on:change:target=move |event| locale.set(event.target().value())>
                    {choices
                        .map(|(tag, name)| {
                            view! {
                                <option value=tag selected=locale.get_untracked() == tag>
                                    {name}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </div>
        </div>
    }
}

/// One origin a line; addresses are cut to their origins. A line that is none is
/// explained.
fn listed(text: &str) -> Result<Vec<String>, String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let origins: Vec<String> = lines
        .map(|line| {
            let address = page::site_address(line).and_then(|address| {
                address.origins()?;
                Ok(address.origin())
            });
            address.map_err(|why| explain(why, line))
        })
        .collect::<Result<_, _>>()?;
    match origins.is_empty() {
        true => Err(explain(NoSite::Empty, "")),
        false => Ok(origins),
    }
}
