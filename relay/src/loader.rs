//! `GET /w/KEY.js`: the loader with the site's public settings inlined, from a
//! memory of five minutes, so that a page view costs the center nothing.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use beseda_center::sites::origin;
use beseda_center::token;
use beseda_center::turn::command::{Command, Reply, SiteForWidget};
use beseda_protocol::ids::{CenterId, SiteId, Timestamp};
use beseda_protocol::loader;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::site::WidgetSettings;
use worker::{EncodeBody, ResponseBuilder};

use crate::answer::{self, Answer, Failure};
use crate::asked::Asked;
use crate::{assets, cors, runtime};

/// How long a change of the settings may take to be seen.
pub(crate) const KEPT_MS: u64 = 5 * 60 * 1_000;
/// Sites remembered in one isolate.
pub(crate) const SITES_MAX: usize = 1_000;
/// What the build calls the loader before it is a site's.
const TEMPLATE: &str = "loader.js";
/// The same of a site that speaks first, or asks by a form.
const SPEAKING: &str = "loader-speaking.js";
/// Origins of one site that are told to the center; a forged one is a line in a
/// list of twenty, and no load.
const ORIGINS_MAX: usize = 50;

struct Kept {
    site: SiteForWidget,
    at: Timestamp,
    origins: HashSet<String>,
}

thread_local! {
    static SITES: RefCell<HashMap<String, Kept>> = RefCell::new(HashMap::new());
}

/// The loader of the site with this key.
pub(crate) async fn of_site(asked: &Asked, key: &str) -> Answer {
    let Some((center, site)) = token::read_site_key(&asked.settings.secret, key) else {
        return Err(no_site().into());
    };
    let origin = page_origin(
        asked.header("origin").as_deref(),
        asked.header("referer").as_deref(),
    );
    let site = match kept(key, origin.as_deref()) {
        Some(site) => site,
        None => learn(asked, key, &center, site, origin).await?,
    };
    let settings = WidgetSettings {
        key: key.to_owned(),
        relay: asked.settings.origin.clone(),
        title: site.title,
        locale: site.look.locale.clone(),
        css: site.look.css(),
        cues: site.cues,
    };
    let template = if site.speaks { SPEAKING } else { TEMPLATE };
    script(asked, template, &settings).await
}

/// What is remembered, unless the center must be told of this page view.
fn kept(key: &str, origin: Option<&str>) -> Option<SiteForWidget> {
    SITES.with_borrow(|sites| {
        let kept = sites.get(key)?;
        let fresh = runtime::now().ms_since(kept.at) < KEPT_MS;
        let news = !kept.site.installed
            || origin.is_some_and(|origin| {
                !kept.origins.contains(origin) && kept.origins.len() < ORIGINS_MAX
            });
        (fresh && !news).then(|| kept.site.clone())
    })
}

async fn learn(
    asked: &Asked,
    key: &str,
    center: &CenterId,
    site: SiteId,
    origin: Option<String>,
) -> Result<SiteForWidget, Failure> {
    let command = Command::Site {
        site,
        origin: origin.clone(),
    };
    let Reply::Site(site) = asked.link_to(center)?.ask(command).await? else {
        return Err(answer::unexpected());
    };
    SITES.with_borrow_mut(|sites| {
        if sites.len() >= SITES_MAX {
            sites.clear();
        }
        let kept = sites.entry(key.to_owned()).or_insert_with(|| Kept {
            site: site.clone(),
            at: runtime::now(),
            origins: HashSet::new(),
        });
        kept.site = site.clone();
        kept.at = runtime::now();
        kept.origins.extend(origin);
    });
    Ok(site)
}

pub(crate) fn no_site() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "No site has this key: copy the snippet from the console's settings anew.",
    )
}

async fn script(asked: &Asked, name: &str, settings: &WidgetSettings) -> Answer {
    let template = assets::named(&asked.env, name).await?;
    let accepted = asked.header("accept-encoding");
    let accepts = |coding| assets::accepts(accepted.as_deref(), coding);
    let (body, coding) = if accepts("br") {
        let beginning = assets::packed(&asked.env, name).await?;
        (loader::packed(&beginning, &template, settings), Some("br"))
    } else {
        let gzip = accepts("gzip").then_some("gzip");
        (loader::plain(&template, settings).into_bytes(), gzip)
    };
    let response = ResponseBuilder::new().from_bytes(body)?;
    // The runtime compresses what says that it is compressed, unless it is.
    let response = response.with_encode_body(match coding {
        Some("br") => EncodeBody::Manual,
        _ => EncodeBody::Automatic,
    });
    if let Some(coding) = coding {
        response.headers().set("content-encoding", coding)?;
    }
    for (name, value) in [
        ("content-type", "text/javascript; charset=utf-8"),
        ("cache-control", "public, max-age=300"),
        ("vary", "accept-encoding"),
        ("x-content-type-options", "nosniff"),
    ] {
        response.headers().set(name, value)?;
    }
    cors::allow_all(&response)?;
    Ok(response)
}

/// The origin of the asking page. A script element without `crossorigin` sends no
/// `Origin`; one of a page that has none sends `null`.
fn page_origin(origin: Option<&str>, referer: Option<&str>) -> Option<String> {
    if let Some(origin) = origin {
        return Some(origin.to_owned());
    }
    referer.and_then(origin::of_page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_known_by_its_origin_or_its_referrer() {
        let origin = |o, r| page_origin(o, r);
        assert_eq!(
            origin(None, Some("https://shop.example:8443/cart?id=1")).as_deref(),
            Some("https://shop.example:8443")
        );
        assert_eq!(
            origin(None, Some("https://shop.example")).as_deref(),
            Some("https://shop.example")
        );
        assert_eq!(
            origin(Some("https://a.example"), Some("https://b.example/")).as_deref(),
            Some("https://a.example")
        );
        assert_eq!(
            origin(Some("null"), Some("https://b.example/")).as_deref(),
            Some("null")
        );
        assert_eq!(origin(None, Some("about:blank")), None);
        assert_eq!(origin(None, None), None);
    }
}
