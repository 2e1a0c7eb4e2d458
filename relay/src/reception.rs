//! `GET /w/KEY.json`: how a site meets whoever opens its chat, from a memory as long as the
//! loader's. Asked for on intent, beside the widget's code.

use std::cell::RefCell;
use std::collections::HashMap;

use beseda_center::token;
use beseda_center::turn::command::{Command, Reply};
use beseda_protocol::ids::Timestamp;
use beseda_protocol::site::Reception;
use worker::ResponseBuilder;

use crate::answer::{self, Answer};
use crate::asked::Asked;
use crate::loader::{KEPT_MS, SITES_MAX, no_site};
use crate::{cors, runtime};

thread_local! {
    static SITES: RefCell<HashMap<String, (Timestamp, Reception)>> = RefCell::default();
}

/// That of the site with this key.
pub(crate) async fn of_site(asked: &Asked, key: &str) -> Answer {
    let Some((center, site)) = token::read_site_key(&asked.settings.secret, key) else {
        return Err(no_site().into());
    };
    // Whoever has just been refused by it asks for what the center says now.
    let is_asked_anew = asked.header("cache-control").as_deref() == Some("no-cache");
    let reception = match kept(key).filter(|_| !is_asked_anew) {
        Some(reception) => reception,
        None => {
            let ask = Command::Reception { site };
            let Reply::Reception(reception) = asked.link_to(&center)?.ask(ask).await? else {
                return Err(answer::unexpected());
            };
            keep(key, &reception);
            *reception
        }
    };
    let response = ResponseBuilder::new().from_json(&reception)?;
    for (name, value) in [
        ("cache-control", "public, max-age=300"),
        ("x-content-type-options", "nosniff"),
    ] {
        response.headers().set(name, value)?;
    }
    cors::allow_all(&response)?;
    Ok(response)
}

fn kept(key: &str) -> Option<Reception> {
    SITES.with_borrow(|sites| {
        let (at, reception) = sites.get(key)?;
        let is_fresh = runtime::now().ms_since(*at) < KEPT_MS;
        is_fresh.then(|| reception.clone())
    })
}

fn keep(key: &str, reception: &Reception) {
    SITES.with_borrow_mut(|sites| {
        if sites.len() >= SITES_MAX {
            sites.clear();
        }
        sites.insert(key.to_owned(), (runtime::now(), reception.clone()));
    });
}
