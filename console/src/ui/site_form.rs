//! A site's address becomes a site.

use beseda_protocol::ask::sites::AddSite;
use beseda_protocol::look::{ACCENT, Look};
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::accent_field::AccentField;
use super::field::Field;
use super::note::Outcome;
use crate::browser::page;
use crate::model::Model;
use crate::model::origins::{NoSite, SiteAddress};
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The form of a new site.
#[component]
pub(crate) fn NewSiteForm(
    /// Whether the keyboard is here at once.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let address = RwSignal::new(String::new());
    let name = RwSignal::new(desk.peek(first_name));
    let accent = RwSignal::new(ACCENT.to_owned());
    let dropped = RwSignal::new(Vec::<String>::new());
    let fault = RwSignal::new(None);
    let progress = desk.memo(|model| model.progress(&Form::NewSite));
    let offered = Memo::new(move |_| {
        let meant = page::site_address(&address.get());
        meant
            .and_then(|address| address.origins())
            .unwrap_or_default()
    });
    Effect::new(move |_| {
        address.track();
        dropped.track();
        fault.set(None);
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = address.get_untracked();
        match meant(&typed, &dropped.get_untracked()) {
            Err(why) => fault.set(Some(explain(why, &typed))),
            Ok((address, origins)) => desk.request(AddSite {
                name: named(&name.get_untracked(), &address),
                origins,
                look: Some(Look {
                    accent: accent.get_untracked(),
                    ..Look::default()
                }),
            }),
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <Field
                id="site-address"
                label=say("site_address")
                value=address
                placeholder="example.com".to_owned()
                hint=say("site_address_hint")
                fault=fault
                autofocus=autofocus
            />
            <Show when=move || { offered.with(|offered| !offered.is_empty()) }>
                <fieldset class="field">
                    <legend class="label">{say("site_origins")}</legend>
                    <For each=move || offered.get() key=String::clone let:origin>
                        <OriginCheck origin=origin dropped=dropped />
                    </For>
                </fieldset>
            </Show>
            <div class="row wrap look-fields">
                <div class="grow">
                    <Field id="new-site-name" label=say("site_name") value=name hint=say("site_name_hint") />
                </div>
                <AccentField id="new-site-accent" value=accent />
            </div>
            <Outcome progress=progress />
            <div class="row">
                <button type="submit" class="button primary" disabled=move || progress.get() == Progress::Busy>
                    {say("add_site")}
                </button>
            </div>
        </form>
    }
}

/// The first site bears the company's name; others have to be told from it.
fn first_name(model: &Model) -> String {
    match &*model.roster {
        Some(roster) if roster.sites.is_empty() => roster.center.general.value.name.clone(),
        _ => String::new(),
    }
}

/// A site's name: as it was given, or its address.
fn named(given: &str, address: &SiteAddress) -> String {
    match given.trim() {
        "" => address.clean_host(),
        given => given.to_owned(),
    }
}

/// What was typed, and its origins without those that were left out.
fn meant(typed: &str, dropped: &[String]) -> Result<(SiteAddress, Vec<String>), NoSite> {
    let address = page::site_address(typed)?;
    let mut origins = address.origins()?;
    origins.retain(|origin| !dropped.contains(origin));
    match origins.is_empty() {
        true => Err(NoSite::NoneChosen),
        false => Ok((address, origins)),
    }
}

/// Why an address can't be taken, in words.
pub(super) fn explain(why: NoSite, typed: &str) -> String {
    say_with(why.key(), &[("address", typed.trim())])
}

/// One origin that may be left out.
#[component]
fn OriginCheck(
    /// Which.
    origin: String,
    /// Those that were.
    dropped: RwSignal<Vec<String>>,
) -> impl IntoView {
    let shown = origin.clone();
    view! {
        <label class="check">
            <input
                type="checkbox"
                checked=true
                on:change:target=move |event| {
                    let on = event.target().checked();
                    dropped
                        .update(|dropped| {
                            dropped.retain(|known| *known != origin);
                            if !on {
                                dropped.push(origin.clone());
                            }
                        });
                }
            />
            <span>{shown}</span>
        </label>
    }
}
