//! The settings: pages at the side, one of them open.

use beseda_parts::gate;
use leptos::prelude::*;

use super::icon::{self, Icon, Outline};
use super::import;
use super::parts::{Later, Shown};
use super::settings_center::CenterSettings;
use super::settings_channels::ChannelSettings;
use super::settings_downloads::Downloads;
use super::settings_integrations::IntegrationSettings;
use super::settings_marks::MarkSettings;
use super::settings_me::MySettings;
use super::settings_people::PeopleSettings;
use super::settings_replies::ReplySettings;
use super::settings_sites::SiteSettings;
use super::settings_webhooks::WebhookSettings;
use crate::model::place::{Place, Section};
use crate::session::Desk;
use crate::texts::say;

const PAGES: [(Section, Outline, &str); 11] = [
    (Section::Me, icon::USER, "settings_me"),
    (Section::Replies, icon::ZAP, "saved_replies"),
    (Section::Sites, icon::GLOBE, "settings_sites"),
    (Section::Channels, icon::CHANNELS, "settings_channels"),
    (Section::People, icon::PEOPLE, "settings_people"),
    (Section::Marks, icon::TAG, "settings_marks"),
    (Section::Webhooks, icon::WEBHOOK, "webhooks"),
    (Section::Downloads, icon::DOWNLOAD, "downloads"),
    (Section::Integrations, icon::LINK, "settings_integrations"),
    (Section::Import, icon::FILE, "settings_import"),
    (Section::Center, icon::SETTINGS, "settings_center"),
];

gate! { "settings", "00000000000000000000000000000003",
/// The part "settings", at a page.
pub(crate) fn page(section: Section) -> AnyView {
    view! { <Settings section=section /> }.into_any()
}}

/// The settings.
#[component]
fn Settings(
    /// Which page is open.
    section: Section,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let role = desk.memo(|model| model.roster.as_ref().map(|roster| roster.me.role));
    let is_open = move |page: Section| role.get().is_some_and(|role| page.is_for(role));
    let title = PAGES
        .iter()
        .find(|(known, ..)| *known == section)
        .map_or("settings", |(.., key)| key);
    view! {
        <div class="settings">
            <nav class="settings-pages" aria-label=say("settings")>
                <h1>{say("settings")}</h1>
                <ul>
                    {move || {
                        PAGES
                            .into_iter()
                            .filter(|(page, ..)| is_open(*page))
                            .map(|(page, icon, key)| view! { <PageLink page=page icon=icon key=key here=section /> })
                            .collect_view()
                    }}
                </ul>
            </nav>
            <section class="settings-page">
                <div class="settings-column">
                    <h2>{say(title)}</h2>
                    {move || match section {
                        Section::Sites if is_open(section) => view! { <SiteSettings /> }.into_any(),
                        Section::Channels if is_open(section) => view! { <ChannelSettings /> }.into_any(),
                        Section::People if is_open(section) => view! { <PeopleSettings /> }.into_any(),
                        Section::Replies => view! { <ReplySettings /> }.into_any(),
                        Section::Webhooks if is_open(section) => view! { <WebhookSettings /> }.into_any(),
                        Section::Downloads => view! { <Downloads /> }.into_any(),
                        Section::Marks if is_open(section) => view! { <MarkSettings /> }.into_any(),
                        Section::Integrations if is_open(section) => view! { <IntegrationSettings /> }.into_any(),
                        Section::Import if is_open(section) => {
                            let enter = || import::of_settings(());
                            view! { <Shown part=Later::Import class="settings-awaited" enter=enter /> }.into_any()
                        }
                        Section::Center if is_open(section) => view! { <CenterSettings /> }.into_any(),
                        _ => view! { <MySettings /> }.into_any(),
                    }}
                </div>
            </section>
        </div>
    }
}

/// A page's link.
#[component]
fn PageLink(
    /// Where it leads.
    page: Section,
    /// Its picture.
    icon: Outline,
    /// Its name.
    key: &'static str,
    /// The page that is open.
    here: Section,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let place = Place::Settings(page);
    view! {
        <li>
            <a
                class="settings-link"
                href=place.path()
                aria-current=(page == here).then_some("page")
                on:click=move |event| {
                    event.prevent_default();
                    desk.go(place.clone());
                }
            >
                <Icon of=icon />
                {say(key)}
            </a>
        </li>
    }
}
