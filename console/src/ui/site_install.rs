//! A site's install code, whether it has been seen, and strangers that ask.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::install;
use beseda_protocol::site::{OPAQUE_ORIGIN, Site};
use leptos::prelude::*;

use super::copy_button::CopyButton;
use super::icon::{self, Icon};
use super::note::Outcome;
use super::words;
use crate::browser::page;
use crate::model::question::{Form, SitePart};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The snippet, and what has become of it.
#[component]
pub(crate) fn SiteInstall(
    /// Which site.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::Site(site.id.clone(), SitePart::General);
    let progress = desk.memo(move |model| model.progress(&form));
    let loader = install::loader(&page::origin(), &site.key);
    let code = install::snippet(&loader);
    let policy = install::page_policy(&page::origin());
    let letter = say_with(
        "install_letter",
        &[
            ("site", &site.general.value.name),
            ("code", &code),
            ("policy", &policy),
        ],
    );
    let subject = say_with("install_subject", &[("site", &site.general.value.name)]);
    let coded = |text: &str| String::from(js_sys::encode_uri_component(text));
    let mail = format!(
        "mailto:?subject={}&body={}",
        coded(&subject),
        coded(&letter)
    );
    view! {
        <div class="install">
            <p class="quiet">{say("snippet_text")}</p>
            <div class="snippet">
                <code>{code.clone()}</code>
                <CopyButton text=code label=say("copy_code") />
            </div>
            <div class="row wrap">
                <a class="button" href=mail>
                    {say("install_send")}
                </a>
                <CopyButton text=letter label=say("install_copy_letter") />
            </div>
            <Installed site=site.clone() />
            <Strangers site=site />
            <Outcome progress=progress stale=say("refusal_stale") />
            <details class="csp">
                <summary>{say("install_where")}</summary>
                <Places loader=loader />
            </details>
            <details class="csp">
                <summary>{say("csp_title")}</summary>
                <p class="quiet">{say_with("csp_text", &[("address", &csp_address())])}</p>
                <div class="snippet">
                    <code>{policy.clone()}</code>
                    <CopyButton text=policy label=say("copy_code") />
                </div>
            </details>
        </div>
    }
}

/// Waiting for the first visit, or installed.
#[component]
fn Installed(
    /// Which site.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    match site.installed {
        Some(seen) => {
            let host = words::short_url(&seen.origin).to_owned();
            let at = seen.at;
            view! {
                <p class="install-state good" role="status">
                    <Icon of=icon::CHECK />
                    <span>{say_with("installed", &[("host", &host)])}</span>
                    <span class="quiet small">{move || words::list_time(at, desk.now.get())}</span>
                </p>
            }
            .into_any()
        }
        None => view! {
            <p class="install-state waiting" role="status">
                <span class={"dots"} aria-hidden="true">
                    <i></i>
                    <i></i>
                    <i></i>
                </span>
                <span>{say("not_installed")}</span>
            </p>
        }
        .into_any(),
    }
}

/// Origins that asked and are not listed: each may be allowed by one press.
#[component]
fn Strangers(
    /// Which site.
    site: Site,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let seen = site.seen.clone();
    seen.into_iter()
        .filter(|seen| !site.general.value.origins.contains(&seen.origin))
        .map(|seen| {
            let can_be_listed = seen.origin != OPAQUE_ORIGIN;
            let text = match can_be_listed {
                true => say_with("stranger", &[("origin", &seen.origin)]),
                false => say("stranger_opaque"),
            };
            let allowed = allow(&site, &seen.origin);
            let press = move || {
                view! {
                    <button type="button" class="button" on:click=move |_| desk.request(allowed.clone())>
                        {say("allow")}
                    </button>
                }
            };
            view! {
                <p class="stranger">
                    <Icon of=icon::CIRCLE_ALERT />
                    <span class={"grow"}>{text}</span>
                    {can_be_listed.then(press)}
                </p>
            }
        })
        .collect_view()
}

/// The change that lists one more origin.
fn allow(site: &Site, origin: &str) -> SaveSite {
    let mut general = site.general.value.clone();
    general.origins.push(origin.to_owned());
    SaveSite {
        site: site.id.clone(),
        version: site.general.version,
        section: general.into(),
    }
}

/// What an owner pastes. Fetched as a page's own scripts fetch (`crossorigin`), the
/// loader has opened the connection that its parts and calls then use.
/// Where the relay tells the line for a policy.
fn csp_address() -> String {
    page::origin() + "/csp.txt"
}

/// Where the line goes, by what a site is made with; and the code for those that have no
/// place for a line.
#[component]
fn Places(
    /// The address of the site's loader.
    loader: String,
) -> impl IntoView {
    let places = [
        ("WordPress", "install_wordpress", None),
        ("Google Tag Manager", "install_tag_manager", None),
        ("Tilda", "install_tilda", None),
        ("Shopify", "install_shopify", None),
        ("React", "install_react", Some(install::react(&loader))),
        ("Vue", "install_vue", Some(install::vue(&loader))),
    ];
    let code = |code: String| {
        view! {
            <div class="snippet">
                <code class="lines">{code.clone()}</code>
                <CopyButton text=code label=say("copy_code") />
            </div>
        }
    };
    view! {
        <dl class="places">
            {places
                .into_iter()
                .map(|(name, key, of)| {
                    view! {
                        <dt>{name}</dt>
                        <dd>
                            {say(key)}
                            {of.map(code)}
                        </dd>
                    }
                })
                .collect_view()}
        </dl>
    }
}
