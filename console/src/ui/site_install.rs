//! A site's install code, whether it has been seen, and strangers that ask.

use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::site::{OPAQUE_ORIGIN, Site, page_policy};
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
    let code = snippet(&site);
    let policy = page_policy(&page::origin());
    view! {
        <div class="install">
            <p class="quiet">{say("snippet_text")}</p>
            <div class="snippet">
                <code>{code.clone()}</code>
                <CopyButton text=code label=say("copy_code") />
            </div>
            <Installed site=site.clone() />
            <Strangers site=site />
            <Outcome progress=progress stale=say("refusal_stale") />
            <details class="csp">
                <summary>{say("csp_title")}</summary>
                <p class="quiet">{say("csp_text")}</p>
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
fn snippet(site: &Site) -> String {
    format!(
        "<script async crossorigin src=\"{}/w/{}.js\"></script>",
        page::origin(),
        site.key
    )
}
